"""The disclosure log over a real store: written, read, narrowed, printed, and never changed."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.domain.customers.facts import CustomerFilter, Identity, NewCustomer
from csq_desktop.domain.customers.timeline import TimelineKind
from csq_desktop.domain.disclosures.facts import (
    Disclosure,
    DisclosureFilter,
    DisclosureView,
    NewDisclosure,
)
from csq_desktop.domain.disclosures.words import DisclosureForm, RecipientKind
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.customers import customers, timelines
from csq_desktop.services.disclosures import disclosures, erasure, papers
from csq_desktop.services.exports import exports
from csq_desktop.services.exports.exports import ExportOrder
from csq_desktop.services.retention import mentions
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, by_hand, opened

FIELDS = ("identity.name", "identity.phone")


def told(
    customer_ids: tuple[int, ...], whom: str = "Insurer Ltd, Mr Wong 9123 4567"
) -> NewDisclosure:
    kind = RecipientKind.INSURER
    return NewDisclosure(customer_ids, whom, kind, "Claim 7", FIELDS, form=DisclosureForm.SPOKEN)


def furnish(store: Store, _clock: FixedClock) -> None:
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        for name in ("Chan Tai Man", "Lee Siu Ling"):
            customers.add(session, NewCustomer(Identity(name)))


def both(store: Store) -> tuple[int, int]:
    with store.reading(identities=True) as session:
        newest, oldest = (line.id for line in customers.first_lines(session, CustomerFilter(), 2))
    return oldest, newest


def test_what_leaves_is_written_down_and_stays(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    furnish(store, clock)
    chan, lee = both(store)
    with store.writing() as session:
        by_hand_id = disclosures.record_by_hand(session, told((chan, chan)))
        with pytest.raises(UserError, match="Open the customer"):
            disclosures.record_by_hand(session, told(()))
        disclosures.note_backup(session, "shop.csqbackup")
    order = ExportOrder(
        "customers",
        tmp_path / "list.csv",
        "Campaign",
        recipient="Printer Ltd",
        recipient_kind=RecipientKind.CONTRACTOR,
    )
    exports.write_list(store, order)
    with store.reading(identities=True) as session:
        lines = disclosures.everything(session)
        assert [(line.ref, line.recipient, line.customers) for line in lines] == [
            ("D-2026-0003", "Printer Ltd", 2),
            ("D-2026-0002", "", 0),
            ("D-2026-0001", "Insurer Ltd, Mr Wong 9123 4567", 1),
        ]
        assert "name" in lines[0].fields
        assert lines[2].by_hand
        assert not lines[0].by_hand
        (hand,) = disclosures.everything(session, DisclosureFilter(DisclosureView.BY_HAND))
        assert hand.id == by_hand_id
        of_chan = timelines.of_customer(session, chan, TimelineKind.DISCLOSURE)
        assert [item.what for item in of_chan][
            -1
        ] == "Disclosure (Exported file): Printer Ltd (Service provider)"
        assert of_chan[0].what.startswith("Disclosure (By telephone or in person): Insurer Ltd")
        assert of_chan[0].note == "Claim 7 · Name, Telephone"
        assert len(timelines.of_customer(session, lee, TimelineKind.DISCLOSURE)) == 1
        since = date(2026, 10, 5)
        who = [line.recipient for line in disclosures.recipients(session, chan, since)]
        assert who == ["Printer Ltd", "Insurer Ltd, Mr Wong 9123 4567"]
        assert not disclosures.recipients(session, chan, date(2026, 10, 6))
        narrowed = DisclosureFilter(
            first=since, last=since, recipient_kind=RecipientKind.CONTRACTOR
        )
        for shown in (DisclosureFilter(), narrowed):
            assert papers.register(session, shown, language="zh_HK").startswith(b"%PDF")
    nobodys_line_changes(store)
    words_go_with_the_person(store, chan)
    words_that_name_one_of_several_go(store, (chan, lee))
    auditors_read_it_without_names(store, clock)


def nobodys_line_changes(store: Store) -> None:
    for statement in (
        "UPDATE disclosure SET purpose = 'x'",
        "UPDATE disclosure SET recipient = '', purpose = '', blanked_at = 1, day = '2026-01-01'",
        "DELETE FROM disclosure",
        "DELETE FROM disclosed_customer",
        "UPDATE disclosed_customer SET customer_id = 1",
    ):
        with pytest.raises(sqlcipher.IntegrityError, match="log is never"):
            by_hand(store, statement)


def words_go_with_the_person(store: Store, chan: int) -> None:
    with store.writing() as session:
        erasure.erase(session, [chan], [])
    with store.reading(identities=True) as session:
        lines = disclosures.everything(session)
        assert [(line.recipient, line.blanked) for line in lines] == [
            ("Printer Ltd", False),
            ("", False),
            ("", True),
        ]
        assert papers.register(session, DisclosureFilter(), language="en").startswith(b"%PDF")
    assert checks.check(store).sound


def words_that_name_one_of_several_go(store: Store, people: tuple[int, int]) -> None:
    """A line about two loses its words where they name the one who is erased, or with both."""
    chan, lee = people
    with store.writing() as session:
        named = disclosures.record_by_hand(session, told(people, "Desk, about Chan Tai Man"))
        others = disclosures.record_by_hand(session, told(people, "Insurer Ltd"))
        known = mentions.recogniser(session, [chan])
        found = tuple(mentions.elsewhere(session, [chan], [], known))
        places = {(mention.place.table, mention.place.row_id) for mention in found}
        assert places == {("disclosure", named)}
        mentions.black_out(session, found)
    with store.reading(identities=True) as session:
        blanked = {line.id: line.blanked for line in disclosures.everything(session)}
    assert (blanked[named], blanked[others]) == (True, False)
    with store.writing() as session:
        erasure.erase(session, [lee], [])
        assert not record_of(session, others).blanked
        erasure.erase(session, [chan, lee], [])
        assert record_of(session, others).blanked
    assert checks.check(store).sound


def record_of(session: Session, line_id: int) -> Disclosure:
    return next(line for line in disclosures.everything(session) if line.id == line_id)


def auditors_read_it_without_names(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        disclosures.record_by_hand(session, told(both(store)))
    folder = store.folder
    store.close()
    with (
        opened(folder, clock, Role.AUDITOR) as audited,
        audited.reading(identities=False) as session,
    ):
        newest = disclosures.everything(session)[0]
        assert newest.recipient == "Insurer Ltd, [name] [telephone]"
    with (
        opened(folder, clock, Role.STAFF) as staffed,
        staffed.reading(identities=False) as session,
        pytest.raises(Refused),
    ):
        disclosures.everything(session)
