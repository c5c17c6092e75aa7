"""What changed in earlier months since their packs were issued: every figure, cause by cause."""

from collections.abc import Iterator

from csq_desktop.domain.indicators.revisions import CauseEffect, RevisedFigure, RevisedMonth
from csq_desktop.domain.words.wording import labelled
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    Lead,
    PageBreak,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    TextSpan,
)
from csq_desktop.texts import tr, trc, trn

MARK = "‡"
"""Beside a figure of an earlier month that is another than its pack says."""


def section(voices: Voices) -> Iterator[Block]:
    """Each issued month that has changed, or that none has; nothing before the first issue."""
    facts = voices.main
    if not facts.issued_months:
        return
    if not facts.revised:
        yield voices.heading(title, 2)
        yield Paragraph(_none(facts))
        return
    yield PageBreak(spare=True)
    yield voices.heading(title)
    yield Lead(tr("As issued plus what each cause changed is what the figure is now. "
                  "Issued review packs stay as they were."))  # fmt: skip
    for month in facts.revised:
        rows = tuple(map(_row, month.figures))
        yield PaperTable(_columns(), rows, title=month.title, note=_note(month))


def title(facts: PackFacts) -> str:
    """How many figures have changed, of how many months; or that none has."""
    changed = sum(len(month.figures) for month in facts.revised)
    if not changed:
        return tr("Changed since issued: none")
    return trn("{n} figure has changed since it was issued",
               "{n} figures have changed since they were issued", changed)  # fmt: skip


def marked(facts: PackFacts, text: str, figure_id: str, back: int) -> str:
    """A figure of so many months back, with the mark where it has changed since it was issued."""
    month = facts.month.shift(-back)
    is_revised = any(
        revised.month == month and revised.changed(figure_id) for revised in facts.revised
    )
    return f"{text} {MARK}" if is_revised else text


def mark_note(facts: PackFacts) -> str:
    """What the mark means; empty where nothing has changed."""
    if not facts.revised:
        return ""
    return tr("‡ changed since its review pack was issued: see “{title}”.", title=title(facts))


def _none(facts: PackFacts) -> str:
    return trn("{n} month shown here has been issued. Every figure is as it was issued.",
               "{n} months shown here have been issued. Every figure is as it was issued.",
               facts.issued_months)  # fmt: skip


def _columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Measure")),
        PaperColumn(trc("column", "As issued"), "right", 78.0),
        PaperColumn(trc("column", "Now"), "right", 78.0),
        PaperColumn(trc("column", "Cause, change, where"), width=210.0),
    )


def _row(figure: RevisedFigure) -> PaperRow:
    return PaperRow(
        (
            TextSpan(figure.label, bold=True),
            figure.before,
            figure.after,
            tuple(_causes(figure)),
        )
    )


def _causes(figure: RevisedFigure) -> Iterator[TextSpan]:
    for number, effect in enumerate(figure.effects):
        gap = "\n" if number else ""
        yield TextSpan(f"{gap}{effect.cause.label}", bold=True)
        rest = _rest(figure, effect)
        if rest:
            yield TextSpan(labelled("", rest))


def _rest(figure: RevisedFigure, effect: CauseEffect) -> str:
    parts = (figure.effect_text(effect), effect.refs_text)
    return tr(" · ").join(filter(None, parts))


def _note(month: RevisedMonth) -> str:
    """Which values do not add up, where there are any."""
    if not month.has_means:
        return ""
    return tr("A median or an average does not add up: the change shown is that of n.")
