"""Customers whom the demo shop entered twice: two pairs still to be seen to, one merged."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.facts import Identity, NewCustomer, StatementGiven
from csq_desktop.domain.duplicates.facts import NewMerge
from csq_desktop.services.customers import customers
from csq_desktop.services.duplicates import merging
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import customers as records

_FEWEST = 12
"""Of fewer customers nobody is entered twice."""


def enter_twice(session: Session, people: Sequence[int]) -> None:
    """Enter three customers a second time, as a hurried colleague does, and merge one of them."""
    if len(people) < _FEWEST:
        return
    told = StatementGiven(shop.today(session))
    places = (people[-1], people[len(people) // 2], people[0])
    again = []
    for customer_id in places:
        identity = records.identity(session, customer_id) or Identity()
        hurried = replace(identity, other_name="", address="", note="", their_reference="")
        again.append(customers.add(session, NewCustomer(hurried, statement=told), strict=False))
    merging.merge(session, NewMerge(places[-1], again[-1]))
