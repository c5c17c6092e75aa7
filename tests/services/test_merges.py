"""Two records of one complaint made one and taken apart, and one of two matters made two."""

from datetime import timedelta
from pathlib import Path

import pytest

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.complaints.facts import (
    ComplaintQueue,
    Correction,
    EventKind,
    Filter,
    Severity,
)
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.merges.facts import CaseTies, Merge, MergePreview, Unmerged
from csq_desktop.domain.referrals.facts import NewReferral
from csq_desktop.errors import UserError
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints, promises, views
from csq_desktop.services.customers import customers
from csq_desktop.services.evidence import evidence
from csq_desktop.services.merges import erasure, merges, splits, unmerging
from csq_desktop.services.merges import views as merge_views
from csq_desktop.services.merges.splits import SecondMatter
from csq_desktop.services.referrals import referrals
from csq_desktop.services.stores import checks
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.evidence_files import picture
from tests.factory import START
from tests.services.complaints.test_complaints import Opened, do, logged, opened, seen
from tests.services.evidence.test_evidence import add as add_evidence
from tests.services.imports.import_case import CASES, taken

assert opened
HOUR = timedelta(hours=1)


def facts_of(store: Store, complaint_id: int) -> dict[str, object]:
    """Every column of a case."""
    with store.reading() as session:
        row = session.get(ComplaintRow, complaint_id)
        assert row is not None
        return {column.key: getattr(row, column.key) for column in ComplaintRow.__table__.columns}


def in_force(store: Store, complaint_id: int) -> tuple[Merge, ...]:
    with store.reading() as session:
        return merge_views.merges(session, complaint_id)


def previewed(store: Store, survivor: int, merged: int) -> MergePreview:
    with store.reading(identities=True) as session:
        return merges.preview(session, survivor, merged)


def apart(opened: Opened, merge_id: int) -> Unmerged:
    with opened[0].writing() as session:
        return unmerging.unmerge(session, merge_id, "Two tills")


def own_nobody(opened: Opened, case: int) -> None:
    """Take away whoever is responsible: an import may bring a case without."""
    with opened[0].writing() as session:
        row = session.get(ComplaintRow, case)
        assert row is not None
        row.owner_id = None


def two(opened: Opened) -> tuple[int, int]:
    """Logged by telephone at ten, and once more from a letter that had come at nine."""
    _, clock = opened
    survivor = logged(opened, words="Waited for an hour.")
    clock.move(hours=3)
    own_nobody(opened, survivor)
    with opened[0].writing() as session:
        caller = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
    merged = logged(
        opened,
        customer_id=caller,
        received_at=START - HOUR,
        words="The queue was long.",
        product="Till 2",
        their_reference="HO-9",
    )
    for case in (survivor, merged):
        add_evidence(opened[0], case, picture("PNG", secret=255))
    do(opened, complaints.acknowledge, merged, at=START)
    do(opened, complaints.note, merged, "Rang twice")
    do(opened, complaints.correct, merged, Correction(summary="Queue"))
    do(opened, promises.make, merged, NewPromise("Call back", clock.at + HOUR))
    do(opened, referrals.refer, merged, NewReferral("police", START.date(), referral_reason="No"))
    action = NewAction("Second till", "May", START.date(), ActionSource.COMPLAINT, merged)
    do(opened, actions.promise, action)
    return survivor, merged


