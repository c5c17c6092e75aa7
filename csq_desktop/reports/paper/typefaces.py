"""Teaching reportlab the bundled typefaces, as subsets that carry their own text."""

from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from csq_desktop.reports.typography import fonts
from csq_desktop.reports.typography.once import once


class EmbeddedFont(ttfonts.TTFont):
    """A TrueType face embedded by the characters used, those beyond U+FFFF copied out right too.

    reportlab writes such characters (𨋢, 𠝹) into the text map as five digits, which readers take
    for another character; the map wants UTF-16. The narrow quotation marks, which no character
    leads to, are copied out as the marks they are.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, str(fonts.file_of(name)), asciiReadable=False)
        metrics = fonts.face(name)
        for code, glyph in fonts.narrow_glyphs(name).items():
            self.face.charToGlyph[code] = glyph
            self.face.charWidths[code] = metrics.advance(chr(code))

    def addObjects(self, doc: Any) -> None:
        """Write the subsets into a document."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            if any(code > 0xFFFF for code in subset):
                name = f"{ttfonts.SUBSETN(number).decode()}+{self.face.name.decode()}"
                stream = doc.idToObject[f"toUnicodeCMap:{name}"]
                stream.content = in_utf16(stream.content)


def in_utf16(cmap: str) -> str:
    """A map of characters whose codes beyond the first plane are written as two."""
    return "\n".join(_line_in_utf16(line) for line in cmap.split("\n"))


def _line_in_utf16(line: str) -> str:
    code, _, target = line.rpartition(" <")
    digits = target.removesuffix(">")
    if not target.endswith(">") or len(digits) < 5:
        return line
    char = fonts.as_read(chr(int(digits, 16)))
    return f"{code} <{char.encode('utf-16-be').hex().upper()}>"


@once
def load() -> None:
    """Register the faces that every document is set in; the others follow when first used."""
    rl_config.useA85 = 0  # bytes as they are: a quarter smaller
    rl_config.canvas_basefontname = "HK-Regular"
    need("HK-Regular")


@once
def need(name: str) -> None:
    """Register one face, a name of fonts.FILES, with reportlab."""
    pdfmetrics.registerFont(EmbeddedFont(name))
