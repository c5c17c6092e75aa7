"""How checklists and their runs are shown in tables."""

from collections.abc import Callable
from datetime import date

from csq_desktop.domain.checklists.facts import RunLine, RunState
from csq_desktop.domain.checklists.schedule import DueChecklist, DueState, Overview
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import percent_text, short_date_text, weekday_text
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact

_TONES = {
    DueState.DUE: Tone.WARN,
    DueState.STARTED: Tone.ACCENT,
    DueState.DONE: Tone.GOOD,
    DueState.MISSED: Tone.BAD,
}


def checklist_columns(today: Callable[[], date]) -> list[Column]:
    """Columns of the checklists; scores are compared with the target of their month."""
    return [
        Column(
            "title",
            tr("Checklist"),
            lambda overview: Cell(overview.line.title.text, _meta(overview), strong=True),
            240,
            sort=lambda overview: overview.line.title.text,
        ),
        Column(
            "now",
            tr("Now"),
            lambda overview: _now_cell(overview, today()),
            138,
            sort=_now_order,
            least=120,
        ),
        Column("last", tr("Last score"), _last_cell, 104, least=84, rank=1),
    ]


def run_columns(*, titled: bool) -> list[Column]:
    """Columns of runs, with the checklist's title where runs of several stand together."""
    first = Column(
        "run",
        tr("Checklist"),
        _titled_cell,
        280,
        order="run",
        sort=_title,
        facts=(
            Fact(tr("Checklist"), _title),
            Fact(tr("Number"), lambda run: run.ref),
            Fact(tr("Version"), lambda run: run.template_version),
        ),
    )
    day = Column(
        "day",
        tr("Day"),
        _day_cell,
        150,
        least=120,
        order="day",
        sort=lambda run: run.for_day,
        facts=(Fact(tr("Day"), lambda run: run.for_day), Fact(tr("By"), lambda run: run.by)),
    )
    return [
        *([first] if titled else []),
        day,
        Column(
            "state", tr("Status"), _state_cell, 150, sort=_state_order, order="state", least=120
        ),
        Column("score", tr("Score"), score_cell, 96, sort=_score, order="score", least=84, rank=-1),
        Column(
            "failed",
            tr("Failed"),
            _failed_cell,
            110,
            sort=lambda run: run.failed_items,
            order="failed",
        ),
    ]


def due_words(due: DueChecklist, today: date) -> str:
    """When an occurrence is due, or that it is done or missed."""
    if due.state is DueState.DONE:
        return due.state.label
    day = short_date_text(due.last)
    if due.state is DueState.MISSED:
        return tr("Not done on {day}", day=day)
    return tr("Due today") if due.is_due_on(today) else tr("Due by {day}", day=day)


def due_tone(state: DueState) -> Tone:
    """The tone of a state of the schedule."""
    return _TONES[state]


def _meta(overview: Overview) -> str:
    minutes = (
        trn("{n} minute", "{n} minutes", overview.line.minutes) if overview.line.minutes else ""
    )
    items = trn("{n} item", "{n} items", overview.line.items)
    return " · ".join(part for part in (overview.line.every.label, minutes, items) if part)


def _now_cell(overview: Overview, today: date) -> Cell:
    missed = trn("{n} not done", "{n} not done", overview.missed) if overview.missed else ""
    if overview.now is None:
        return Cell(missed, tone=Tone.BAD) if missed else Cell(trc("checklist", "When needed"))
    if overview.now.state is DueState.STARTED:
        return Cell(overview.now.state.label, due_words(overview.now, today), Tone.ACCENT)
    return Cell(due_words(overview.now, today), missed, due_tone(overview.now.state))


def _now_order(overview: Overview) -> tuple[bool, str]:
    if overview.now is None:
        return True, ""
    return overview.now.state is DueState.DONE, overview.now.last.isoformat()


def _last_cell(overview: Overview) -> Cell:
    if overview.last is None:
        return Cell("–")
    shown = score_cell(overview.last)
    return Cell(shown.text, short_date_text(overview.last.for_day), shown.tone)


def score_cell(run: RunLine) -> Cell:
    """A run's score against the target of its month."""
    if run.score is None:
        return Cell("–")
    tone = Tone.GOOD if run.score >= run.target else Tone.BAD
    return Cell(percent_text(run.score), tone=tone)


def _titled_cell(run: RunLine) -> Cell:
    version = tr("Version {n}", n=run.template_version)
    return Cell(run.template_title.text, f"{run.ref} · {version}", strong=True)


def _day_cell(run: RunLine) -> Cell:
    day = f"{short_date_text(run.for_day)} {weekday_text(run.for_day)}"
    return Cell(day, run.by)


def _state_cell(run: RunLine) -> Cell:
    if run.state is RunState.DRAFT:
        done = tr("{done} of {all} answered", done=run.answered, all=run.of)
        return Cell(run.state.label, done, Tone.ACCENT)
    if run.late:
        return Cell(run.state.label, tr("completed late"), Tone.WARN)
    return Cell(run.state.label, tone=Tone.GOOD)


def _failed_cell(run: RunLine) -> Cell:
    if run.state is RunState.DRAFT:
        return Cell("–")
    critical = tr("{n} critical", n=run.critical_failed) if run.critical_failed else ""
    tone = Tone.BAD if run.critical_failed else Tone.WARN if run.failed_items else None
    return Cell(str(run.failed_items), critical, tone)


def _title(run: RunLine) -> str:
    return run.template_title.text


def _state_order(run: RunLine) -> tuple[str, bool]:
    return run.state.value, run.late


def _score(run: RunLine) -> float:
    return -1.0 if run.score is None else run.score
