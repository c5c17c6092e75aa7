"""How a figure's change is put: its parts, its causes, and what does not add up."""

from dataclasses import replace

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Unit
from csq_desktop.domain.indicators.replaced import ChangedFigure
from csq_desktop.domain.indicators.revisions import (
    CauseEffect,
    FigureParts,
    RevisedFigure,
    RevisedMonth,
    RevisionCause,
)
from csq_desktop.texts import LANGUAGES, speaking

SHARE = Figure("x", "Met", Unit.SHARE, Better.HIGHER, 0.5, 12, 24, 24, excluded=1)
COUNT = Figure("n", "Received", Unit.COUNT, Better.NEITHER, 7, n=7)
MONEY = Figure("m", "Redress", Unit.CENTS, Better.NEITHER, 45_900, n=3)
RATE = Figure("r", "Per 1,000", Unit.PER_1000, Better.LOWER, 5.0, 5, 1000, 1000)
DAYS = Figure("d", "Median", Unit.DAYS, Better.LOWER, 2.5, n=4)
SCORE = Figure("s", "Score", Unit.SHARE, Better.HIGHER, 0.9, n=2)


@pytest.mark.parametrize(
    ("figure", "parts"),
    [
        (SHARE, (12, 24, 1)),
        (COUNT, (7, 0, 0)),
        (MONEY, (45_900, 3, 0)),
        (RATE, (5, 1000, 0)),
        (DAYS, (0, 4, 0)),
        (SCORE, (0, 2, 0)),
        (replace(COUNT, value=None, n=None), (0, 0, 0)),
    ],
)
def test_a_figure_has_the_parts_it_was_counted_from(
    figure: Figure, parts: tuple[int, int, int]
) -> None:
    assert FigureParts.of(figure) == parts
    assert FigureParts.of(figure).less(FigureParts.of(figure)) == (0, 0, 0)


def revised(figure: Figure, *parts: int) -> RevisedFigure:
    effect = CauseEffect(RevisionCause.CORRECTED, FigureParts(*parts), ("C-2026-0001",))
    return RevisedFigure(ChangedFigure(figure, figure), (effect,))


@pytest.mark.parametrize(
    ("figure", "parts", "text"),
    [
        (SHARE, (1, 2), "+1 of +2"),
        (SHARE, (0, -1, 1), "0 of −1 · excluded +1"),
        (SHARE, (0, 0, -1), "excluded −1"),
        (COUNT, (-1200,), "−1,200"),
        (MONEY, (-5_000, 0), "−HK$50"),
        (MONEY, (5_000, 1), "+HK$50"),
        (RATE, (1, 0), "+1 of 0"),
        (DAYS, (0, 1), "n +1"),
        (SCORE, (0, -1), "n −1"),
        (DAYS, (0, 0), ""),
    ],
)
def test_how_far_a_cause_moved_a_figure(figure: Figure, parts: tuple[int, ...], text: str) -> None:
    changed = revised(figure, *parts)
    assert changed.effect_text(changed.effects[0]) == text
    assert changed.reconciles is not any(parts)
    (line,) = RevisedMonth(Month(2026, 10), 2, (changed,)).lines
    assert line.text.startswith(f"{figure.label}: Corrected")
    assert line.text.endswith("C-2026-0001")


def test_a_figure_is_written_with_what_it_was_counted_from() -> None:
    changed = revised(SHARE, 1)
    assert (changed.label, changed.before, changed.after) == (
        "Met",
        "50.0%\n12 of 24",
        "50.0%\n12 of 24",
    )
    assert revised(COUNT, 1).before == "7"


def test_many_cases_are_counted_and_the_first_named() -> None:
    refs = tuple(f"C-2026-{number:04d}" for number in range(8))
    effect = CauseEffect(RevisionCause.VOIDED, FigureParts(), refs)
    assert effect.refs_text.endswith("C-2026-0005 and 2 more")


def test_a_month_says_what_changed_and_whether_a_mean_is_among_it() -> None:
    month = RevisedMonth(Month(2026, 10), 2, (revised(SHARE, 1), revised(COUNT, 1)))
    assert month.title == "October 2026, version 2"
    assert (month.changed("x"), month.changed("y")) == (True, False)
    assert not month.has_means
    assert RevisedMonth(Month(2026, 10), 2, (revised(DAYS, 1),)).has_means
    assert RevisedMonth(Month(2026, 10), 2, (revised(SCORE, 1),)).has_means


def test_every_cause_has_its_own_name_in_every_language() -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert len({cause.label for cause in RevisionCause}) == len(RevisionCause)
