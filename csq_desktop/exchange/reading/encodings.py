"""Which encoding a text file is in: UTF-8, UTF-16, Big5-HKSCS, GB18030 or cp1252."""

from collections.abc import Callable
from dataclasses import dataclass

from csq_desktop.domain.imports.fields import FIELDS
from csq_desktop.domain.imports.tables import FileEncoding

UTF_8 = FileEncoding.UTF_8.value
LEGACY = tuple(
    each.value for each in (FileEncoding.BIG5, FileEncoding.GB18030, FileEncoding.WESTERN)
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *LEGACY)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CLEAR = 0.08
_FIRST_CHINESE = "\u2e80"
_LATIN_MARKS = frozenset("’‘“”–—…€£¥©®°·•§½¼¾±×")
_NAMES = {"big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030", "latin_1": "cp1252"}


@dataclass(frozen=True)
class Encoding:
    """An encoding and whether the text proves it; an unsure one is shown to be confirmed."""

    name: str
    sure: bool = True


def by_mark(head: bytes) -> str | None:
    """The encoding a byte order mark names."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def without_mark(head: bytes) -> str | None:
    """UTF-16 without its mark, told by the zero bytes beside ASCII; None when it is not that.

    Half of the zero bytes on each side would be no text at all, and every line break of UTF-16
    has one: fewer than there are breaks are damage of another text.
    """
    if head.count(0) < head.count(b"\n") + head.count(b"\r"):
        return None
    pairs = len(head) // 2
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > 4 * high and _reads(head[: pairs * 2], "utf-16-le"):
        return "utf-16-le"
    if high > 4 * low and _reads(head[: pairs * 2], "utf-16-be"):
        return "utf-16-be"
    return None


def _reads(sample: bytes, name: str) -> bool:
    try:
        text = sample.decode(name)
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - 2
    return "\0" not in text


def is_utf8(sample: bytes) -> bool:
    """Whether whole lines read as UTF-8."""
    try:
        sample.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return True


def mostly_utf8(sample: bytes) -> bool:
    """Whether the sample is UTF-8 in which a few characters broke, as cut-off emoji do, or lines.

    Lines of another encoding get in where rows of two files are put together. Chinese in three
    bytes a letter hardly ever comes about in an older encoding, so most lines decide; where they
    are even, a row that is refused is better than one that is garbled.
    """
    text = sample.decode(UTF_8, errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for letter in text if letter > "\x7f") - broken
    if whole >= 10 * broken:
        return True
    lines = sample.splitlines()
    return sum(map(_is_chinese_utf8, lines)) >= sum(not is_utf8(line) for line in lines)


def _is_chinese_utf8(line: bytes) -> bool:
    return is_utf8(line) and max(line.decode(UTF_8), default="") >= _FIRST_CHINESE


def legacy(sample: bytes) -> Encoding:
    """The older encoding that makes most sense of lines with bytes beyond ASCII.

    Nearly any bytes read as GB18030 and most as cp1252, so each reading is scored by how many
    of its characters are everyday ones. Where two come close, as in files of a few words, a
    usual heading decides, and failing that charset-normalizer.
    """
    scores = {name: _score(sample, name) for name in LEGACY}
    ranked = sorted(LEGACY, key=lambda name: -scores[name])
    best, second = ranked[0], ranked[1]
    if scores[best] - scores[second] >= _CLEAR:
        return Encoding(best, sure=scores[best] >= 0.5)
    heads = {name: _usual_headings(sample.decode(name, errors="replace")) for name in ranked[:2]}
    if heads[best] != heads[second]:
        return Encoding(max(heads, key=lambda name: heads[name]))
    opinion = _second_opinion(sample)
    return Encoding(opinion if opinion in (best, second) else best, sure=False)


def _usual_headings(text: str) -> int:
    """How many of the Chinese headings we know stand in a text."""
    headings = {name for fields in FIELDS.values() for field in fields for name in field.headings}
    return sum(1 for name in headings if not name.isascii() and name in text)


def _score(sample: bytes, name: str) -> float:
    text = sample.decode(name, errors="replace")
    beyond = [letter for letter in text if letter > "\x7f"]
    if name == "cp1252":
        return _share_of_latin(text, beyond)
    everyday = _EVERYDAY[name]
    broken = beyond.count("\ufffd")
    return (sum(1 for letter in beyond if everyday(letter)) - 5 * broken) / len(beyond)


def _share_of_latin(text: str, beyond: list[str]) -> float:
    """The share of accented letters between ASCII ones, as in café, and of usual marks."""
    likely = 0
    for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if letter > "\x7f" and letter != "\ufffd":
            alone = (before + after).isascii() and (before.isalpha() or after.isalpha())
            likely += letter in _LATIN_MARKS or (letter.isalpha() and alone)
    return (likely - 5 * beyond.count("\ufffd")) / len(beyond)


def _everyday_big5(letter: str) -> bool:
    """Whether it is one of the 5,401 everyday characters of Big5, a Cantonese one or a mark."""
    if _is_mark(letter):
        return True
    code = letter.encode("big5", errors="replace")
    return code[0] <= 0xC6 if len(code) == 2 else letter in _CANTONESE


def _everyday_gb(letter: str) -> bool:
    """Whether it is one of the 3,755 everyday characters of GB 2312 or a mark."""
    if _is_mark(letter):
        return True
    code = letter.encode("gb2312", errors="replace")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def _is_mark(letter: str) -> bool:
    return (
        letter in _LATIN_MARKS or "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uff5e"
    )


_CANTONESE = frozenset(
    "啲喺嘅咗嚟嘢唔冇佢哋咁噉嗰睇攞揸畀俾啱嘥嗌嬲氹瞓攰啩喎噃咩嘞喇囉咋吖嚿揾搵踎"
)
_EVERYDAY: dict[str, Callable[[str], bool]] = {"big5hkscs": _everyday_big5, "gb18030": _everyday_gb}


def _second_opinion(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=["big5", "big5hkscs", "gb18030", "gbk", "cp1252"])
    best = matches.best()
    return None if best is None else _NAMES.get(best.encoding, best.encoding)
