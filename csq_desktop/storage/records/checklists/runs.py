"""Queries of checklist runs: their answers, photos and lists."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.checklists.facts import (
    Answer,
    Photo,
    Run,
    RunCounts,
    RunFilter,
    RunLine,
    RunState,
    Template,
)
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.checklists.templates import stored_template
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.checklists import (
    ChecklistAnswerRow,
    ChecklistRunRow,
    ChecklistTemplateRow,
    PhotoRow,
)
from csq_desktop.storage.tables.store import UserRow


def get(session: Session, run_id: int) -> ChecklistRunRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(ChecklistRunRow, run_id)


def add(session: Session, row: ChecklistRunRow) -> None:
    """Keep a new run."""
    session.add(row)
    session.flush()


def answer_row(session: Session, run_id: int, item_code: str) -> ChecklistAnswerRow:
    """The row of one item's answer, to be filled in; a new one where there is none yet."""
    a, desk = ChecklistAnswerRow, desk_of(session)
    query = select(a).where(a.run_id == run_id, a.item_code == item_code)
    row = session.scalar(query)
    if row is None:
        row = a(id=ids.reserve(session), run_id=run_id, item_code=item_code)
        session.add(row)
    row.answered_at, row.answered_by = desk.now(), desk.user.id
    return row


def answers(session: Session, run_id: int) -> tuple[Answer, ...]:
    """What was found so far, with the photos beside it, by item code."""
    a = ChecklistAnswerRow
    rows = {row.item_code: row for row in session.scalars(select(a).where(a.run_id == run_id))}
    pictured = _photo_ids(session, run_id)
    return tuple(
        Answer(
            code,
            rows[code].choice if code in rows else "",
            rows[code].comment if code in rows else "",
            tuple(pictured.get(code, ())),
        )
        for code in sorted({*rows, *pictured})
    )


def _photo_ids(session: Session, run_id: int) -> dict[str, list[int]]:
    p = PhotoRow
    query = select(p.item_code, p.id).where(p.run_id == run_id, p.removed_at.is_(None))
    by_item: dict[str, list[int]] = defaultdict(list)
    for code, photo_id in session.execute(query.order_by(p.id)):
        by_item[code].append(photo_id)
    return by_item


def run(session: Session, run_id: int) -> Run | None:
    """A run with its own template version and all its answers."""
    query = _run_query().where(ChecklistRunRow.id == run_id)
    selected = session.execute(query).first()
    if selected is None:
        return None
    row, version, by, _ = selected
    return Run(
        id=row.id,
        ref=row.ref,
        template_id=row.template_id,
        template=stored_template(version.body),
        state=_state(row),
        for_day=row.for_day,
        started_at=row.started_at,
        finished_at=row.finished_at,
        by=by or "",
        note=row.note,
        answers=answers(session, run_id),
    )


def lines(session: Session, run_filter: RunFilter, limit: int) -> tuple[RunLine, ...]:
    """The runs a filter lets through: unfinished ones first, then the newest days first."""
    query = _run_query().where(*_conditions(run_filter)).order_by(*_order())
    return _lines(session, query.limit(limit))


def line_ids(session: Session, run_filter: RunFilter, limit: int | None) -> "array[int]":
    """The ids of those runs, in the order asked for; of equals, in the order of `lines`."""
    order, places = run_filter.order, _order()
    if order is not None:
        by = _BY[order.key](session)
        places = (by.is_(None), by.desc() if order.down else by, *places)
    query = select(ChecklistRunRow.id).where(*_conditions(run_filter)).order_by(*places)
    return array("q", session.scalars(query.limit(limit)))


def lines_of(session: Session, run_ids: Iterable[int]) -> tuple[RunLine, ...]:
    """Some runs by their ids, in no order."""
    return _lines(session, _run_query().where(ChecklistRunRow.id.in_(list(run_ids))))


def counts(session: Session) -> RunCounts:
    """How many runs there are, how many of them unfinished, and how many with a failed item."""
    r = ChecklistRunRow
    query = select(
        func.count(),
        func.count().filter(r.finished_at.is_(None)),
        func.count().filter(r.failed_items > 0),
    ).where(r.removed_at.is_(None))
    return RunCounts(*session.execute(query).one())


def template_keys(session: Session, run_ids: Collection[int]) -> dict[int, str]:
    """Of which checklist some runs are."""
    query = select(ChecklistRunRow.id, ChecklistRunRow.template_key)
    query = query.where(ChecklistRunRow.id.in_(run_ids))
    return dict(session.execute(query).all())


def latest(session: Session, template_key: str, count: int) -> tuple[RunLine, ...]:
    """The latest finished runs of a checklist, newest first."""
    return lines(session, RunFilter(template_key, RunState.FINISHED), count)


def previous_id(session: Session, row: ChecklistRunRow) -> int | None:
    """The finished run of the same checklist before this one."""
    r = ChecklistRunRow
    query = select(r.id).where(
        r.template_key == row.template_key,
        r.id != row.id,
        r.for_day <= row.for_day,
        r.started_at <= row.started_at,
        r.finished_at.is_not(None),
    )
    return session.scalar(query.order_by(r.for_day.desc(), r.id.desc()).limit(1))


