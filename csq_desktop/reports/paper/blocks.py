"""What a printed page is made of, as plain facts; how a block is set stands in layout."""

from dataclasses import dataclass

from csq_desktop.domain.paper.charts import ChartSpec, SignSpec, SparkSpec
from csq_desktop.domain.tones import SHAPES, Tone
from csq_desktop.domain.words.wording import sentence
from csq_desktop.reports.paper import style
from csq_desktop.reports.typography.typeset import Text, TextSpan

__all__ = [
    "Beside",
    "Block",
    "Bullets",
    "Cards",
    "Cell",
    "Chart",
    "Check",
    "Checks",
    "ContentsLine",
    "Cover",
    "Facts",
    "Heading",
    "Image",
    "InLanguage",
    "Lead",
    "Note",
    "PageBreak",
    "PaperBadge",
    "PaperCard",
    "PaperColumn",
    "PaperRow",
    "PaperTable",
    "Paragraph",
    "QrCode",
    "SignBox",
    "SignOff",
    "Spacer",
    "Text",
    "TextSpan",
    "Tick",
    "Together",
    "labelled_sentences",
]


@dataclass(frozen=True)
class Block:
    """Anything that stands on a page."""


@dataclass(frozen=True)
class Cover(Block):
    """The first page: title, second language, facts as (label, value), a closing remark.

    Where it is not `alone` on its page, what follows stands beneath it.
    """

    title: str
    second: Text = ""
    over: Text = ""
    facts: tuple[tuple[Text, Text], ...] = ()
    remark: Text = ""
    alone: bool = True


@dataclass(frozen=True)
class Heading(Block):
    """A heading, entered in the outline; level 1 is a page's message, 2 a part of it.

    `second` is the same in another language; `subject` says what is measured, in which unit;
    `anchor` is a number by which contents lead to it, from 1.
    """

    text: str
    second: Text = ""
    level: int = 1
    subject: Text = ""
    anchor: int = 0


@dataclass(frozen=True)
class ContentsLine(Block):
    """What the document has, in a line or two: each part with its page, as a link to it.

    `parts` are names, each with the anchor of its heading; they are in one `language`, "" for the
    document's own.
    """

    title: str
    parts: tuple[tuple[str, int], ...]
    language: str = ""


@dataclass(frozen=True)
class Lead(Block):
    """The sentence or two that carry a page."""

    text: Text


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text."""

    text: Text
    small: bool = False


@dataclass(frozen=True)
class Bullets(Block):
    """A list: bulleted, numbered or with open boxes."""

    items: tuple[Text, ...]
    mark: str = "•"  # "1" numbers the items, "□" draws boxes to tick


@dataclass(frozen=True)
class PaperCard:
    """One figure: what it is, its value, and what it was computed from.

    `second` is the value in another language, where it is not only a number.
    """

    label: Text
    value: str
    note: Text = ""
    tone: Tone = Tone.PLAIN
    second: Text = ""


@dataclass(frozen=True)
class Cards(Block):
    """A row of one to four figures."""

    cards: tuple[PaperCard, ...]


@dataclass(frozen=True)
class Chart(Block):
    """A chart across the page; the caption stands beneath, and the words of its events.

    What is measured stands above it, within its height; in both languages where there are two:
    `above`. `worded` adds the spec's own title and notes to the figure. Where the next chart
    explains the same events, this one is `explained` only if that stands on another page; `again`
    explains them in another language.
    """

    spec: ChartSpec
    height: float = 200.0
    caption: Text = ""
    worded: bool = False
    explained: bool = True
    again: Text = ""
    above: Text = ""


@dataclass(frozen=True)
class PaperBadge:
    """A verdict in a cell: word, colour and shape; `second` is the word in another language."""

    word: str
    tone: Tone
    second: Text = ""

    @property
    def span(self) -> TextSpan:
        """The verdict as text, without its second word."""
        return TextSpan(
            f"{SHAPES[self.tone]} {self.word}".strip(), self.tone is Tone.BAD, self.tone
        )


@dataclass(frozen=True)
class Tick:
    """A box in a cell, empty to be ticked by hand."""

    ticked: bool = False


Cell = Text | PaperBadge | Tick | SparkSpec | SignSpec


@dataclass(frozen=True)
class PaperColumn:
    """A table's column; `right` for numbers, `width` in points when it must not follow content."""

    title: Text
    align: str = "left"  # left, middle, right
    width: float | None = None


