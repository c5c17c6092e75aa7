"""Complaints found by what was typed anywhere in the window."""

import pytest

from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.finding import MOST_OF_EACH, FoundRecord
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.services import small_shop


@pytest.fixture
def store(store: Store) -> Store:
    small_shop.set_up(store)
    return store


def test_a_complaint_is_found_by_number_and_words_even_when_closed(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        closed = small_shop.logged(session, clock, words="The umbrella broke")
        small_shop.logged(session, clock, words="Ten minutes in the queue")
        small_shop.ended(session, closed)
    with store.reading() as session:
        (line,) = complaint_views.lines(session, [closed])
        expected = (FoundRecord(f"{line.ref}  {line.summary}", closed),)
        assert complaint_views.find(session, "umbrella") == expected
        assert complaint_views.find(session, line.ref) == expected
        assert complaint_views.find(session, "umbrella queue") == ()


def test_no_more_than_a_handful_is_offered(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        for _ in range(MOST_OF_EACH + 2):
            small_shop.logged(session, clock, words="The umbrella broke")
    with store.reading() as session:
        assert len(complaint_views.find(session, "umbrella")) == MOST_OF_EACH


def test_the_first_lines_of_a_list_keep_its_order(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        for _ in range(3):
            small_shop.logged(session, clock)
            clock.move(hours=1)
    with store.reading() as session:
        shown = Filter(view=ComplaintQueue.ALL)
        ids = [*complaint_views.line_ids(session, shown)]
        first = complaint_views.first_lines(session, shown, 2)
        assert [line.id for line in first] == ids[:2]


def test_a_list_is_narrowed_by_its_second_concern_and_its_cause(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        both = small_shop.logged(session, clock, second_category="refund.late")
        small_shop.logged(session, clock, second_category="staff.rude")
        small_shop.ended(session, both, cause="people.training")
        queue = ComplaintQueue.ALL
        for shown, matches in (
            (Filter(queue, second_category="refund"), [both]),
            (Filter(queue, second_category="till"), []),
            (Filter(queue, cause="people"), [both]),
            (Filter(queue, cause="people.staffing"), []),
        ):
            assert list(complaint_views.line_ids(session, shown)) == matches
        with pytest.raises(UserError, match="another secondary concern"):
            small_shop.logged(session, clock, second_category="till.waiting")
        with pytest.raises(UserError, match="not in the list"):
            small_shop.logged(session, clock, second_category="nowhere")
