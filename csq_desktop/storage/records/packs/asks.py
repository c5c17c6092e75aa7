"""Queries of what issued packs ask for, and of the answers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.asks import AskAnswer, AskFacts
from csq_desktop.storage.records.bodies import from_body
from csq_desktop.storage.records.cases import actions
from csq_desktop.storage.records.deadlines import IS_OPEN
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.packs import AskAnswerRow, PackAskRow, PackRow

K, A, C = PackAskRow, AskAnswerRow, ComplaintRow


@dataclass(frozen=True)
class StoredAsk:
    """An ask as one pack asked it; `first_id` is the earlier one that it repeats."""

    id: int
    pack_id: int
    month: Month
    issued_at: datetime
    place: int
    first_id: int | None
    facts: AskFacts


def add(session: Session, pack_id: int, asks: Iterable[tuple[AskFacts, int | None]]) -> None:
    """Keep what a pack asks for, in its order, each with the open ask that it repeats."""
    for place, (facts, first_id) in enumerate(asks, start=1):
        session.add(
            K(
                id=ids.reserve(session),
                pack_id=pack_id,
                place=place,
                first_id=first_id,
                kind=facts.kind,
                pledge_id=facts.pledge_id,
                action_id=facts.action_id,
                refs=list(facts.refs),
                number=facts.number,
                text=facts.text,
            )
        )
    session.flush()


def everything(session: Session) -> tuple[StoredAsk, ...]:
    """What every pack asked, in the order the packs were issued."""
    query = select(K, PackRow.month, PackRow.issued_at).join(PackRow, PackRow.id == K.pack_id)
    return tuple(
        StoredAsk(row.id, row.pack_id, month, at, row.place, row.first_id, _facts(row))
        for row, month, at in session.execute(query.order_by(PackRow.id, K.place))
    )


def is_ask(session: Session, ask_id: int) -> bool:
    """Whether there is such an ask, and it repeats no other."""
    query = select(K.id).where(K.id == ask_id, K.first_id.is_(None))
    return session.execute(query).first() is not None


def get_answer(session: Session, answer_id: int) -> AskAnswerRow | None:
    """An answer's row, to be read inside this transaction; never leaves the services."""
    return session.get(A, answer_id)


def add_answer(session: Session, row: AskAnswerRow) -> None:
    """Keep an answer."""
    session.add(row)
    session.flush()


def answers(session: Session) -> Mapping[int, list[AskAnswer]]:
    """Every answer by the id of its ask, the oldest first."""
    names = people.names(session)
    begun = {action.id: action for action in actions.everything(session)}
    zone = desk_of(session).zone
    by_ask: dict[int, list[AskAnswer]] = defaultdict(list)
    for row in session.scalars(select(A).order_by(A.id)):
        by_ask[row.ask_id].append(
            AskAnswer(
                id=row.id,
                decision=row.decision,
                answered_at=row.answered_at,
                answered_on=row.answered_at.astimezone(zone).date(),
                decided_by=names.get(row.decided_by_id or 0, ""),
                owner=names.get(row.owner_id or 0, ""),
                due_on=row.due_on,
                comment=row.comment,
                action=begun.get(row.action_id or 0),
            )
        )
    return by_ask


def _facts(row: PackAskRow) -> AskFacts:
    return AskFacts(
        kind=row.kind,
        pledge_id=row.pledge_id,
        action_id=row.action_id,
        refs=from_body(tuple[str, ...], row.refs),
        number=row.number,
        text=row.text,
    )


def endings(session: Session, refs: Collection[str]) -> dict[str, datetime | None]:
    """When the complaints of these numbers were closed or voided; None of those open now.

    Of one that was closed on a day nobody knows it is when it was last worked on here.
    """
    ended: dict[str, datetime | None] = {}
    columns = (C.ref, C.closed_at, C.removed_at, C.resolved_at, C.received_at)
    for some in in_parts(sorted(set(refs))):
        query = select(*columns).where(C.ref.in_(some))
        for ref, closed, voided, resolved, received in session.execute(query):
            ended[ref] = closed or voided or resolved or received
        is_open = select(C.ref).where(C.ref.in_(some), *IS_OPEN, C.removed_at.is_(None))
        ended |= dict.fromkeys(session.scalars(is_open))
    return ended
