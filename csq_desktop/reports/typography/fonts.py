"""The bundled typefaces: which face writes a character, and how wide it stands."""

import re
import struct
import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO

from csq_desktop import paths
from csq_desktop.texts import language

FILES = {
    "HK-Regular": "NotoSansHK_400Regular.ttf",
    "HK-Bold": "NotoSansHK_700Bold.ttf",
    "SC-Regular": "NotoSansSC_400Regular.ttf",
    "SC-Bold": "NotoSansSC_700Bold.ttf",
}
CAP_HEIGHT = 0.733  # of the size; the same in all four files
ASCENT = 0.88
DESCENT = 0.12
UNKNOWN = "□"  # stands for a character that neither family has

_EM = 1000
# In both families these marks are drawn for Chinese characters, as wide as one and, if an ellipsis,
# as high as its middle: right among such, and only there. Among Latin letters others stand for them
# from the cleaning of a text to its printing: the files have forms for Latin text that no character
# leads to (their OpenType feature is `pwid`).
_MARKS = "\u2018\u201c\u2019\u201d\u2026"
NARROW_OPENING, NARROW_CLOSING = "\U0010f018\U0010f01c", "\U0010f019\U0010f01d\U0010f026"
NARROW_MARKS = NARROW_OPENING + NARROW_CLOSING
_NARROW = str.maketrans(_MARKS, NARROW_MARKS)
_TYPED = str.maketrans(NARROW_MARKS, "'\"'\"\u2026")
_AS_READ = str.maketrans(NARROW_MARKS, _MARKS)
_NARROW_GLYPHS = {
    "HK": (20284, 20287, 20285, 20288, 20314),
    "SC": (30416, 30419, 30417, 30420, 30450),
}
_APOSTROPHE = re.compile("(?<=[A-Za-z])['\u2019](?=[a-z])|(?<=s)['\u2019](?= )")
_QUOTED = re.compile("\u201c[^\u201c\u201d]*\u201d")
_WIDE = re.compile("[\u2e80-\uffef]")
_ELLIPSIS = re.compile("(?<![\u2e80-\uffef\u2026])\u2026+(?!\u2026|[\u2e80-\uffef])")


def file_of(name: str) -> Path:
    """Where the file of a face lies; `name` is one of FILES."""
    return paths.resources() / "fonts" / FILES[name]


class FontMetrics:
    """Character map and advance widths of one TrueType file, read without its outlines."""

    def __init__(self, path: Path, narrow: Mapping[int, int]) -> None:
        self._narrow = narrow
        with path.open("rb") as file:
            tables = _table_places(file)
            self._starts, self._ends, self._glyphs = _character_map(_table(file, tables["cmap"]))
            count = struct.unpack_from(">H", _table(file, tables["hhea"]), 34)[0]
            metrics = _big_endian("H", _table(file, tables["hmtx"])[: count * 4])
        self._advances = metrics[::2]

    def has(self, char: str) -> bool:
        """Whether the face can write the character."""
        return self._glyph(ord(char)) > 0

    def advance(self, char: str) -> int:
        """Width of the character in thousandths of the size."""
        return self._advances[min(self._glyph(ord(char)), len(self._advances) - 1)]

    def _glyph(self, code: int) -> int:
        if code in self._narrow:
            return self._narrow[code]
        at = bisect_right(self._starts, code) - 1
        if at < 0 or code > self._ends[at]:
            return 0
        return self._glyphs[at] + code - self._starts[at]


def _table_places(file: BinaryIO) -> dict[str, tuple[int, int]]:
    count = struct.unpack(">4xH6x", file.read(12))[0]
    rows = struct.iter_unpack(">4s4xII", file.read(16 * count))
    return {tag.decode("ascii"): (start, length) for tag, start, length in rows}


def _table(file: BinaryIO, place: tuple[int, int]) -> bytes:
    file.seek(place[0])
    return file.read(place[1])


def _big_endian(kind: str, raw: bytes) -> "array[int]":
    numbers = array(kind, raw)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _character_map(cmap: bytes) -> tuple["array[int]", "array[int]", "array[int]"]:
    """Starts, ends and first glyphs of the runs in the full Unicode subtable (format 12)."""
    count = struct.unpack_from(">2xH", cmap)[0]
    places = (struct.unpack_from(">HHI", cmap, 4 + 8 * i)[2] for i in range(count))
    start = next(at for at in places if struct.unpack_from(">H", cmap, at)[0] == 12)
    groups = struct.unpack_from(">I", cmap, start + 12)[0]
    numbers = _big_endian("I", cmap[start + 16 : start + 16 + groups * 12])
    return numbers[::3], numbers[1::3], numbers[2::3]


