"""The month sums equal a recount of the rows after any edits, single ones and many at once."""

import random
from contextlib import closing
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock, Finding, RemedyKind, Severity
from csq_desktop.domain.complaints.kinds import OTHER_KINDS
from csq_desktop.domain.indicators.measures import CASE_MEASURES
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services.complaints import complaints
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.files import engine
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.rollups.sums import SumDifference
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import (
    ComplaintEventRow,
    ComplaintRow,
    ComplaintSumRow,
)
from csq_desktop.storage.tables.pledges import PledgeSumRow
from tests.factory import FixedClock, open_store, template
from tests.services.small_shop import Hand, ended, logged, set_up
from tests.storage.rollups.recounts import check_sums, pledge_kept, stored_sums

SECOND = 1_790_000_000


def assert_equal(store: Store) -> None:
    with store.reading() as session:
        check_sums(session)


def test_every_sum_counts_every_outcome_of_first_and_later_rounds(
    store: Store, clock: FixedClock
) -> None:
    """The random histories are too short to meet, say, a refund in a round before a reopening."""
    set_up(store)
    outcomes = list(product(RemedyKind, Finding))
    with store.writing() as session:
        shop.change_policy(session, dict.fromkeys(product(ComplaintClock, Severity), 60))
        for (remedy, finding), later in zip(outcomes, reversed(outcomes), strict=True):
            cents = 0 if remedy is RemedyKind.NONE else 5_000
            case = logged(session, clock, severity=Severity.HIGH)
            ended(session, case, finding=finding, remedy_kind=remedy, remedy_cents=cents)
            complaints.reopen(session, case, "It broke again")
            ended(session, case, finding=later[1], remedy_kind=later[0])
        for kind in OTHER_KINDS:
            logged(session, clock, kind=kind)
    assert_equal(store)
    with store.reading() as session:
        counts, _ = stored_sums(session)
    assert {measure for _, measure, _ in counts} == {measure.id for measure in CASE_MEASURES}


def test_a_row_that_is_deleted_leaves_the_sums(store: Store, clock: FixedClock) -> None:
    set_up(store)
    with store.writing() as session:
        case, other = logged(session, clock), logged(session, clock)
    with store.writing() as session:
        for event in session.scalars(select(ComplaintEventRow).filter_by(complaint_id=case)):
            session.delete(event)
        session.flush()
        session.delete(session.get(ComplaintRow, case))
    assert_equal(store)
    with store.reading() as session:
        counts, _ = stored_sums(session)
    assert counts[202610, "received", "till.waiting"] == 1
    assert other


def test_many_complaints_at_once_enter_the_sums_in_one_pass(
    store: Store, clock: FixedClock
) -> None:
    set_up(store)
    columns = (
        "id", "ref", "channel", "received_at", "received_month", "entered_at", "entered_by",
        "category", "severity", "state", "summary", "words", "ack_due_at", "ack_month",
        "acknowledged_at", "remedy_sought", "touch_point", "product", "immediate_action",
        "their_reference", "owner_text", "policy_version", "held_seconds", "excluded_reason",
        "finding_note", "cause", "remedy_cents", "goodwill", "reopened_count", "cause_code",
    )  # fmt: skip
    with store.writing() as session:
        logged(session, clock)
        first = ids.reserve(session, 50)
        rows = [
            (
                first + n, f"X-{n}", "counter", SECOND, 202609, SECOND, 1, f"c{n % 3}", "low",
                "received", "s", "w", SECOND + 60, 202609, SECOND + n, "", "", "", "", "", "",
                1, 0, "", "", "", 0, 0, 0, "",
            )
            for n in range(50)
        ]  # fmt: skip
        with complaint_records.summed_at_the_end(session):
            complaint_records.add_many(session, columns, rows, detail={})
        logged(session, clock)
    assert_equal(store)
    with store.reading() as session:
        counts, _ = stored_sums(session)
    assert counts[202609, "received", "c0"] == 17
    assert counts[202610, "received", "till.waiting"] == 2


def test_many_day_counts_at_once_enter_the_sums_in_one_pass(store: Store) -> None:
    set_up(store)
    columns = (
        "id", "pledge_id", "day", "month", "met", "missed", "over_maximum", "excluded", "reason",
        "entered_at", "entered_by",
    )  # fmt: skip
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        first = ids.reserve(session, 20)
        rows = [
            (first + n, pledge, date(2026, 9, 1 + n).isoformat(), 202609, 10, 2, 1, 0, "", 1, 1)
            for n in range(20)
        ]
        pledge_records.add_many(session, columns, rows, detail={})
    assert_equal(store)
    with store.reading() as session:
        assert pledge_kept(session) == {(Month(2026, 9), pledge): [200, 40, 20, 0]}


def test_the_triggers_are_there_again_when_a_bulk_change_fails(
    store: Store, clock: FixedClock
) -> None:
    set_up(store)

    def fail(session: Session) -> None:
        with rollups.paused(session, "complaint"):
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError), store.writing() as session:
        fail(session)
    with store.writing() as session:
        logged(session, clock)
    assert_equal(store)


def test_a_sum_that_was_tampered_with_is_told(store: Store, clock: FixedClock) -> None:
    set_up(store)
    with store.writing() as session:
        logged(session, clock)
        pledge = pledges.everything(session)[0].id
        session.add(PledgeSumRow(month=Month(2026, 9), pledge_id=pledge, met=3))
        row = session.scalars(select(ComplaintSumRow).limit(1)).one()
        row.count += 1
    with store.reading() as session:
        code = pledges.everything(session)[0].code
        told = rollups.disagreements(session)
    case, day = told
    assert (case.field, case.stored, case.recounted) == ("count", 2, 1)
    assert day == SumDifference(Month(2026, 9), code, "met", stored=3, recounted=0)


def written_by_another_release(folder: Path) -> None:
    """A file whose sums were declared otherwise: one measure and one trigger are not there."""
    ring = template().users[Role.SUPERVISOR].keyring
    with closing(engine.connect(folder / engine.STORE_FILE, ring.store_key)) as driver:
        text = rollups.DECLARED["complaint_sum_added"]
        driver.execute("DROP TRIGGER complaint_sum_added")
        driver.execute(text.replace("'finding'", "'findings'"))
        driver.execute("DROP TRIGGER pledge_sum_gone")
        driver.execute("DELETE FROM complaint_sum WHERE measure = 'finding'")
        driver.execute("DELETE FROM pledge_sum")
        driver.commit()
        assert not rollups.are_declared(driver)


def test_sums_that_were_declared_otherwise_are_made_anew_after_a_backup(
    store: Store, clock: FixedClock
) -> None:
    set_up(store)
    Hand(store, clock, random.Random(3)).work(40)
    with store.reading() as session:
        before, pledges_before = stored_sums(session), pledge_kept(session)
    folder, backups = store.folder, store.folder / "backups"
    store.close()
    written_by_another_release(folder)
    made = set(backups.glob("*"))
    with pytest.raises(Refused, match="supervisor must sign in once"):
        open_store(folder.parent, Role.STAFF, source=clock)
    again = open_store(folder.parent, source=clock)
    assert len(set(backups.glob("*")) - made) == 1
    assert_equal(again)
    with again.reading() as session:
        assert stored_sums(session) == before
        assert pledge_kept(session) == pledges_before
    with again.writing() as session:
        logged(session, clock)
    assert_equal(again)
    again.close()
    assert len(set(backups.glob("*")) - made) == 1, "a store that is up to date is left alone"
