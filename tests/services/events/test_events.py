"""Events: recorded, corrected, removed and put back; the whole book; numbers on every chart."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.events import LONGEST_TITLE, NewShopEvent, ShopEventKind
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail, earlier_words
from csq_desktop.services.actions import actions
from csq_desktop.services.events import book, events
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.shop.events import ShopEventRow
from tests.factory import NAMES, FixedClock, Furnish, open_store
from tests.pledge_case import do, look
from tests.services.small_shop import without_pledges

OCTOBER = Month(2026, 10)
TILL = NewShopEvent(date(2026, 9, 3), date(2026, 9, 4), ShopEventKind.EQUIPMENT, " Second  till ")


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def texts(store: Store) -> list[tuple[int, str]]:
    return [(line.number, line.event.text) for line in look(store, book.everything)]


def test_an_event_says_who_recorded_it_and_when(store: Store, clock: FixedClock) -> None:
    event_id = do(store, events.record, TILL)
    (line,) = look(store, book.everything)
    event = line.event
    assert (event.id, event.text, event.when) == (
        event_id, "New equipment: Second till", "3 Sep – 4 Sep 2026",
    )  # fmt: skip
    assert (event.written_at, event.written_by) == (clock(), NAMES[Role.SUPERVISOR])
    assert event.as_typed == replace(TILL, title="Second till")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"end": date(2026, 9, 2)}, "The last day is before the first."),
        ({"kind": ShopEventKind.OTHER, "title": " "}, "Enter what happened."),
        ({"kind": ShopEventKind.ACTION}, "These events are recorded automatically."),
        ({"title": "x" * (LONGEST_TITLE + 1)}, "“Title” is too long."),
    ],
)
def test_what_is_no_event_is_refused_with_a_reason(
    store: Store, wrong: dict[str, Any], words: str
) -> None:
    kept = do(store, events.record, TILL)
    with pytest.raises(UserError, match=words):
        do(store, events.record, replace(TILL, **wrong))
    with pytest.raises(UserError, match=words):
        do(store, events.correct, kept, replace(TILL, **wrong))


def test_a_correction_keeps_the_earlier_words_for_supervisors(store: Store) -> None:
    event_id = do(store, events.record, TILL)
    corrected = NewShopEvent(TILL.start, TILL.start, ShopEventKind.OTHER, "Third till")
    do(store, events.correct, event_id, corrected)
    do(store, events.correct, event_id, replace(corrected, end=TILL.end))
    assert texts(store) == [(1, "Other event: Third till")]
    with store.reading(identities=True) as session:
        earlier = earlier_words.of_record(session, ShopEventRow, event_id)
    assert [words.sentence for words in earlier[None]] == ["Title before: Second till"]


def test_a_removed_event_can_be_put_back(store: Store) -> None:
    event_id = do(store, events.record, TILL)
    do(store, events.remove, event_id)
    assert texts(store) == []
    with pytest.raises(UserError, match="has been removed"):
        do(store, events.remove, event_id)
    do(store, events.put_back, event_id)
    assert texts(store) == [(1, "New equipment: Second till")]
    do(store, events.put_back, event_id + 999)  # what never was is no fault of an undo


@pytest.mark.parametrize(
    "job",
    [
        lambda session: events.record(session, TILL),
        lambda session: events.correct(session, 1, TILL),
        lambda session: events.remove(session, 1),
        lambda session: events.put_back(session, 1),
    ],
)
def test_auditors_read_the_book_and_write_nothing(
    tmp_path: Path, job: Callable[[Any], object]
) -> None:
    opened = open_store(tmp_path, Role.AUDITOR, source=FixedClock())
    with pytest.raises(Refused):
        do(opened, job)
    opened.close()


def test_the_trail_tells_days_and_kind_and_no_words(store: Store) -> None:
    event_id = do(store, events.record, TILL)
    do(store, events.correct, event_id, replace(TILL, end=TILL.start, title="Third till"))
    with store.reading() as session:
        lines = audit_trail.page(session, TrailFilter(), before=None).lines
    corrected = next(line for line in lines if line.about.startswith("Event"))
    told = {change.field: (change.before, change.after) for change in corrected.changes}
    assert told == {"Last day": ("4 Sep 2026", "3 Sep 2026"), "Title": ("", "")}


def test_other_records_enter_themselves(store: Store, clock: FixedClock) -> None:
    action = do(store, actions.promise, NewAction("Call 9123 4567", "May", date(2026, 10, 9)))
    do(store, actions.finish, action)
    do(store, shop.close_shop, date(2026, 10, 2), date(2026, 10, 3), "Typhoon")
    old = replace(TILL, start=date(2020, 1, 1), end=date(2020, 1, 1))
    do(store, events.record, old)
    do(store, events.record, TILL)
    assert texts(store) == [
        (3, "Action completed: Call 9123 4567"),
        (2, "Closure: Typhoon"),
        (1, "New equipment: Second till"),
        (0, "New equipment: Second till"),
    ]
    printed = look(store, book.printed, OCTOBER)
    assert [line.event.title for line in printed][-1] == "Call [telephone]"
    assert [mark.number for mark in look(store, book.marks, OCTOBER)] == [1, 2, 3]
    assert [line.number for line in look(store, book.of_month, Month(2026, 9))] == [1]
