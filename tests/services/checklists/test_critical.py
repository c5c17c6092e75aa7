"""Failed critical items: told first of all, until something is done about them."""

from dataclasses import replace
from datetime import date

import pytest

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.checklists.facts import Every
from csq_desktop.domain.today import when_text
from csq_desktop.domain.tones import Tone
from csq_desktop.services.actions import actions
from csq_desktop.services.today import due, today
from csq_desktop.services.today.today import TodayCard
from csq_desktop.storage.store import Store
from tests.checklist_case import FLOOR, do, give_out, look, run_through
from tests.factory import FixedClock


@pytest.fixture
def visit(store: Store) -> int:
    """A checklist for when it is needed, so that none is ever due."""
    return give_out(store, replace(FLOOR, key="visit", every=Every.NONE))


def critical(store: Store) -> list[tuple[str, object, str]]:
    """The failures on the first page, with where they lead to and what is asked."""
    now = look(store, due.now)
    items = look(store, due.items, now)
    first = [item for item in items if item.critical]
    assert items[: len(first)] == tuple(first)
    return [(item.text, item.object_id, when_text(item, now)) for item in first]


def card(store: Store) -> TodayCard:
    return next(card for card in look(store, today.show).cards if card.page == "checklists")


def new_action(run_id: int) -> NewAction:
    return NewAction(
        title="Change the lamp",
        owner="Lam",
        due_on=date(2026, 10, 30),
        source=ActionSource.CHECKLIST,
        source_id=run_id,
        item_code="2.1",
    )


def test_a_failed_critical_item_stands_first_until_an_action_is_promised(
    store: Store, visit: int
) -> None:
    do(store, actions.promise, NewAction(title="Late", owner="Lam", due_on=date(2026, 10, 1)))
    run_id = run_through(store, visit, i2_1="no")
    assert critical(store) == [("Are the rooms lit?", f"{run_id}/2.1", "add an action")]
    assert (card(store).note, card(store).tone) == ("1 critical item failed", Tone.BAD)
    action_id = do(store, actions.promise, new_action(run_id))
    assert critical(store) == []
    assert (card(store).note, card(store).tone) == ("1 below its target score", Tone.WARN)
    do(store, actions.cancel, action_id, "Mistaken")
    assert len(critical(store)) == 1


def test_a_newer_run_decides(store: Store, visit: int, clock: FixedClock) -> None:
    run_through(store, visit, i2_1="no")
    clock.move(days=1)
    run_through(store, visit)
    assert critical(store) == []
    assert card(store).tone is not Tone.BAD
