"""Queries of checklists: template versions, the schedule they set, and the sums of a month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import Every, Template, TemplateLine
from csq_desktop.domain.checklists.templates import template_from, template_to
from csq_desktop.domain.indicators.sums import RunSums
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.storage.files.faults import unreadable
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.checklists import (
    ChecklistAnswerRow,
    ChecklistRunRow,
    ChecklistTemplateRow,
)


@dataclass(frozen=True)
class Issue:
    """When a template version was given out, and how often it is due."""

    key: str
    every: Every
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True)
class RunDay:
    """What the schedule asks of a run."""

    run_id: int
    template_key: str
    for_day: date
    finished: bool
    late: bool


@dataclass(frozen=True)
class ItemCount:
    """How often an item was answered in a month's runs of a checklist, and failed.

    `template_id` is the newest version of the checklist it was answered in, `refs` are the numbers
    of the runs it failed in.
    """

    template_key: str
    item_code: str
    answered: int
    failed: int
    template_id: int
    refs: tuple[str, ...]


def stored_template(body: object) -> Template:
    """The checklist that a stored body holds; StoreDamaged when it is none."""
    try:
        return template_from(body)
    except UserError as fault:
        raise unreadable() from fault


def template_row(session: Session, template_id: int) -> ChecklistTemplateRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(ChecklistTemplateRow, template_id)


def add_template(session: Session, template: Template) -> int:
    """Keep a template version; returns its id."""
    desk = desk_of(session)
    row = ChecklistTemplateRow(
        id=ids.reserve(session),
        key=template.key,
        version=template.version,
        body=template_to(template),
        created_at=desk.now(),
        created_by=desk.user.id,
    )
    session.add(row)
    session.flush()
    return row.id


def template(session: Session, template_id: int) -> Template | None:
    """One version as it was saved."""
    row = template_row(session, template_id)
    return stored_template(row.body) if row else None


def newest_id(session: Session, key: str) -> int | None:
    """The id of the newest version of a template."""
    t = ChecklistTemplateRow
    query = select(t.id).where(t.key == key).order_by(t.version.desc()).limit(1)
    return session.scalar(query)


def newest_versions(session: Session) -> tuple[TemplateLine, ...]:
    """The newest version of each template, retired ones included, in the order first saved."""
    t = ChecklistTemplateRow
    newest = select(t.key, func.max(t.version).label("version"), func.min(t.id).label("first"))
    picked = newest.group_by(t.key).subquery()
    query = select(t).join(picked, (t.key == picked.c.key) & (t.version == picked.c.version))
    return tuple(_line(row) for row in session.scalars(query.order_by(picked.c.first)))


def titles_at(session: Session, moment: datetime) -> dict[str, ThreeTexts]:
    """What each template was called at a moment; the first title of one saved only after it."""
    t = ChecklistTemplateRow
    titles: dict[str, ThreeTexts] = {}
    for row in session.scalars(select(t).order_by(t.key, t.version)):
        if row.key not in titles or row.created_at <= moment:
            titles[row.key] = stored_template(row.body).title
    return titles


def _line(row: ChecklistTemplateRow) -> TemplateLine:
    template = stored_template(row.body)
    return TemplateLine(
        id=row.id,
        key=row.key,
        title=template.title,
        version=row.version,
        every=template.every,
        minutes=template.minutes,
        items=len(template.items),
        retired_at=row.retired_at,
    )


def issues(session: Session) -> tuple[Issue, ...]:
    """Every template version there is, by template and version."""
    t = ChecklistTemplateRow
    rows = session.scalars(select(t).order_by(t.key, t.version))
    return tuple(
        Issue(row.key, stored_template(row.body).every, row.created_at, row.retired_at)
        for row in rows
    )


def run_days(session: Session, first: date, last: date) -> tuple[RunDay, ...]:
    """The runs for the days between two, as the schedule sees them."""
    r = ChecklistRunRow
    query = select(r.id, r.template_key, r.for_day, r.finished_at, r.late)
    query = query.where(r.for_day.between(first, last), r.removed_at.is_(None)).order_by(r.id)
    return tuple(
        RunDay(run_id, key, for_day, finished_at is not None, late)
        for run_id, key, for_day, finished_at, late in session.execute(query)
    )


def run_sums(session: Session, first: Month, last: Month) -> dict[Month, RunSums]:
    """The sums of each month that has a finished run."""
    r = ChecklistRunRow
    query = (
        select(
            r.month,
            func.count(),
            func.count(r.score),
            func.avg(r.score),
            func.sum(r.failed_items),
            func.sum(r.critical_failed),
        )
        .where(r.month.between(first, last), r.removed_at.is_(None))
        .group_by(r.month)
    )
    return {month: RunSums(*sums) for month, *sums in session.execute(query) if month}


def repeated_failures(session: Session, month: Month, least: int) -> tuple[ItemCount, ...]:
    """The items that failed in at least so many of a month's finished runs, most often first."""
    r, a = ChecklistRunRow, ChecklistAnswerRow
    query = (
        select(
            r.template_key,
            a.item_code,
            a.fails,
            func.count(),
            func.max(r.template_id),
            func.aggregate_strings(r.ref, " "),
        )
        .join(r, r.id == a.run_id)
        .where(r.month == month, r.removed_at.is_(None), a.choice != "")
        .group_by(r.template_key, a.item_code, a.fails)
    )
    answered: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    latest: dict[tuple[str, str], int] = {}
    refs: dict[tuple[str, str], str] = {}
    for key, code, fails, count, template_id, of_runs in session.execute(query):
        answered[key, code] += count
        if fails:
            failed[key, code], refs[key, code] = count, of_runs
        latest[key, code] = max(latest.get((key, code), 0), template_id)
    often = [place for place, count in failed.items() if count >= least]
    often.sort(key=lambda place: (-failed[place], place))
    return tuple(
        ItemCount(
            *place,
            answered[place],
            failed[place],
            latest[place],
            tuple(sorted(refs[place].split())),
        )
        for place in often
    )
