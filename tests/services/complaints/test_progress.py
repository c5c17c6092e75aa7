"""Progress replies in a store: promised by a policy, recorded, counted, pledged, imported."""

from datetime import timedelta
from pathlib import Path

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ClockState, ComplaintClock, EventKind, Severity
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.domain.indicators.helped import HelpKind
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.pledges.facts import NewPledge, PledgeSource, PledgeTerms
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import helped
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.services.today import today
from csq_desktop.storage.records.pledges import months as breaches
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.services.imports.import_case import taken
from tests.services.small_shop import STARTED, ended, founded, logged
from tests.storage.rollups.recounts import check_sums

ROW = ("05/10/2026 10:00", "till.waiting", "Slow", "Phone", "medium")
OCTOBER, DAY = Month(2026, 10), 12 * 60
PROMISED = {
    (clock, severity): minutes
    for clock, minutes in (
        (ComplaintClock.ACKNOWLEDGE, DAY),
        (ComplaintClock.PROGRESS, 2 * DAY),
        (ComplaintClock.RESOLVE, 20 * DAY),
    )
    for severity in Severity
}


@pytest.fixture
def furnish() -> Furnish:
    return founded


def promise(store: Store) -> None:
    """Progress replies every two days, and a pledge of them."""
    texts = ThreeTexts("Kept informed", "保持知情", "保持知情")
    terms = PledgeTerms(
        wording=texts,
        standard=texts,
        standard_share=0.9,
        maximum=texts,
        maximum_share=0.05,
        effective_from=STARTED,
        maximum_minutes=3 * DAY,
    )
    with store.writing() as session:
        shop.change_policy(session, PROMISED)
        pledges.define(session, NewPledge("INF", PledgeSource.PROGRESS, "May Wong", terms))


def share(store: Store) -> tuple[int | None, int | None]:
    with store.reading() as session:
        figure = figures.month(session, OCTOBER).get(FigureId.COMPLAINTS_PROGRESS)
        check_sums(session)
    return figure.numerator, figure.denominator


def test_a_shop_that_promises_none_has_no_such_clock(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        without = {key: minutes for key, minutes in PROMISED.items() if key[0].value != "progress"}
        shop.change_policy(session, {**PROMISED, **dict.fromkeys(PROMISED.keys() - without, 0)})
        assert shop.policy(session).allowed(ComplaintClock.PROGRESS, Severity.LOW) == 0
        clocks = [each.clock for each in views.read(session, case).clocks]
        assert clocks == [ComplaintClock.ACKNOWLEDGE, ComplaintClock.RESOLVE]
        with pytest.raises(UserError, match="told"):
            complaints.progress_reply(session, case, " ")
        complaints.progress_reply(session, case, "The part is ordered")
        (*_, event) = views.read(session, case).events
    assert (event.kind, event.text) == (EventKind.PROGRESS, "The part is ordered")
    assert share(store) == (0, 0)


def test_kept_and_missed_replies_are_counted_pledged_and_shown(
    store: Store, clock: FixedClock
) -> None:
    promise(store)
    with store.writing() as session:
        kept, late, left = (logged(session, clock) for _ in range(3))
    clock.move(days=1)
    with store.writing() as session:
        for case in (kept, late, left):
            complaints.acknowledge(session, case)
        complaints.progress_reply(session, kept, "The part is ordered")
    clock.move(days=1)
    with store.reading() as session:
        due = [item for item in today.show(session).due if item.kind == "progress"]
        assert [item.overdue for item in due] == [True, True, False]
        broken = breaches.broken_cases(session, ComplaintClock.PROGRESS, OCTOBER, clock.at)
        assert len(broken) == 2
    with store.writing() as session:
        complaints.progress_reply(session, late, "Sorry for the wait")
        complaints.exclude(session, left, "Typhoon")
        ended(session, kept)
        state = views.read(session, late).clocks[1].state
    assert state is ClockState.MISSED
    assert share(store) == (1, 2)
    clock.move(days=30)
    with store.reading() as session:
        over = figures.month(session, OCTOBER).find("pledge.INF.maximum")
    assert over is not None
    assert over.numerator == 0


def test_a_reply_recorded_after_the_miss_is_told_as_help(store: Store, clock: FixedClock) -> None:
    promise(store)
    with store.writing() as session:
        case = logged(session, clock)
    told = clock.at + timedelta(days=1)
    clock.move(days=2)
    with store.writing() as session:
        complaints.progress_reply(session, case, "We rang on Tuesday", at=told)
    assert share(store) == (0, 0)
    with store.reading() as session:
        (act,) = helped.of_month(session, OCTOBER).acts
    assert (act.kind, act.figure_ids) == (HelpKind.PROGRESS_EARLIER, ("pledge.INF",))


def test_a_file_brings_its_own_progress_replies(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    promise(store)
    columns = {
        "No": "their_reference", "In": "received_at", "About": "category", "Words": "words",
        "Via": "channel", "Level": "severity",
        "Informed": "progress_at", "Answered": "answered_at",
    }  # fmt: skip
    rows = [
        [*columns],
        ["P1", *ROW, "06/10/2026 11:00", ""],
        ["P2", *ROW, "09/10/2026 11:00", "10/10/2026 11:00"],
        ["P3", *ROW, "", "05/10/2026 11:00"],
        ["P4", *ROW, "", ""],
    ]
    clock.move(days=20)
    own = ImportMapping(ImportKind.COMPLAINTS, columns, DateOrder.DMY, unique_by="their_reference")
    taken(store, tmp_path, rows, own)
    assert share(store) == (2, 4)
    theirs = ImportMapping(
        ImportKind.COMPLAINTS,
        {**columns, "By": "progress_due_at"},
        DateOrder.DMY,
        unique_by="their_reference",
    )
    dues = ("By", "07/10/2026", "10/10/2026", "", "")
    later = [[*row, due] for row, due in zip(rows, dues, strict=True)]
    taken(store, tmp_path, later, theirs)
    assert share(store) == (3, 4)
