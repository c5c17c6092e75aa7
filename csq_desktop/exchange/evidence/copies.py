"""Copies made of pixels: what is covered is painted over before anything is encoded.

A copy is encoded anew from its pixels, so nothing else of the original is in its bytes: no notes of
a camera, no small picture, no layer of text, no earlier version of a page.
"""

import io
from collections.abc import Sequence

from csq_desktop.domain.evidence.blacking import LONGEST_SIDE, Area, PagePixels
from csq_desktop.errors import UserError
from csq_desktop.exchange import photos
from csq_desktop.texts import tr

_QUALITY = 88
_LONGER_SIDE_POINTS = 842.0  # of an A4 page


def covered_page(page: PagePixels, areas: Sequence[Area]) -> bytes:
    """A page as a JPEG whose areas are black, from the first of their blocks to the last.

    Colours are not thinned out (4:4:4): a decoder would mix those of a covered block with its
    neighbour's, and the edge would be neither black nor what it was.
    """
    from PIL import Image

    size = (page.width, page.height)
    picture = Image.frombytes("RGB", size, page.rgb)
    for area in areas:
        whole = area.covering(size)
        picture.paste((0, 0, 0), (whole.left, whole.top, whole.right, whole.bottom))
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=_QUALITY, subsampling=0)
    return jpeg.getvalue()


def as_pdf(pages: Sequence[bytes]) -> bytes:
    """A PDF whose pages are these JPEGs and nothing else: no text, no notes, no date."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    pdf = pikepdf.new()
    for jpeg in pages:
        width, height = photos.size_of(jpeg)
        scale = _LONGER_SIDE_POINTS / max(width, height)
        wide, high = round(width * scale, 2), round(height * scale, 2)
        picture = pikepdf.Stream(
            pdf,
            jpeg,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=width,
            Height=height,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        drawn = pikepdf.Stream(pdf, b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (wide, high))
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, wide, high]),
            Resources=Dictionary(XObject=Dictionary(P=picture)),
            Contents=drawn,
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    written = io.BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


def pictures_of(copy: bytes) -> tuple[bytes, ...]:
    """The pages of a copy made here as JPEGs; a UserError for what was not made here."""
    if photos.is_plain_jpeg(copy, longest_side=LONGEST_SIDE):
        return (copy,)
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(copy)) as pdf:
            pages = tuple(bytes(page.Resources.XObject.P.read_raw_bytes()) for page in pdf.pages)
    except (pikepdf.PdfError, RuntimeError, AttributeError, ValueError, TypeError):
        pages = ()
    plain = pages and all(photos.is_plain_jpeg(page, longest_side=LONGEST_SIDE) for page in pages)
    if not plain or as_pdf(pages) != copy:
        raise UserError(tr("This is no copy made of pixels."))
    return pages
