"""Breaking text into lines: Latin words whole, Chinese between characters, no stray punctuation."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from csq_desktop.domain.tones import Tone
from csq_desktop.reports.typography import fonts

# Marks that may not begin a line, and marks that may not end one (JIS X 4051, GB/T 15834).
_NEVER_FIRST = frozenset(
    "，。、；：？！）］｝〉》」』】〕’”…—～·・‧%％℃,.;:?!)]}" + fonts.NARROW_CLOSING
)
_NEVER_LAST = frozenset("（［｛〈《「『【〔‘“([{$＄￥" + fonts.NARROW_OPENING)

_NARROWER = (0.92, 0.84, 0.76, 0.68)  # of the room, tried one after the other

_NO_BREAK = "\u00a0"
_SPACES = frozenset((" ", _NO_BREAK))

# What a number counts stays with it, with or without a space between them.
# 年月日號号天時时分秒週周宗項项次個个人名元倍頁页
_COUNTED = frozenset(
    "\u5e74\u6708\u65e5\u865f\u53f7\u5929\u6642\u65f6\u5206\u79d2\u9031\u5468"
    "\u5b97\u9805\u9879\u6b21\u500b\u4e2a\u4eba\u540d\u5143\u500d\u9801\u9875"
)


# A day stays with its month.
_MONTHS = re.compile(" (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")


@dataclass(frozen=True)
class TextSpan:
    """A piece of text in one weight and tone.

    Its `language` is one of texts.LANGUAGES, or "" for that of the document.
    """

    text: str
    bold: bool = False
    tone: Tone = Tone.PLAIN
    language: str = ""


Text = str | TextSpan | tuple[str | TextSpan, ...]


@dataclass(frozen=True)
class Line:
    """One broken line: its spans and their width together."""

    spans: tuple[TextSpan, ...]
    width: float

    @property
    def text(self) -> str:
        """What stands on the line."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class _TextRun:
    """A run of text that stays on one line.

    `wide` is its width with the spaces after it; `narrow` without, for at a line's end they hang.
    """

    spans: tuple[TextSpan, ...]
    wide: float
    narrow: float


def spans(text: Text) -> tuple[TextSpan, ...]:
    """Any text as spans, cleaned of what no face can write."""
    return tuple(map(_clean, text)) if isinstance(text, tuple) else (_clean(text),)


def _clean(part: str | TextSpan) -> TextSpan:
    if isinstance(part, str):
        return TextSpan(fonts.clean(part))
    cleaned = fonts.clean(part.text)
    return part if cleaned == part.text else replace(part, text=cleaned)


def plain(text: Text) -> str:
    """The letters of a text without weights and tones."""
    return fonts.as_read("".join(span.text for span in spans(text)))


def own(text: Text) -> str:
    """What of a text is in the document's own language."""
    letters = "".join(span.text for span in spans(text) if not span.language)
    return fonts.as_read(letters).strip()


def bold(text: Text) -> tuple[TextSpan, ...]:
    """A text in bold, but for what it says again in another language."""
    return tuple(replace(span, bold=not span.language) for span in spans(text))


def toned(text: Text, tone: Tone) -> tuple[TextSpan, ...]:
    """A text all in one tone."""
    return tuple(replace(span, tone=tone) for span in spans(text))


def width(text: Text, size: float) -> float:
    """Width of a text on one line."""
    return sum(_width(span, size) for span in spans(text))


def _width(span: TextSpan, size: float) -> float:
    return fonts.width(span.text, size, span.bold, span.language)


def widest_line(text: Text, size: float) -> float:
    """Width of the widest line of a text that is broken only where it says so."""
    return max(width(part, size) for part in _paragraphs(spans(text)))


def widest_word(text: Text, size: float) -> float:
    """Width below which a word of the text must be cut."""
    paragraphs = _paragraphs(spans(text))
    pieces = (piece for part in paragraphs for piece in _pieces(part, size, fonts.families()))
    return max((piece.narrow for piece in pieces), default=0.0)


def lines(text: Text, size: float, room: float) -> tuple[Line, ...]:
    """The text broken to lines at most `room` wide; at least one line, empty if need be."""
    return _lines(spans(text), size, room, fonts.families())


# A text is broken when its page is laid out and again when it is drawn.
@lru_cache(4096)
def _lines(
    parts: tuple[TextSpan, ...], size: float, room: float, families: tuple[str, str]
) -> tuple[Line, ...]:
    broken: list[Line] = []
    for paragraph in _paragraphs(parts):
        broken.extend(_fill(_pieces(paragraph, size, families), size, room))
    return tuple(broken)


def balanced(text: Text, size: float, room: float) -> tuple[Line, ...]:
    """The text in as few lines as it needs, and these as even: no last word stands alone."""
    broken = lines(text, size, room)
    for share in _NARROWER if len(broken) > 1 else ():
        narrower = lines(text, size, room * share)
        if len(narrower) > len(broken):
            break
        broken = narrower
    return broken


def shortened(text: str, size: float, room: float, bold: bool = False) -> str:
    """The text on one line, cut with … where it does not fit."""
    line = fonts.clean(text).replace("\n", " ")
    if fonts.width(line, size, bold) <= room:
        return line
    while line and fonts.width(line + "…", size, bold) > room:
        line = line[:-1]
    return line.rstrip() + "…"


