"""Answers about purposes in a file of customers: yes or no, the day, and where it comes from."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.consents import MARKETING
from csq_desktop.domain.customers.facts import FROM_FILE, Consent
from csq_desktop.domain.customers.fields import CONSENT_COLUMNS
from csq_desktop.domain.imports.rows import Plain
from csq_desktop.exchange.matching.verdicts import Held, Outweighed, Unchangeable
from csq_desktop.services.imports.stored import ChangedRow
from csq_desktop.storage.records.customers import consents as records
from csq_desktop.storage.records.customers.consents import BulkAnswer
from csq_desktop.texts import mark

GIVEN = {Consent.AGREED.value: True, Consent.REFUSED.value: False}
"""What a file says where customers stand so."""


OPTED_OUT = mark(
    "{field}: the customer opted out and stays so. Only a consent with a later day ends an opt-out."
)


def consent_of(answer: Plain) -> Consent:
    """What a yes or no about a purpose means; nothing means nobody asked."""
    if answer is None or answer == "":
        return Consent.NOT_ASKED
    return Consent.AGREED if answer else Consent.REFUSED


def answers_of(customer_id: int, cells: Mapping[str, Any], at: int) -> Iterator[BulkAnswer]:
    """The answers in a row of a file."""
    for purpose, columns in CONSENT_COLUMNS.items():
        consent = consent_of(cells.get(columns.answer))
        if consent is not Consent.NOT_ASKED:
            day, source = cells.get(columns.day), cells.get(columns.source)
            yield BulkAnswer(
                customer_id, at, consent, FROM_FILE, purpose, day or None, str(source or "")
            )


def of_changed_row(row: ChangedRow) -> dict[str, Plain]:
    """The cells about consents of a row: an answer that is news whole, also where one cell is."""
    values, filled = row.values, row.filled
    return {
        key: filled[key]
        for columns in CONSENT_COLUMNS.values()
        if columns.answer in values or columns.day in values
        for key in columns
        if key in filled
    }


def held(
    session: Session, customer_ids: Collection[int], keys: Collection[str]
) -> dict[int, dict[str, Held]]:
    """What is no news of some customers' consents, by the columns of a file.

    A yes is none where the customer opted out, when the file does not say on which day: it ends no
    opt-out. Nor is one that is recorded already.
    """
    by_customer: dict[int, dict[str, Held]] = {row_id: {} for row_id in customer_ids}
    for purpose, columns in CONSENT_COLUMNS.items():
        if purpose != MARKETING and not {*columns}.intersection(keys):
            continue
        stands = records.standing(session, customer_ids, purpose)
        recorded = records.recorded(session, customer_ids, purpose)
        for customer_id in customer_ids:
            answers, stand = recorded.get(customer_id, ()), stands[customer_id]
            answer: Held = GIVEN.get(stand.value)
            has_agreed = any(each.consent is Consent.AGREED for each in answers)
            if stand is Consent.REFUSED and (columns.day not in keys or has_agreed):
                answer = Outweighed(
                    value=False, outweighed=frozenset((True,)), why=OPTED_OUT, unless=columns.day
                )
            days = {answer.day.isoformat() for answer in answers if answer.day}
            by_customer[customer_id].update(
                {
                    columns.answer: answer,
                    columns.day: frozenset(days),
                    columns.source: Unchangeable(""),
                }
            )
    return by_customer


def news(session: Session, answers: Collection[BulkAnswer]) -> list[BulkAnswer]:
    """The answers of a file that are not recorded with the same day already."""
    customer_ids = {answer.customer_id for answer in answers}
    there = {
        (customer_id, purpose, recorded.day and recorded.day.isoformat(), recorded.consent)
        for purpose in CONSENT_COLUMNS
        for customer_id, answered in records.recorded(session, customer_ids, purpose).items()
        for recorded in answered
    }
    return [
        answer
        for answer in answers
        if answer.day is None
        or (answer.customer_id, answer.purpose, answer.day, answer.consent) not in there
    ]
