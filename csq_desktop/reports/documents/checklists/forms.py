"""Checklists on paper: a blank one to fill in by hand, a finished one with its score."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from csq_desktop.domain.checklists.facts import AnswerChoice, Item, ResponseSet, Section, Template
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.tones import SHAPES, Tone
from csq_desktop.domain.words.wording import number_text, percent_text
from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.paper import style
from csq_desktop.reports.paper.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    Note,
    PaperColumn,
    PaperRow,
    PaperTable,
    SignBox,
    SignOff,
    Text,
    TextSpan,
    Tick,
    Together,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.reports.typography import typeset
from csq_desktop.texts import tr, trc, trn

MOST_HEADED = 3  # answers that have their words above the boxes; more are numbered
NUMBERED_WIDTH = 24.0
HEADED_WIDTH = 44.0
CODE_WIDTH = 30.0
ROOM_TO_WRITE = "\n"  # two lines high


def blank(template: Template, shop: Shop, languages: Languages) -> Document:
    """A checklist to carry along and fill in by hand."""
    return languages.document(partial(_blank, template, shop))


def _blank(template: Template, shop: Shop, language: str) -> Document:
    title = template.title.text
    return Document(
        title=title,
        language=language,
        author=shop.name,
        furniture=Furniture(
            header_left=(title, version_text(template)),
            header_right=(shop.name, shop.branch_code),
            footer=(tr("Do not show customers or their papers in notes or photos."),),
        ),
        blocks=tuple(_blank_blocks(template, shop)),
    )


def version_text(template: Template) -> str:
    """Which version of the checklist it is."""
    return tr("Version {n}", n=template.version)


def _blank_blocks(template: Template, shop: Shop) -> Iterator[Block]:
    yield Heading(template.title.text)
    yield Facts(
        (
            (tr("Shop"), f"{shop.name} · {shop.branch_code}"),
            (tr("How often"), _how_often(template)),
            (tr("Day and time"), ROOM_TO_WRITE),
            (tr("Checked by"), ROOM_TO_WRITE),
        )
    )
    if any(item.critical for item in template.items):
        yield critical_note(template)
    yield from _points_explained(template)
    for section in template.sections:
        yield from _blank_section(template, section)
    yield Together(
        (
            Heading(tr("Score"), level=2),
            _points_to_fill(template),
            SignOff(
                (
                    SignBox(tr("Checked by")),
                    SignBox(tr("Reviewed by supervisor")),
                )
            ),
        )
    )


def _points_explained(template: Template) -> Iterator[Block]:
    """What each answer earns, before the first item: whoever fills it in adds up the points."""
    yield Heading(tr("How points are given"), level=2)
    yield Bullets(tuple(_points_sentences(template)))


def _points_sentences(template: Template) -> Iterator[str]:
    used = {item.response_set for item in template.items}
    for answers in template.response_sets:
        if answers.key in used:
            yield _worth(answers)
    if any(item.weight != 1 for item in template.items):
        yield tr("An item with a weight earns its points times the weight.")
    if any(not choice.counts for item in template.items for choice in template.choices(item)):
        yield tr("Items marked “Not applicable” are left out of the score.")


def _worth(offered: ResponseSet) -> str:
    answers = (
        tr("{answer} = {points}", answer=label, points=weight_text(choice.score))
        for label, choice in zip(_labels(offered), offered.choices, strict=True)
        if choice.score is not None
    )
    return tr("Points: {answers}.", answers=tr("; ").join(answers))


def _how_often(template: Template) -> str:
    if not template.minutes:
        return template.every.label
    minutes = trn("about {n} minute", "about {n} minutes", template.minutes)
    return f"{template.every.label} · {minutes}"


def critical_note(template: Template) -> Note:
    """What a critical item is, and what its failing does to the score."""
    return Note(_critical_text(template), Tone.BAD)


def _critical_text(template: Template) -> str:
    cap = template.critical_cap
    if cap is None:
        return tr("Items marked critical matter most.")
    return tr(
        "When an item marked critical fails, the score cannot be more than {cap}.",
        cap=percent_text(cap, 0),
    )


def _blank_section(template: Template, section: Section) -> Iterator[Block]:
    yield Heading(titled(section), level=2)
    for response_set, items in groupby(section.items, lambda item: item.response_set):
        offered = next(answers for answers in template.response_sets if answers.key == response_set)
        yield _tick_table(offered, tuple(items))


def _is_numbered(offered: ResponseSet) -> bool:
    return len(offered.choices) > MOST_HEADED


def _labels(offered: ResponseSet) -> list[str]:
    """The answers as they are called beside the boxes; one that does not count has no number."""
    labels = [choice.label.text for choice in offered.choices]
    if not _is_numbered(offered):
        return labels
    return [
        f"{n} {label}" if choice.counts else label
        for n, (label, choice) in enumerate(zip(labels, offered.choices, strict=True), 1)
    ]


def _tick_table(offered: ResponseSet, items: Sequence[Item]) -> PaperTable:
    columns = (
        PaperColumn("", width=CODE_WIDTH),
        PaperColumn(tr("Item")),
        *_box_columns(offered),
        PaperColumn(tr("Notes"), width=style.WIDTH * 0.22),
    )
    ticks = tuple(Tick() for _ in offered.choices)
    rows = (
        PaperRow((TextSpan(item.code, tone=Tone.SOFT), question(item), *ticks, ""))
        for item in items
    )
    legend = ""
    if _is_numbered(offered):
        legend = "   ".join(_labels(offered))
    return PaperTable(columns, tuple(rows), legend=legend, least=25.0)


def _box_columns(offered: ResponseSet) -> Iterator[PaperColumn]:
    """A column of boxes for each answer, headed with its word or the number of a scale's step."""
    labels = [choice.label.text for choice in offered.choices]
    if not _is_numbered(offered):
        width = _headed_width(labels)
        yield from (PaperColumn(label, "middle", width) for label in labels)
        return
    for n, (label, choice) in enumerate(zip(labels, offered.choices, strict=True), 1):
        if choice.counts:
            yield PaperColumn(str(n), "middle", NUMBERED_WIDTH)
        else:
            yield PaperColumn(label, "middle", _headed_width([label]))


