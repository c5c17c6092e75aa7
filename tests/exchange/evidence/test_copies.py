"""A blacked-out copy has no trace of what is covered, and nothing of the original but pixels."""

import io
from collections.abc import Callable

import pypdf
import pytest
from PIL import Image

from csq_desktop.domain.evidence.blacking import Area, PagePixels
from csq_desktop.errors import UserError
from csq_desktop.exchange import photos
from csq_desktop.exchange.evidence import copies
from tests.evidence_files import SECRET, pdf, picture

MARK = Area(80, 80, 80, 40)


def pixels(raw: bytes) -> PagePixels:
    return photos.pixels_of(raw, longest_side=2_000)


def with_thumbnail(secret: int) -> bytes:
    """A camera's JPEG: notes, a small picture of its own, a comment, a second picture behind."""
    exif = Image.Exif()
    exif[0x010F], exif[0x010E] = "Canon", SECRET
    whole = picture("JPEG", secret=secret, exif=exif, comment=SECRET.encode(), quality=95)
    return whole + picture("JPEG", secret=secret, size=(64, 48))


def with_texts(secret: int) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", SECRET)
    notes.add_itxt("Comment", SECRET)
    return picture("PNG", secret=secret, pnginfo=notes)


@pytest.mark.parametrize("original", [with_thumbnail, with_texts])
def test_a_copy_holds_pixels_and_no_notes(original: Callable[[int], bytes]) -> None:
    raw = original(255)
    assert SECRET.encode() in raw
    copy = copies.covered_page(pixels(raw), [MARK])
    assert SECRET.encode() not in copy
    assert photos.is_plain_jpeg(copy, longest_side=2_000)
    assert copies.pictures_of(copy) == (copy,)


@pytest.mark.parametrize(
    "area", [MARK, Area(76, 78, 91, 47), Area(0, 0, 320, 240), Area(77, 77, 243, 163)]
)
def test_every_covered_pixel_is_black_and_the_others_are_as_they_were(area: Area) -> None:
    page = pixels(picture("PNG", secret=255))
    copy = Image.open(io.BytesIO(copies.covered_page(page, [area])))
    whole = area.covering((page.width, page.height))
    box = (whole.left, whole.top, whole.right, whole.bottom)
    assert copy.crop(box).getcolors() == [(whole.width * whole.height, (0, 0, 0))]
    if whole.bottom < page.height:
        rest = copy.crop((0, whole.bottom, page.width, page.height))
        before = Image.frombytes("RGB", (page.width, page.height), page.rgb).crop(
            (0, whole.bottom, page.width, page.height)
        )
        near = sum(abs(a - b) for a, b in zip(rest.tobytes(), before.tobytes(), strict=True)) / len(
            rest.tobytes()
        )
        assert near < 6


def test_what_is_below_a_box_changes_no_byte_of_the_copy() -> None:
    """Originals that differ below the box alone give the same copy; above it they do not."""
    marks = [pixels(picture("PNG", secret=n)) for n in (0, 85, 255)]
    assert len({copies.covered_page(page, [MARK]) for page in marks}) == 1
    assert len({copies.covered_page(page, [Area(0, 0, 8, 8)]) for page in marks}) == 3


def test_a_pdf_becomes_pictures_without_its_text() -> None:
    drawn = [copies.covered_page(pixels(picture("PNG", secret=n)), [MARK]) for n in (1, 2)]
    copy = copies.as_pdf(drawn)
    assert copy == copies.as_pdf(drawn)
    assert copies.pictures_of(copy) == tuple(drawn)
    read = pypdf.PdfReader(io.BytesIO(copy))
    assert [page.extract_text() for page in read.pages] == ["", ""]
    assert not read.metadata
    assert b"/Metadata" not in copy


def test_only_what_was_made_here_is_a_copy() -> None:
    changed = copies.as_pdf([copies.covered_page(pixels(picture()), [])]) + b"% a note"
    with_notes = picture("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0", comment=b"x")
    for other in (pdf(1), with_notes, b"text", changed, with_thumbnail(3)):
        with pytest.raises(UserError, match="no copy made of pixels"):
            copies.pictures_of(other)
