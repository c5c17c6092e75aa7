"""What became of promises to customers after their month was issued."""

from datetime import timedelta

from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.revisions import RevisionCause
from csq_desktop.services.complaints import complaints, promises
from csq_desktop.storage.records.complaints import complaints as case_records
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.services.packs.revision_case import causes, mark_issued, revised
from tests.services.small_shop import logged

CAUSE = RevisionCause


def ref_of(store: Store, case: int) -> str:
    with store.reading() as session:
        row = case_records.get(session, case)
        assert row is not None
        return row.ref


def test_what_became_of_promises_since_is_named(store: Store, clock: FixedClock) -> None:
    """Kept in time and entered late, taken back, and voided with its case."""
    with store.writing() as session:
        cases = [logged(session, clock) for _ in range(2)]
        new = NewPromise("Call back", clock.at + timedelta(hours=26))
        made = [promises.make(session, case, new) for case in (*cases, *cases)]
    refs = [ref_of(store, case) for case in cases]
    kept_at = clock.at + timedelta(hours=24)
    clock.move(days=40)
    mark_issued(store)
    with store.writing() as session:
        promises.keep(session, made[0], kept_at)
    month = revised(store)
    assert causes(month, FigureId.PROMISES_KEPT) == {CAUSE.LATE_ENTRY: (refs[0],)}
    with store.writing() as session:
        # What is due in no month of the pack, or has come to nothing yet, moves nothing in it.
        promises.make(session, cases[1], NewPromise("Call again", clock.at + timedelta(hours=26)))
    assert revised(store) == month
    with store.writing() as session:
        promises.take_back(session, made[1])
        complaints.withdraw(session, cases[0], "Logged twice")
    month = revised(store)
    assert causes(month, FigureId.PROMISES_KEPT) == {
        CAUSE.LATE_ENTRY: (refs[0],),
        CAUSE.VOIDED: tuple(refs),
    }


def test_a_promise_that_is_still_to_be_kept_counts_nowhere(store: Store, clock: FixedClock) -> None:
    mark_issued(store)
    with store.writing() as session:
        case = logged(session, clock)
        new = NewPromise("Call back", clock.at + timedelta(hours=26))
        promises.make(session, case, new)
    month = revised(store)
    assert month is not None
    assert all(figure.reconciles for figure in month.figures)
    assert FigureId.PROMISES_KEPT not in {figure.change.after.id for figure in month.figures}


def test_a_case_of_the_month_before_that_is_voided_leaves_the_balance(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock, received_at=clock.at - timedelta(days=20))
    clock.move(days=40)
    mark_issued(store)
    with store.writing() as session:
        complaints.withdraw(session, case, "Logged twice")
    month, refs = revised(store), (ref_of(store, case),)
    assert causes(month, "complaints.outstanding_start") == {CAUSE.VOIDED: refs}
    assert causes(month, "complaints.outstanding_end") == {CAUSE.VOIDED: refs}
