"""Photos are made small and lose everything but their pixels; anything else is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from csq_desktop.errors import UserError
from csq_desktop.exchange import photos
from csq_desktop.exchange.photos import is_plain_jpeg, jpeg_of

ORIENTATION, MAKER = 0x0112, 0x010F


def picture(
    kind: str,
    size: tuple[int, int] = (400, 300),
    mode: str = "RGB",
    colour: str | float | tuple[int, ...] = "red",
    **how: object,
) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, kind, **how)
    return made.getvalue()


def opened(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raw))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg(kind: str) -> None:
    made = opened(jpeg_of(picture(kind)))
    assert (made.format, made.size, made.mode) == ("JPEG", (400, 300), "RGB")
    pixel = made.getpixel((200, 150))
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    assert red > 240
    assert max(green, blue) < 15


def test_the_longer_side_is_at_most_1600_pixels() -> None:
    assert opened(jpeg_of(picture("JPEG", (4000, 1000)))).size == (1600, 400)
    assert opened(jpeg_of(picture("PNG", (100, 2000)), longest_side=200)).size == (10, 200)


def test_place_time_and_camera_are_dropped() -> None:
    exif = Image.Exif()
    exif[MAKER] = "Secret camera"
    raw = picture("JPEG", exif=exif, comment=b"secret comment", icc_profile=b"secret profile")
    assert b"Secret camera" in raw
    made = jpeg_of(raw)
    assert b"ecret" not in made
    assert dict(opened(made).getexif()) == {}
    assert set(opened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert opened(jpeg_of(picture("JPEG", (400, 300), exif=exif))).size == (300, 400)


@pytest.mark.parametrize(
    ("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("L", 255), ("1", 1)]
)
def test_what_is_see_through_becomes_white(mode: str, colour: int | tuple[int, ...]) -> None:
    raw = (
        picture("PNG", mode=mode, colour=colour, transparency=0)
        if mode == "P"
        else picture("PNG", mode=mode, colour=colour)
    )
    made = opened(jpeg_of(raw))
    assert made.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "raw", [b"", b"no picture", picture("GIF"), picture("BMP"), picture("TIFF"), b"%PDF-1.4"]
)
def test_what_is_no_photo_is_refused(raw: bytes) -> None:
    with pytest.raises(UserError, match="not a photo"):
        jpeg_of(raw)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_cut_photo_is_refused(kind: str) -> None:
    raw = picture(kind, (600, 600), colour=(1, 200, 77))
    with pytest.raises(UserError, match=r"damaged|not a photo"):
        jpeg_of(raw[: len(raw) // 2])


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("size", [(9000, 9000), (12_000, 12_000), (60_000, 60_000)])
def test_a_picture_that_would_unfold_too_far_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(UserError, match="too many pixels"):
        jpeg_of(bomb(*size))


def sixteen_bits(grey: int) -> bytes:
    """A scan of one grey, 16 bits a pixel."""
    made = io.BytesIO()
    Image.new("I;16", (40, 30), grey).save(made, "PNG")
    return made.getvalue()


def test_a_scan_of_16_bits_keeps_its_greys() -> None:
    for grey in (0, 90, 255):
        assert opened(jpeg_of(sixteen_bits(grey << 8))).getpixel((5, 5)) == (grey,) * 3


def test_one_colour_may_stand_for_see_through() -> None:
    raw = picture("PNG", colour="red", transparency=(255, 0, 0))
    assert opened(jpeg_of(raw)).getpixel((5, 5)) == (255, 255, 255)


def test_notes_that_are_none_leave_the_picture_as_it_is() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[0x8825] = 6, {1: "N", 2: (22.0, 18.0, 1.0)}
    notes = exif.tobytes()
    for at in range(8, len(notes)):
        spoilt = notes[:at] + b"\xff" + notes[at + 1 :]
        raw = picture("JPEG", (8, 6), exif=spoilt)
        assert opened(jpeg_of(raw)).size in ((8, 6), (6, 8))


def test_only_a_jpeg_without_notes_is_plain() -> None:
    exif = Image.Exif()
    exif[MAKER] = "Secret camera"
    made = jpeg_of(picture("JPEG"))
    assert is_plain_jpeg(made)
    head = made.index(b"\xff\xc0")
    huge = made[: head + 5] + struct.pack(">HH", 60_000, 60_000) + made[head + 9 :]
    others = (picture("JPEG", exif=exif), picture("JPEG", comment=b"x"), made + b"secret", huge)
    assert not any(map(is_plain_jpeg, (*others, made[:-9], b"", picture("PNG"))))


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "LARGEST_BYTES", 100)
    with pytest.raises(UserError, match="larger than"):
        jpeg_of(picture("PNG"))
