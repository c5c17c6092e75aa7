"""Pictures as flowables: photographs of evidence, QR codes."""

from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from csq_desktop.reports.paper import pen, style
from csq_desktop.reports.paper.structure import Element


class ImageFlow(Flowable):
    """A picture scaled into the width and the height that it may have."""

    def __init__(self, picture: bytes, size: tuple[float, float], element: Element) -> None:
        super().__init__()
        self._element = element
        self._picture = picture
        self._size = ImageReader(BytesIO(picture)).getSize()
        self._width, self._highest = size
        self.spaceBefore, self.spaceAfter = 6.0, 4.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size the picture takes."""
        wide, high = self._size
        scale = min(self._width, width) / wide
        scale = min(scale, self._highest / high)
        self.width, self.height = wide * scale, high * scale
        return self.width, self.height

    def draw(self) -> None:
        """Draw the picture; a reader holds its pixels unpacked, so that none stays behind.

        Forty photos took 360 MB more while the document was built.
        """
        reader = ImageReader(BytesIO(self._picture))
        with self.canv.marked(self._element):
            self.canv.drawImage(reader, 0, 0, self.width, self.height, mask="auto")


class QrFlow(Flowable):
    """A QR code of error level M, drawn as vectors with its quiet zone."""

    def __init__(self, content: str, side: float, element: Element) -> None:
        super().__init__()
        self._element = element
        import segno

        code = segno.make(content, error="m", micro=False)
        self._rows = [bytes(row) for row in code.matrix_iter(border=2)]
        self.width = self.height = side
        self.spaceBefore, self.spaceAfter = 6.0, 4.0

    def draw(self) -> None:
        """Draw each dark run of each row."""
        cell = self.height / len(self._rows)
        pen.fill(self.canv, style.LOOK.ink)
        dark = self.canv.beginPath()
        for i, row in enumerate(self._rows):
            y = self.height - (i + 1) * cell
            for start, end in _runs(row):
                dark.rect(start * cell, y, (end - start) * cell, cell)
        with self.canv.marked(self._element):
            self.canv.drawPath(dark, stroke=0, fill=1)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Starts and ends of the dark stretches of a row."""
    edges = [i for i in range(len(row) + 1) if (i and row[i - 1]) != (i < len(row) and row[i])]
    return list(zip(edges[::2], edges[1::2], strict=True))
