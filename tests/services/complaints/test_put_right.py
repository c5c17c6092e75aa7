"""What is put right keeps what stood there before, for supervisors; a wrong link is mended."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from csq_desktop.domain.audit.entries import TrailChange, TrailFilter, TrailLine
from csq_desktop.domain.complaints.facts import (
    Channel,
    Complaint,
    ComplaintQueue,
    Correction,
    EventKind,
    Filter,
    Finding,
    NewComplaint,
    Outcome,
    Severity,
)
from csq_desktop.domain.complaints.history import StandardNote
from csq_desktop.domain.customers.facts import Identity, NewCustomer, RevealReason
from csq_desktop.domain.privacy.private_words import EarlierValue
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.settings import shop
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import speaking
from tests.factory import START, FixedClock, open_store

CHAN, LEE = Identity("陳大文", phone="9123 4567"), Identity("李小美")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path, source=FixedClock())
    with opened.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
    return opened


def logged(store: Store, customer_id: int | None = None) -> int:
    new = NewComplaint(
        Channel.COUNTER,
        START,
        "till.waiting",
        Severity.LOW,
        "陳大文 waited",
        customer_id=customer_id,
    )
    with store.writing() as session:
        return complaints.log(session, new).id


def added(store: Store, identity: Identity) -> int:
    with store.writing() as session:
        return customers.add(session, NewCustomer(identity))


def do(store: Store, act: Callable[..., object], *args: object) -> None:
    with store.writing() as session:
        act(session, *args)


def seen(store: Store, complaint_id: int, *, identities: bool = True) -> Complaint:
    with store.reading(identities=identities) as session:
        return complaint_views.read(session, complaint_id)


def texts(earlier: tuple[EarlierValue, ...]) -> list[str]:
    return [value.sentence for value in earlier]


def test_a_correction_keeps_the_earlier_words_for_supervisors(store: Store) -> None:
    case = logged(store)
    typed = Correction(words="Somebody waited", category="staff.rude", channel=Channel.LETTER)
    do(store, complaints.correct, case, Correction(product="Umbrella"))
    do(store, complaints.correct, case, typed)
    do(store, complaints.correct, case, typed)  # nothing is left to correct
    first, last = seen(store, case).events[1:]
    assert (first.text, first.earlier) == ("Product", ())  # it was empty
    assert last.kind is EventKind.CORRECTED
    assert last.text == "What the customer said, Category, Channel"
    assert texts(last.earlier) == [
        "What the customer said before: 陳大文 waited",
        "Category before: Queue & till · Waited too long to pay",
        "Channel before: Counter",
    ]
    blind = seen(store, case, identities=False)
    assert [event.earlier for event in blind.events] == [(), (), ()]
    with store.reading() as session:
        assert "陳大文" not in str(audit_trail.page(session, TrailFilter()))


def test_another_finding_keeps_what_was_written_of_the_first(store: Store) -> None:
    case = logged(store)
    do(store, complaints.decide, case, Outcome(Finding.UPHELD, "Till closed early", "Rota"))
    do(store, complaints.answer, case, Outcome(Finding.PARTLY, "Till was open", "Rota"))
    decided, answered = seen(store, case).events[1:]
    assert decided.earlier == ()
    assert texts(answered.earlier) == ["Investigation notes before: Till closed early"]


def test_words_of_a_field_that_nobody_knows_are_shown_as_they_stand(store: Store) -> None:
    case = logged(store)
    with store.writing() as session:
        event_id = records.add_event(session, case, EventKind.NOTE)
        private_words.add(session, ComplaintRow, case, {"mood": "cross"}, event_id)
    assert texts(seen(store, case).events[-1].earlier) == ["Mood before: cross"]


def test_an_identity_put_right_shows_what_it_was_with_every_reveal(store: Store) -> None:
    number = added(store, CHAN)
    do(store, customers.correct, number, Identity("陳大明", phone="9123 4567"))
    with store.writing() as session:
        shown = customers.reveal(session, number, RevealReason.VERIFY)
    (earlier,) = shown.earlier
    assert (earlier.sentence, earlier.at, earlier.user) == (
        "Name before: 陳大文",
        START,
        store.user.name,
    )
    assert shown.identity.name == "陳大明"


def test_the_trail_tells_supervisors_earlier_words_and_of_an_identity_no_more_than_a_list(
    store: Store,
) -> None:
    do(store, complaints.correct, logged(store), Correction(words="Somebody waited"))
    do(store, customers.correct, added(store, CHAN), Identity("陳大明", phone="9123 4567"))
    with store.reading(identities=True) as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    private = [(line.about, *line.changes) for line in lines if "for supervisors" in line.about]
    words = "Words for supervisors only"
    assert private == [
        (f"{words} CU-00001", TrailChange("Name before", after="陳••")),
        (
            f"{words} C-2026-0001-SSP01",
            TrailChange("What the customer said before", after="陳大文 waited"),
        ),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "text = 'They waived it'",
        "text = ''",
        "object_type = 'customer'",  # else the former name would be shown in full
        "object_id = object_id + 1",
        "field = 'phone'",
        "event_id = 7",
    ],
)
def test_words_changed_past_the_program_are_not_shown_as_their_authors(
    store: Store, change: str
) -> None:
    number, outside = added(store, CHAN), "These words were changed outside the program."
    do(store, customers.correct, number, Identity("陳大明", phone="9123 4567"))
    with store.writing() as session, gate.opened(session):
        session.connection().exec_driver_sql(f"UPDATE vault.private_words SET {change}")
    line = next(line for line in trail(store) if "for supervisors" in line.about)
    assert line.about == "Words for supervisors only"
    assert line.changes == (TrailChange("Text", after=outside),)
    with store.writing() as session:
        shown = customers.reveal(session, number, RevealReason.VERIFY)
    assert "陳大文" not in str(shown.earlier)
    assert {value.sentence for value in shown.earlier} <= {f"Text before: {outside}"}


def test_words_taken_out_past_the_program_are_not_said_to_have_gone_with_the_customer(
    store: Store,
) -> None:
    do(store, customers.correct, added(store, CHAN), Identity("陳大明", phone="9123 4567"))
    with store.writing() as session, gate.opened(session):
        session.connection().exec_driver_sql("DELETE FROM vault.private_words")
    line = next(line for line in trail(store) if "for supervisors" in line.about)
    gone = "No longer in the vault, and no entry says who removed it."
    assert line.changes == (TrailChange("Text", after=gone),)


def test_the_trail_says_whose_a_complaint_was_and_what_its_codes_mean(store: Store) -> None:
    wrong, right = added(store, CHAN), added(store, LEE)
    case = logged(store, wrong)
    for customer_id in (right, None, right):
        do(store, complaints.link, case, customer_id, "She rang")
    do(store, complaints.correct, case, Correction(category="staff.rude"))
    do(
        store,
        partial(customers.describe, segment="member", preferred_language="en", district=""),
        right,
    )
    lines = [line for line in trail(store, identities=False) if line.what == "Changed"]
    described, corrected, *links = [line.changes for line in lines if "Step" not in line.about]
    assert TrailChange("Customer group", after="Member") in described
    assert corrected == (
        TrailChange(
            "Category",
            "Queue & till · Waited too long to pay",
            "Service & staff manner · Rude or disrespectful",
        ),
    )
    assert links == [
        (TrailChange("Customer", "Nobody", "CU-00002"),),
        (TrailChange("Customer", "CU-00002", "Nobody"),),
        (TrailChange("Customer", "CU-00001", "CU-00002"),),
    ]


def trail(store: Store, *, identities: bool = True) -> tuple[TrailLine, ...]:
    with store.reading(identities=identities) as session:
        return audit_trail.page(session, TrailFilter()).lines


def test_a_wrong_link_is_mended_and_the_history_says_so(store: Store) -> None:
    wrong, right = added(store, CHAN), added(store, LEE)
    case = logged(store, wrong)
    do(store, complaints.link, case, right, " Two of that name ")
    do(store, complaints.link, case, None, "Nobody knows")
    do(store, complaints.link, case, right, "She rang")
    undone = partial(complaints.link, note=StandardNote.UNDONE)
    do(store, undone, case, None, "")
    do(store, undone, case, right, "")
    changes = seen(store, case).events[1:]
    assert {event.kind for event in changes} == {EventKind.CUSTOMER}
    assert [(event.text, *texts(event.earlier)) for event in changes] == [
        ("Linked to CU-00002 instead of CU-00001.", "Reason: Two of that name"),
        ("No longer linked to CU-00002.", "Reason: Nobody knows"),
        ("Linked to CU-00002.", "Reason: She rang"),
        ("No longer linked to CU-00002. Undone",),
        ("Linked to CU-00002. Undone",),
    ]
    blind = seen(store, case, identities=False).events
    assert "She rang" not in str((blind, trail(store, identities=False)))
    with store.reading() as session:
        assert "She rang" not in str(
            session.connection()
            .exec_driver_sql(
                "SELECT group_concat(text || coalesce(facts, '')) FROM complaint_event"
            )
            .scalar()
        )
    with speaking("zh_HK"):
        assert seen(store, case).events[1].text == "由 CU-00001 改為連結 CU-00002。"
    with store.reading() as session:
        assert [customers.read(session, each).complaints for each in (wrong, right)] == [0, 1]
        shown = Filter(view=ComplaintQueue.ALL, customer_id=right)
        assert list(complaint_views.line_ids(session, shown)) == [case]


@pytest.mark.parametrize(
    ("customer_id", "reason", "field"),
    [(None, " ", "note"), (None, "Wrong", "customer"), (1, "Wrong", "customer")],
)
def test_a_link_needs_a_reason_and_another_customer_who_exists(
    store: Store, customer_id: int | None, reason: str, field: str
) -> None:
    case = logged(store)
    with pytest.raises(UserError) as refusal:
        do(store, complaints.link, case, customer_id, reason)
    assert refusal.value.field == field


def test_only_a_supervisor_changes_the_customer(store: Store, tmp_path: Path) -> None:
    case = logged(store)
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    with pytest.raises(Refused):
        do(staff, complaints.link, case, None, "Wrong")
    staff.close()