@cache
def face(name: str) -> FontMetrics:
    """One of the four faces, read once; `name` is one of FILES."""
    return FontMetrics(file_of(name), narrow_glyphs(name))


def narrow_glyphs(name: str) -> dict[int, int]:
    """Which glyphs of a face the narrow marks are, by the marks' codes."""
    family, _, _ = name.partition("-")
    return dict(zip(map(ord, NARROW_MARKS), _NARROW_GLYPHS[family], strict=True))


def as_read(text: str) -> str:
    """A cleaned text as it is read, marked and copied: a narrow mark is a mark like any other."""
    return text.translate(_AS_READ)


def typed(text: str) -> str:
    """A cleaned text with typed marks, for who draws it by its characters alone."""
    return text.translate(_TYPED)


def families(code: str = "") -> tuple[str, str]:
    """Which family is tried first: HK, but SC in simplified Chinese.

    The language is one of texts.LANGUAGES, or "" for the one spoken now.
    """
    return ("SC", "HK") if (code or language()) == "zh_CN" else ("HK", "SC")


def width(text: str, size: float, bold: bool = False, code: str = "") -> float:
    """Width of a line of text of a language at a size, in the size's unit."""
    first, second = families(code)
    return _width(text, first, second, bold) * size / _EM


@lru_cache(4096)
def _width(text: str, first: str, second: str, bold: bool) -> int:
    return sum(_advance(char, first, second, bold) for char in text)


@lru_cache(8192)
def _advance(char: str, first: str, second: str, bold: bool) -> int:
    shown = char if char in NARROW_MARKS or writable(char) else UNKNOWN
    return face(_face_of(shown, first, second, bold)).advance(shown)


@lru_cache(8192)
def _face_of(char: str, first: str, second: str, bold: bool) -> str:
    weight = "Bold" if bold else "Regular"
    is_there = char in NARROW_MARKS or face(f"{first}-Regular").has(char)
    family = first if is_there else second
    return f"{family}-{weight}"


def writable(char: str) -> bool:
    """Whether one of the two families has the character."""
    return face("HK-Regular").has(char) or face("SC-Regular").has(char)


def clean(text: str) -> str:
    """The text as it can be written: no control characters, an open square for unknown ones."""
    if text.isascii() and text.isprintable() and "'" not in text:
        return text
    return _clean(text)


@lru_cache(2048)
def _clean(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    plain = "\n".join(_with_fitting_marks(line) for line in plain.split("\n"))
    return "".join(_shown(char) for char in unicodedata.normalize("NFC", plain))


def _with_fitting_marks(line: str) -> str:
    """A line with the marks of its script; of both scripts, by what stands at them."""
    line = _APOSTROPHE.sub(NARROW_CLOSING[0], line)
    if not _WIDE.search(line):
        return line.translate(_NARROW)
    line = _ELLIPSIS.sub(lambda match: match[0].translate(_NARROW), line)
    return _QUOTED.sub(_quoted, line)


def _quoted(match: re.Match[str]) -> str:
    """Words in quotation marks: wide ones where a mark touches a Chinese character."""
    around = match.string[max(0, match.start() - 1) : match.start() + 2]
    around += match.string[match.end() - 2 : match.end() + 1]
    return match[0] if _WIDE.search(around) else match[0].translate(_NARROW)


def _shown(char: str) -> str:
    """The character, a space or an open square for it, or nothing for what has no shape."""
    kind = unicodedata.category(char)
    if char == "\n" or char in NARROW_MARKS or (writable(char) and kind not in {"Cc", "Cf"}):
        return char
    if kind in {"Cc", "Cf", "Mn"}:
        return ""
    return " " if kind == "Zs" else UNKNOWN


def unwritable(text: str) -> tuple[str, ...]:
    """The characters that paper shows an open square for, each once, in order."""
    chars = dict.fromkeys(unicodedata.normalize("NFC", text))
    return tuple(char for char in chars if char != UNKNOWN and _shown(char) == UNKNOWN)


def runs(text: str, bold: bool = False, code: str = "") -> tuple[tuple[str, str], ...]:
    """The text of a language cut where the face changes: (face name, piece), in writing order."""
    first, second = families(code)
    return _runs(text, first, second, bold)


@lru_cache(4096)
def _runs(text: str, first: str, second: str, bold: bool) -> tuple[tuple[str, str], ...]:
    pieces: list[tuple[str, str]] = []
    for char in text:
        name = _face_of(char, first, second, bold)
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + char)
        else:
            pieces.append((name, char))
    return tuple(pieces)
