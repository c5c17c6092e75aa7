"""A line of a case's history is put into words when it is read, in the reader's language."""

from collections.abc import Callable

import pytest

from csq_desktop.domain.complaints.facts import EventKind, Finding, Outcome, RemedyKind
from csq_desktop.domain.complaints.history import (
    MovedMoment,
    StandardNote,
    StepFacts,
    decision,
    step_text,
)
from csq_desktop.domain.impossible import ImpossibleNumbers
from csq_desktop.domain.referrals.facts import ReferralResult
from csq_desktop.domain.words.wording import HONG_KONG
from csq_desktop.texts import speaking

NOON = 1_788_235_200  # 1 September 2026, 12:00 in Hong Kong
REPLY = decision(Outcome(Finding.PARTLY, remedy_kind=RemedyKind.REFUND, remedy_cents=45_900))
NO_REMEDY = decision(Outcome(Finding.UPHELD))
OLD_WORDS = "Linked to CU-00002. She rang"
LINES = [
    (EventKind.CUSTOMER, OLD_WORDS, None, OLD_WORDS),
    (EventKind.EXCLUDED, "By order of the police", None, "By order of the police"),
    (EventKind.EXCLUDED, "", None, "Included in the figures again."),
    (EventKind.ANSWERED, "Rang her", REPLY, "Partly upheld · Refund · HK$459\nRang her"),
    (EventKind.FINDING, "", NO_REMEDY, "Upheld · None"),
    (EventKind.OWNER, "On leave", StepFacts(before="何", after="林"), "From 何 to 林. On leave"),
    (EventKind.HANDOVER, "", StepFacts(after="林"), "林 is asked."),
    (
        EventKind.HANDOVER,
        "",
        StepFacts(before="何", after="林"),
        "林 is asked. Until then 何 is responsible.",
    ),
    (EventKind.CUSTOMER, "", StepFacts(before="CU-1"), "No longer linked to CU-1."),
    (EventKind.CUSTOMER, "", StepFacts(after="CU-2"), "Linked to CU-2."),
    (
        EventKind.CUSTOMER,
        "",
        StepFacts(before="CU-1", after="CU-2", note=StandardNote.UNDONE),
        "Linked to CU-2 instead of CU-1. Undone",
    ),
    (
        EventKind.REFERRED,
        "They agreed",
        StepFacts(after=ReferralResult.SETTLED.value),
        "Settled between the two. They agreed",
    ),
    (
        EventKind.REFERRED,
        "",
        StepFacts(after=ReferralResult.SETTLED.value),
        "Settled between the two",
    ),
    (EventKind.RESUMED, "He wrote", StepFacts(), "The deadline did not change. He wrote"),
    (EventKind.RESUMED, "", StepFacts(held_seconds=10_800), "Paused for 3 h of opening hours."),
    (EventKind.DEADLINES, "", StepFacts(policy_version=2), "Under deadline rules, version 2."),
    (
        EventKind.DEADLINES,
        "",
        StepFacts(),
        "All deadlines had already been met or missed. None was recalculated.",
    ),
    (
        EventKind.CORRECTED,
        "",
        StepFacts(fields=("words", "channel", "mood")),
        "What the customer said, Channel, mood",
    ),
    (
        EventKind.IMPORTED,
        "",
        StepFacts(fields=("answered_at", "number_here")),
        "Replied, Number here",
    ),
    (EventKind.REMOVED, "", StepFacts(note=StandardNote.IMPORT_UNDONE), "Import undone."),
    (
        EventKind.CORRECTED,
        "Typed a month off",
        StepFacts(
            moments=(
                MovedMoment("received_at", NOON, NOON + 60),
                MovedMoment("closed_at", None, NOON),
            )
        ),
        "Received: 1 Sep 2026 12:00 → 1 Sep 2026 12:01\n"
        "Closed: – → 1 Sep 2026 12:00\nTyped a month off",
    ),
]


@pytest.mark.parametrize(("kind", "text", "facts", "words"), LINES)
def test_a_line_says_what_happened(
    kind: EventKind, text: str, facts: StepFacts | None, words: str
) -> None:
    assert step_text(kind, text, facts, HONG_KONG) == words


def test_a_line_is_read_in_the_readers_language() -> None:
    with speaking("zh_HK"):
        written = [step_text(kind, "", facts, HONG_KONG) for kind, _, facts, _ in LINES if facts]
    left = [words for words in written if any("a" <= letter <= "z" for letter in words)]
    assert left == ["顧客所說的話、渠道、mood"]


@pytest.mark.parametrize("moved", [("words", 1, 2), ("closed_at", None, 10**12)])
def test_no_case_has_such_a_moment(moved: tuple[str, int | None, int]) -> None:
    with pytest.raises(ImpossibleNumbers):
        MovedMoment(*moved)


@pytest.mark.parametrize(
    "make",
    [
        lambda: StepFacts(remedy_cents=-1),
        lambda: StepFacts(held_seconds=10**20),
        lambda: StepFacts(business_day=0),
    ],
)
def test_no_line_has_such_an_amount(make: Callable[[], StepFacts]) -> None:
    with pytest.raises(ImpossibleNumbers):
        make()
