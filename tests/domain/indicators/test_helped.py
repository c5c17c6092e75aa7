"""How acts that helped a figure are put together and put into words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.helped import (
    HelpedFigure,
    HelpedMonth,
    HelpfulAct,
    HelpKind,
    Limits,
    together,
)

ZONE = ZoneInfo("Asia/Hong_Kong")
AT = datetime(2026, 11, 3, 2, tzinfo=UTC)
ACT = HelpfulAct(
    kind=HelpKind.EXCLUDED, figure_ids=("a",), refs=("C-1",), misses=1, first=AT, last=AT,
    person="May Wong", why="Fire drill",
)  # fmt: skip
FIGURE = Figure("a", "Acknowledged", Unit.SHARE, Better.HIGHER, 0.96, 24, 25, 25, target=0.95,
                status=Status.MET)  # fmt: skip


def on(ref: str, act: HelpfulAct = ACT, **later: int) -> HelpfulAct:
    at = act.first + timedelta(**later)
    return replace(act, refs=(ref,), first=at, last=at)


def test_one_reason_on_one_day_is_one_act_and_what_helped_two_figures_too() -> None:
    other = replace(ACT, figure_ids=("b",))
    acts = [on("C-2", hours=1), ACT, other, on("C-2", other, hours=1), on("C-3", days=1),
            replace(ACT, why="")]  # fmt: skip
    first, unreasoned, next_day = together(acts, ZONE)
    assert first.figure_ids == ("a", "b")
    assert (first.refs, first.misses) == (("C-2", "C-1"), 2)  # in the order they came in
    assert (first.first, first.last) == (AT, AT + timedelta(hours=1))
    assert (unreasoned.refs, next_day.refs) == (("C-1",), ("C-3",))


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (ACT, "Excluded · C-1 · May Wong · 3 Nov 2026 10:00 · Fire drill"),
        (replace(ACT, last=AT + timedelta(hours=2), by_import=True, why=""),
         "Excluded · C-1 · May Wong, by import · 3 Nov 2026 · No reason recorded"),
        (replace(ACT, refs=("1 Oct 2026",), misses=3),
         "Excluded · 1 Oct 2026 · 3 fewer misses · May Wong · 3 Nov 2026 10:00 · Fire drill"),
        (replace(ACT, refs=tuple(f"C-{n}" for n in range(1, 9)), misses=8),
         "Excluded · C-1, C-2, C-3, C-4, C-5, C-6 and 2 more · May Wong · 3 Nov 2026 10:00"
         " · Fire drill"),
    ],
)  # fmt: skip
def test_an_act_says_what_where_who_when_and_why(act: HelpfulAct, sentence: str) -> None:
    assert act.sentence(ZONE) == sentence


def helped(now: Figure, without: Figure) -> HelpedFigure:
    """A figure that no pledge is behind."""
    return HelpedFigure(now, without, Limits(now), Limits(without))


@pytest.mark.parametrize(
    ("standard", "maximum", "missed", "word", "clause"),
    [
        (Status.MET, None, (), "", "met"),
        (Status.MISSED, None, ("standard",), "Not met", "not met"),
        (Status.TOO_FEW, Status.TOO_FEW, (), "", ""),
        (Status.MET, Status.MET, (), "", "met"),
        (Status.MET, Status.MISSED, ("maximum",), "Not met: maximum time", "maximum time not met"),
        (Status.MISSED, Status.MET, ("standard",), "Not met: standard time",
         "standard time not met"),
        (Status.MISSED, Status.MISSED, ("standard", "maximum"),
         "Not met: standard and maximum time", "standard and maximum time not met"),
    ],
)  # fmt: skip
def test_a_verdict_names_the_limit_that_is_not_met(
    standard: Status, maximum: Status | None, missed: tuple[str, ...], word: str, clause: str
) -> None:
    other = None if maximum is None else replace(FIGURE, status=maximum)
    limits = Limits(replace(FIGURE, status=standard), other)
    assert (limits.missed, limits.word, limits.clause) == (missed, word, clause)


def test_a_figure_stands_beside_what_it_would_be() -> None:
    without = replace(FIGURE, value=0.92, numerator=23, status=Status.MISSED)
    figure = helped(FIGURE, without)
    month = HelpedMonth(Month(2026, 10), (figure,), (ACT,))
    assert month.sentences == (
        "Acknowledged: 96.0% (24 of 25), met; without these changes 92.0% (23 of 25), not met.",
    )
    assert month.measures(ACT) == "Acknowledged"
    few = replace(without, value=None, numerator=1, denominator=2, status=Status.TOO_FEW)
    assert helped(FIGURE, few).text_without == "1 of 2"
    assert helped(few, few).sentence == "Acknowledged: 1 of 2; without these changes 1 of 2."
    (nothing,) = HelpedMonth(Month(2026, 10)).sentences
    assert nothing.startswith("No miss of this month")
