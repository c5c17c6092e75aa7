"""What a pack is made of, before any page is drawn."""

from datetime import date

import pytest

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.months import Month
from csq_desktop.services.actions import actions
from csq_desktop.services.packs import facts
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.store import Store
from tests.services.small_shop import set_up


@pytest.fixture
def store(store: Store) -> Store:
    set_up(store)
    return store


def test_a_pledge_has_the_open_actions_that_were_linked_to_it(store: Store) -> None:
    due = date(2026, 10, 20)
    with store.writing() as session:
        till = pledges.everything(session)[0]
        actions.promise(session, NewAction("Fix the hooks", "May", due))
        linked = NewAction("Open a second till", "May", due, ActionSource.PLEDGE, till.id)
        actions.promise(session, linked)
    with store.reading() as session:
        pack = facts.gather(session, Month(2026, 10), "en")
    titles = {pledge.number: [action.title for action in pledge.actions] for pledge in pack.pledges}
    assert titles.pop(till.number) == ["Open a second till"]
    assert not any(titles.values())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The till  was\nshut", "The till was shut"),
        ("The till was shut, and nobody came", "The till was shut…"),
        (
            "收銀處關閉，沒有人來，顧客等了很久很久才有人應",
            "收銀處關閉，沒有人來，顧客等了很久很久…",
        ),
    ],
)
def test_a_long_text_is_cut_after_a_word(text: str, line: str) -> None:
    assert facts.shortened(text, 20) == line
