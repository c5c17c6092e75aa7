"""Queries of retention: holds, records left for now, what was used last, the ledger of erasures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from csq_desktop.domain.evidence.facts import FilePlace
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import Erasure, LegalHold
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.bodies import from_body
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.evidence import EvidenceRow
from csq_desktop.storage.tables.cases.letters import LetterRow, LetterWordsRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import (
    ConsentRow,
    CustomerRow,
    IdentityRow,
    SealedIntakeRow,
)
from csq_desktop.storage.tables.imports import (
    ImportBatchRow,
    ImportChangeRow,
    VaultImportChangeRow,
)
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow
from csq_desktop.storage.tables.privacy.retention import ErasureRow, LegalHoldRow, RetentionLeftRow
from csq_desktop.storage.tables.store import UserRow

C, K, H, L, E = ComplaintRow, CustomerRow, LegalHoldRow, RetentionLeftRow, ErasureRow
_Places = tuple[tuple[str, int, str], ...]


class LastUse(NamedTuple):
    """A record, what it is called, when it was used last, and whose it is."""

    record_id: int
    ref: str
    at: datetime
    customer_id: int | None = None


class LeftRecord(NamedTuple):
    """Until when a record is left, and why."""

    until: date
    reason: str


def customers_used(session: Session, before: datetime, limit: int) -> list[LastUse]:
    """Customers whose last contact was before a moment, the longest ago first.

    A contact is their being entered, a complaint received, answered or closed, and each answer
    about a purpose.
    """
    contact = (C.received_at, C.resolved_at, C.closed_at)
    last_case = (
        select(func.max(func.max(*(func.coalesce(column, 0) for column in contact))))
        .where(C.customer_id == K.id, C.customer_id.is_not(None))
        .scalar_subquery()
    )
    last_answer = (
        select(func.max(ConsentRow.at)).where(ConsentRow.customer_id == K.id).scalar_subquery()
    )
    zero = func.coalesce
    used = func.max(K.created_at, zero(last_case, 0), zero(last_answer, 0))
    moment = type_of_moment(used)
    query = (
        select(K.id, K.ref, moment)
        .where(K.created_at < before, used < _seconds(before))
        .where(K.anonymised_at.is_(None), K.merged_into.is_(None))
        .order_by(used, K.id)
        .limit(limit)
    )
    return [LastUse(number, ref, at, number) for number, ref, at in session.execute(query)]


def type_of_moment(expression: Any) -> Any:
    """An expression over moments, read as one."""
    return func.coalesce(expression, 0, type_=K.created_at.type)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def closed_cases(session: Session, before: datetime, limit: int) -> list[LastUse]:
    """Closed and voided records of feedback whose words are still there, by their end."""
    ended = func.coalesce(C.closed_at, C.removed_at, type_=C.closed_at.type)
    query = (
        select(C.id, C.ref, ended, C.customer_id)
        .where(ended < before, C.words != "—")
        .order_by(ended, C.id)
        .limit(limit)
    )
    return [LastUse(*row) for row in session.execute(query)]


def cases_with_evidence(session: Session, before: datetime, limit: int) -> list[LastUse]:
    """Closed and voided cases that still have the content of a file, by their end."""
    there = EvidenceRow.location != FilePlace.ERASED
    return _ended_with(session, EvidenceRow.complaint_id, there, before, limit=limit)


def cases_with_letters(session: Session, before: datetime, limit: int) -> list[LastUse]:
    """Closed and voided cases with letters whose words are still there; it takes the vault."""
    if not desk_of(session).sees_identities:
        return []
    there = LetterRow.id.in_(select(LetterWordsRow.letter_id))
    return _ended_with(session, LetterRow.complaint_id, there, before, limit=limit)


def _ended_with(
    session: Session,
    complaint_id: InstrumentedAttribute[int],
    there: ColumnElement[bool],
    before: datetime,
    *,
    limit: int,
) -> list[LastUse]:
    ended = func.coalesce(C.closed_at, C.removed_at, type_=C.closed_at.type)
    query = (
        select(C.id, C.ref, ended, C.customer_id)
        .where(ended < before, C.id.in_(select(complaint_id).where(there)))
        .order_by(ended, C.id)
        .limit(limit)
    )
    return [LastUse(*row) for row in session.execute(query)]


def sealed_waiting(session: Session, before: datetime, limit: int) -> list[LastUse]:
    """Callers handed in sealed before a moment whom nobody could open."""
    s = SealedIntakeRow
    query = (
        select(s.id, C.ref, s.at)
        .join(C, C.id == s.complaint_id)
        .where(s.at < before, s.opened_at.is_(None))
        .order_by(s.at, s.id)
        .limit(limit)
    )
    return [LastUse(*row) for row in session.execute(query)]


def remembered_imports(session: Session, before: datetime, limit: int) -> list[LastUse]:
    """Imports before a moment of which the store still knows what they changed."""
    b = ImportBatchRow
    kinds: list[Any] = [ImportChangeRow]
    if desk_of(session).sees_identities:
        kinds.append(VaultImportChangeRow)
    known: set[int] = set()
    for kind in kinds:
        known.update(session.scalars(select(kind.batch_id).distinct()))
    query = select(b.id, b.at).where(b.at < before).order_by(b.at, b.id)
    rows = [row for row in session.execute(query) if row.id in known]
    return [LastUse(row.id, "", row.at) for row in rows[:limit]]


def place_hold(session: Session, customer_id: int, reason: str) -> int:
    """Keep a hold; returns its id."""
    desk = desk_of(session)
    row = H(
        id=ids.reserve(session),
        customer_id=customer_id,
        reason=reason,
        placed_at=desk.now(),
        placed_by=desk.user.id,
    )
    session.add(row)
    session.flush()
    return row.id


def hold(session: Session, hold_id: int) -> LegalHoldRow | None:
    """The row to work on inside this transaction."""
    return session.get(H, hold_id)


def remove_hold(session: Session, row: LegalHoldRow) -> None:
    """Take out a hold that was placed by mistake."""
    session.delete(row)
    session.flush()


def holds(session: Session, *, standing: bool) -> list[LegalHold]:
    """Every hold, or those that stand, the newest first."""
    placer, releaser = aliased(UserRow), aliased(UserRow)
    query = (
        select(H, K.ref, placer.name, releaser.name)
        .outerjoin(K, K.id == H.customer_id)
        .outerjoin(placer, placer.id == H.placed_by)
        .outerjoin(releaser, releaser.id == H.released_by)
        .order_by(H.id.desc())
    )
    if standing:
        query = query.where(H.released_at.is_(None))
    return [
        LegalHold(
            id=row.id,
            customer_id=row.customer_id,
            ref=ref or "",
            reason=row.reason,
            placed_at=row.placed_at,
            placed_by=placed_by or "",
            released_at=row.released_at,
            released_by=released_by or "",
            release_reason=row.release_reason,
        )
        for row, ref, placed_by, released_by in session.execute(query)
    ]


def held_customers(session: Session) -> frozenset[int]:
    """The customers nothing of whom may be erased."""
    return frozenset(session.scalars(select(H.customer_id).where(H.released_at.is_(None))))


def leave(session: Session, kind: RecordKind, record_id: int, left: LeftRecord) -> None:
    """Keep that a record stays until a day."""
    desk = desk_of(session)
    session.add(
        L(
            id=ids.reserve(session),
            kind=kind,
            record_id=record_id,
            until=left.until,
            reason=left.reason,
            written_at=desk.now(),
            written_by=desk.user.id,
        )
    )
    session.flush()


def left_records(session: Session, kind: RecordKind) -> Mapping[int, LeftRecord]:
    """The records of a kind that somebody left, as was written last."""
    query = select(L.record_id, L.until, L.reason).where(L.kind == kind).order_by(L.id)
    return {number: LeftRecord(until, reason) for number, until, reason in session.execute(query)}


def left_about(
    session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]
) -> list[int]:
    """The numbers of what was written about records that were left."""
    wanted = {
        RecordKind.CUSTOMERS: customer_ids,
        **dict.fromkeys((RecordKind.COMPLAINTS, RecordKind.EVIDENCE), complaint_ids),
        RecordKind.LETTERS: complaint_ids,
    }
    return [
        number
        for kind, numbers in wanted.items()
        for some in in_parts(numbers)
        for number in session.scalars(select(L.id).where(L.kind == kind, L.record_id.in_(some)))
    ]


def holds_about(session: Session, customer_ids: Iterable[int]) -> list[int]:
    """The numbers of the holds on some customers, released ones too."""
    return [
        number
        for some in in_parts(customer_ids)
        for number in session.scalars(select(H.id).where(H.customer_id.in_(some)))
    ]


def customers_of(session: Session, complaint_ids: Collection[int]) -> dict[int, int]:
    """The customer of each complaint; those without one are left out."""
    theirs: dict[int, int] = {}
    for some in in_parts(complaint_ids):
        query = select(C.id, C.customer_id).where(C.id.in_(some))
        theirs |= {case: who for case, who in session.execute(query) if who is not None}
    return theirs


def references(session: Session, customer_ids: Sequence[int]) -> list[str]:
    """What some customers are called."""
    return [
        ref
        for some in in_parts(customer_ids)
        for ref in session.scalars(select(K.ref).where(K.id.in_(some)).order_by(K.id))
    ]


def pack_months(session: Session, pack_ids: Sequence[int]) -> tuple[str, ...]:
    """The months of some packs, as people write them in files."""
    query = select(PackRow.month).where(PackRow.id.in_(pack_ids)).distinct()
    return tuple(str(month) for month in sorted(session.scalars(query)))


def forget_words(session: Session, words_ids: Sequence[int]) -> None:
    """Let go of some words that stand in the vault."""
    bulk.delete(session, PrivateWordsRow, words_ids, detail={"erased": True})


def index_scrubbed(session: Session, kind: Kind, row_ids: Sequence[int]) -> None:
    """Have records found by what they still say, where their table is searched."""
    index = {ComplaintRow: search.COMPLAINTS, IdentityRow: search.CUSTOMERS}.get(kind)
    if index is not None:
        for number in row_ids:
            index.index(session, number)


def add_erasure(session: Session, erasure: Erasure) -> int:
    """Keep an erasure in the ledger; returns its id."""
    row = E(
        id=ids.reserve(session),
        code=erasure.code,
        number=erasure.number,
        erased_at=erasure.at,
        approver=erasure.approver,
        kind=erasure.kind,
        months=erasure.months,
        by_rule=erasure.by_rule,
        mode=erasure.mode,
        records=list(erasure.records),
        cases=list(erasure.cases),
        spared=[list(place) for place in erasure.spared],
        named=[list(place) for place in erasure.named],
        counts=dict(erasure.counts),
        replayed=erasure.replayed,
    )
    session.add(row)
    session.flush()
    return row.id


def next_number(session: Session) -> int:
    """The number of the next certificate."""
    return (session.scalar(select(func.max(E.number))) or 0) + 1


def erasures(session: Session) -> tuple[Erasure, ...]:
    """The whole ledger, the oldest first."""
    return tuple(_erasure(row) for row in session.scalars(select(E).order_by(E.erased_at, E.id)))


def erasure(session: Session, erasure_id: int) -> Erasure | None:
    """One erasure."""
    row = session.get(E, erasure_id)
    return None if row is None else _erasure(row)


def _erasure(row: ErasureRow) -> Erasure:
    return Erasure(
        id=row.id,
        code=row.code,
        number=row.number,
        at=row.erased_at,
        approver=row.approver,
        kind=row.kind,
        months=row.months,
        by_rule=row.by_rule,
        mode=row.mode,
        records=from_body(tuple[int, ...], row.records),
        cases=from_body(tuple[int, ...], row.cases),
        spared=from_body(_Places, row.spared),
        named=from_body(_Places, row.named),
        counts=from_body(dict[str, int], row.counts),
        replayed=row.replayed,
    )
