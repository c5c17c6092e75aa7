"""Queries of pledges: their versions and the counts of each day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, Pledge, PledgeTerms, PledgeVersion
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.files.faults import unreadable
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.pledges import (
    PledgeCountRow,
    PledgeMonthRow,
    PledgeRow,
    PledgeVersionRow,
)

_THREE = (
    *("wording", "standard", "maximum", "remedy", "how_to_claim"),
    *("limits", "how_measured", "published"),
)
_PLAIN = ("standard_share", "maximum_share", "maximum_minutes", "effective_from")


def get(session: Session, pledge_id: int) -> PledgeRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(PledgeRow, pledge_id)


def code_taken(session: Session, code: str) -> bool:
    """Whether a pledge of this code exists, retired ones included."""
    return session.scalar(select(PledgeRow.id).where(PledgeRow.code == code)) is not None


def add(session: Session, new: NewPledge, owner_id: int | None) -> int:
    """Keep a new pledge and its first version; returns its id."""
    number = (session.scalar(select(func.max(PledgeRow.number))) or 0) + 1
    row = PledgeRow(
        id=ids.reserve(session),
        code=new.code,
        number=number,
        source=new.source,
        owner_id=owner_id,
        created_at=desk_of(session).now(),
    )
    session.add(row)
    session.flush()
    add_version(session, row.id, new.terms)
    return row.id


def add_version(session: Session, pledge_id: int, terms: PledgeTerms) -> int:
    """Keep another version of a pledge's terms; returns its number."""
    newest = select(func.max(PledgeVersionRow.version)).where(
        PledgeVersionRow.pledge_id == pledge_id
    )
    desk = desk_of(session)
    row = PledgeVersionRow(
        id=ids.reserve(session),
        pledge_id=pledge_id,
        version=(session.scalar(newest) or 0) + 1,
        created_at=desk.now(),
        created_by=desk.user.id,
        **_stored(terms),
    )
    session.add(row)
    session.flush()
    return row.version


def rewrite_version(session: Session, pledge_id: int, version: int, terms: PledgeTerms) -> None:
    """Put other terms in the place of a version's."""
    row = _version(session, pledge_id, version)
    for name, value in _stored(terms).items():
        setattr(row, name, value)
    session.flush()


def remove_version(session: Session, pledge_id: int, version: int) -> None:
    """Take a version away; the audit trail keeps what it said."""
    session.delete(_version(session, pledge_id, version))
    session.flush()


def made_at(session: Session, pledge_id: int, version: int) -> datetime:
    """When a version was written."""
    return _version(session, pledge_id, version).created_at


def remove(session: Session, pledge_id: int) -> None:
    """Take a pledge and its versions away; nothing else may hang on it."""
    for row in session.scalars(
        select(PledgeVersionRow).where(PledgeVersionRow.pledge_id == pledge_id)
    ):
        session.delete(row)
    session.flush()
    session.delete(session.get_one(PledgeRow, pledge_id))
    session.flush()


def is_used(session: Session, pledge_id: int) -> bool:
    """Whether anything was counted or noted for a pledge."""
    return any(
        session.execute(select(row.id).where(row.pledge_id == pledge_id).limit(1)).first()
        for row in (PledgeCountRow, PledgeMonthRow)
    )


def everything(session: Session) -> tuple[Pledge, ...]:
    """Every pledge with its versions, in the order of their numbers."""
    rows = session.scalars(select(PledgeRow).order_by(PledgeRow.number)).all()
    versions = session.scalars(select(PledgeVersionRow).order_by(PledgeVersionRow.version)).all()
    names = people.names(session)
    return tuple(
        _pledge(row, [v for v in versions if v.pledge_id == row.id], people.shown(row, names))
        for row in rows
    )


def counts(session: Session, pledge_id: int, first: date, last: date) -> tuple[DayCount, ...]:
    """The day counts of a pledge, newest first."""
    query = select(PledgeCountRow).where(
        PledgeCountRow.pledge_id == pledge_id, PledgeCountRow.day.between(first, last)
    )
    rows = session.scalars(query.order_by(PledgeCountRow.day.desc()))
    return tuple(_count(row) for row in rows)


def counts_of_all(session: Session, first: date, last: date) -> tuple[DayCount, ...]:
    """The day counts of every pledge, oldest first."""
    query = select(PledgeCountRow).where(PledgeCountRow.day.between(first, last))
    order = (PledgeCountRow.day, PledgeCountRow.pledge_id)
    return tuple(_count(row) for row in session.scalars(query.order_by(*order)))


def count_ids(session: Session, pledge_id: int | None, first: date, last: date) -> list[int]:
    """The ids of the day counts of a pledge or of all, oldest first."""
    query = select(PledgeCountRow.id).where(PledgeCountRow.day.between(first, last))
    if pledge_id is not None:
        query = query.where(PledgeCountRow.pledge_id == pledge_id)
    return [*session.scalars(query.order_by(PledgeCountRow.day, PledgeCountRow.pledge_id))]


