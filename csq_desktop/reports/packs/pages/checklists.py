"""Checklists: scores by month, each checklist, and the items that keep failing."""

from collections.abc import Iterator

from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import UNKNOWN, count_text
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    Cards,
    Chart,
    PageBreak,
    PaperBadge,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    TextSpan,
)
from csq_desktop.texts import mark, tr, trc, trn

MOST_REPEATS = 10


def pages(voices: Voices) -> Iterator[Block]:
    """The mean score, each checklist, and the items that failed again."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.finding(
        lambda pack: pack.charts.scores.title, mark("Average checklist score by month"), "%"
    )
    yield Cards(tuple(_cards(facts)))
    if any(value is not None for value in facts.charts.scores.series[0].values):
        yield Chart(
            facts.charts.scores,
            165.0,
            words.joined(
                tr("Average score of the completed checklists, by month."),
                tr("Source: completed checklists."),
            ),
        )
    rows = tuple(_rows(facts))
    if rows:
        yield PaperTable(_columns(), rows, note=_note())
    if facts.get(FigureId.CHECKLISTS_FINISHED).value:
        yield from _repeats(voices)


def _repeats(voices: Voices) -> Iterator[Block]:
    facts = voices.main
    yield voices.heading(_repeat_title, 2)
    if facts.repeat_failures:
        yield PaperTable(_repeat_columns(), tuple(_repeat_rows(facts)), note=_more(facts))
    else:
        yield Paragraph(tr("No item failed in two or more checklists of the month."))


def _cards(facts: PackFacts) -> Iterator[PaperCard]:
    score, finished = facts.get(FigureId.CHECKLISTS_SCORE), facts.get(FigureId.CHECKLISTS_FINISHED)
    size = tr("n = {n}", n=count_text(score.n or 0))
    note = tr(" · ").join((size, score.goal)) if score.n else ""
    yield PaperCard(score.label, score.text, note, words.TONES[score.status])
    yield PaperCard(finished.label, finished.text, _expected(facts))
    failed = facts.get(FigureId.CHECKLISTS_FAILED_ITEMS)
    critical = facts.get(FigureId.CHECKLISTS_CRITICAL_FAILED)
    if critical.status is Status.NOTHING:  # 0 of nothing that was looked at
        yield PaperCard(failed.label, UNKNOWN, critical.status.label)
        yield PaperCard(critical.label, UNKNOWN, critical.status.label)
        return
    yield PaperCard(failed.label, failed.text, words.since_before(facts, failed))
    yield PaperCard(critical.label, critical.text, critical.goal, words.TONES[critical.status])


def _expected(facts: PackFacts) -> str:
    expected, in_time = (
        facts.get(FigureId.CHECKLISTS_EXPECTED),
        facts.get(FigureId.CHECKLISTS_IN_TIME),
    )
    if not expected.value:
        return ""
    return trn("{counts} due check done on time", "{counts} due checks done on time",
               in_time.denominator or 0, counts=in_time.counts)  # fmt: skip


def _columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Checklist")),
        PaperColumn(trc("column", "Completed"), "right"),
        PaperColumn(trc("column", "Average score"), "right"),
        PaperColumn(trc("column", "Target"), "right"),
        PaperColumn(trc("column", "Items failed"), "right"),
        PaperColumn(trc("column", "Result")),
    )


def _rows(facts: PackFacts) -> Iterator[PaperRow]:
    for score in facts.figures.below(FigureFamily.CHECKLIST_SCORE):
        key = FigureFamily.CHECKLIST_SCORE.key_of(score.id)
        yield PaperRow(
            (
                score.label,
                facts.get(FigureFamily.CHECKLIST_FINISHED.of(key)).text,
                score.text,
                score.goal_sign,
                facts.get(FigureFamily.CHECKLIST_FAILED_ITEMS.of(key)).text,
                PaperBadge(score.status.label, words.TONES[score.status]),
            )
        )


def _note() -> str:
    rule = tr(
        "A score is the points earned as a share of the points available, over the "
        "answered items that apply. A failed critical item caps it if the checklist says "
        "so."
    )
    return words.joined(rule, words.score_rule())


def _repeat_title(facts: PackFacts) -> str:
    count = len(facts.repeat_failures)
    if not count:
        return tr("No repeat failures")
    return trn("{n} item failed more than once", "{n} items failed more than once", count)


def _repeat_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Item")),
        PaperColumn(trc("column", "Checklist")),
        PaperColumn(trc("column", "Failed"), "right"),
        PaperColumn(trc("column", "Times checked"), "right"),
    )


def _repeat_rows(facts: PackFacts) -> Iterator[PaperRow]:
    for repeat in facts.repeat_failures[:MOST_REPEATS]:
        text: list[str | TextSpan] = [repeat.text.text]
        if repeat.critical:
            text.append(
                TextSpan(f"  ◆\u00a0{trc('checklist item', 'critical')}", bold=True, tone=Tone.BAD)
            )
        numbers = (count_text(repeat.failed), count_text(repeat.answered))
        yield PaperRow((tuple(text), repeat.template_title.text, *numbers))


def _more(facts: PackFacts) -> str:
    hidden = len(facts.repeat_failures) - MOST_REPEATS
    if hidden <= 0:
        return ""
    return trn(
        "{n} more is on the page Checklists.", "{n} more are on the page Checklists.", hidden
    )
