"""Customers, complaints, letters and actions as they stood at a moment, from the audit trail."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.replay import Past, RowTrail, TrailStep, sequence_at
from csq_desktop.domain.audit.wording import object_text
from csq_desktop.domain.customers.facts import RevealReason, masked
from csq_desktop.domain.past.facts import (
    PastChange,
    PastField,
    PastMoment,
    PastPart,
    PastPoint,
    PastRecord,
    PastRow,
    PastSubject,
)
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.customers import customers
from csq_desktop.services.past import values
from csq_desktop.services.past.values import Mask, PastValues
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.complaints import involved as involved_records
from csq_desktop.storage.records.past import past as records
from csq_desktop.storage.records.past import past_links, past_lists
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.cases.letters import LetterRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintEventRow, ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.texts import tr

_KINDS: dict[PastSubject, Kind] = {
    PastSubject.CUSTOMER: CustomerRow,
    PastSubject.COMPLAINT: ComplaintRow,
    PastSubject.LETTER: LetterRow,
    PastSubject.ACTION: ActionRow,
}
NOW = PastPoint()
_BRIEF = {("customer", "complaint"): ("kind", "received_at", "state", "closed_at")}
"""Of a record that has a page of its own only these are shown with another."""
_OF_CASE = ("complaint_id", "survivor_id", "merged_id", "follow_up_id", "follows_id")


def read(
    session: Session, subject: PastSubject, record_id: int, point: PastPoint = NOW
) -> PastRecord:
    """A record as it stood; identities are masked. UserError where the trail knows nothing of it.

    Refused for a complaint to those whom it is about, and what is of such a case is left out.
    """
    require(session, Permission.READ_CUSTOMERS)
    _refuse(session, subject, record_id)
    return _read(session, subject, record_id, point, masked)


def called(session: Session, ref: str) -> tuple[PastSubject, int]:
    """The record that has a number people know it by; a UserError where none has."""
    require(session, Permission.READ_CUSTOMERS)
    for subject, kind in _KINDS.items():
        number = records.called(session, kind, ref.strip())
        if number is not None:
            return subject, number
    raise UserError(tr("There is no record with the number {ref}.", ref=ref.strip()))


def reveal(
    session: Session,
    customer_id: int,
    *,
    point: PastPoint = NOW,
    reason: RevealReason,
    words: str = "",
) -> PastRecord:
    """A customer as they stood with their identity in full, as far as it is known.

    Who looked, when and why goes into the audit trail, as of today's identity.
    """
    customers.reveal(session, customer_id, reason, words)
    return _read(session, PastSubject.CUSTOMER, customer_id, point, lambda identity: identity)


def _read(
    session: Session, subject: PastSubject, record_id: int, point: PastPoint, mask: Mask
) -> PastRecord:
    trail = _trail(session, subject, record_id)
    sequence = _sequence(trail.steps, point)
    for kind, rows in trail.kinds():
        records.add_earlier(session, kind, rows, sequence)
    spoken = replace(trail.values, lists=past_lists.at(session, sequence))
    return _shown(replace(trail, mask=mask, values=spoken), sequence, point.moment)


@dataclass(frozen=True)
class _LinkedRows:
    """The rows of one kind that belong to the record, or did, and the columns that say so."""

    kind: Kind
    columns: Sequence[str]
    rows: Mapping[int, RowTrail]

    def at(self, number: int, sequence: int) -> Iterator[tuple[RowTrail, Past]]:
        """Those that belonged to it at a point."""
        for row in self.rows.values():
            if row.was_there(sequence):
                fields = row.at(sequence)
                if any(fields[name].words == number for name in self.columns):
                    yield row, fields


@dataclass(frozen=True)
class _Trail:
    """All that the trail tells of a record and what belongs to it."""

    subject: PastSubject
    record: RowTrail
    identity: RowTrail | None
    linked: Sequence[_LinkedRows]
    steps: Sequence[TrailStep]
    values: PastValues
    mask: Mask = masked

    def kinds(self) -> Iterator[tuple[Kind, Mapping[int, RowTrail]]]:
        """Every row, by its table."""
        yield _KINDS[self.subject], {self.record.key: self.record}
        if self.identity is not None:
            yield IdentityRow, {self.identity.key: self.identity}
        yield from ((linked.kind, linked.rows) for linked in self.linked)


def _refuse(session: Session, subject: PastSubject, record_id: int) -> None:
    """Refused for a case, or a letter on one, to those whom it is about."""
    if subject is PastSubject.COMPLAINT:
        involved.complaint(session, record_id)
    elif subject is PastSubject.LETTER:
        involved.complaint(session, records.case_of_letter(session, record_id))


def _trail(session: Session, subject: PastSubject, record_id: int) -> _Trail:
    record = records.trails(session, _KINDS[subject], [record_id]).get(record_id)
    if record is None:
        raise UserError(tr("The audit trail knows nothing of this record."))
    identity = None
    if subject is PastSubject.CUSTOMER and desk_of(session).sees_identities:
        identity = records.trails(session, IdentityRow, [record_id]).get(record_id)
    linked = [
        _LinkedRows(each.kind, each.columns, _seen(session, each.kind, rows))
        for each in past_links.kinds(subject.value)
        if (keys := past_links.keys(session, each, subject.value, record_id))
        if (rows := records.trails(session, each.kind, keys))
    ]
    every = [(str(each.kind.__audit__), row) for each in linked for row in each.rows.values()]
    steps = [record, *(row for _, row in every), *([identity] if identity else [])]
    return _Trail(
        subject,
        record,
        identity,
        linked,
        sorted((step for row in steps for step in row.steps), key=lambda step: step.sequence),
        values.of(session, [(subject.value, record), *every]),
    )


def _seen(session: Session, kind: Kind, rows: Mapping[int, RowTrail]) -> Mapping[int, RowTrail]:
    """Without what is of cases that are about the signed-in user."""
    hidden = involved_records.hidden_ids(session)
    if not hidden:
        return rows
    return {
        key: row
        for key, row in rows.items()
        if not (hidden & ({key} if kind is ComplaintRow else _cases(row)))
    }


def _cases(row: RowTrail) -> set[object]:
    """The complaints that a row names now."""
    named = (row.fields[name].today for name in _OF_CASE if name in row.fields)
    return {candidate.stored for candidate in named if candidate is not None}


def _sequence(steps: Sequence[TrailStep], point: PastPoint) -> int:
    """The entry that a point stands for; UserError where nothing of the record was there yet."""
    if point.sequence is not None:
        return point.sequence
    if point.moment is None:
        return steps[-1].sequence
    sequence = sequence_at(steps, point.moment)
    return steps[0].sequence - 1 if sequence is None else sequence


def _shown(trail: _Trail, sequence: int, at: datetime | None) -> PastRecord:
    points = _points(trail.steps)
    here = [point for point in points if point <= sequence]
    since = here[-2] if len(here) > 1 else 0
    led = [step for step in trail.steps if since < step.sequence <= sequence]
    record = PastRecord(
        trail.subject,
        trail.record.key,
        trail.values.references.get((trail.subject.value, trail.record.key))
        or object_text(trail.subject.value),
        at or (led[-1].at if led else trail.steps[0].at),
        sequence,
        bool(led) and trail.record.was_there(sequence),
        before=here[-2] if len(here) > 1 else None,
        after=next((point for point in points if point > sequence), None),
        is_intact=all(step.is_intact for step in trail.steps if step.sequence <= sequence),
    )
    if not record.is_there:
        return record
    new = {step.sequence for step in led}
    past = trail.record.at(sequence)
    return replace(
        record,
        change=_change(trail, led),
        fields=(*_identity(trail, sequence, new), *_fields(trail, past, new)),
        parts=tuple(_parts(trail, sequence, new)),
        moments=tuple(_moments(trail, past)),
        hides_identity=trail.subject is PastSubject.CUSTOMER and trail.identity is None,
    )


def _points(steps: Sequence[TrailStep]) -> list[int]:
    """The last entry of each change: what was written in one second is one."""
    last = {step.at: step.sequence for step in steps}
    return sorted(last.values())


def _change(trail: _Trail, led: Sequence[TrailStep]) -> PastChange:
    makes = any(step in trail.record.steps for step in led if step.makes)
    return PastChange(led[-1].at, trail.values.person(led[-1].user_id), makes)


def _fields(trail: _Trail, past: Past, new: Collection[int]) -> Iterator[PastField]:
    written = _written(trail.record, new)
    return trail.values.fields(trail.subject.value, trail.record, past, written)


def _identity(trail: _Trail, sequence: int, new: Collection[int]) -> Iterable[PastField]:
    if trail.identity is None:
        return ()
    written = _written(trail.identity, new)
    return trail.values.identity(trail.identity, sequence, written, trail.mask)


def _written(row: RowTrail, new: Collection[int]) -> set[str]:
    return {name for step in row.steps if step.sequence in new for name in step.fields}


def _parts(trail: _Trail, sequence: int, new: Collection[int]) -> Iterator[PastPart]:
    for linked in trail.linked:
        rows = [
            _row(trail, str(linked.kind.__audit__), row, past, new)
            for row, past in linked.at(trail.record.key, sequence)
        ]
        if rows:
            yield PastPart(_title(linked.kind), tuple(rows))


def _title(kind: Kind) -> str:
    return tr("History") if kind is ComplaintEventRow else object_text(str(kind.__audit__))


def _row(trail: _Trail, record: str, row: RowTrail, past: Past, new: Collection[int]) -> PastRow:
    subject = trail.subject.value
    shown = _BRIEF.get((subject, record))
    brief = past if shown is None else {name: past[name] for name in shown}
    title, note = trail.values.title(record, row, past, subject)
    fields = trail.values.fields(record, row, brief, _written(row, new), subject=subject)
    is_new = any(step.makes and step.sequence in new for step in row.steps)
    at = trail.values.at(record, row, past)
    return PastRow(at, title, note, tuple(fields), is_new)


def _moments(trail: _Trail, past: Past) -> Iterator[PastMoment]:
    """From a letter: the case as its writer saw it, and as it was when the letter went out."""
    if trail.subject is not PastSubject.LETTER:
        return
    case = past["complaint_id"].words
    for name, title in (
        ("written_at", tr("The case when the letter was written")),
        ("issued_at", tr("The case when the letter was issued")),
    ):
        at = past[name].words
        if type(case) is int and isinstance(at, str):
            moment = datetime.fromisoformat(at)
            yield PastMoment(title, PastSubject.COMPLAINT, case, moment)
