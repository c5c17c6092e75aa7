"""Figures and verdicts as plain values: one verdict a figure, whether or not it has a history."""

import pytest

from csq_desktop.analytics.indicators.figures import FigureHead, score_figure
from csq_desktop.analytics.indicators.verdicts import judge_share
from csq_desktop.domain.indicators.figures import Better
from csq_desktop.services.indicators import plain
from tests.analytics.indicators.planted import TWELVE, Planted


def test_the_score_of_one_checklist_is_judged_as_its_badge_says() -> None:
    head = FigureHead("checklists.score.floor", "Shop floor", Better.HIGHER, 0.9)
    judged = plain.judged_figure(score_figure(head, 0.5, 1), None)
    assert (judged["status"], judged["verdict"]) == ("missed", "missed")


@pytest.mark.parametrize("series", TWELVE, ids=[each.name for each in TWELVE])
def test_a_script_reads_the_signs_of_the_verdict(series: Planted) -> None:
    verdict = judge_share("x", series.results()).verdict
    assert verdict.figure is not None
    judged = plain.judged_figure(verdict.figure, verdict)
    assert (judged["variation"], judged["assurance"]) == (
        series.variation.value, series.assurance.value,
    )  # fmt: skip
    assert judged["signs"] == list(verdict.signs.sentences)
