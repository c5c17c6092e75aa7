"""Four kinds in one log: each with its own numbers and lists, only complaints counted as such."""

from pathlib import Path

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import (
    CallerIdentity,
    ComplaintQueue,
    ComplaintRef,
    EventKind,
    Filter,
    Severity,
    State,
)
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.revisions import RevisionCause
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints, feedback, views
from csq_desktop.services.customers import intake
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import helped, revisions
from csq_desktop.services.stores import checks
from csq_desktop.storage.store import Store
from tests.factory import START, open_store
from tests.services.complaints.test_complaints import Opened, do, logged, new, opened
from tests.services.packs.pack_case import issued
from tests.storage.rollups.recounts import check_sums

assert opened
SEPTEMBER = Month.of(START.date())
FOUR = ("complaints.received", "feedback.compliments", "feedback.suggestions", "feedback.enquiries")


def counted(store: Store) -> list[int]:
    with store.reading() as session:
        month = figures.month(session, SEPTEMBER)
    return [int(figure.value or 0) for figure in map(month.find, FOUR) if figure is not None]


def refs(store: Store, kind: FeedbackKind | None, view: ComplaintQueue) -> list[str]:
    with store.reading() as session:
        shown = Filter(view=view, kind=kind)
        return [line.ref for line in views.first_lines(session, shown, 10)]


def one_of_each(case: Opened) -> dict[FeedbackKind, int]:
    return {kind: logged(case, kind=kind) for kind in FeedbackKind}


def test_each_kind_has_its_own_numbers_lists_and_figures(opened: Opened) -> None:
    store, clock = opened
    ids = one_of_each(opened)
    logged(opened, kind=FeedbackKind.ENQUIRY, category="")
    assert counted(store) == [1, 1, 1, 2]
    assert refs(store, FeedbackKind.ENQUIRY, ComplaintQueue.OPEN) == [
        "E-2026-0002-SSP01",
        "E-2026-0001-SSP01",
    ]
    assert refs(store, FeedbackKind.COMPLAINT, ComplaintQueue.ALL) == ["C-2026-0001-SSP01"]
    assert len(refs(store, None, ComplaintQueue.ALL)) == 5
    clock.move(hours=1)
    do(opened, feedback.reply, ids[FeedbackKind.ENQUIRY], "Opening hours told")
    do(opened, complaints.close, ids[FeedbackKind.ENQUIRY])
    closed = refs(store, FeedbackKind.ENQUIRY, ComplaintQueue.CLOSED_MONTH)
    assert closed == ["E-2026-0001-SSP01"]
    with store.reading() as session:
        queues = views.counts(session, FeedbackKind.ENQUIRY)
        assert (queues[ComplaintQueue.OPEN], queues[ComplaintQueue.OVERDUE]) == (1, 0)
        assert views.open_of_each(session) == dict.fromkeys(FeedbackKind, 1)
        assert [found.object_id for found in views.find(session, "S-2026-0001")] == [
            ids[FeedbackKind.SUGGESTION]
        ]
        seen = views.read(session, ids[FeedbackKind.ENQUIRY])
        check_sums(session)
    assert (seen.clocks, seen.state) == ((), State.CLOSED)
    assert checks.check(store).sound


def test_a_complaint_needs_a_category_and_what_only_it_has_is_refused(opened: Opened) -> None:
    with pytest.raises(UserError, match="Choose a category"):
        logged(opened, category="")
    with pytest.raises(UserError, match="not in the list"):
        logged(opened, category="x", kind=FeedbackKind.ENQUIRY)
    enquiry = logged(opened, kind=FeedbackKind.ENQUIRY)
    with pytest.raises(UserError, match="Only complaints"):
        do(opened, complaints.acknowledge, enquiry)
    with pytest.raises(UserError, match="Only what is closed"):
        do(opened, complaints.reopen, enquiry, "Rang again")
    do(opened, complaints.close, enquiry)
    do(opened, complaints.reopen, enquiry, "Rang again")
    with opened[0].reading() as session:
        assert views.read(session, enquiry).state is State.REOPENED
        check_sums(session)
    with pytest.raises(UserError, match="needs its finding"):
        do(opened, feedback.reply, logged(opened))
    with pytest.raises(UserError, match="has been removed"):
        do(opened, feedback.reply, 5)


