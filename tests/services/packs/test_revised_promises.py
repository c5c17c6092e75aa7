"""What became of promises to customers after their month was issued."""

from datetime import timedelta

from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.revisions import RevisionCause
from csq_desktop.services.complaints import complaints, promises
from csq_desktop.storage.records import complaints as case_records
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
        promises.take_back(session, made[1])
        complaints.withdraw(session, cases[0], "Logged twice")
    month = revised(store)
    assert causes(month, FigureId.PROMISES_KEPT) == {
        CAUSE.LATE_ENTRY: (refs[0],),
        CAUSE.VOIDED: tuple(refs),
    }
