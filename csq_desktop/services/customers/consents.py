"""Consents by purpose: the list of purposes, customers' answers, and who may be written to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.customers import consents as rule
from csq_desktop.domain.customers.consents import NewAnswer, Purpose
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.fields import LONGEST_LINE_OF_TEXT
from csq_desktop.domain.names import name_key, one_line
from csq_desktop.domain.plausible_days import check_day
from csq_desktop.domain.threefold import ThreeTexts, three_from, three_to
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.customers import statements
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records import consents as records
from csq_desktop.storage.records import customers as customer_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.customers import ConsentPurposeRow
from csq_desktop.texts import tr


@dataclass(frozen=True)
class PurposeStanding:
    """Where a customer stands about one purpose."""

    purpose: Purpose
    consent: Consent


def purposes(session: Session) -> tuple[Purpose, ...]:
    """What customers can be asked about: what comes with the program, then the shop's own."""
    require(session, Permission.READ_CUSTOMERS)
    with_program = (Purpose(entry.code, entry.wording) for entry in lists.choices(lists.PURPOSES))
    own = (Purpose(row.code, three_from(row.body, row.code)) for row in records.purposes(session))
    return (*with_program, *own)


def add_purpose(session: Session, wording: ThreeTexts) -> str:
    """Add a purpose that customers can be asked about; gives its code."""
    require(session, Permission.EDIT_TEMPLATES)
    texts = {code: one_line(text)[:LONGEST_LINE_OF_TEXT] for code, text in _texts(wording)}
    for code, text in texts.items():
        if not text:
            raise UserError(tr("Name the purpose in all three languages."), field=code)
    there = {
        name_key(text)
        for purpose in purposes(session)
        for text in (purpose.code, *purpose.wording.by_language.values())
    }
    for code, text in texts.items():
        if name_key(text) in there:
            raise UserError(tr("There is a purpose of this name already."), field=code)
    desk = desk_of(session)
    session.add(
        ConsentPurposeRow(
            id=ids.reserve(session),
            code=texts["en"],
            body=three_to(ThreeTexts(**texts)),
            written_at=desk.now(),
            written_by=desk.user.id,
        )
    )
    return texts["en"]


def record(session: Session, customer_id: int, answer: NewAnswer) -> None:
    """Record what a customer said about a purpose, and with it the statement then in force."""
    require(session, Permission.EDIT_CUSTOMERS)
    if customer_records.get(session, customer_id) is None:
        raise UserError(tr("This customer has been removed."))
    if answer.purpose not in {purpose.code for purpose in purposes(session)}:
        raise UserError(tr("Choose the purpose."), field="purpose")
    check_day(answer.day, "day")
    since = records.opted_out_on(session, customer_id, answer.purpose)
    rule.check_answer(answer, shop.today(session), since)
    version = statements.in_force(session, answer.day).version
    records.add(session, customer_id, answer, version)


def standing(session: Session, customer_id: int) -> tuple[PurposeStanding, ...]:
    """Where a customer stands about every purpose."""
    require(session, Permission.READ_CUSTOMERS)
    return tuple(
        PurposeStanding(
            purpose, records.standing(session, [customer_id], purpose.code)[customer_id]
        )
        for purpose in purposes(session)
    )


def may_use(
    session: Session, customer_ids: Collection[int], purpose: str, day: date | None = None
) -> frozenset[int]:
    """Those of some customers whose data may be used for a purpose today, or on a day.

    Every list and letter for a purpose asks it: nobody is written to who did not agree, and whose
    opt-out stands (PDPO, Part 6A).
    """
    require(session, Permission.READ_CUSTOMERS)
    stands = records.standing(session, customer_ids, purpose, day)
    return frozenset(row_id for row_id, consent in stands.items() if consent is Consent.AGREED)


def _texts(wording: ThreeTexts) -> list[tuple[str, str]]:
    return list(wording.by_language.items())
