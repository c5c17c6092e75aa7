"""Lists in the order of a heading: the whole, its beginning, and what search found."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.complaints.facts import (
    Channel,
    ComplaintLine,
    ComplaintQueue,
    Filter,
    Finding,
    NewComplaint,
    Outcome,
    Severity,
)
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.services import people
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.handovers import handovers
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.store import Store
from tests.factory import START, FixedClock, open_store

KEYS: dict[str, Callable[[ComplaintLine], Any]] = {
    "number": lambda line: line.id,
    "received": lambda line: line.received_at,
    "what": lambda line: line.summary.lower(),
    "category": lambda line: lists.label(lists.CATEGORIES, line.category).casefold(),
    "severity": lambda line: list(Severity).index(line.severity),
    "state": lambda line: ("received", "acknowledged", "closed").index(line.state.value),
    "due": lambda line: line.next_due_at,
    "owner": lambda line: line.owner_id and names[line.owner_id].casefold(),
}
names: dict[int, str] = {}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    clock = FixedClock()
    opened = open_store(tmp_path, source=clock)
    outcome = Outcome(Finding.UPHELD, "Seen")
    with opened.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        for at, (words, category, severity) in enumerate(
            (
                ("till slow", "till.waiting", Severity.LOW),
                ("Bag torn", "staff.rude", Severity.CRITICAL),
                ("apple till", "till.change", Severity.MEDIUM),
                ("Zip broke", "staff.rude", Severity.HIGH),
            )
        ):
            when = START - timedelta(hours=5 * (at % 3), minutes=at)
            new = NewComplaint(Channel.COUNTER, when, category, severity, words)
            case = complaints.log(session, new).id
            if at == 1:
                handovers.hand_over(session, case, "Ann")
            if at == 2:
                complaints.acknowledge(session, case)
            if at == 3:
                complaints.answer(session, case, outcome)
                complaints.close(session, case)
    return opened


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("view", [ComplaintQueue.ALL, ComplaintQueue.OPEN])
def test_a_list_is_ordered_by_a_heading_what_has_nothing_there_last(
    store: Store, key: str, down: bool, view: ComplaintQueue
) -> None:
    shown = Filter(view, order=ListOrder(key, down))
    with store.reading() as session:
        names.update({person.id: person.name for person in people.everyone(session)})
        lines = complaint_views.first_lines(session, Filter(view), 10)
        newest = sorted(lines, key=lambda line: line.received_at, reverse=True)
        some = [line for line in newest if KEYS[key](line) is not None]
        none = [line for line in newest if KEYS[key](line) is None]
        expected = [*sorted(some, key=KEYS[key], reverse=down), *none]
        whole = complaint_views.line_ids(session, shown)
        assert list(whole) == [line.id for line in expected]
        for limit in (1, 3):
            assert complaint_views.line_ids(session, shown, limit) == whole[:limit]


def test_what_search_found_is_ordered_too(store: Store) -> None:
    with store.reading() as session:
        for text in ("till", "C-2026"):
            for down in (False, True):
                shown = Filter(ComplaintQueue.OPEN, text=text, order=ListOrder("what", down))
                lines = complaint_views.first_lines(session, shown, 10)
                summaries = [line.summary for line in lines]
                assert len(summaries) == (2 if text == "till" else 3)
                assert summaries == sorted(summaries, key=str.lower, reverse=down)
