"""What is written down of a filter, and how it reads: never what may name somebody."""

from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.actions import ActionFilter, ActionState
from csq_desktop.domain.audit.entries import TrailFilter, TrailKind
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.complaints.facts import Channel, ComplaintQueue, Filter, Severity, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.customers.facts import Consent, CustomerFilter
from csq_desktop.domain.events import EventFilter, EventView
from csq_desktop.domain.exports.filters import Shown, filter_facts, filter_text
from csq_desktop.domain.exports.lists import LISTS, list_of
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.pledges.facts import CountFilter
from csq_desktop.errors import UserError

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (None, ""),
        ((4, 9), "2 selected"),
        (Filter(), "Open"),
        (Filter(ComplaintQueue.ALL, kind=FeedbackKind.ENQUIRY), "All · Enquiry"),
        (
            Filter(
                ComplaintQueue.ALL, "Chan Tai Man", "till", Channel.EMAIL, Severity.HIGH,
                State.CLOSED, customer_id=4, owner_id=9, received_from=NOON, received_to=NOON,
                order=ListOrder("due"),
            ),
            "All · a search text · <till> · E-mail · High · Closed · one customer · one owner"
            " · from 5 Oct 2026 · until 5 Oct 2026",
        ),
        (
            CustomerFilter("Chan", archived=True, segment="gold", marketing=Consent.AGREED),
            "a search text · archived ones · gold · Agreed",
        ),
        (
            RunFilter("open", RunState.DRAFT, date(2026, 9, 1), NOON.date(), with_failures=True),
            "one checklist · In progress · from 1 Sep 2026 · until 5 Oct 2026"
            " · with failed items",
        ),
        (
            TrailFilter(7, TrailKind.OUTPUT, since=NOON),
            "one user · Exports and prints · from 5 Oct 2026",
        ),
        (
            Filter(second_category="refund", cause="people"),
            "Open · secondary concern <refund> · cause people",
        ),
        (Filter(received_to=datetime(2026, 10, 6, tzinfo=UTC)), "Open · until 5 Oct 2026"),
        (EventFilter(EventView.DERIVED, first=NOON.date()),
         "From other records · from 5 Oct 2026"),
        (ActionFilter(ActionState.DONE, 3), "Done · one owner"),
        (CountFilter(4, last=NOON.date()), "one pledge · until 5 Oct 2026"),
    ],
)  # fmt: skip
def test_a_filter_in_words(shown: Shown, words: str) -> None:
    facts = filter_facts(shown)
    assert filter_text(facts, lambda code: f"<{code}>") == words
    assert "Chan" not in str(facts)


def test_a_code_of_another_version_reads_as_itself() -> None:
    assert filter_text({"view": "open", "kind": "enquiry"}, str) == "Open · enquiry"


def test_every_list_has_a_label_and_columns_of_its_own() -> None:
    assert len({each.label for each in LISTS.values()}) == len(LISTS)
    for each in LISTS.values():
        assert len({field.title for field in each.fields}) == len(each.fields), each.key
    with pytest.raises(UserError, match="“users” cannot be exported"):
        list_of("users")
