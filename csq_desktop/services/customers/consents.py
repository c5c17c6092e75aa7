"""Consents by purpose: the list of purposes, customers' answers, and who may be written to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.plausible_days import check_day
from csq_desktop.domain.customers import consents as rule
from csq_desktop.domain.customers.consents import NewAnswer, Purpose
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.customers import statements
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.customers import consents as records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.customers.survivors import survivor_of, survivors
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr


@dataclass(frozen=True)
class PurposeStanding:
    """Where a customer stands about one purpose."""

    purpose: Purpose
    consent: Consent


def purposes(session: Session) -> tuple[Purpose, ...]:
    """What customers can be asked about, by the list that the shop maintains."""
    require(session, Permission.READ_CUSTOMERS)
    return tuple(Purpose(entry.code, entry.wording) for entry in lists.choices(lists.PURPOSES))


def record(session: Session, customer_id: int, answer: NewAnswer) -> None:
    """Record what a customer said about a purpose, and with it the statement then in force."""
    require(session, Permission.EDIT_CUSTOMERS)
    row = customer_records.get(session, customer_id)
    if row is None:
        raise UserError(tr("This customer has been removed."))
    customer_id = row.id
    if answer.purpose not in {purpose.code for purpose in purposes(session)}:
        raise UserError(tr("Choose the purpose."), field="purpose")
    check_day(answer.day, "day")
    since = records.opted_out_on(session, customer_id, answer.purpose)
    rule.check_answer(answer, shop.today(session), since)
    version = statements.in_force(session, answer.day).version
    records.add(session, customer_id, answer, version)


def standing(session: Session, customer_id: int) -> tuple[PurposeStanding, ...]:
    """Where a customer stands about every purpose; one no longer in use is shown once answered."""
    require(session, Permission.READ_CUSTOMERS)
    customer_id = survivor_of(session, customer_id)
    in_use = {purpose.code for purpose in purposes(session)}
    stands = (
        PurposeStanding(
            Purpose(entry.code, entry.wording),
            records.standing(session, [customer_id], entry.code)[customer_id],
        )
        for entry in lists.everything(lists.PURPOSES)
    )
    return tuple(
        each
        for each in stands
        if each.purpose.code in in_use or each.consent is not Consent.NOT_ASKED
    )


def may_use(
    session: Session, customer_ids: Collection[int], purpose: str, day: date | None = None
) -> frozenset[int]:
    """Those of some customers whose data may be used for a purpose today, or on a day.

    Every list and letter for a purpose asks it: nobody is written to who did not agree, and whose
    opt-out stands (PDPO, Part 6A).
    """
    require(session, Permission.READ_CUSTOMERS)
    leads = survivors(session, customer_ids)
    asked = {row_id: leads.get(row_id, row_id) for row_id in customer_ids}
    stands = records.standing(session, set(asked.values()), purpose, day)
    return frozenset(row_id for row_id, of in asked.items() if stands[of] is Consent.AGREED)
