"""Words that supervisors alone may read go with the customer they are about."""

from pathlib import Path

from sqlalchemy import select

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.complaints.facts import Correction
from csq_desktop.domain.customers.facts import (
    CustomerFilter,
    Identity,
    NewCustomer,
    RevealReason,
)
from csq_desktop.services import audit_trail
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow
from tests.services.imports.import_case import (
    CASE_ROWS,
    CASES,
    PEOPLE,
    PEOPLE_ROWS,
    case,
    clock,
    store,
    taken,
    undone,
)

__all__ = ["clock", "store"]


def test_words_about_a_customer_go_with_the_customer(store: Store, tmp_path: Path) -> None:
    batch = taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    with store.writing() as session:
        for number in customers.line_ids(session, CustomerFilter()):
            customers.reveal(session, number, RevealReason.OTHER, "Asked for by the police")
        assert len(session.scalars(select(PrivateWordsRow)).all()) == 3
    undone(store, batch)
    with store.reading(identities=True) as session:
        assert session.scalars(select(PrivateWordsRow)).all() == []
        lines = audit_trail.page(session, TrailFilter()).lines
    shown = [line.changes[-1].after for line in lines if line.what == "Identity shown"]
    assert shown == ["Removed with the customer."] * 3


def test_words_of_a_corrected_complaint_go_with_the_customer_it_was_of(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.writing() as session:
        stays = customers.add(session, NewCustomer(Identity("Stays")))
        withdrawn, moved = case(session, "T1").id, case(session, "T2").id
    batch = taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    with store.writing() as session:
        goes = max(customers.line_ids(session, CustomerFilter()))
        for complaint in (withdrawn, moved):
            complaints.link(session, complaint, goes, "As Mrs Chan said")
            complaints.correct(session, complaint, Correction(words="She waited"))
        complaints.withdraw(session, withdrawn, "Twice")
        complaints.link(session, moved, stays, "It was not Mrs Chan")
        complaints.correct(session, moved, Correction(product="Umbrella"))
        complaints.correct(session, moved, Correction(product="Lamp"))
    undone(store, batch)
    with store.reading(identities=True) as session:
        left = session.scalars(select(PrivateWordsRow)).all()
        assert [(row.object_id, row.field, row.text) for row in left] == [
            (moved, "product", "Umbrella")
        ]
