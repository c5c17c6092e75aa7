"""Corrections outside of cases keep earlier words too: supervisors read them in the trail."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ADDED_BY_MISTAKE, NewAction
from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.domain.privacy.private_words import EarlierValue
from csq_desktop.domain.users import Role
from csq_desktop.services import audit_trail, earlier_words
from csq_desktop.services.actions import actions
from csq_desktop.services.pledges import months, pledges
from csq_desktop.services.stores import checks
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.records import private_words
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.pledges import PledgeCountRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow
from csq_desktop.storage.tables.row import Audited
from csq_desktop.texts import speaking
from tests.factory import NAMES, FixedClock, Furnish, by_hand, open_store
from tests.pledge_case import do, look, till
from tests.services.small_shop import without_pledges

DAY = date(2026, 10, 5)
OCTOBER = Month.of(DAY)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def count(pledge: int, reason: str) -> DayCount:
    return DayCount(pledge, DAY, 9, 1, 0, 1, reason)


def earlier(store: Store) -> list[str]:
    """The earlier words that the trail shows to a supervisor, oldest first."""
    with store.reading(identities=True) as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    changes = (change for line in reversed(lines) for change in line.changes)
    return [f"{change.field}: {change.after}" for change in changes if "before" in change.field]


def test_a_counts_reason_a_months_cause_and_an_actions_note_keep_what_they_said(
    store: Store,
) -> None:
    pledge = till(store)
    (first,) = do(store, pledges.count_days, [count(pledge, "Mr Ho fell ill")])
    do(store, pledges.count_days, [count(pledge, "Mr Ho fell ill")])
    (second,) = do(store, pledges.count_days, [count(pledge, "First aid")])
    do(store, pledges.put_back_counts, [second])
    do(store, pledges.put_back_counts, [first])
    do(store, pledges.take_back_count, pledge, DAY)  # there is none any more
    before = do(store, months.note_cause, pledge, OCTOBER, "Ho left")
    do(store, months.note_cause, pledge, OCTOBER, "Rota")
    do(store, months.put_back, pledge, OCTOBER, before)
    action = do(store, actions.promise, NewAction("Lamp", "May", DAY))
    do(store, actions.finish, action, "Lee paid for it")
    do(store, actions.take_up_again, action)
    assert earlier(store) == [
        "Reason before: Mr Ho fell ill",
        "Reason before: First aid",
        "Reason before: Mr Ho fell ill",
        "Cause before: Ho left",
        "Cause before: Rota",
        "How it ended before: Lee paid for it",
    ]


def test_an_action_added_by_mistake_says_so_in_the_readers_language(store: Store) -> None:
    action = do(store, actions.promise, NewAction("Lamp", "May", DAY))
    do(store, actions.cancel, action, ADDED_BY_MISTAKE)
    notes = [look(store, actions.everything)[0].done_note]
    with speaking("zh_HK"):
        notes += [look(store, actions.everything)[0].done_note]
    assert notes == ["Added by mistake", "誤加"]
    do(store, actions.take_up_again, action)
    assert earlier(store) == []


def at_the_counter(folder: Path, pledge: int, action: int) -> None:
    """Staff replace the reason of a count and let go of how an action ended."""
    staff = open_store(folder, Role.STAFF, source=FixedClock())
    do(staff, pledges.count_days, [count(pledge, "First aid")])
    assert [day.reason for day in look(staff, pledges.counts, pledge, DAY, DAY)] == ["First aid"]
    do(staff, actions.take_up_again, action)
    assert do(staff, earlier_words.take_in) == ""
    staff.close()


@pytest.fixture
def replaced(store: Store, tmp_path: Path) -> None:
    replace_words(store, tmp_path)


def replace_words(store: Store, folder: Path) -> None:
    """A supervisor writes words, and staff replace them."""
    pledge = till(store)
    do(store, pledges.count_days, [count(pledge, "Mr Ho fell ill")])
    action = do(store, actions.promise, NewAction("Lamp", "May", DAY))
    do(store, actions.finish, action, "Lee paid for it")
    store.close()
    at_the_counter(folder, pledge, action)


def test_what_staff_replace_is_sealed_for_the_next_supervisor(store: Store, tmp_path: Path) -> None:
    replace_words(store, tmp_path)  # not in a fixture: branches are watched in tests alone
    auditor = open_store(tmp_path, Role.AUDITOR, source=FixedClock())
    with auditor.reading() as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    words = [line.changes[-1].after for line in lines if line.about.startswith("Sealed words")]
    assert words == ["Only supervisors can read this."] * 2
    auditor.close()
    store = open_store(tmp_path, source=FixedClock())
    assert [do(store, earlier_words.take_in) for _ in range(2)] == ["", ""]
    shown = ["Reason before: Mr Ho fell ill", "How it ended before: Lee paid for it"]
    assert earlier(store) == [*shown, *shown]  # in the entry of sealing and in that of opening
    with store.reading(identities=True) as session:
        said = [each for by in (PledgeCountRow, ActionRow) for each in all_of(session, by)]
        lines = audit_trail.page(session, TrailFilter()).lines
    assert [(each.user, each.text) for each in said] == [
        (NAMES[Role.STAFF], "Mr Ho fell ill"),
        (NAMES[Role.STAFF], "Lee paid for it"),
    ]
    assert {line.about for line in lines if "A-2026-0001" in line.about} >= {
        "Words for supervisors only A-2026-0001",
        "Sealed words for supervisors only A-2026-0001",
    }
    assert checks.check(store).sound
    store.close()


def all_of(session: Session, kind: type[Audited]) -> list[EarlierValue]:
    """The earlier words about the records of a kind."""
    numbers = session.scalars(select(PrivateWordsRow.object_id)).all()
    kept = [earlier_words.of_record(session, kind, number) for number in numbers]
    return [words for by_event in kept for values in by_event.values() for words in values]


@pytest.mark.usefixtures("replaced")
@pytest.mark.parametrize(
    ("sealed", "waits"),
    [
        (lambda _: b"no seal", True),
        (lambda key: sealing.seal(b"[]", key), False),
        (lambda key: sealing.seal(b"[" * 99_999, key), False),
        (lambda key: sealing.seal(b'{"about": 1, "field": "reason", "text": "x"}', key), False),
        (lambda key: sealing.seal(b'{"about": 1, "field": 5, "text": "x"}', key), False),
    ],
    ids=["damaged", "list", "deep", "of another record", "no text"],
)
def test_sealed_words_that_are_none_keep_no_others_from_being_read(
    tmp_path: Path, sealed: Callable[[str], bytes], waits: bool
) -> None:
    """Everybody can seal whatever they like to the public key."""
    store = open_store(tmp_path, source=FixedClock())
    with store.key_file() as key_file:
        odd = sealed(key_file.intake_recipient).hex()
    by_hand(store, f"UPDATE sealed_words SET sealed = x'{odd}' WHERE object_type = 'action'")
    assert do(store, earlier_words.take_in).startswith("An earlier text that staff replaced")
    assert bool(do(store, earlier_words.take_in)) is waits
    assert earlier(store) == ["Reason before: Mr Ho fell ill"] * 2
    with store.reading(identities=True) as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    sealings = [line for line in lines if line.about.startswith("Sealed words")]
    shown = [change.after for line in sealings for change in line.changes]
    assert "Sealed, and could not be opened." in shown
    store.close()


@pytest.mark.usefixtures("replaced")
@pytest.mark.parametrize("half", [{"text": "\ud800"}, {"field": "\ud800"}])
def test_half_a_character_sealed_by_a_colleague_keeps_no_supervisor_out(
    tmp_path: Path, half: dict[str, str]
) -> None:
    store = open_store(tmp_path, source=FixedClock())
    with store.reading() as session, store.key_file() as key_file:
        words = private_words.sealed_waiting(session)[0]
        about = [words.object_type, words.object_id, words.event_id]
        content = json.dumps({"about": about, "field": "reason", "text": "x"} | half)
        odd = sealing.seal(content.encode(), key_file.intake_recipient).hex()
    by_hand(store, f"UPDATE sealed_words SET sealed = x'{odd}' WHERE id = {words.id}")
    assert do(store, earlier_words.take_in).startswith("An earlier text that staff replaced")
    store.close()


@pytest.mark.usefixtures("replaced")
def test_a_number_that_stands_in_the_vault_is_not_written_over(tmp_path: Path) -> None:
    store = open_store(tmp_path, source=FixedClock())
    do(store, earlier_words.take_in)
    by_hand(store, "UPDATE sealed_words SET opened_at = NULL")
    assert do(store, earlier_words.take_in).startswith("2 earlier texts that staff replaced")
    store.close()
