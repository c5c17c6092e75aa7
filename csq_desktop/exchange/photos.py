"""Photos taken in: made small, freed of everything but their pixels."""

import io
import struct
import warnings
from typing import TYPE_CHECKING

from csq_desktop.domain.evidence.blacking import PagePixels
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from PIL import Image

LARGEST_BYTES = 30 << 20
LARGEST_PIXELS = 80_000_000
LONGEST_SIDE = 1600
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP")
_SEE_THROUGH = ("RGBA", "LA", "PA", "P")
_TURN = 0x0112  # the note of a camera how it was held, 1 to 8
_JFIF_BYTES = 14  # of a JFIF head without a small picture of its own
_END = b"\xff\xd9"
DAMAGED = (OSError, SyntaxError, ValueError, TypeError, AttributeError, LookupError,
           ArithmeticError, EOFError, struct.error)  # fmt: skip
"""What Pillow raises about a file, or the notes in it, that somebody damaged or made up."""


def jpeg_of(raw: bytes, *, longest_side: int = LONGEST_SIDE) -> bytes:
    """A JPEG, PNG or WebP photo as a new JPEG whose longer side is at most so many pixels.

    Turned upright; place, time, camera and colour profile are dropped. A UserError for
    anything else, for damaged files and for pictures that unpack to more than 80 megapixels.
    """
    upright = _upright(raw, longest_side)
    jpeg = io.BytesIO()
    upright.save(jpeg, "JPEG", quality=_QUALITY)
    return jpeg.getvalue()


def pixels_of(raw: bytes, *, longest_side: int) -> PagePixels:
    """The same picture as its pixels alone."""
    upright = _upright(raw, longest_side)
    return PagePixels(*upright.size, upright.tobytes())


def _upright(raw: bytes, longest_side: int) -> "Image.Image":
    if len(raw) > LARGEST_BYTES:
        raise UserError(tr("The photo is larger than {n} MB.", n=LARGEST_BYTES >> 20))
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes, and of notes that are dropped
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
                return _reduced(picture, longest_side)
    except UnidentifiedImageError:
        raise UserError(tr("The file is not a photo (JPEG, PNG or WebP).")) from None
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except DAMAGED:
        raise UserError(tr("The photo is damaged.")) from None


def is_plain_jpeg(picture: bytes, *, longest_side: int = LONGEST_SIDE) -> bool:
    """Whether this is a whole JPEG as those made here: no larger, and nothing but pixels in it.

    Papers hold a picture byte for byte: what a camera noted in it would leave with them.
    """
    from PIL import Image

    if picture.find(_END) != len(picture) - len(_END):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(picture), formats=("JPEG",)) as opened:
                if max(opened.size) > longest_side or not _is_bare(opened):
                    return False
                opened.load()
    except (*DAMAGED, Image.DecompressionBombError):
        return False
    return True


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Width and height of a JPEG made here, in pixels."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
        return opened.size


def _is_bare(opened: "Image.Image") -> bool:
    """Whether a JPEG has no part but its head and its pixels: no notes, no second picture."""
    (head, content), *others = getattr(opened, "applist", ()) or [("", b"")]
    return head == "APP0" and len(content) == _JFIF_BYTES and not others


def _reduced(picture: "Image.Image", longest_side: int) -> "Image.Image":
    from PIL import Image

    if picture.width * picture.height > LARGEST_PIXELS:
        raise _too_many_pixels()
    turn = _turn(picture)
    picture.draft("RGB", (longest_side, longest_side))
    picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    if picture.mode.startswith("I"):  # 16 bits a pixel: what is above 255 would all be white
        plain = picture.point(lambda value: value / 256).convert("L").convert("RGB")
    else:
        is_see_through = picture.mode in _SEE_THROUGH or "transparency" in picture.info
        plain = _on_white(picture) if is_see_through else picture.convert("RGB")
    upright = plain if turn is None else plain.transpose(turn)
    return Image.frombytes("RGB", upright.size, upright.tobytes())  # nothing but pixels


def _turn(picture: "Image.Image") -> "Image.Transpose | None":
    """How to turn a picture upright; not at all where its camera's notes are no notes."""
    from PIL.Image import Transpose

    try:
        held = picture.getexif().get(_TURN)
    except DAMAGED:
        return None
    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return turns.get(held) if isinstance(held, int) else None


def _on_white(picture: "Image.Image") -> "Image.Image":
    from PIL import Image

    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _too_many_pixels() -> UserError:
    return UserError(tr("The photo has too many pixels. Make it smaller first."))
