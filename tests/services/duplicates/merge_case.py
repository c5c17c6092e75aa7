"""A small shop whose customers are merged and un-merged: what it holds, and its random hands."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers.consents import MARKETING, SURVEY, NewAnswer
from csq_desktop.domain.customers.facts import Consent, Identity, NewCustomer, StatementGiven
from csq_desktop.domain.duplicates.facts import CUSTOMER_CHOICES, IDENTITY_CHOICES, NewMerge
from csq_desktop.errors import UserError
from csq_desktop.services.customers import consents, customers
from csq_desktop.services.duplicates import merging, unmerging
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.row import ROWS, CheckedBy, Row, VaultRow, table_of
from tests.factory import FixedClock
from tests.services.small_shop import logged, set_up

PEOPLE = (
    Identity("陳大文先生", "CHAN Tai Man", "9123 4567", "tai.man@example.com"),
    Identity("陈大文", phone="6000 0001", their_reference="M-7"),
    Identity("Mr Tai Man Chan", phone="9123 4567", note="Rings on Mondays"),
    Identity("李小美", "LEE Siu Mei", "6000 0000", "mei@example.com", "1 Nathan Road"),
    Identity("Siu Mei LEE", email="MEI@example.com"),
)
_GROWING = ("complaint_event", "customer_merge", "customer_merge_change")
"""Histories: they only grow."""


def furnish(store: Store, clock: FixedClock) -> None:
    """Five records of two persons, with complaints, answers and statements."""
    set_up(store)
    with store.writing() as session:
        ids = [
            customers.add(
                session, NewCustomer(who, statement=_told(clock, n), segment="vip" * (n % 2))
            )
            for n, who in enumerate(PEOPLE)
        ]
        for n in range(8):
            logged(session, clock, customer_id=ids[n % 4])
        for n, (purpose, consent) in enumerate(
            ((MARKETING, Consent.REFUSED), (MARKETING, Consent.AGREED), (SURVEY, Consent.AGREED))
        ):
            day = clock.at.date() - timedelta(days=3 - n)
            answer = NewAnswer(consent, day, purpose, Channel.COUNTER.value, "in person")
            consents.record(session, ids[n], answer)
        customers.archive(session, ids[4])


def _told(clock: FixedClock, n: int) -> StatementGiven | None:
    return StatementGiven(clock.at.date()) if n in (1, 3) else None


def customer_ids(store: Store) -> list[int]:
    """Every customer, the oldest first."""
    with store.reading() as session:
        return list(session.scalars(select(CustomerRow.id).order_by(CustomerRow.id)))


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a record and of a kept sum, in both files; histories are left out."""
    kinds = {
        name: kind
        for name, kind in ROWS.items()
        if kind.__audit__ is not None or kind.__checked__ is CheckedBy.RECOUNT
    }
    with store.reading(identities=True) as session:
        return {
            name: sorted(map(tuple, session.execute(select(table_of(kind)))), key=repr)
            for name, kind in kinds.items()
            if name not in _GROWING and issubclass(kind, Row | VaultRow)
        }


def merged_at_random(store: Store, dice: random.Random, ids: Sequence[int]) -> int | None:
    """Merge two customers, either way, with some values of the other; None for one person."""
    first, second = dice.sample(ids, 2)
    fields = (*IDENTITY_CHOICES, *CUSTOMER_CHOICES)
    taken = frozenset(dice.sample(fields, dice.randint(0, len(fields))))
    try:
        with store.writing() as session:
            return merging.merge(session, NewMerge(first, second, taken))
    except UserError:
        return None


def unmerged(store: Store, merge_id: int) -> tuple[str, ...]:
    """Take a merge back; gives what is named as changed since."""
    with store.writing() as session:
        return unmerging.unmerge(session, merge_id).changed
