"""Checklists on paper: a blank one to fill in by hand, a finished one with its score."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from csq_desktop.domain.checklists.facts import AnswerChoice, Item, ResponseSet, Section, Template
from csq_desktop.domain.shop import Shop
from csq_desktop.domain.tones import SHAPES, Tone
from csq_desktop.domain.wording import number_text, percent_text
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
from csq_desktop.texts import speaking, tr, trc, trn

MOST_HEADED = 3  # answers that have their words above the boxes; more are numbered
NUMBERED_WIDTH = 24.0
HEADED_WIDTH = 44.0
CODE_WIDTH = 30.0
ROOM_TO_WRITE = "\n"  # two lines high


def blank(template: Template, shop: Shop, languages: Languages) -> Document:
    """A checklist to carry along and fill in by hand."""
    with speaking(languages.first):
        title = template.title.text
        return Document(
            title=title,
            language=languages.first,
            second=languages.second,
            author=shop.name,
            furniture=Furniture(
                header_left=(title, version_text(template)),
                header_right=(shop.name, shop.branch_code),
                footer=(tr("Do not show customers or their papers in notes or photos."),),
            ),
            blocks=tuple(_blank_blocks(template, shop, languages)),
        )


def version_text(template: Template) -> str:
    """Which version of the checklist it is."""
    return tr("Version {n}", n=template.version)


def heading(template: Template, languages: Languages) -> Heading:
    """The checklist's title, in both languages where two are asked for."""
    return Heading(template.title.text, languages.second_text(template.title))


def _blank_blocks(template: Template, shop: Shop, languages: Languages) -> Iterator[Block]:
    both = languages.both
    yield heading(template, languages)
    yield Facts(
        (
            (both(lambda: tr("Shop")), f"{shop.name} · {shop.branch_code}"),
            (both(lambda: tr("How often")), both(lambda: _how_often(template), " / ")),
            (both(lambda: tr("Day and time")), ROOM_TO_WRITE),
            (both(lambda: tr("Checked by")), ROOM_TO_WRITE),
        )
    )
    if any(item.critical for item in template.items):
        yield critical_note(template, languages)
    yield from _points_explained(template, languages)
    for section in template.sections:
        yield from _blank_section(template, section, languages)
    yield Together(
        (
            Heading(tr("Score"), languages.again(lambda: tr("Score")), level=2),
            _points_to_fill(template, languages),
            SignOff(
                (
                    SignBox(both(lambda: tr("Checked by"))),
                    SignBox(both(lambda: tr("Reviewed by supervisor"))),
                )
            ),
        )
    )


def _points_explained(template: Template, languages: Languages) -> Iterator[Block]:
    """What each answer earns, before the first item: whoever fills it in adds up the points."""
    title = tr("How points are given")
    yield Heading(title, languages.again(lambda: tr("How points are given")), level=2)
    first = tuple(_points_sentences(template))
    second = languages.again(lambda: "\n".join(_points_sentences(template))).split("\n")
    yield Bullets(
        tuple("\n".join(filter(None, both)) for both in zip_longest(first, second, fillvalue=""))
    )


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


def critical_note(template: Template, languages: Languages) -> Note:
    """What a critical item is, and what its failing does to the score."""
    return Note(languages.both(lambda: _critical_text(template), "\n"), Tone.BAD)


def _critical_text(template: Template) -> str:
    cap = template.critical_cap
    if cap is None:
        return tr("Items marked critical matter most.")
    return tr(
        "When an item marked critical fails, the score cannot be more than {cap}.",
        cap=percent_text(cap, 0),
    )


def _blank_section(template: Template, section: Section, languages: Languages) -> Iterator[Block]:
    title = f"{section.code}  {section.title.text}"
    yield Heading(title, languages.second_text(section.title), level=2)
    for response_set, items in groupby(section.items, lambda item: item.response_set):
        offered = next(answers for answers in template.response_sets if answers.key == response_set)
        yield _tick_table(offered, tuple(items), languages)


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


def _tick_table(offered: ResponseSet, items: Sequence[Item], languages: Languages) -> PaperTable:
    columns = (
        PaperColumn("", width=CODE_WIDTH),
        PaperColumn(languages.both(lambda: tr("Item"))),
        *_box_columns(offered, languages),
        PaperColumn(languages.both(lambda: tr("Notes")), width=style.WIDTH * 0.22),
    )
    ticks = tuple(Tick() for _ in offered.choices)
    rows = (
        PaperRow((TextSpan(item.code, tone=Tone.SOFT), question(item, languages), *ticks, ""))
        for item in items
    )
    legend = ""
    if _is_numbered(offered):
        legend = languages.both(lambda: "   ".join(_labels(offered)), "\n")
    return PaperTable(columns, tuple(rows), legend=legend, least=25.0)


def _box_columns(offered: ResponseSet, languages: Languages) -> Iterator[PaperColumn]:
    """A column of boxes for each answer, headed with its word or the number of a scale's step."""
    labels = [
        "\n".join(filter(None, (choice.label.text, languages.second_text(choice.label))))
        for choice in offered.choices
    ]
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


def asked(item: Item, languages: Languages) -> tuple[str | TextSpan, ...]:
    """An item's words, and whether it is critical."""
    if not item.critical:
        return (item.text.text,)
    critical = languages.both(lambda: trc("checklist item", "critical"))
    word = f"  {SHAPES[Tone.BAD]} {critical}"
    return (item.text.text, TextSpan(word, bold=True, tone=Tone.BAD))


def question(item: Item, languages: Languages) -> Text:
    """What is asked, with its weight, the second language and the guidance."""
    parts = list(asked(item, languages))
    if item.weight != 1:
        weight = tr("weight {n}", n=weight_text(item.weight)).replace(" ", "\u00a0")
        parts.append(TextSpan(f"  {weight}", tone=Tone.SOFT))
    second = languages.second_text
    for more in (second(item.text), item.guidance.text, second(item.guidance)):
        if more:
            parts.append(TextSpan(f"\n{more}", tone=Tone.SOFT))
    return tuple(parts)


def weight_text(weight: float) -> str:
    """A weight without a needless decimal."""
    return number_text(weight, 0 if weight == int(weight) else 1)


def _points_to_fill(template: Template, languages: Languages) -> PaperTable:
    both = languages.both
    columns = (
        PaperColumn(both(lambda: tr("Section"))),
        PaperColumn(both(lambda: tr("Points available"), "\n"), "right", 96.0),
        PaperColumn(both(lambda: tr("Points earned"), "\n"), "right", 96.0),
    )
    rows = [
        PaperRow(
            (
                title_in_both(section, languages),
                weight_text(_most(template, section.items)),
                "",
            )
        )
        for section in template.sections
    ]
    total = PaperRow(
        (both(lambda: tr("Total")), weight_text(_most(template, template.items)), ""), total=True
    )
    note = both(lambda: tr("Items marked “Not applicable” are left out of the score."), "\n")
    return PaperTable(columns, (*rows, total), note=note, least=20.0)


def title_in_both(section: Section, languages: Languages) -> str:
    """A section's code and title, in one line."""
    second = languages.second_text(section.title)
    return "  ".join(filter(None, (section.code, section.title.text, second)))


def _most(template: Template, items: Iterable[Item]) -> float:
    """The points that can be reached when every item applies."""
    return sum(item.weight * _best(template.choices(item)) for item in items)


def _best(choices: Iterable[AnswerChoice]) -> float:
    return max((choice.score for choice in choices if choice.score is not None), default=0.0)
