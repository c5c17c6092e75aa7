"""A month's pledges in a sentence."""

import pytest

from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.pledges.facts import Tally

MET, MISSED, FEW = Status.MET, Status.MISSED, Status.TOO_FEW


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ([], "No pledge could be judged: too few cases"),
        ([FEW], "No pledge could be judged: too few cases"),
        ([MET], "The pledge was met"),
        ([MET, MET], "All 2 pledges were met"),
        ([MISSED], "0 of 1 pledge was met"),
        ([MET, MISSED], "1 of 2 pledges were met"),
        ([MET, FEW, FEW], "3 pledges: 1 met, 2 not judged"),
        ([MISSED, FEW], "2 pledges: 1 not met, 1 not judged"),
    ],
)
def test_no_pledge_that_was_not_judged_passes_for_one_that_was_met(
    statuses: list[Status], sentence: str
) -> None:
    assert Tally.of(statuses).text == sentence
