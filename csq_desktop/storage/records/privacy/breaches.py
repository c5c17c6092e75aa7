"""Queries of data breaches, their decisions, the customers concerned, and printed notices."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.breaches import harm
from csq_desktop.domain.breaches.facts import (
    Breach,
    BreachDecision,
    BreachWords,
    ConcernedCustomer,
    PrintedNotice,
    codes,
)
from csq_desktop.domain.breaches.words import PeopleKind
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.records.privacy.retention import LastUse
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.privacy.breaches import BreachCustomerRow as C
from csq_desktop.storage.tables.privacy.breaches import BreachDecisionRow as D
from csq_desktop.storage.tables.privacy.breaches import BreachNoticeRow as N
from csq_desktop.storage.tables.privacy.breaches import BreachTextRow as T
from csq_desktop.storage.tables.privacy.breaches import BreachWordsRow as W
from csq_desktop.storage.tables.privacy.breaches import PrivacyBreachRow as B


def get(session: Session, breach_id: int) -> B | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(B, breach_id)


def words_of(session: Session, breach_id: int) -> W:
    """The words of a breach in the vault, to work on; new ones where they were erased."""
    desk_of(session).require_identities()
    row = session.get(W, breach_id)
    if row is None:
        row = W(breach_id=breach_id)
        session.add(row)
        session.flush()
    return row


def add(session: Session, row: B, words: W) -> None:
    """Keep a new breach, and in the vault what is written about it."""
    session.add_all((row, words))
    session.flush()


def add_decision(session: Session, row: D, reason: str) -> None:
    """Keep a decision, and in the vault its reason."""
    session.add_all((row, T(id=row.id, breach_id=row.breach_id, wording=reason)))
    session.flush()


def decision(session: Session, decision_id: int) -> D | None:
    """The row of a decision, to work on inside this transaction."""
    return session.get(D, decision_id)


def add_notice(session: Session, row: N, text: str) -> None:
    """Keep that a notice was printed, and in the vault what it said."""
    session.add_all((row, T(id=row.id, breach_id=row.breach_id, wording=text)))
    session.flush()


def everything(session: Session) -> tuple[Breach, ...]:
    """Every breach, the one found last first."""
    return _facts(session)


def by_id(session: Session, breach_id: int) -> Breach | None:
    """One breach."""
    facts = _facts(session, B.id == breach_id)
    return facts[0] if facts else None


def unended(session: Session) -> tuple[Breach, ...]:
    """The breaches that have not ended, the one found first first."""
    return _facts(session, B.breach_ended_at.is_(None))[::-1]


def of_customer(session: Session, customer_id: int) -> tuple[tuple[Breach, datetime], ...]:
    """The breaches that concern a customer, each with the moment that was recorded."""
    query = select(C.breach_id, C.concerned_at).where(C.customer_id == customer_id)
    moments = {row.breach_id: row.concerned_at for row in session.execute(query)}
    return tuple((each, moments[each.id]) for each in _facts(session, B.id.in_(moments)))


def concerned(session: Session, breach_id: int) -> tuple[ConcernedCustomer, ...]:
    """The customers concerned, in the order they were entered; by name for who may see names."""
    query = (
        select(C, CustomerRow.ref)
        .outerjoin(CustomerRow, CustomerRow.id == C.customer_id)
        .where(C.breach_id == breach_id)
        .order_by(C.id)
    )
    rows = session.execute(query).all()
    names = _names(session, [row.customer_id for row, _ in rows])
    return tuple(
        ConcernedCustomer(
            row.customer_id, ref or "", row.concerned_at, names.get(row.customer_id, "")
        )
        for row, ref in rows
    )


def concern(session: Session, breach_id: int, customer_id: int) -> C | None:
    """The row that ties a customer to a breach."""
    query = select(C).where(C.breach_id == breach_id, C.customer_id == customer_id)
    return session.scalars(query).first()


def add_concern(session: Session, row: C) -> None:
    """Tie a customer to a breach."""
    session.add(row)
    session.flush()


def drop_concern(session: Session, row: C) -> None:
    """Untie a customer from a breach."""
    session.delete(row)
    session.flush()


def notices(session: Session, breach_id: int) -> tuple[PrintedNotice, ...]:
    """What was printed of a breach, the newest first."""
    query = (
        select(N, CustomerRow.ref)
        .outerjoin(CustomerRow, CustomerRow.id == N.customer_id)
        .where(N.breach_id == breach_id)
        .order_by(N.printed_at.desc(), N.id.desc())
    )
    users, rows = user_records.names(session), session.execute(query).all()
    return tuple(
        PrintedNotice(
            row.id,
            row.audience,
            row.notice_language,
            row.printed_at,
            users.get(row.printed_by, ""),
            ref or "",
        )
        for row, ref in rows
    )


def notice_texts(session: Session, breach_id: int, customer_id: int) -> tuple[str, ...]:
    """What notices to a customer said, the oldest first; the session sees the vault."""
    query = (
        select(N.id)
        .where(N.breach_id == breach_id, N.customer_id == customer_id)
        .order_by(N.printed_at, N.id)
    )
    rows = (session.get(T, number) for number in session.scalars(query).all())
    return tuple(row.wording for row in rows if row is not None)


def forget_customers(session: Session, customer_ids: Collection[int]) -> None:
    """Untie erased customers, and erase what notices to them said; counts and dates stay."""
    for some in in_parts(customer_ids):
        for tie in session.scalars(select(C).where(C.customer_id.in_(some))).all():
            session.delete(tie)
        for notice in session.scalars(select(N).where(N.customer_id.in_(some))).all():
            text = session.get(T, notice.id)
            if text is not None:
                session.delete(text)
            notice.customer_id = None
    session.flush()


def ended_before(session: Session, before: datetime, limit: int) -> list[LastUse]:
    """The breaches that ended before a moment and still have their words, by their end."""
    ended_at = func.coalesce(B.breach_ended_at, 0, type_=B.logged_at.type)
    query = (
        select(B.id, B.ref, ended_at)
        .where(B.breach_ended_at < before, B.blanked_at.is_(None))
        .order_by(B.breach_ended_at, B.id)
        .limit(limit)
    )
    return [LastUse(*row) for row in session.execute(query)]


def blank(session: Session, breach_ids: Sequence[int], at: datetime) -> int:
    """Erase the words of some breaches, earlier ones too; the register stays. Gives how many."""
    count = 0
    for some in in_parts(breach_ids):
        for table in (W, T):
            for words in session.scalars(select(table).where(table.breach_id.in_(some))).all():
                session.delete(words)
        for tie in session.scalars(select(C).where(C.breach_id.in_(some))).all():
            session.delete(tie)
        for row in session.scalars(select(B).where(B.id.in_(some))).all():
            row.blanked_at = at
            count += 1
    session.flush()
    private_words.forget(session, W, breach_ids, detail={"erased": True})
    return count


def _facts(session: Session, *conditions: ColumnElement[bool]) -> tuple[Breach, ...]:
    query = (
        select(B, ActionRow.ref)
        .outerjoin(ActionRow, ActionRow.id == B.action_id)
        .where(*conditions)
        .order_by(B.found_at.desc(), B.id.desc())
    )
    rows = session.execute(query).all()
    users, numbers = user_records.names(session), [row.id for row, _ in rows]
    words, texts = _words(session, numbers), _texts(session, numbers)
    decided = _decisions(session, numbers, users, texts)
    return tuple(
        _fact(row, ref or "", users, words.get(row.id, BreachWords()), decided.get(row.id, ()))
        for row, ref in rows
    )


def _words(session: Session, breach_ids: Collection[int]) -> dict[int, BreachWords]:
    if not desk_of(session).sees_identities:
        return {}
    rows = session.scalars(select(W).where(W.breach_id.in_(breach_ids)))
    return {
        row.breach_id: BreachWords(
            row.account,
            row.finder,
            row.breach_containment,
            row.harm_note,
            row.breach_follow_up,
            row.lessons,
            row.prevention,
        )
        for row in rows
    }


def _texts(session: Session, breach_ids: Collection[int]) -> dict[int, str]:
    if not desk_of(session).sees_identities:
        return {}
    rows = session.scalars(select(T).where(T.breach_id.in_(breach_ids)))
    return {row.id: row.wording for row in rows}


def _names(session: Session, customer_ids: Iterable[int]) -> dict[int, str]:
    if not desk_of(session).sees_identities:
        return {}
    i = IdentityRow
    query = select(i.customer_id, i.name, i.other_name).where(i.customer_id.in_(customer_ids))
    return {row.customer_id: row.name or row.other_name for row in session.execute(query)}


def _decisions(
    session: Session,
    breach_ids: Collection[int],
    users: Mapping[int, str],
    texts: Mapping[int, str],
) -> dict[int, tuple[BreachDecision, ...]]:
    """The decisions on each breach, in the order they were made."""
    by_breach: dict[int, tuple[BreachDecision, ...]] = {}
    query = select(D).where(D.breach_id.in_(breach_ids)).order_by(D.notify_decided_at, D.id)
    for row in session.scalars(query):
        fact = BreachDecision(
            row.id,
            row.party,
            row.notify,
            row.notify_decided_at,
            users.get(row.notify_decided_by, ""),
            texts.get(row.id, ""),
            row.notified_at,
            row.notify_method,
        )
        by_breach[row.breach_id] = (*by_breach.get(row.breach_id, ()), fact)
    return by_breach


def _assessment(row: B, note: str) -> harm.HarmAssessment | None:
    if row.harm_level is None:
        return None
    factors = harm.HarmFactors(
        row.sensitivity or harm.Sensitivity.HIGH,
        row.protection or harm.ProtectionKind.UNKNOWN,
        row.exposure or harm.Exposure.UNKNOWN,
        row.obtained or harm.ReachedBy.UNKNOWN,
        row.recovery or harm.Recovery.UNKNOWN,
        row.identity_theft or harm.Likelihood.NONE,
        row.physical_harm or harm.Likelihood.NONE,
        row.financial_harm or harm.Likelihood.NONE,
        row.distress or harm.Likelihood.NONE,
    )
    return harm.HarmAssessment(factors, row.harm_level, note)


def _fact(
    row: B,
    action_ref: str,
    users: Mapping[int, str],
    words: BreachWords,
    decisions: tuple[BreachDecision, ...],
) -> Breach:
    return Breach(
        id=row.id,
        ref=row.ref,
        kind=row.breach_kind,
        found_at=row.found_at,
        found_on=row.found_on,
        found_through=row.found_through,
        count_basis=row.count_basis,
        logged_at=row.logged_at,
        logged_by=users.get(row.logged_by, ""),
        happened_from=row.happened_from,
        happened_to=row.happened_to,
        people=tuple(map(PeopleKind, codes(row.people_kinds))),
        people_count=row.people_count,
        detail_kinds=codes(row.detail_kinds),
        contained_at=row.contained_at,
        assessment=_assessment(row, words.harm_note),
        assessed_at=row.harm_at,
        assessed_by=users.get(row.harm_by or 0, ""),
        review_on=row.review_on,
        ended_at=row.breach_ended_at,
        ended_by=users.get(row.breach_ended_by or 0, ""),
        action_id=row.action_id,
        action_ref=action_ref,
        erased=row.blanked_at is not None,
        words=words,
        decisions=decisions,
    )
