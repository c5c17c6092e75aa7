"""A document in two languages: each block says under its words the same in the other language.

Both documents are made from the same facts by the same code, so their blocks are the same ones in
the same order. What says the same in both, a number or a person's own words, is printed once; in a
sentence of the second language such words are quoted by their beginning.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import singledispatch
from itertools import chain
from typing import TypeGuard

from csq_desktop.domain.paper.charts import SignSpec, SparkSpec
from csq_desktop.domain.tones import Tone
from csq_desktop.reports.charts import bilingual as charts
from csq_desktop.reports.paper import blocks, style
from csq_desktop.reports.paper.blocks import Block, Cell, PaperBadge, PaperRow, Text, TextSpan
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.reports.paper.quoting import in_short
from csq_desktop.reports.typography import typeset
from csq_desktop.texts import language as spoken_now
from csq_desktop.texts import speaking

_NAMES = 130.0  # points; names that are wider in both languages have a line for each
_CARD, _SENTENCE = 105.0, 215.0  # points; shorter texts stand on one line
_QUIETER = {Tone.PLAIN: Tone.SOFT}


def in_both(first: Document, second: Document) -> Document:
    """The first document with all that it says in the language of the second as well."""
    language = second.language
    with speaking(first.language):
        return replace(
            first,
            second=language,
            furniture=_furniture(first.furniture, second.furniture, language),
            blocks=tuple(_merged(first.blocks, second.blocks, language)),
        )


def both(first: Text, second: Text, language: str, between: str = "\n") -> Text:
    """A text, and after it the same in another language where that differs."""
    if _letters(first) == _letters(second):
        return first
    quoted = _quoted(first, _differing(first, second), language)
    return (*typeset.spans(first), between, *_again(quoted, language))


def _quoted(first: Text, second: Text, language: str) -> tuple[TextSpan, ...]:
    """The second text, what a person wrote in it quoted in short."""
    return in_short(first, second, (spoken_now(), language))


def _differing(first: Text, second: Text) -> tuple[TextSpan, ...]:
    """Of a text in parts, those that are other ones in the other language; what is between them."""
    own, other = typeset.spans(first), typeset.spans(second)
    if len(own) != len(other):
        return other
    parts: list[TextSpan] = []
    between: TextSpan | None = None
    for said, again in zip(own, other, strict=True):
        if not _letters(again):
            between = again
        elif _letters(said) != _letters(again):
            parts += [between, again] if parts and between else [again]
            between = None
    parts[0] = replace(parts[0], text=parts[0].text.lstrip())
    return tuple(parts)


def _near(first: Text, second: Text, language: str, room: float) -> Text:
    """Both on one line where that is short, in points; else one under the other."""
    wide = typeset.width(first, style.SMALL) + typeset.width(second, style.SMALL)
    return both(first, second, language, " " if wide <= room else "\n")


def _again(text: Text, language: str, *, labelled: bool = False) -> tuple[TextSpan, ...]:
    """A text of another language, quieter than the one it repeats; labels in it stay bold."""
    return tuple(
        replace(span, language=language, bold=bold, tone=_QUIETER.get(span.tone, span.tone))
        for span in typeset.spans(text)
        for bold in (span.bold and labelled,)
    )


def _letters(text: Text) -> str:
    """What a text says: two that differ in a dot or a space alone say the same."""
    return "".join(filter(str.isalnum, typeset.plain(text)))


def _merged(first: Iterable[Block], second: Iterable[Block], language: str) -> Iterator[Block]:
    pairs = zip(first, second, strict=True)
    return chain.from_iterable(_set(one, other, language) for one, other in pairs)


def _furniture(first: Furniture, second: Furniture, language: str) -> Furniture:
    return replace(
        first,
        header_left=_parts(first.header_left, second.header_left, language),
        header_right=_parts(first.header_right, second.header_right, language),
        footer_again=second.footer,
        band_again=second.band,
        second=language,
    )


def _parts(first: Sequence[Text], second: Sequence[Text], language: str) -> tuple[Text, ...]:
    """The parts of a line, then those of the other language that say something else."""
    again = (part for part in second if part not in first)
    return (*first, *(TextSpan(typeset.plain(part), language=language) for part in again))


@singledispatch
def _set(first: Block, second: Block, language: str) -> tuple[Block, ...]:
    """A block in both languages; one without words as it is."""
    return (first,)


@_set.register
def _(first: blocks.Cover, second: blocks.Cover, language: str) -> tuple[Block, ...]:
    is_same = _letters(first.title) == _letters(second.title)
    return (
        replace(
            first,
            second=""
            if is_same
            else _again(_quoted(first.title, second.title, language), language),
            over=both(first.over, second.over, language, " · "),
            facts=_facts(first.facts, second.facts, language),
            remark=both(first.remark, second.remark, language),
        ),
    )


def _facts(
    first: Sequence[tuple[Text, Text]], second: Sequence[tuple[Text, Text]], language: str
) -> tuple[tuple[Text, Text], ...]:
    return tuple(
        (both(label, other, language, " "), _near(value, again, language, _SENTENCE))
        for (label, value), (other, again) in zip(first, second, strict=True)
    )


@_set.register
def _(first: blocks.Heading, second: blocks.Heading, language: str) -> tuple[Block, ...]:
    is_same = _letters(first.text) == _letters(second.text)
    subject = both(first.subject, second.subject, language)
    again = "" if is_same else _again(_quoted(first.text, second.text, language), language)
    return (replace(first, second=again, subject=subject),)


@_set.register
def _(first: blocks.ContentsLine, second: blocks.ContentsLine, language: str) -> tuple[Block, ...]:
    return (first, replace(second, language=language))


@_set.register
def _(first: blocks.Lead, second: blocks.Lead, language: str) -> tuple[Block, ...]:
    return (replace(first, text=both(first.text, second.text, language)),)


@_set.register
def _(first: blocks.Note, second: blocks.Note, language: str) -> tuple[Block, ...]:
    return (replace(first, text=both(first.text, second.text, language)),)


@_set.register
def _(first: blocks.Paragraph, second: blocks.Paragraph, language: str) -> tuple[Block, ...]:
    return (replace(first, text=_sentences(first.text, second.text, language)),)


def _sentences(first: Text, second: Text, language: str) -> Text:
    """Labelled sentences in both; one that a person wrote stands once, under both its labels."""
    own, other = typeset.spans(first), typeset.spans(second)
    if len(own) != len(other) or not all(label.bold for label in own[::2]):
        return _near(first, second, language, _SENTENCE)
    spans: list[TextSpan] = []
    again: list[TextSpan] = []
    for label, said, label_again, said_again in zip(
        own[::2], own[1::2], other[::2], other[1::2], strict=True
    ):
        if _letters((said,)) == _letters((said_again,)):
            named = _again((label_again,), language)
            spans += [label, *named, said]
        else:
            spans += [label, said]
            again += [label_again, *_quoted((said,), (said_again,), language)]
    if again:
        spans += [TextSpan("\n"), *_again(tuple(again), language, labelled=True)]
    return tuple(spans)


@_set.register
def _(first: blocks.Bullets, second: blocks.Bullets, language: str) -> tuple[Block, ...]:
    items = zip(first.items, second.items, strict=True)
    return (replace(first, items=tuple(both(item, again, language) for item, again in items)),)


@_set.register
def _(first: blocks.Cards, second: blocks.Cards, language: str) -> tuple[Block, ...]:
    cards = zip(first.cards, second.cards, strict=True)
    return (blocks.Cards(tuple(_card(card, again, language) for card, again in cards)),)


def _card(first: blocks.PaperCard, second: blocks.PaperCard, language: str) -> blocks.PaperCard:
    is_same = _letters(first.value) == _letters(second.value)
    return replace(
        first,
        label=_near(first.label, second.label, language, _CARD),
        note=_near(first.note, second.note, language, _CARD),
        second="" if is_same else _again(second.value, language),
    )


@_set.register
def _(first: blocks.Chart, second: blocks.Chart, language: str) -> tuple[Block, ...]:
    happened = first.spec.event_words
    with speaking(language):
        events = second.spec.event_words
    spec = charts.in_both(first.spec, second.spec, language)
    return (
        replace(
            first,
            spec=spec,
            height=charts.height(spec, first.height),
            caption=both(first.caption, second.caption, language),
            again=_again(_quoted(happened, events, language), language) if events else "",
            above=_near(first.spec.subject, second.spec.subject, language, style.WIDTH),
        ),
    )


@_set.register
def _(first: blocks.PaperTable, second: blocks.PaperTable, language: str) -> tuple[Block, ...]:
    pairs = zip(first.columns, second.columns, strict=True)
    columns = [_column(column, again, language) for column, again in pairs]
    rows, names = _rows(first.rows, second.rows, language)
    if names:
        columns[0] = replace(columns[0], width=names + 2 * first.pad)
    return (
        replace(
            first,
            columns=tuple(columns),
            rows=rows,
            title=both(first.title, second.title, language),
            legend=both(first.legend, second.legend, language),
            note=both(first.note, second.note, language),
        ),
    )


def _column(
    first: blocks.PaperColumn, second: blocks.PaperColumn, language: str
) -> blocks.PaperColumn:
    wide = [column.width for column in (first, second) if column.width is not None]
    title = both(first.title, second.title, language)
    return replace(first, title=title, width=max(wide, default=None))


def _rows(
    first: Sequence[PaperRow], second: Sequence[PaperRow], language: str
) -> tuple[tuple[PaperRow, ...], float]:
    """The rows; where their names alone differ, such as months, both stand on one line.

    With it how wide such names are; 0 where each language has its line.
    """
    pairs = list(zip(first, second, strict=True))
    rows = tuple(_row(row, again, language, "\n") for row, again in pairs)
    has_names_alone = all(
        _written(row) == _written(own) for row, own in zip(rows, first, strict=True)
    )
    on_one_line = tuple(_row(row, again, language, " ") for row, again in pairs)
    names = [
        typeset.width(row.cells[0], style.CELL) for row in on_one_line if _is_text(row.cells[0])
    ]
    widest = max(names, default=0.0)
    return (on_one_line, widest) if has_names_alone and widest <= _NAMES else (rows, 0.0)


def _written(row: PaperRow) -> list[Cell]:
    """What stands in a row beside its name, but for marks, which are only spoken of."""
    return [cell for cell in row.cells[1:] if not isinstance(cell, SparkSpec | SignSpec)]


def _row(first: PaperRow, second: PaperRow, language: str, between: str) -> PaperRow:
    cells = zip(first.cells, second.cells, strict=True)
    return replace(
        first, cells=tuple(_cell(cell, again, language, between) for cell, again in cells)
    )


def _cell(first: Cell, second: Cell, language: str, between: str) -> Cell:
    if isinstance(first, PaperBadge) and isinstance(second, PaperBadge):
        is_same = first.word == second.word
        return first if is_same else replace(first, second=_again(second.word, language))
    if _is_text(first) and _is_text(second):
        return both(first, second, language, between)
    if isinstance(first, SparkSpec | SignSpec) and isinstance(second, SparkSpec | SignSpec):
        return charts.in_both(first, second, language)
    return first


def _is_text(cell: Cell) -> TypeGuard[Text]:
    return isinstance(cell, str | TextSpan | tuple)


@_set.register
def _(first: blocks.Facts, second: blocks.Facts, language: str) -> tuple[Block, ...]:
    return (replace(first, facts=_facts(first.facts, second.facts, language)),)


@_set.register
def _(first: blocks.SignOff, second: blocks.SignOff, language: str) -> tuple[Block, ...]:
    boxes = zip(first.boxes, second.boxes, strict=True)
    return (
        blocks.SignOff(
            tuple(
                replace(
                    box,
                    role=_near(box.role, again.role, language, _CARD),
                    statement=both(box.statement, again.statement, language),
                )
                for box, again in boxes
            ),
            language,
        ),
    )


@_set.register
def _(first: blocks.Image, second: blocks.Image, language: str) -> tuple[Block, ...]:
    return (replace(first, caption=both(first.caption, second.caption, language)),)


@_set.register
def _(first: blocks.QrCode, second: blocks.QrCode, language: str) -> tuple[Block, ...]:
    return (replace(first, caption=both(first.caption, second.caption, language)),)


@_set.register
def _(first: blocks.Together, second: blocks.Together, language: str) -> tuple[Block, ...]:
    return (blocks.Together(tuple(_merged(first.blocks, second.blocks, language))),)


@_set.register
def _(first: blocks.Beside, second: blocks.Beside, language: str) -> tuple[Block, ...]:
    columns = zip(first.columns, second.columns, strict=True)
    merged = (tuple(_merged(column, again, language)) for column, again in columns)
    return (replace(first, columns=tuple(merged)),)
