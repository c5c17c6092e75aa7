"""Asks of packs in words, and when one repeats another."""

from datetime import date

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.asks import Ask, AskDecision, AskFacts, AskKind, AskState, sentence
from csq_desktop.domain.tones import Tone

CASES = tuple(f"C-2026-000{at}" for at in range(1, 9))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (AskFacts(kind=AskKind.WRITTEN, text="Hire"), "Hire"),
        (
            AskFacts(kind=AskKind.CHANGE_WORK, pledge_id=1),
            "Till: Decide on a different way of working: "
            "a stable process does not improve by itself.",
        ),
        (
            AskFacts(kind=AskKind.COMPLETE, pledge_id=1, action_id=7),  # an action that is gone
            "Till: Decide what to change, who is responsible and by when.",
        ),
        (
            AskFacts(kind=AskKind.OVERDUE_CASES, refs=CASES, number=8),
            "Deal with the 8 overdue complaints: C-2026-0001, C-2026-0002, C-2026-0003, "
            "C-2026-0004, C-2026-0005, C-2026-0006, 2 more.",
        ),
        (
            AskFacts(kind=AskKind.CRITICAL_ITEMS, number=1),
            "Correct the failed critical item and show that it is fixed.",
        ),
        (  # as packs asked before they named them
            AskFacts(kind=AskKind.LONG_WAITS, number=2),
            "Resolve the 2 complaints open for more than 30 days.",
        ),
    ],
)
def test_an_ask_in_words(facts: AskFacts, words: str) -> None:
    assert sentence(facts, "Till") == words


TILL, OTHER = (AskFacts(kind=AskKind.DECIDE, pledge_id=number) for number in (1, 2))
HIRE, BUY = (AskFacts(kind=AskKind.WRITTEN, text=text) for text in ("Hire", "Buy"))
ITEMS = AskFacts(kind=AskKind.CRITICAL_ITEMS, number=2)


def cases(kind: AskKind, *numbers: int) -> AskFacts:
    return AskFacts(kind=kind, refs=tuple(map(str, numbers)), number=len(numbers))


@pytest.mark.parametrize(
    ("first", "second", "repeats"),
    [
        (TILL, AskFacts(kind=AskKind.COMPLETE, pledge_id=1), True),
        (TILL, OTHER, False),
        (HIRE, HIRE, True),
        (HIRE, BUY, False),
        (ITEMS, ITEMS, False),  # other items, of another month
        (cases(AskKind.OVERDUE_CASES, 1, 2), cases(AskKind.OVERDUE_CASES, 2), True),
        (cases(AskKind.LONG_WAITS, 1), cases(AskKind.OVERDUE_CASES, 1), True),
        (cases(AskKind.OVERDUE_CASES, 1), cases(AskKind.OVERDUE_CASES, 1, 2), False),
        (AskFacts(kind=AskKind.LONG_WAITS, number=1), cases(AskKind.LONG_WAITS, 1), False),
        (AskFacts(kind=AskKind.OVERDUE_ACTIONS, refs=("A-1", "A-2")),
         AskFacts(kind=AskKind.OVERDUE_ACTIONS, refs=("A-2",)), True),
    ],
)  # fmt: skip
def test_what_repeats_an_ask(first: AskFacts, second: AskFacts, repeats: bool) -> None:
    assert second.repeats(first) is repeats


def test_an_ask_of_today_without_answer() -> None:
    day = date(2026, 11, 3)
    ask = Ask(
        id=1,
        number=1,
        months=(Month(2026, 10),),
        asked_on=day,
        facts=AskFacts(kind=AskKind.WRITTEN, text="Hire"),
        sentence="Hire",
    )
    assert (ask.waited(day), ask.state(day).label) == ("requested today", "No answer yet")
    assert (ask.state(day).tone, AskState.AGREED.tone) == (Tone.BAD, Tone.PLAIN)
    assert AskDecision.TAKEN_BACK.label == "Taken back"