@dataclass(frozen=True)
class PaperRow:
    """A table's row: highlighted, a total, or with one cell alone the heading of a group."""

    cells: tuple[Cell, ...]
    highlight: bool = False
    total: bool = False


@dataclass(frozen=True)
class PaperTable(Block):
    """Rows under a header that is repeated on every page; `least` is a row's least height.

    `legend` says what the columns' headings stand for; it is repeated with them.
    `pad` is what is left free at both sides of a cell.
    """

    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    title: Text = ""
    legend: Text = ""
    note: Text = ""
    striped: bool = False
    least: float = 0.0
    pad: float = style.PAD


@dataclass(frozen=True)
class Check:
    """One question of a checklist to fill in by hand."""

    text: str
    hint: str = ""
    critical: bool = False


@dataclass(frozen=True)
class Checks(Block):
    """A part of a blank checklist: questions, boxes for the answers, room for remarks."""

    title: str
    checks: tuple[Check, ...]
    answers: tuple[str, ...]
    first: int = 1
    remarks: str = ""


@dataclass(frozen=True)
class Facts(Block):
    """Labels and values in two columns."""

    facts: tuple[tuple[Text, Text], ...]
    label_width: float = 120.0


@dataclass(frozen=True)
class Note(Block):
    """A remark on a tinted ground."""

    text: Text
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class SignBox:
    """Room for one signature."""

    role: Text
    statement: Text = ""
    name: str = ""


@dataclass(frozen=True)
class SignOff(Block):
    """Boxes to sign, side by side, at most three in a row; `second` is another language's code."""

    boxes: tuple[SignBox, ...]
    second: str = ""


@dataclass(frozen=True)
class Image(Block):
    """A picture (PNG or JPEG bytes), never wider than the page, nor higher than `highest`."""

    picture: bytes
    width: float
    caption: Text = ""
    highest: float = style.HEIGHT * 0.8


@dataclass(frozen=True)
class QrCode(Block):
    """A QR code, its text or instruction beneath."""

    content: str
    side: float = 84.0
    caption: Text = ""


@dataclass(frozen=True)
class Spacer(Block):
    """Empty height."""

    height: float = 12.0


@dataclass(frozen=True)
class PageBreak(Block):
    """The next block begins a page; `spare` begins none where what follows still has room.

    What follows is all up to the next break, or its beginning if half of the page is empty. With
    `after_cover` the first page is left in any case; what of it goes over is worth no page.
    """

    spare: bool = False
    after_cover: bool = False


@dataclass(frozen=True)
class InLanguage(Block):
    """Blocks all in another language than the document's: one of texts.LANGUAGES."""

    language: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Together(Block):
    """Blocks that stay on one page if a page can hold them."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Beside(Block):
    """Columns of blocks next to each other, by share of the width; they stay on one page."""

    columns: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...] = ()


def labelled_sentences(*parts: tuple[str, str]) -> Paragraph:
    """One paragraph of sentences, each with its label in bold: (What happened., Since July …)."""
    spans: list[TextSpan | str] = []
    for label, said in parts:
        blank = "" if label.strip().endswith("：") else " "  # a full-width colon has its own
        gap = blank if spans else ""
        spans += [TextSpan(f"{gap}{label.strip()}{blank}", bold=True), sentence(said)]
    return Paragraph(tuple(spans))
