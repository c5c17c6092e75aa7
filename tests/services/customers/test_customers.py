"""Customers: kept in the vault, masked, revealed with a reason, warned of when alike."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from csq_desktop.domain.audit.entries import TrailChange, TrailFilter
from csq_desktop.domain.complaints.facts import CallerIdentity, Channel, NewComplaint, Severity
from csq_desktop.domain.customers.consents import NewAnswer
from csq_desktop.domain.customers.facts import (
    FROM_FILE,
    Consent,
    ConsentChange,
    CustomerFilter,
    Identity,
    NewCustomer,
    RevealReason,
)
from csq_desktop.domain.drafts import Draft
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.finding import MOST_OF_EACH, FoundRecord
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail, drafts
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import consents, customers, intake
from csq_desktop.services.customers import held as held_of_customers
from csq_desktop.services.customers.intake import TakenIn
from csq_desktop.services.settings import shop
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow
from tests.factory import START, FixedClock, by_hand, open_store

CHAN = Identity("陳大文", "CHAN Tai Man", "9123 4567", "tai.man@example.com", "彌敦道1號")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path, source=FixedClock())
    with opened.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
    return opened


def added(store: Store, identity: Identity = CHAN, **named: Any) -> int:
    with store.writing() as session:
        return customers.add(session, NewCustomer(identity, **named))


def search(store: Store, text: str) -> list[int]:
    with store.reading(identities=True) as session:
        return list(customers.line_ids(session, CustomerFilter(text=text)))


@pytest.mark.no_cover
@pytest.mark.parametrize("text", ["大", "大文", "tai", "4567", "91234567", "man@ex", "CU-00001"])
def test_a_customer_is_found_by_any_part(store: Store, text: str) -> None:
    one = added(store)
    added(store, Identity("李小美", phone="6000 0000"))
    assert search(store, text) == [one]


def test_a_customer_found_from_anywhere_is_shown_masked(store: Store) -> None:
    first = added(store)
    added(store, Identity("李小美", phone="6000 0000"))
    with store.reading(identities=True) as session:
        (line,) = customers.lines(session, [first])
        assert line.masked is not None
        words = f"CU-00001  {line.masked.name}  {line.masked.phone}"
        assert customers.find(session, "4567") == (FoundRecord(words, first),)
        assert "陳大文" not in words


def test_a_customer_without_name_or_telephone_is_found_by_its_number(store: Store) -> None:
    only = added(store, Identity(email="tai.man@example.com"))
    with store.reading(identities=True) as session:
        assert customers.find(session, "CU-00001") == (FoundRecord("CU-00001", only),)


def test_only_so_many_customers_are_offered(store: Store) -> None:
    for number in range(MOST_OF_EACH + 2):
        added(store, Identity(f"Chan {number}"))
    with store.reading(identities=True) as session:
        assert len(customers.find(session, "chan")) == MOST_OF_EACH
        assert len(customers.first_lines(session, CustomerFilter(text="chan"), 2)) == 2


def test_a_list_shows_customers_masked(store: Store) -> None:
    one = added(store)
    with store.reading(identities=True) as session:
        (line,) = customers.lines(session, customers.line_ids(session, CustomerFilter()))
        whole = customers.read(session, one)
    assert line.masked is not None
    assert (line.masked.name, line.masked.phone) == ("陳••", "••••4567")
    assert whole.masked == line.masked


def test_without_the_vault_only_the_reference_is_seen(store: Store) -> None:
    one = added(store)
    with store.reading() as session:
        (line,) = customers.lines(session, [one])
        assert customers.read(session, one).masked is None
        with pytest.raises(Refused):
            customers.line_ids(session, CustomerFilter(text="陳"))
    assert line.masked is None
    assert line.ref == "CU-00001"


def test_a_reveal_is_recorded_without_the_identity(store: Store) -> None:
    one = added(store)
    with store.writing() as session:
        shown = customers.reveal(session, one, RevealReason.OTHER, "陳大文 asked me to")
        entry = session.scalars(
            select(AuditEntryRow).order_by(AuditEntryRow.sequence.desc()).limit(1)
        ).one()
    assert shown.identity.phone == "+85291234567"
    assert entry.action == "revealed"
    assert "陳" not in str(entry.detail)
    assert "phone" in str(entry.detail)


def test_the_words_of_a_reason_stand_in_the_vault_and_supervisors_read_them(store: Store) -> None:
    number = added(store)
    with store.writing() as session:
        customers.reveal(session, number, RevealReason.OTHER, " 陳大文 asked me to ")
        (words,) = session.scalars(select(PrivateWordsRow)).all()
    assert (words.object_type, words.object_id) == ("customer", number)
    assert "陳大文" not in str(told(store, identities=False))
    shown = TrailChange("Fields", after="Name, Other name, Telephone, E-mail, Address")
    reason, explained = TrailChange("Reason", after="Another reason"), "陳大文 asked me to"
    explanation = TrailChange("Explanation", after=explained)
    beside = TrailChange("Explanation", after="In the entry “Identity shown”.")
    assert told(store) == [(shown, reason, explanation), (beside,)]
    for_auditors = TrailChange("Text", after="Only supervisors can read this.")
    assert told(store, identities=False) == [(shown, reason, for_auditors), (for_auditors,)]
    with store.writing() as session:
        session.delete(session.get(PrivateWordsRow, words.id))
    gone = TrailChange("Text", after="Removed with the customer.")
    assert told(store)[1:] == [(shown, reason, gone), (gone,)]


def told(store: Store, *, identities: bool = True) -> list[tuple[TrailChange, ...]]:
    """What the trail says of identities shown and of private words, the newest first."""
    with store.reading(identities=identities) as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    return [
        line.changes
        for line in lines
        if line.what == "Identity shown" or line.about.startswith("Words for supervisors only")
    ]


def test_a_reveal_for_a_named_reason_needs_no_words(store: Store) -> None:
    one = added(store)
    with store.writing() as session:
        assert customers.reveal(session, one, RevealReason.VERIFY).identity.phone == "+85291234567"
        query = select(AuditEntryRow).order_by(AuditEntryRow.sequence.desc()).limit(1)
        assert "words_id" not in session.scalars(query).one().detail


def test_a_reveal_for_another_reason_needs_words(store: Store) -> None:
    one = added(store)
    with pytest.raises(UserError), store.writing() as session:
        customers.reveal(session, one, RevealReason.OTHER)
    with pytest.raises(UserError), store.writing() as session:
        customers.reveal(session, 1, RevealReason.VERIFY)


def test_only_a_telephone_or_an_e_mail_makes_a_caller_a_customer(store: Store) -> None:
    added(store, replace(CHAN, their_reference="M-7"))
    with store.reading(identities=True) as session:
        assert customers.certain_duplicate(session, Identity("陳大文")) is None
        assert customers.certain_duplicate(session, Identity(their_reference="M-7")) is None
        assert customers.certain_duplicate(session, Identity(name="CHAN Tai Man")) is None


@pytest.mark.parametrize(
    "identity", [Identity(), Identity(phone="12"), Identity(email="nobody at home")]
)
def test_what_is_no_contact_is_refused(store: Store, identity: Identity) -> None:
    with pytest.raises(UserError):
        added(store, identity)


def test_a_correction_is_found_and_the_old_name_is_not(store: Store) -> None:
    one = added(store)
    with store.writing() as session:
        customers.correct(session, one, Identity("黃小明", phone="60000000"))
        customers.describe(session, one, segment="vip", preferred_language="en", district="")
    assert search(store, "黃") == [one]
    assert search(store, "陳") == []
    with store.reading(identities=True) as session:
        assert customers.read(session, one).segment == "vip"
    with pytest.raises(UserError), store.writing() as session:
        customers.correct(session, 1, CHAN)


def test_an_archived_customer_can_be_brought_back(store: Store) -> None:
    one = added(store, segment="vip", marketing=Consent.AGREED, marketing_source="form 7")
    with store.writing() as session:
        customers.archive(session, one)
    with store.reading(identities=True) as session:
        assert not customers.line_ids(session, CustomerFilter())
        assert list(customers.line_ids(session, CustomerFilter(archived=True), 5)) == [one]
    with store.writing() as session:
        customers.restore(session, one)
    with store.reading(identities=True) as session:
        narrowed = CustomerFilter(segment="vip", marketing=Consent.AGREED)
        assert list(customers.line_ids(session, narrowed)) == [one]


def test_an_identity_left_alone_by_a_crash_gets_its_customer(store: Store) -> None:
    one = added(store)
    with store.writing() as session:
        session.delete(session.get(CustomerRow, one))
    with store.writing() as session:
        assert records.give_customers(session) == 1
        assert records.give_customers(session) == 0
    with store.reading(identities=True) as session:
        assert customers.read(session, one).masked is not None


def logged_by_staff(tmp_path: Path, clock: FixedClock, caller: CallerIdentity | None) -> int:
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    new = NewComplaint(Channel.TELEPHONE, START, "till.waiting", Severity.LOW, "Queue")
    try:
        with staff.writing() as session:
            return complaints.log(session, new, caller).id
    finally:
        staff.close()


def test_a_sealed_caller_becomes_a_customer_at_a_supervisors_unlock(
    tmp_path: Path, store: Store
) -> None:
    store.close()
    case = logged_by_staff(tmp_path, FixedClock(), CallerIdentity("何先生", "60001111", ""))
    known = logged_by_staff(tmp_path, FixedClock(), CallerIdentity("", "6000 1111", "x y"))
    opened = open_store(tmp_path, source=FixedClock())
    with opened.reading() as session:
        assert intake.waiting(session) == 2
    with opened.writing() as session:
        assert intake.take_in(session) == TakenIn(2)
        assert intake.take_in(session) == TakenIn()
    with opened.reading(identities=True) as session:
        assert intake.waiting(session) == 0
        one, other = (complaint_views.read(session, c).customer_id for c in (case, known))
        assert one == other
        assert customers.lines(session, [one or 0])[0].masked is not None
    opened.close()


@pytest.mark.parametrize(
    "content",
    [
        b"\xff",
        b"[]",
        b'{"name": 5}',
        b'{"name": "A", "x": ""}',
        b'{"name": "\\ud800"}',
        b'{"name": "A", "phone": [], "email": ""}',
        b"[" * 99_999,
        b'{"name": "", "phone": "", "email": ""}',
    ],
)
def test_a_sealed_caller_that_is_none_keeps_no_other_from_being_taken_in(
    tmp_path: Path, store: Store, content: bytes
) -> None:
    """Everybody can seal whatever they like to the public key."""
    store.close()
    case = logged_by_staff(tmp_path, FixedClock(), CallerIdentity("何先生", "60001111", ""))
    odd = logged_by_staff(tmp_path, FixedClock(), CallerIdentity("何先生", "60001112", ""))
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    with staff.key_file() as key_file:
        sealed = sealing.seal(content, key_file.intake_recipient).hex()
    by_hand(staff, f"UPDATE sealed_intake SET sealed = x'{sealed}' WHERE complaint_id = {odd}")
    staff.close()
    opened = open_store(tmp_path, source=FixedClock())
    with opened.writing() as session:
        taken = intake.take_in(session)
        assert (taken.count, taken.unread) == (1, ("C-2026-0002-SSP01",))
        assert "C-2026-0002-SSP01 cannot be read" in taken.sentence
        assert intake.take_in(session) == TakenIn()
    with opened.reading() as session:
        assert complaint_views.read(session, case).customer_id is not None
        assert complaint_views.read(session, odd).customer_id is None
    opened.close()


def test_a_sealed_caller_that_does_not_open_waits_on(tmp_path: Path, store: Store) -> None:
    store.close()
    odd = logged_by_staff(tmp_path, FixedClock(), CallerIdentity("何先生", "60001111", ""))
    case = logged_by_staff(tmp_path, FixedClock(), CallerIdentity("何先生", "60001112", ""))
    opened = open_store(tmp_path, source=FixedClock())
    by_hand(opened, f"UPDATE sealed_intake SET sealed = x'00' WHERE complaint_id = {odd}")
    with opened.writing() as session:
        assert intake.take_in(session) == TakenIn(1, ("C-2026-0001-SSP01",))
        assert intake.waiting(session) == 1
        assert complaint_views.read(session, case).customer_id is not None
    opened.close()


def test_staff_cannot_open_what_they_sealed(tmp_path: Path, store: Store) -> None:
    store.close()
    logged_by_staff(tmp_path, FixedClock(), CallerIdentity("何先生", "60001111", ""))
    with pytest.raises(UserError):
        logged_by_staff(tmp_path, FixedClock(), CallerIdentity())
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    with staff.writing() as session:
        assert intake.take_in(session) == TakenIn()
        assert intake.waiting(session) == 1
    with pytest.raises(Refused), staff.writing() as session:
        customers.add(session, NewCustomer(CHAN))
    staff.close()


def test_drafts_come_back_to_their_user_and_empty_ones_go(store: Store) -> None:
    private = Draft("vault:customer.new", (("name", "陳大文"),))
    plain = Draft("complaint.new", (("words", "等"),))
    with store.writing() as session:
        assert drafts.keep(session, private)
        assert drafts.keep(session, plain)
        assert drafts.keep(session, Draft("complaint.new", (("words", "等候"),)))
    with store.reading(identities=True) as session:
        assert {d.key: d.fields for d in drafts.read_all(session)} == {
            "complaint.new": (("words", "等候"),),
            "vault:customer.new": (("name", "陳大文"),),
        }
    with store.reading() as session:
        assert [d.key for d in drafts.read_all(session)] == ["complaint.new"]
    with store.writing() as session:
        assert not drafts.keep(session, Draft("complaint.new", (("words", " "),)))
        drafts.drop(session, "vault:customer.new")
    with store.reading(identities=True) as session:
        assert drafts.read_all(session) == ()


def test_staff_keep_no_draft_with_an_identity(tmp_path: Path, store: Store) -> None:
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    with staff.writing() as session:
        assert not drafts.keep(session, Draft("vault:x", (("name", "陳"),)))
        drafts.drop(session, "vault:x")
    staff.close()


@pytest.mark.parametrize(
    ("channel", "words"),
    [("web", "Web form"), (FROM_FILE, "From a file"), ("Fair stall", "Fair stall"), ("", "")],
)
def test_only_an_answer_out_of_a_file_is_said_to_be_one(channel: str, words: str) -> None:
    assert ConsentChange(START, Consent.AGREED, channel, "May").given_by == words


def test_customers_are_recognised_by_name_as_the_vault_has_them_now(store: Store) -> None:
    def names(text: str) -> list[tuple[str, str]]:
        with store.reading(identities=True) as session:
            return [(span.text, span.reference) for span in customers.recognised(session, text)]

    with store.writing() as session:
        first = customers.add(session, NewCustomer(CHAN))
    text = "陈大文 and Amy Wong, 9123 4567"
    assert names(text) == [("陈大文", "CU-00001")]
    with store.writing() as session:
        customers.correct(session, first, Identity("Amy Wong"))
    assert names(text) == [("Amy Wong", "CU-00001")]


def test_nobody_is_recognised_without_the_vault(store: Store) -> None:
    with store.reading() as session, pytest.raises(Refused):
        customers.recognised(session, "陳大文")


def test_a_list_is_ordered_by_what_its_headings_show(store: Store) -> None:
    ids = [
        added(store, identity)
        for identity in (
            Identity("", "bell", "9000 0009"),
            Identity("Chan", phone="9000 0001"),
            Identity("ann", email="a@example.com"),
        )
    ]
    bell, chan, ann = ids
    with store.writing() as session:
        consents.record(session, chan, NewAnswer(Consent.REFUSED, shop.today(session)))
        for customer in (chan, chan, bell):
            case = NewComplaint(
                Channel.COUNTER, START, "till.waiting", Severity.LOW, "Slow", customer_id=customer
            )
            complaints.log(session, case)
    orders = {
        "who": ([ann, bell, chan], [chan, bell, ann]),
        "contact": ([chan, bell, ann], [bell, chan, ann]),
        "complaints": ([ann, bell, chan], [chan, bell, ann]),
        "marketing": ([ann, bell, chan], [chan, ann, bell]),
    }
    for key, both in orders.items():
        for down, expected in zip((False, True), both, strict=True):
            shown = CustomerFilter(order=ListOrder(key, down))
            with store.reading(identities=True) as session:
                assert list(customers.line_ids(session, shown)) == expected, (key, down)
                some = replace(shown, text="9000")
                assert list(customers.line_ids(session, some)) == [
                    customer for customer in expected if customer != ann
                ]
    with store.reading() as session:
        shown = CustomerFilter(order=ListOrder("who"))
        assert list(customers.line_ids(session, shown)) == ids


def test_what_is_held_of_a_customer_names_what_was_corrected(store: Store) -> None:
    with store.writing() as session:
        customer = customers.add(session, NewCustomer(Identity("Chan Tai Man")))
        customers.correct(session, customer, Identity("Chan Tai Ming"))
        sections = {section.key: section for section in held_of_customers.held(session, customer)}
        assert list(held_of_customers.held(session, 99)) == []
    (before,) = sections["earlier"].records
    assert [fact.value for fact in before.facts] == ["Chan Tai Man"]