def test_two_records_of_one_complaint_are_made_one_and_taken_apart_again(opened: Opened) -> None:
    store, _ = opened
    survivor, merged = two(opened)
    before = facts_of(store, survivor), facts_of(store, merged)
    lines = [len(seen(opened, each).events) for each in (survivor, merged)]
    shown = previewed(store, survivor, merged)
    assert {moved.record: moved.count for moved in shown.rows} == {
        "action": 1, "complaint_event": 6, "complaint_promise": 1, "complaint_referral": 1,
        "evidence": 1, "private_words": 1,
    }  # fmt: skip
    assert [(each.key, each.text) for each in shown.fields] == [
        ("customer_id", "CU-00001"), ("owner_id", store.user.name),
        ("their_reference", "HO-9"), ("product", "Till 2"), ("words", "The queue was long."),
    ]  # fmt: skip
    assert (shown.earliest, shown.refused) == (START - HOUR, "")
    do(opened, merges.merge, survivor, merged, "Logged twice")
    check_one(opened, survivor, merged)
    (tie,) = in_force(store, survivor)
    back = apart(opened, tie.id)
    assert (back.ref.id, back.left) == (merged, ())
    assert back.back_text == f"{back.back} entries put back."
    assert (facts_of(store, survivor), facts_of(store, merged)) == before
    assert [len(seen(opened, each).events) for each in (survivor, merged)] == [
        lines[0] + 3, lines[1] + 4,  # merged, words corrected, un-merged; and voided, reinstated
    ]  # fmt: skip
    with store.reading() as session:
        assert len(promises.of_case(session, merged)) == 1
    assert in_force(store, survivor) == ()
    with pytest.raises(UserError, match="not merged any more"):
        apart(opened, tie.id)
    assert checks.check(store).sound


def check_one(opened: Opened, survivor: int, merged: int) -> None:
    """Everything of both records stands on the survivor, and the other leads there."""
    store, _ = opened
    whole, gone = seen(opened, survivor), seen(opened, merged)
    assert (whole.received_at, whole.acknowledged_at) == (START - HOUR, START)
    assert whole.words == "Waited for an hour.\n\nThe queue was long."
    assert [line.text for line in gone.events] == [
        f"{gone.ref} goes on in {whole.ref}. Logged twice", "Logged twice",
    ]  # fmt: skip
    assert gone.recorded_as is not None
    assert (gone.recorded_as.id, gone.removed_at is not None) == (survivor, True)
    (notes,) = (line for line in whole.events if line.kind is EventKind.NOTE)
    assert notes.text == "Rang twice"
    with store.reading() as session:
        assert [file.number for file in evidence.of_case(session, survivor)] == [1, 2]
        assert len(promises.of_case(session, survivor)) == 1
        assert len(actions.of_source(session, ActionSource.COMPLAINT, survivor)) == 1
        everything = Filter(view=ComplaintQueue.ALL, text=gone.ref)
        assert list(views.line_ids(session, everything)) == [survivor]
        assert len(views.line_ids(session, Filter(view=ComplaintQueue.ALL))) == 1
    (tie,) = in_force(store, survivor)
    with store.reading() as session:
        assert merge_views.ties(session, merged) == CaseTies((tie,), ())
    with pytest.raises(UserError, match="Un-merge it first"):
        do(opened, complaints.restore, merged, "No")
    assert checks.check(store).sound


def test_what_changed_since_a_merge_stays_and_is_named(opened: Opened) -> None:
    store, _ = opened
    survivor, merged = two(opened)
    do(opened, merges.merge, survivor, merged, "Logged twice")
    (tie,) = in_force(store, survivor)
    changed = Correction(words="Waited for two hours.", product="Till 3")
    do(opened, complaints.correct, survivor, changed)
    do(opened, complaints.assess, survivor, Severity.CRITICAL)
    third = logged(opened)
    with store.writing() as session:
        (action,) = actions.of_source(session, ActionSource.COMPLAINT, survivor)
        from csq_desktop.storage.tables.cases.actions import ActionRow

        row = session.get(ActionRow, action.id)
        assert row is not None
        row.source_id = third
    with pytest.raises(UserError, match="Enter the reason"):
        do(opened, unmerging.unmerge, tie.id, " ")
    back = apart(opened, tie.id)
    assert set(back.left) >= {"Action", "Product", "What the customer said"}, back.left
    assert seen(opened, survivor).received_at == START
    assert seen(opened, survivor).product == "Till 3"
    assert [line for line in checks.check(store).lines if not line.sound] == []


