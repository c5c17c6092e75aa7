"""Records of one person: warned of, listed, compared, merged, found by either number, un-merged."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.customers.consents import MARKETING, SURVEY, NewAnswer
from csq_desktop.domain.customers.facts import (
    FROM_MERGE,
    Consent,
    Customer,
    CustomerFilter,
    Identity,
    RevealReason,
)
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.duplicates.facts import NewMerge
from csq_desktop.domain.duplicates.likeness import Likeness
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import consents, customers, statements, timelines
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.duplicates import alike, comparing, merging, pairs, unmerging
from csq_desktop.services.stores import checks
from csq_desktop.storage.records.customers import customer_merges
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.records.customers.survivors import survivor_of
from csq_desktop.storage.records.privacy import forgetting
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.customers.customers import ConsentRow, CustomerRow, IdentityRow
from csq_desktop.storage.tables.row import table_of
from tests.factory import START, FixedClock, opened
from tests.services.duplicates.merge_case import PEOPLE, customer_ids, unmerged
from tests.services.small_shop import logged

PHONE, EMAIL, REFERENCE, NAME = Likeness


def merged(store: Store, survivor_id: int, merged_id: int, *taken: str) -> int:
    with store.writing() as session:
        return merging.merge(session, NewMerge(survivor_id, merged_id, frozenset(taken)))


def read(store: Store, customer_id: int) -> Customer:
    with store.reading(identities=True) as session:
        return customers.read(session, customer_id)


def standing(store: Store, customer_id: int, purpose: str = MARKETING) -> Consent:
    with store.reading() as session:
        return next(
            each.consent
            for each in consents.standing(session, customer_id)
            if each.purpose.code == purpose
        )


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        (Identity(phone="9123-4567"), [(0, (PHONE,)), (2, (PHONE,))]),
        (Identity(email="Mei@Example.com"), [(3, (EMAIL,)), (4, (EMAIL,))]),
        (Identity(name="陈大文"), [(0, (NAME,)), (1, (NAME,))]),
        (Identity(name="Dr Chan Tai Man"), [(0, (NAME,)), (2, (NAME,))]),
        (Identity(their_reference="ｍ－7"), [(1, (REFERENCE,))]),
        (Identity("陳大文", phone="91234567"), [(0, (PHONE, NAME)), (2, (PHONE,)), (1, (NAME,))]),
        (Identity(), []),
    ],
)
def test_everybody_alike_is_shown_the_surest_first(
    store: Store, typed: Identity, who: list[tuple[int, tuple[Likeness, ...]]]
) -> None:
    ids = customer_ids(store)
    with store.reading(identities=True) as session:
        matches = alike.matches(session, typed)
    assert [(match.id, match.shared) for match in matches] == [(ids[n], why) for n, why in who]
    assert all("9123 4567" not in match.masked.phone for match in matches)
    assert [match.archived for match in matches] == [n == 4 for n, _ in who]


def test_pairs_are_listed_until_somebody_says_that_they_are_two(store: Store) -> None:
    ids = customer_ids(store)

    def listed() -> dict[tuple[int, int], str]:
        with store.reading(identities=True) as session:
            every = pairs.likely(session)
        return {(ids.index(each.first.id), ids.index(each.second.id)): each.why for each in every}

    assert listed() == {
        (0, 2): "same telephone, similar name",
        (3, 4): "same e-mail, similar name",
    }
    with store.writing() as session:
        known = pairs.not_the_same(session, ids[2], ids[0])
        assert pairs.not_the_same(session, ids[0], ids[2]) is None
    assert listed().keys() == {(3, 4)}
    merge_id = merged(store, ids[1], ids[2])
    assert (0, 1) not in listed()  # it holds for whom the two were merged into
    unmerged(store, merge_id)
    with store.writing() as session:
        pairs.perhaps_the_same(session, known)
        pairs.perhaps_the_same(session, known)
        pairs.perhaps_the_same(session, None)
    assert (0, 2) in listed()
    with pytest.raises(UserError), store.writing() as session:
        pairs.not_the_same(session, ids[0], ids[0])


def test_both_numbers_and_names_lead_to_the_survivor(store: Store, clock: FixedClock) -> None:
    ids = customer_ids(store)
    merged(store, ids[3], ids[0], "note")
    assert read(store, ids[0]) == read(store, ids[3])
    assert read(store, ids[3]).merged == ("CU-00001",)
    assert read(store, ids[3]).complaints == 4
    with store.reading(identities=True) as session:
        for text in ("CU-00001", "陈大文先生", "91234567", "CU-00004"):
            assert ids[3] in customers.line_ids(session, CustomerFilter(text=text))
        assert "CU-00001" in customers.find(session, "CU-00001")[0].text
        assert ids[0] not in customers.line_ids(session, CustomerFilter())
        assert {match.id for match in alike.matches(session, PEOPLE[0])} == {ids[1], ids[2], ids[3]}
        (span,) = customers.recognised(session, "陳大文來過")[:1]
        assert span.reference in ("CU-00004", "")
        shown = Filter(view=ComplaintQueue.ALL, customer_id=ids[3], kind=None)
        assert len(complaint_views.first_lines(session, shown, 9)) == 4
        lines = [item.what for item in timelines.of_customer(session, ids[0])]
        assert "CU-00001 merged into CU-00004" in lines
    with store.writing() as session:
        new = logged(session, clock, customer_id=ids[0])
        complaints.link(session, new, ids[1], "wrong")
        complaints.link(session, new, ids[0], "right")
        customers.describe(session, ids[0], segment="", preferred_language="en", district="")
        customers.reveal(session, ids[0], RevealReason.VERIFY)
        told = statements.outstanding(session)
    assert told == 1  # two were told, one is archived, and one is no record of its own
    assert read(store, ids[3]).preferred_language == "en"
    assert read(store, ids[3]).complaints == 5
    with pytest.raises(UserError):
        merged(store, ids[0], ids[3])


def test_a_merge_writes_what_became_of_each_case(store: Store) -> None:
    ids = customer_ids(store)
    merge_id = merged(store, ids[1], ids[0])
    with store.reading(identities=True) as session:
        shown = Filter(view=ComplaintQueue.ALL, customer_id=ids[1], kind=None)
        lines = complaint_views.first_lines(session, shown, 9)
        texts = [complaint_views.read(session, line.id).events[-1].text for line in lines]
    assert len(texts) == 4
    assert "Linked to CU-00002 instead of CU-00001. The two customers were merged." in texts
    unmerged(store, merge_id)
    with store.reading(identities=True) as session:
        shown = Filter(view=ComplaintQueue.ALL, customer_id=ids[0], kind=None)
        for line in complaint_views.first_lines(session, shown, 9):
            text = complaint_views.read(session, line.id).events[-1].text
            assert text.endswith("The merged customers are two again.")
        assert "CU-00001 un-merged from CU-00002" in [
            item.what for item in timelines.of_customer(session, ids[0])
        ]


def test_an_opt_out_of_either_stands_and_goes_back_with_the_merge(store: Store) -> None:
    opted_out, agreed, *_ = ids = customer_ids(store)
    assert (standing(store, opted_out), standing(store, agreed)) == (
        Consent.REFUSED,
        Consent.AGREED,
    )
    merge_id = merged(store, agreed, opted_out)
    assert standing(store, agreed) is Consent.REFUSED  # though the other consented later
    assert read(store, agreed).marketing is Consent.REFUSED
    assert read(store, agreed).consents[0].given_by == "Customers merged"
    with store.reading() as session:
        assert not consents.may_use(session, ids[:2], MARKETING)
        assert consents.may_use(session, ids, SURVEY) == {ids[2]}
    unmerged(store, merge_id)
    assert standing(store, agreed) is read(store, agreed).marketing is Consent.AGREED


def test_who_opted_out_while_two_were_one_has_opted_out_in_both_records(
    store: Store, clock: FixedClock
) -> None:
    _, agreed, asked, *_ = customer_ids(store)
    merge_id = merged(store, asked, agreed)
    opt_out = NewAnswer(Consent.REFUSED, clock.at.date(), MARKETING, "email", "by e-mail")
    with store.writing() as session:
        consents.record(session, agreed, opt_out)
    unmerged(store, merge_id)
    assert standing(store, agreed) is standing(store, asked) is Consent.REFUSED
    assert read(store, agreed).consents[0].source == "by e-mail"


def test_what_was_changed_since_is_named_and_stays(store: Store, clock: FixedClock) -> None:
    ids = customer_ids(store)
    merge_id = merged(store, ids[3], ids[0], "name", "phone", "segment", "email")
    with store.writing() as session:
        shown = Filter(view=ComplaintQueue.ALL, customer_id=ids[3], kind=None)
        first = complaint_views.first_lines(session, shown, 9)[-1]
        complaints.link(session, first.id, ids[2], "is somebody else's")
        identity = records.identity(session, ids[3])
        assert identity is not None
        customers.correct(session, ids[3], Identity("陳大文", phone=identity.phone))
        plan = unmerging.plan(session, merge_id)
        done = unmerging.unmerge(session, merge_id)
        assert merging.into(session, ids[3]) == ()
    assert done == plan
    assert (plan.survivor_ref, plan.merged_ref) == ("CU-00004", "CU-00001")
    assert {first.ref, "Name", "E-mail"} == set(plan.changed)
    assert plan.moving == "1 complaint or other feedback, 1 recorded consent"
    with store.reading(identities=True) as session:
        identity = records.identity(session, ids[3])
    assert identity == Identity("陳大文", phone="+85260000000")
    with pytest.raises(UserError), store.writing() as session:
        unmerging.unmerge(session, merge_id)


def test_what_is_gone_or_somebody_elses_by_now_is_left_alone(store: Store) -> None:
    ids = customer_ids(store)
    first, second = (merged(store, ids[3], each) for each in ids[:2])
    with store.writing() as session:
        refused, agreed, kept = session.scalars(
            select(ConsentRow).where(ConsentRow.customer_id == ids[3]).order_by(ConsentRow.id)
        )
        session.delete(refused)
        agreed.customer_id = ids[2]
        assert kept.channel == FROM_MERGE
    assert unmerged(store, first) == ()
    assert unmerged(store, second) == ("Consent",)


def test_who_opted_out_before_is_not_written_to_again(store: Store, clock: FixedClock) -> None:
    opted_out, agreed, *_ = customer_ids(store)
    merge_id = merged(store, agreed, opted_out)
    with store.writing() as session:
        opt_out = NewAnswer(Consent.REFUSED, clock.at.date(), MARKETING, "email", "by e-mail")
        consents.record(session, agreed, opt_out)
    unmerged(store, merge_id)
    assert len(read(store, opted_out).consents) == 1
    merged(store, agreed, customer_ids(store)[4])
    assert read(store, agreed).archived_at is None


def test_a_later_merge_keeps_its_choice_and_loses_the_earlier_ones(store: Store) -> None:
    ids = customer_ids(store)
    first = merged(store, ids[3], ids[0], "phone")
    second = merged(store, ids[3], ids[1], "phone")
    assert unmerged(store, first) == ()

    def phone() -> str:
        with store.reading(identities=True) as session:
            return getattr(records.identity(session, ids[3]), "phone", "")

    assert phone() == "+85260000001"
    assert unmerged(store, second) == ()
    assert phone() == "+85260000000"


def test_a_statement_given_to_either_was_given(store: Store) -> None:
    ids = customer_ids(store)
    merge_id = merged(store, ids[4], ids[1])
    assert read(store, ids[4]).statement_on == date(2026, 10, 5)
    assert read(store, ids[4]).archived_at is None  # for the other was in use
    unmerged(store, merge_id)
    assert not read(store, ids[4]).statement_version
    assert read(store, ids[4]).archived_at is not None
    merged(store, ids[3], ids[1])
    assert read(store, ids[3]).statement_version


def test_two_are_compared_masked_and_seen_in_full_with_an_entry(store: Store) -> None:
    ids = customer_ids(store)
    with store.writing() as session:
        masked = comparing.compare(session, ids[1], ids[0])
        revealed = comparing.reveal(session, ids[0], ids[1])
        query = select(AuditEntryRow).where(AuditEntryRow.action == AuditAction.REVEALED)
        entries = session.scalars(query).all()
    assert [side.ref for side in (masked.first, masked.second)] == ["CU-00001", "CU-00002"]
    assert {field.key: field.first for field in masked.fields}["phone"] == "••••4567"
    assert {field.key: field.second for field in revealed.fields}["phone"] == "6000 0001"
    assert [entry.object_id for entry in entries] == ids[:2]
    assert json.loads(entries[0].detail)["reason"] == RevealReason.CORRECT
    assert "phone" in json.loads(entries[1].detail)["fields"]
    assert masked.first.moving == "2 complaints and other feedback, 1 recorded consent"
    assert masked.notes == (
        "Direct marketing: the opt-out stands. Only a new consent ends it.",
        "One of the two was given the collection statement: that counts for both.",
    )
    with store.reading(identities=True) as session:
        assert comparing.compare(session, ids[2], ids[4]).notes == ()


def test_who_may_not_see_identities_merges_nobody(store: Store, clock: FixedClock) -> None:
    ids = customer_ids(store)
    merge_id = merged(store, ids[1], ids[0])
    store.close()
    with opened(store.folder, clock, Role.STAFF) as staff:
        calls: list[Any] = [
            lambda session: merging.merge(session, NewMerge(ids[2], ids[3])),
            lambda session: unmerging.unmerge(session, merge_id),
            lambda session: comparing.compare(session, ids[2], ids[3]),
            pairs.likely,
            lambda session: alike.matches(session, PEOPLE[0]),
        ]
        for call in calls:
            with pytest.raises(Refused), staff.writing() as session:
                call(session)
        with staff.reading() as session:
            assert customers.read(session, ids[0]).ref == "CU-00002"
            assert [each.ref for each in merging.into(session, ids[1])] == ["CU-00001"]


def test_whoever_was_merged_is_forgotten_with_the_survivor(store: Store) -> None:
    ids = customer_ids(store)
    merge_id = merged(store, ids[1], ids[0])
    with store.writing() as session:
        both = forgetting.existing(session, [ids[1]])
        forgetting.forget_identities(session, both)
        forgetting.anonymise(session, both, START)
    assert both == ids[:2]
    with pytest.raises(UserError, match="erased"), store.writing() as session:
        unmerging.plan(session, merge_id)
    for gone in (5, ids[1]):
        with pytest.raises(UserError, match="removed"):
            merged(store, ids[2], gone)
    with store.writing() as session:
        session.delete(session.get_one(IdentityRow, ids[2]))
    with pytest.raises(UserError, match="gone"):
        merged(store, ids[3], ids[2])


def test_a_number_leads_to_who_is_there_whatever_the_order(store: Store) -> None:
    ids = customer_ids(store)
    first = merged(store, ids[1], ids[0])
    merged(store, ids[2], ids[1])
    with store.reading() as session:
        assert [survivor_of(session, row_id) for row_id in ids[:3]] == [ids[2]] * 3
        assert session.get_one(CustomerRow, ids[0]).merged_into == ids[2]
        assert {each.ref for each in merging.into(session, ids[2])} == {"CU-00001", "CU-00002"}
    assert unmerged(store, first) == ()
    assert read(store, ids[0]).complaints == 2
    assert isinstance(first, int)


def test_whatever_names_a_customer_can_be_moved_or_is_known_to_stay(store: Store) -> None:
    """A new table with a log that nobody may change has to be named in `FIXED`."""
    query = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE ?"
    refusing = "%BEFORE UPDATE ON%RAISE(ABORT%"
    with store.reading() as session:
        fixed = set(session.connection().exec_driver_sql(query, (refusing,)).scalars())
    tables = {table_of(kind).name for kind, _ in customer_merges.linked_tables()}
    assert tables.isdisjoint(fixed)
    assert fixed >= customer_merges.FIXED


def test_the_trail_agrees_with_what_merges_wrote(store: Store) -> None:
    ids = customer_ids(store)
    merge_id = merged(store, ids[4], ids[1], "name", "segment", "note", "phone")
    merged(store, ids[3], ids[0], "segment", "other_name")
    unmerged(store, merge_id)
    report = checks.check(store)
    assert [line.sentence for line in report.lines if not line.sound] == []


def test_what_left_the_program_about_either_is_told_of_both(store: Store) -> None:
    ids = customer_ids(store)
    with store.writing() as session:
        for row_id in ids[:2]:
            recipient = f"Courier {row_id}"
            why = NewDisclosure([row_id], recipient, RecipientKind.OTHER, "to send", ("name",))
            disclosures.record(session, why)
    merge_id = merged(store, ids[1], ids[0])

    def told(customer_id: int) -> int:
        with store.reading() as session:
            return len(disclosures.recipients(session, customer_id, date(2026, 1, 1)))

    assert [told(row_id) for row_id in ids[:3]] == [2, 2, 0]
    unmerged(store, merge_id)
    assert [told(row_id) for row_id in ids[:3]] == [1, 1, 0]
