"""Figures and verdicts as plain values: one verdict a figure, whether or not it has a history."""

from csq_desktop.analytics.indicators.figures import FigureHead, score_figure
from csq_desktop.domain.indicators.figures import Better
from csq_desktop.services.indicators import plain


def test_the_score_of_one_checklist_is_judged_as_its_badge_says() -> None:
    head = FigureHead("checklists.score.floor", "Shop floor", Better.HIGHER, 0.9)
    judged = plain.judged_figure(score_figure(head, 0.5, 1), None)
    assert (judged["status"], judged["verdict"]) == ("missed", "missed")