def _headed_width(labels: Sequence[str]) -> float:
    """Width at which no word above the boxes is cut."""
    widest = max(typeset.widest_word(TextSpan(label, bold=True), style.SMALL) for label in labels)
    return max(HEADED_WIDTH, widest + 2 * style.PAD + 1)


def asked(item: Item) -> tuple[str | TextSpan, ...]:
    """An item's words, and whether it is critical."""
    if not item.critical:
        return (item.text.text,)
    word = f"  {SHAPES[Tone.BAD]} {trc('checklist item', 'critical')}"
    return (item.text.text, TextSpan(word, bold=True, tone=Tone.BAD))


def question(item: Item) -> Text:
    """What is asked, with its weight and the guidance."""
    parts = list(asked(item))
    if item.weight != 1:
        weight = tr("weight {n}", n=weight_text(item.weight)).replace(" ", "\u00a0")
        parts.append(TextSpan(f"  {weight}", tone=Tone.SOFT))
    if item.guidance:
        parts.append(TextSpan(f"\n{item.guidance.text}", tone=Tone.SOFT))
    return tuple(parts)


def weight_text(weight: float) -> str:
    """A weight without a needless decimal."""
    return number_text(weight, 0 if weight == int(weight) else 1)


def _points_to_fill(template: Template) -> PaperTable:
    columns = (
        PaperColumn(tr("Section")),
        PaperColumn(tr("Points available"), "right", 96.0),
        PaperColumn(tr("Points earned"), "right", 96.0),
    )
    rows = [
        PaperRow(
            (
                titled(section),
                weight_text(_most(template, section.items)),
                "",
            )
        )
        for section in template.sections
    ]
    total = PaperRow((tr("Total"), weight_text(_most(template, template.items)), ""), total=True)
    note = tr("Items marked “Not applicable” are left out of the score.")
    return PaperTable(columns, (*rows, total), note=note, least=20.0)


def titled(section: Section) -> str:
    """A section's code and title, in one line."""
    return f"{section.code}  {section.title.text}"


def _most(template: Template, items: Iterable[Item]) -> float:
    """The points that can be reached when every item applies."""
    return sum(item.weight * _best(template.choices(item)) for item in items)


def _best(choices: Iterable[AnswerChoice]) -> float:
    return max((choice.score for choice in choices if choice.score is not None), default=0.0)
