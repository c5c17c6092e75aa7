"""Queries of pledges: their versions and the counts of each day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges import DayCount, NewPledge, Pledge, PledgeTerms, PledgeVersion
from csq_desktop.domain.threefold import ThreeTexts
from csq_desktop.storage import bulk, ids, rollups
from csq_desktop.storage.desk import desk_of
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow, PledgeVersionRow

_THREE = ("wording", "standard", "maximum", "remedy", "how_to_claim")
_PLAIN = ("standard_share", "maximum_share", "maximum_minutes", "effective_from")


def get(session: Session, pledge_id: int) -> PledgeRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(PledgeRow, pledge_id)


def code_taken(session: Session, code: str) -> bool:
    """Whether a pledge of this code exists, retired ones included."""
    return session.scalar(select(PledgeRow.id).where(PledgeRow.code == code)) is not None


def add(session: Session, new: NewPledge) -> int:
    """Keep a new pledge and its first version; returns its id."""
    number = (session.scalar(select(func.max(PledgeRow.number))) or 0) + 1
    row = PledgeRow(
        id=ids.reserve(session),
        code=new.code,
        number=number,
        source=new.source,
        owner=new.owner,
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
        **{name: to_body(getattr(terms, name)) for name in _THREE},
        **{name: getattr(terms, name) for name in _PLAIN},
    )
    session.add(row)
    session.flush()
    return row.version


def everything(session: Session) -> tuple[Pledge, ...]:
    """Every pledge with its versions, in the order of their numbers."""
    rows = session.scalars(select(PledgeRow).order_by(PledgeRow.number)).all()
    versions = session.scalars(select(PledgeVersionRow).order_by(PledgeVersionRow.version)).all()
    return tuple(_pledge(row, [v for v in versions if v.pledge_id == row.id]) for row in rows)


def counts(session: Session, pledge_id: int, first: date, last: date) -> tuple[DayCount, ...]:
    """The day counts of a pledge, newest first."""
    query = select(PledgeCountRow).where(
        PledgeCountRow.pledge_id == pledge_id, PledgeCountRow.day.between(first, last)
    )
    rows = session.scalars(query.order_by(PledgeCountRow.day.desc()))
    return tuple(_count(row) for row in rows)


def counted_days(session: Session, first: date, last: date) -> set[tuple[int, date]]:
    """The (pledge, day) pairs that have a count."""
    query = select(PledgeCountRow.pledge_id, PledgeCountRow.day)
    query = query.where(PledgeCountRow.day.between(first, last))
    return {(pledge_id, day) for pledge_id, day in session.execute(query)}


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
    session.flush()
    return before


def add_many(
    session: Session,
    columns: Sequence[str],
    rows: Sequence[bulk.Stored],
    *,
    told: Mapping[str, object],
) -> int:
    """Keep many day counts of consecutive ids at once, the id first; days must be new."""
    if not rows:
        return 0
    with rollups.paused(session, "pledge_count"):
        count = bulk.insert(session, PledgeCountRow, columns, rows, told=told)
        rollups.add_pledge_counts(session, rows[0][0], rows[-1][0])
    return count


def remove_count(session: Session, pledge_id: int, day: date) -> None:
    """Take a day's count away; the audit trail keeps what it was."""
    query = select(PledgeCountRow).where(
        PledgeCountRow.pledge_id == pledge_id, PledgeCountRow.day == day
    )
    row = session.scalar(query)
    if row is not None:
        session.delete(row)


def exclusions(
    session: Session, pledge_id: int, first: date, last: date
) -> tuple[tuple[date, int, str], ...]:
    """Day, number and reason of what was left out of a pledge's counts, oldest first."""
    p = PledgeCountRow
    query = select(p.day, p.excluded, p.reason).where(
        p.pledge_id == pledge_id, p.day.between(first, last), p.excluded > 0
    )
    return tuple((day, n, reason) for day, n, reason in session.execute(query.order_by(p.day)))


def _pledge(row: PledgeRow, versions: Iterable[PledgeVersionRow]) -> Pledge:
    ordered = list(versions)
    ends = [later.effective_from - timedelta(days=1) for _, later in pairwise(ordered)]
    return Pledge(
        id=row.id,
        code=row.code,
        number=row.number,
        source=row.source,
        owner=row.owner,
        versions=tuple(
            PledgeVersion(version.version, _terms(version), end)
            for version, end in zip(ordered, [*ends, None], strict=True)
        ),
        retired_on=row.retired_on,
    )


def _terms(row: PledgeVersionRow) -> PledgeTerms:
    return PledgeTerms(
        wording=from_body(ThreeTexts, row.wording),
        standard=from_body(ThreeTexts, row.standard),
        standard_share=row.standard_share,
        maximum=from_body(ThreeTexts, row.maximum),
        maximum_share=row.maximum_share,
        maximum_minutes=row.maximum_minutes,
        effective_from=row.effective_from,
        remedy=from_body(ThreeTexts, row.remedy),
        how_to_claim=from_body(ThreeTexts, row.how_to_claim),
    )


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