def test_another_kind_gets_a_new_number_and_the_reported_month_says_what_left_it(
    opened: Opened,
) -> None:
    store, clock = opened
    complaint = logged(opened)
    clock.move(days=40)
    issued(store, SEPTEMBER)
    before = counted(store)
    do(opened, feedback.record_as, complaint, FeedbackKind.ENQUIRY, "Only asked for the hours")
    assert (before, counted(store)) == ([1, 0, 0, 0], [0, 0, 0, 1])
    with store.reading() as session:
        old = views.read(session, complaint)
        (found,) = views.find(session, "E-2026-0001-SSP01")
        again = views.read(session, found.object_id)
        revised = revisions.of_month(session, SEPTEMBER)
        acts = helped.of_month(session, SEPTEMBER).acts
        check_sums(session)
    assert old.recorded_as == ComplaintRef(again.id, again.ref)
    assert again.recorded_from == ComplaintRef(old.id, old.ref)
    assert (again.received_at, again.words, again.owner_id) == (
        old.received_at,
        old.words,
        old.owner_id,
    )
    assert EventKind.RECORDED_AS in {event.kind for event in (*old.events, *again.events)}
    assert revised is not None
    by_figure = {figure.change.after.id: figure for figure in revised.figures}
    (cause,) = by_figure[FigureId.COMPLAINTS_RECEIVED].effects
    assert (cause.cause, cause.refs) == (RevisionCause.KIND, (old.ref,))
    (cause,) = by_figure[FigureId.FEEDBACK_ENQUIRIES].effects
    assert (cause.cause, cause.refs) == (RevisionCause.KIND, (again.ref,))
    assert {act.why for act in acts} == {"Only asked for the hours"}
    with pytest.raises(UserError, match=f"goes on as {again.ref}"):
        do(opened, complaints.restore, complaint, "Right after all")


def test_what_kind_it_is_has_a_reason_and_is_another(opened: Opened) -> None:
    complaint = logged(opened)
    for kind, reason, refusal in (
        (FeedbackKind.ENQUIRY, " ", "reason"),
        (FeedbackKind.COMPLAINT, "x", "another kind"),
    ):
        with pytest.raises(UserError, match=refusal):
            do(opened, feedback.record_as, complaint, kind, reason)
    do(opened, complaints.withdraw, complaint, "Twice")
    with pytest.raises(UserError, match="voided"):
        do(opened, feedback.record_as, complaint, FeedbackKind.ENQUIRY, "x")


def test_a_sealed_caller_goes_along(tmp_path: Path, opened: Opened) -> None:
    store, clock = opened
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.writing() as session:
        caller = CallerIdentity("May Lee", "9123 4567")
        enquiry = complaints.log(session, new(kind=FeedbackKind.ENQUIRY), caller).id
    staff.close()
    store = open_store(tmp_path, source=clock)
    do((store, clock), feedback.record_as, enquiry, FeedbackKind.COMPLIMENT, "Was praise")
    with store.writing() as session:
        assert intake.take_in(session).count == 1
    with store.reading() as session:
        (found,) = views.find(session, "CP-2026-0001")
        assert views.read(session, found.object_id).customer_ref


def test_what_becomes_a_complaint_is_assessed_as_one(opened: Opened) -> None:
    enquiry = logged(opened, kind=FeedbackKind.ENQUIRY, category="", severity=Severity.LOW)
    with pytest.raises(UserError, match="Choose a category"):
        do(opened, feedback.record_as, enquiry, FeedbackKind.COMPLAINT, "Was angry")
    asked = feedback.AskedOfComplaint(Severity.HIGH, "till.waiting")
    do(opened, feedback.record_as, enquiry, FeedbackKind.COMPLAINT, "Was angry", asked=asked)
    with opened[0].reading() as session:
        (found,) = views.find(session, "C-2026-0001")
        now = views.read(session, found.object_id)
    assert (now.severity, now.category, len(now.clocks)) == (Severity.HIGH, "till.waiting", 2)