def fitted(text: Text, size: float, room: float) -> tuple[TextSpan, ...]:
    """A text of several spans on one line, cut with … where it does not fit."""
    parts = [replace(span, text=span.text.replace("\n", " ")) for span in spans(text)]
    if width(tuple(parts), size) <= room:
        return tuple(parts)
    while parts and width((*parts, "…"), size) > room:
        last = parts.pop()
        parts += [replace(last, text=last.text[:-1])] if len(last.text) > 1 else []
    return spans(
        (*parts[:-1], *(replace(last, text=last.text.rstrip() + "…") for last in parts[-1:]))
    )


def rejoined(parts: Sequence[Line]) -> tuple[TextSpan, ...]:
    """Lines as one text that breaks where they broke."""
    joined: list[TextSpan] = []
    for i, line in enumerate(parts):
        joined += [TextSpan("\n")] * bool(i) + list(line.spans)
    return tuple(joined)


def _paragraphs(parts: Iterable[TextSpan]) -> list[tuple[TextSpan, ...]]:
    paragraphs: list[list[TextSpan]] = [[]]
    for span in parts:
        first, *rest = span.text.split("\n")
        paragraphs[-1].append(replace(span, text=first))
        paragraphs.extend([replace(span, text=piece)] for piece in rest)
    return [tuple(span for span in part if span.text) for part in paragraphs]


def _fill(pieces: Iterable[_TextRun], size: float, room: float) -> Iterator[Line]:
    rows = list(_rows(pieces, size, room))
    if len(rows) > 1 and len(rows[-2]) > 2 and _is_one_letter(rows[-1]):
        rows[-1].insert(0, rows[-2].pop())
    return (_line(row, size) for row in rows)


def _is_one_letter(row: Sequence[_TextRun]) -> bool:
    """Whether a line is one Chinese character, with or without a mark after it."""
    text = "".join(span.text for piece in row for span in piece.spans).strip()
    letters = [char for char in text if char not in _NEVER_FIRST]
    return len(letters) == 1 and _is_wide(letters[0])


def _rows(pieces: Iterable[_TextRun], size: float, room: float) -> Iterator[list[_TextRun]]:
    held: list[_TextRun] = []
    used = 0.0
    for piece in pieces:
        for part in _cut(piece, size, room):
            # A column as wide as its own text must hold it: sums of widths differ by rounding.
            if held and used + part.narrow > room + 1e-6:
                yield held
                held, used = [], 0.0
            held.append(part)
            used += part.wide
    yield held


def _line(pieces: list[_TextRun], size: float) -> Line:
    joined = _joined(span for piece in pieces for span in piece.spans)
    if joined:
        joined = (*joined[:-1], replace(joined[-1], text=joined[-1].text.rstrip()))
    return Line(joined, sum(_width(span, size) for span in joined))


def _joined(parts: Iterable[TextSpan]) -> tuple[TextSpan, ...]:
    joined: list[TextSpan] = []
    for span in parts:
        if joined and replace(joined[-1], text=span.text) == span:
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        else:
            joined.append(span)
    return tuple(joined)


def _cut(piece: _TextRun, size: float, room: float) -> Iterator[_TextRun]:
    """The piece itself, or parts of it that fit when it is wider than a whole line."""
    if piece.narrow <= room:
        yield piece
        return
    held: list[TextSpan] = []
    for span in piece.spans:
        for char in span.text:
            trial = [*held, replace(span, text=char)]
            if held and sum(_width(span, size) for span in trial) > room:
                yield _measured(_joined(held), size)
                trial = trial[-1:]
            held = trial
    yield _measured(_joined(held), size)


@lru_cache(2048)
def _pieces(
    paragraph: tuple[TextSpan, ...], size: float, families: tuple[str, str]
) -> tuple[_TextRun, ...]:
    """What stays on one line each; `families` are those spoken now, which decide the widths."""
    whole = "".join(span.text for span in paragraph)
    breaks = [i for i in range(1, len(whole)) if _may_break(whole, i)]
    places = pairwise([0, *breaks, len(whole)])
    return tuple(_measured(_cut_out(paragraph, *place), size) for place in places if whole)


def _cut_out(paragraph: tuple[TextSpan, ...], start: int, end: int) -> tuple[TextSpan, ...]:
    """The spans between two places of the whole text."""
    cut, at = [], 0
    for span in paragraph:
        text = span.text[max(0, start - at) : max(0, end - at)]
        if text:
            cut.append(replace(span, text=text))
        at += len(span.text)
    return tuple(cut)


def _measured(parts: tuple[TextSpan, ...], size: float) -> _TextRun:
    wide = sum(_width(span, size) for span in parts)
    last = parts[-1]
    spaces = replace(last, text=last.text[len(last.text.rstrip()) :])
    return _TextRun(parts, wide, wide - _width(spaces, size))


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before a character of the text."""
    before, after = text[at - 1], text[at]
    if after in _SPACES or before == _NO_BREAK or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if after in _COUNTED and text[:at].rstrip(" ")[-1:].isdecimal():
        return False
    if text[at - 2 : at - 1].isdecimal() and _MONTHS.match(text, at - 1):
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(char: str) -> bool:
    # From U+2E80 on stands Chinese; wide signs before it, such as ⌚, break as Latin does.
    return ord(char) > 0x2E7F and unicodedata.east_asian_width(char) in "WF"
