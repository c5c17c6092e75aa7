"""Checklists as they are looked at: the list, one checklist, a run under way, a finished run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy.orm import Session

from csq_desktop.analytics.scores import ChecklistScore, checklist_score
from csq_desktop.domain.actions import Action, ActionSource
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import (
    Answer,
    ItemPast,
    Photo,
    Run,
    RunCounts,
    RunFilter,
    RunLine,
    RunState,
    Template,
)
from csq_desktop.domain.checklists.schedule import DueChecklist, Overview
from csq_desktop.domain.paper.charts import EventMark, SectionsSpec, TrendSpec
from csq_desktop.domain.shop.people import Person
from csq_desktop.services import people
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists, schedule, templates
from csq_desktop.services.events import book

RUNS_SHOWN = 12
"""How many runs are listed beside a checklist."""


class ChecklistRecord(Enum):
    """What an id of the checklists page stands for."""

    DRAFT = "draft"
    FINISHED = "finished"
    CHECKLIST = "checklist"
    ACTION = "action"


@dataclass(frozen=True)
class ChecklistsHome:
    """Every checklist in use, and how many runs and open actions there are."""

    overviews: tuple[Overview, ...]
    counts: RunCounts
    open_actions: int


@dataclass(frozen=True)
class ChecklistDetails:
    """A checklist's newest version, latest runs, what waits and happened; `runs` newest first."""

    template: Template
    runs: tuple[RunLine, ...]
    pasts: tuple[ItemPast, ...]
    due: tuple[DueChecklist, ...]
    events: tuple[EventMark, ...] = ()


@dataclass(frozen=True)
class RunUnderWay:
    """A run being worked on with all beside it; `pasts` by the code of the item."""

    run: Run
    actions: tuple[Action, ...]
    pasts: dict[str, ItemPast]
    people: tuple[Person, ...]
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class RunResults:
    """A finished run, its score and that of the run before it, its actions and photos.

    `target` is the score, 0..1, to reach in the month of the run's day.
    """

    run: Run
    target: float
    score: ChecklistScore
    before: Run | None
    score_before: ChecklistScore | None
    actions: tuple[Action, ...]
    photos: tuple[Photo, ...]
    people: tuple[Person, ...]


def home(session: Session, today: date) -> ChecklistsHome:
    """What the list of checklists is filled from."""
    return ChecklistsHome(
        schedule.overview(session, today),
        checklists.run_counts(session),
        len(actions.waiting(session)),
    )


def details(session: Session, template_id: int, today: date) -> ChecklistDetails:
    """A checklist's template, latest runs, the past of its items, and what waits of it."""
    template = templates.template(session, template_id)
    waiting = schedule.due(session, today)
    return ChecklistDetails(
        template=template,
        runs=checklists.runs(session, RunFilter(template.key), limit=RUNS_SHOWN),
        pasts=schedule.item_pasts(session, template.key),
        due=tuple(each for each in waiting if each.template_key == template.key),
        events=book.marks(session, Month.of(today)),
    )


def run_under_way(session: Session, run_id: int, held_photos: frozenset[int]) -> RunUnderWay:
    """A run with all beside it; photos only when there are others than the page holds already."""
    run = checklists.run(session, run_id)
    shown = {photo_id for answer in run.answers for photo_id in answer.photo_ids}
    pasts = schedule.item_pasts(session, run.template.key)
    return RunUnderWay(
        run=run,
        actions=actions.of_source(session, ActionSource.CHECKLIST, run_id),
        pasts={past.item_code: past for past in pasts},
        people=people.everyone(session),
        photos=checklists.photos(session, run_id) if shown - held_photos else (),
    )


def results(session: Session, run_id: int) -> RunResults:
    """A run, the one before it, its actions and photos."""
    run, before = checklists.run(session, run_id), checklists.previous(session, run_id)
    return RunResults(
        run=run,
        target=checklists.target_on(session, run.for_day),
        score=checklist_score(run.template, run.answers),
        before=before,
        score_before=checklist_score(before.template, before.answers) if before else None,
        actions=actions.of_source(session, ActionSource.CHECKLIST, run_id),
        photos=checklists.photos(session, run_id),
        people=people.everyone(session),
    )


def record(session: Session, object_id: int) -> ChecklistRecord:
    """What an id stands for; an action where it is nothing of the checklists."""
    for run in checklists.run_lines(session, [object_id]):
        drafted = run.state is RunState.DRAFT
        return ChecklistRecord.DRAFT if drafted else ChecklistRecord.FINISHED
    in_use = {line.id for line in templates.templates(session)}
    return ChecklistRecord.CHECKLIST if object_id in in_use else ChecklistRecord.ACTION


def score_so_far(template: Template, answers: Sequence[Answer]) -> ChecklistScore:
    """The score of what is answered until now."""
    return checklist_score(template, answers)


def sections_chart(shown: RunResults) -> SectionsSpec:
    """The sections of a run by score, the run before as a tick, and the target."""
    from csq_desktop.reports.documents.checklists import charts

    return charts.sections(shown.run, shown.before, shown.target)


def scores_chart(runs: Sequence[RunLine], events: Sequence[EventMark] = ()) -> TrendSpec:
    """The scores of finished runs, oldest first, beside their months' targets and what happened."""
    from csq_desktop.reports.documents.checklists import charts

    return charts.scores(runs).with_events(events)
