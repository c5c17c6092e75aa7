"""Photos taken in: made small, freed of everything but their pixels."""

import io
import struct
import warnings
from typing import TYPE_CHECKING

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


def jpeg_of(raw: bytes, *, longest_side: int = LONGEST_SIDE) -> bytes:
    """A JPEG, PNG or WebP photo as a new JPEG whose longer side is at most so many pixels.

    Turned upright; place, time, camera and colour profile are dropped. A UserError for
    anything else, for damaged files and for pictures that unpack to more than 80 megapixels.
    """
    if len(raw) > LARGEST_BYTES:
        raise UserError(tr("The photo is larger than {n} MB.", n=LARGEST_BYTES >> 20))
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
                return _reduced(picture, longest_side)
    except UnidentifiedImageError:
        raise UserError(tr("The file is not a photo (JPEG, PNG or WebP).")) from None
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError, IndexError, EOFError, struct.error):
        raise UserError(tr("The photo is damaged.")) from None


def is_jpeg(picture: bytes) -> bool:
    """Whether this is a whole JPEG, no larger than those made here."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG",)) as opened:
            if max(opened.size) > LONGEST_SIDE:
                return False
            opened.load()
    except (OSError, SyntaxError, ValueError, IndexError, EOFError, struct.error):
        return False
    return True


def _reduced(picture: "Image.Image", longest_side: int) -> bytes:
    from PIL import Image, ImageOps

    if picture.width * picture.height > LARGEST_PIXELS:
        raise _too_many_pixels()
    picture.draft("RGB", (longest_side, longest_side))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    plain = _on_white(upright) if upright.mode in _SEE_THROUGH else upright.convert("RGB")
    jpeg = io.BytesIO()
    Image.frombytes("RGB", plain.size, plain.tobytes()).save(jpeg, "JPEG", quality=_QUALITY)
    return jpeg.getvalue()


def _on_white(picture: "Image.Image") -> "Image.Image":
    from PIL import Image

    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _too_many_pixels() -> UserError:
    return UserError(tr("The photo has too many pixels. Make it smaller first."))