def counted_days(session: Session, first: date, last: date) -> set[tuple[int, date]]:
    """The (pledge, day) pairs that have a count."""
    query = select(PledgeCountRow.pledge_id, PledgeCountRow.day)
    query = query.where(PledgeCountRow.day.between(first, last))
    return {(pledge_id, day) for pledge_id, day in session.execute(query)}


def last_counted(session: Session, pledge_id: int) -> date | None:
    """The last day a pledge has a count of."""
    query = select(func.max(PledgeCountRow.day)).where(PledgeCountRow.pledge_id == pledge_id)
    return session.scalar(query)


def put_count(session: Session, count: DayCount) -> DayCount | None:
    """Keep a day's count in place of an earlier one; returns what was there before."""
    desk = desk_of(session)
    query = select(PledgeCountRow).where(
        PledgeCountRow.pledge_id == count.pledge_id, PledgeCountRow.day == count.day
    )
    row = session.scalar(query)
    before = _count(row) if row else None
    if row is None:
        row = PledgeCountRow(
            id=ids.reserve(session),
            pledge_id=count.pledge_id,
            day=count.day,
            month=Month.of(count.day),
        )
        session.add(row)
    row.met, row.missed = count.met, count.missed
    row.over_maximum, row.excluded, row.reason = count.over_maximum, count.excluded, count.reason
    row.entered_at, row.entered_by = desk.now(), desk.user.id
    row.batch_id = None  # no import's number any more: undoing one leaves it alone
    session.flush()
    return before


def add_many(
    session: Session,
    columns: Sequence[str],
    rows: Sequence[bulk.Stored],
    *,
    detail: Mapping[str, object],
) -> int:
    """Keep many day counts of consecutive ids at once, the id first; days must be new."""
    if not rows:
        return 0
    with rollups.paused(session, "pledge_count"):
        count = bulk.insert(session, PledgeCountRow, columns, rows, detail=detail)
        rollups.add_pledge_counts(session, rows[0][0], rows[-1][0])
    return count


def count_id(session: Session, pledge_id: int, day: date) -> int:
    """The id of a day's count; 0 where there is none."""
    p = PledgeCountRow
    return session.scalar(select(p.id).where(p.pledge_id == pledge_id, p.day == day)) or 0


def remove_count(session: Session, pledge_id: int, day: date) -> DayCount | None:
    """Take a day's count away and return it; the audit trail keeps what it was."""
    query = select(PledgeCountRow).where(
        PledgeCountRow.pledge_id == pledge_id, PledgeCountRow.day == day
    )
    row = session.scalar(query)
    if row is None:
        return None
    session.delete(row)
    session.flush()
    return _count(row)


def remove_many(session: Session, batch_id: int, span: tuple[int, int]) -> int:
    """Take away the day counts a batch added."""
    p = PledgeCountRow
    query = select(p.id).where(p.id.between(*span), p.batch_id == batch_id)
    return bulk.delete(session, p, list(session.scalars(query)), detail={"batch": batch_id})


def exclusions(
    session: Session, pledge_id: int, first: date, last: date
) -> tuple[tuple[date, int, str], ...]:
    """Day, number and reason of what was left out of a pledge's counts, oldest first."""
    p = PledgeCountRow
    query = select(p.day, p.excluded, p.reason).where(
        p.pledge_id == pledge_id, p.day.between(first, last), p.excluded > 0
    )
    return tuple((day, n, reason) for day, n, reason in session.execute(query.order_by(p.day)))


def _version(session: Session, pledge_id: int, version: int) -> PledgeVersionRow:
    query = select(PledgeVersionRow).where(
        PledgeVersionRow.pledge_id == pledge_id, PledgeVersionRow.version == version
    )
    return session.scalars(query).one()


def _stored(terms: PledgeTerms) -> dict[str, Any]:
    worded = {name: to_body(getattr(terms, name)) for name in _THREE}
    return worded | {name: getattr(terms, name) for name in _PLAIN}


def _pledge(row: PledgeRow, versions: Iterable[PledgeVersionRow], owner: str) -> Pledge:
    ordered = list(versions)
    if not ordered:
        raise unreadable()
    ends = [later.effective_from - timedelta(days=1) for _, later in pairwise(ordered)]
    return Pledge(
        id=row.id,
        code=row.code,
        number=row.number,
        source=row.source,
        owner_id=row.owner_id,
        owner=owner,
        versions=tuple(
            PledgeVersion(version.version, _terms(version), end)
            for version, end in zip(ordered, [*ends, None], strict=True)
        ),
        retired_on=row.retired_on,
    )


def _terms(row: PledgeVersionRow) -> PledgeTerms:
    texts: dict[str, Any] = {name: from_body(ThreeTexts, getattr(row, name)) for name in _THREE}
    return PledgeTerms(**texts, **{name: getattr(row, name) for name in _PLAIN})


def _count(row: PledgeCountRow) -> DayCount:
    return DayCount(
        pledge_id=row.pledge_id,
        day=row.day,
        met=row.met,
        missed=row.missed,
        over_maximum=row.over_maximum,
        excluded=row.excluded,
        reason=row.reason,
    )
