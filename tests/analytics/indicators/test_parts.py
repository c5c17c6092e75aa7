"""What rows add to each kind of figure, in numbers that add up."""

import pytest

from csq_desktop.analytics.indicators.ledger import MonthDetails
from csq_desktop.analytics.indicators.parts import parts
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.indicators.sums import PledgeSum, RunSums, Sum
from csq_desktop.domain.pledges.facts import PledgeSource
from tests.analytics.indicators.ledgers import OCTOBER, ledger
from tests.analytics.indicators.test_ledger import pledge

SUMS = {
    "received": {"till": Sum(2), "staff": Sum(1)},
    "sales": {"": Sum(1000)},
    "closed": {"0": Sum(4), "1": Sum(8), "2": Sum(3)},
    "finding": {"upheld": Sum(2), "unfounded": Sum(1)},
    "redress": {"": Sum(2, 5_000)},
    "resolve": {"met": Sum(5), "missed": Sum(1), "overdue": Sum(1), "excluded": Sum(2)},
    FigureFamily.REDRESS: {"voucher": Sum(1, 900)},
    FigureFamily.REMEDY: {"voucher": Sum(1)},
    FigureFamily.CHECKLIST_SCORE: {"floor": Sum(3)},
}


@pytest.mark.parametrize(
    ("figure_id", "expected"),
    [
        (FigureId.COMPLAINTS_RECEIVED, (3, 0, 0)),
        (FigureId.COMPLAINTS_RESOLVED, (5, 7, 2)),
        (FigureId.COMPLAINTS_WITHIN_BAND1, (8, 11, 0)),
        (FigureId.COMPLAINTS_MEDIAN_DAYS, (0, 11, 0)),
        (FigureId.COMPLAINTS_PER_1000, (3, 1000, 0)),
        (FigureId.COMPLAINTS_REDRESS, (5_000, 2, 0)),
        (FigureId.CHECKLISTS_SCORE, (0, 6, 0)),
        (FigureFamily.CATEGORY.of("till"), (2, 0, 0)),
        (FigureFamily.FINDING.of("upheld"), (2, 0, 0)),
        (FigureFamily.REDRESS.of("voucher"), (900, 1, 0)),
        (FigureFamily.REMEDY.of("voucher"), (1, 0, 0)),
        (FigureFamily.REMEDY.of("refund"), (0, 0, 0)),
        (FigureFamily.CHECKLIST_SCORE.of("floor"), (0, 3, 0)),
        ("pledge.P2", (5, 7, 2)),
        ("pledge.P2.maximum", (4, 7, 2)),
        ("pledge.P1", (30, 32, 1)),
        ("pledge.P1.maximum", (1, 32, 1)),
        ("somebody.else", (0, 0, 0)),
    ],
)
def test_each_figure_has_its_parts(figure_id: str, expected: tuple[int, int, int]) -> None:
    by_hand, counted = pledge(1, PledgeSource.MANUAL), pledge(2, PledgeSource.RESOLVE)
    of_month = ledger(
        SUMS,
        pledges=(by_hand, counted),
        runs=RunSums(scored=6),
        counts={(OCTOBER, by_hand.id): PledgeSum(30, 2, 1, 1)},
    ).detailed({OCTOBER: MonthDetails(over={counted.id: 4})})
    assert parts(of_month, OCTOBER, figure_id) == expected