def test_two_that_nobody_is_responsible_for_are_nobodys_as_one(opened: Opened) -> None:
    survivor, merged = logged(opened), logged(opened)
    for case in (survivor, merged):
        own_nobody(opened, case)
    do(opened, merges.merge, survivor, merged, "Logged twice")
    assert seen(opened, survivor).owner == ""


def test_records_that_are_not_of_one_complaint_are_refused(opened: Opened) -> None:
    store, _ = opened
    first, second, other = logged(opened), logged(opened), logged(opened, kind=FeedbackKind.ENQUIRY)
    for pair, why in (
        ((first, first), "another complaint"),
        ((first, other), "same kind"),
    ):
        assert why in previewed(store, *pair).refused
        with pytest.raises(UserError, match=why):
            do(opened, merges.merge, *pair, "Twice")
    with pytest.raises(UserError, match="Enter the reason"):
        do(opened, merges.merge, first, second, "")
    do(opened, merges.merge, first, second, "Twice")
    assert "voided" in previewed(store, first, second).refused
    third = logged(opened)
    assert previewed(store, third, first).fields == ()  # the same words, from nobody known
    do(opened, merges.merge, third, first, "Thrice")
    (tie, _) = in_force(store, first)
    with pytest.raises(UserError, match="is voided"):
        apart(opened, tie.id)
    with store.reading() as session:  # whoever asks for the first number finds where it ended
        text = Filter(view=ComplaintQueue.ALL, text=seen(opened, second).ref)
        assert list(views.line_ids(session, text)) == [third]
    (outer,) = in_force(store, third)
    assert apart(opened, outer.id).left == ()
    assert [apart(opened, tie.id).left, seen(opened, second).removed_at] == [(), None]


def test_a_second_matter_gets_a_number_and_clocks_from_the_same_receipt(opened: Opened) -> None:
    store, clock = opened
    first = logged(opened)
    clock.move(days=2)
    matter = SecondMatter("And the wrong size.", "product.defective", Severity.LOW)
    with pytest.raises(UserError, match="Enter the reason"):
        do(opened, splits.split, first, matter, "")
    with store.writing() as session:
        ref = splits.split(session, first, matter, "Two matters")
    second = seen(opened, ref.id)
    assert (second.received_at, second.words) == (START, "And the wrong size.")
    assert second.clocks[0].due_at is not None
    for case, came in ((first, False), (ref.id, True)):
        with store.reading() as session:
            (tie,) = merge_views.splits(session, case)
        assert (tie.came_from_other, tie.split_reason) == (came, "Two matters")
    do(opened, merges.merge, first, ref.id, "One matter after all")
    do(opened, erasure.erase, (), (first,))
    with opened[0].reading() as session:
        ties = merge_views.ties(session, first)
    assert [ties.merges[0].merge_reason, ties.splits[0].split_reason] == ["", ""]
    with pytest.raises(UserError, match="is voided"):
        do(opened, splits.split, ref.id, matter, "Again")


def test_a_file_that_comes_again_finds_the_survivor_by_either_key(
    opened: Opened, tmp_path: Path
) -> None:
    store, _ = opened
    head = ["No", "In", "By", "About", "Level", "Words", "Due", "Answered", "Out", "Result"]
    rows = [
        [key, "04/10/2026 12:00", "Phone", "till.waiting", "high", "Slow", *[""] * 4]
        for key in ("T1", "T2")
    ]
    taken(store, tmp_path, [head, *rows], CASES)
    with store.reading() as session:
        first, second = sorted(views.line_ids(session, Filter(view=ComplaintQueue.ALL)))
    do(opened, merges.merge, first, second, "Twice in the list")
    again = taken(store, tmp_path, [head, *rows], CASES)
    with store.reading() as session:
        assert list(views.line_ids(session, Filter(view=ComplaintQueue.ALL))) == [first]
    assert again.added == 0
    assert checks.check(store).sound