def choices(session: Session, run_ids: Iterable[int]) -> dict[int, dict[str, tuple[str, bool]]]:
    """For each run, by item code: the answer chosen, and whether it failed."""
    a = ChecklistAnswerRow
    query = select(a.run_id, a.item_code, a.choice, a.fails)
    query = query.where(a.run_id.in_(list(run_ids)), a.choice != "")
    by_run: dict[int, dict[str, tuple[str, bool]]] = defaultdict(dict)
    for run_id, code, choice, fails in session.execute(query):
        by_run[run_id][code] = (choice, fails)
    return by_run


def add_photo(session: Session, row: PhotoRow) -> None:
    """Keep a photo."""
    session.add(row)
    session.flush()


def photo_row(session: Session, photo_id: int) -> PhotoRow | None:
    """The photo to work on inside this transaction."""
    return session.get(PhotoRow, photo_id)


def photos(session: Session, run_id: int) -> tuple[Photo, ...]:
    """The photos of a run that were not removed, in the order they were added."""
    p = PhotoRow
    query = select(p).where(p.run_id == run_id, p.removed_at.is_(None)).order_by(p.id)
    return tuple(Photo(row.id, row.item_code, row.jpeg) for row in session.scalars(query))


def _run_query() -> Select[Any]:
    """Run, template version, the name of whoever did it, and the number of answers."""
    r, a = ChecklistRunRow, ChecklistAnswerRow
    answered = select(func.count()).where(a.run_id == r.id, a.choice != "").scalar_subquery()
    doer = UserRow.id == func.coalesce(r.finished_by, r.started_by)
    query = select(r, ChecklistTemplateRow, UserRow.name, answered)
    query = query.join(ChecklistTemplateRow, ChecklistTemplateRow.id == r.template_id)
    return query.outerjoin(UserRow, doer)


def _order() -> tuple[Any, ...]:
    r = ChecklistRunRow
    return r.finished_at.is_not(None), r.for_day.desc(), r.id.desc()


def _title(session: Session) -> ColumnElement[Any]:
    """The place of a run's title in the alphabet; a title is kept in three languages."""
    t = ChecklistTemplateRow
    bodies = session.execute(select(t.id, t.body))
    titles = {key: stored_template(body).title.text.casefold() for key, body in bodies}
    places = {title: at for at, title in enumerate(sorted(set(titles.values())))}
    by_id = {key: places[title] for key, title in titles.items()}
    return case(by_id, value=ChecklistRunRow.template_id)


def _state_place(_session: Session) -> ColumnElement[Any]:
    r = ChecklistRunRow
    return case((r.finished_at.is_(None), 0), (r.late, 2), else_=1)


def _failed(_session: Session) -> ColumnElement[Any]:
    """A run that is still going on has not failed yet."""
    return case((ChecklistRunRow.finished_at.is_not(None), ChecklistRunRow.failed_items))


_BY: dict[str, Callable[[Session], ColumnElement[Any]]] = {
    "run": _title,
    "day": lambda _session: ChecklistRunRow.for_day.expression,
    "state": _state_place,
    "score": lambda _session: ChecklistRunRow.score.expression,
    "failed": _failed,
}


def _conditions(run_filter: RunFilter) -> list[Any]:
    r = ChecklistRunRow
    asked = (
        (run_filter.template_key, r.template_key == run_filter.template_key),
        (run_filter.state is RunState.DRAFT, r.finished_at.is_(None)),
        (run_filter.state is RunState.FINISHED, r.finished_at.is_not(None)),
        (run_filter.with_failures, r.failed_items > 0),
    )
    conditions: list[Any] = [r.removed_at.is_(None)]
    conditions += [condition for on, condition in asked if on]
    if run_filter.first is not None:
        conditions.append(r.for_day >= run_filter.first)
    if run_filter.last is not None:
        conditions.append(r.for_day <= run_filter.last)
    return conditions


def _lines(session: Session, query: Select[Any]) -> tuple[RunLine, ...]:
    templates: dict[int, Template] = {}
    run_lines = []
    for row, version, by, answered in session.execute(query):
        if version.id not in templates:
            templates[version.id] = stored_template(version.body)
        run_lines.append(_line(row, templates[version.id], by or "", answered))
    return tuple(run_lines)


def _line(row: ChecklistRunRow, template: Template, by: str, answered: int) -> RunLine:
    return RunLine(
        id=row.id,
        ref=row.ref,
        template_key=row.template_key,
        template_title=template.title,
        template_version=template.version,
        state=_state(row),
        for_day=row.for_day,
        started_at=row.started_at,
        finished_at=row.finished_at,
        by=by,
        score=row.score,
        answered=answered,
        of=len(template.items),
        failed_items=row.failed_items,
        critical_failed=row.critical_failed,
        late=row.late,
    )


def _state(row: ChecklistRunRow) -> RunState:
    return RunState.DRAFT if row.finished_at is None else RunState.FINISHED


def add_many(
    session: Session,
    runs: tuple[Sequence[str], Iterable[bulk.Stored]],
    answers: tuple[Sequence[str], Iterable[bulk.Stored]],
    *,
    detail: Mapping[str, object],
) -> int:
    """Keep many finished runs and their answers at once, each as columns and rows."""
    count = bulk.insert(session, ChecklistRunRow, *runs, detail=detail)
    bulk.insert(session, ChecklistAnswerRow, *answers, detail=detail)
    return count
