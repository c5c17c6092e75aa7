"""Charts from figures: what is drawn, and that the title says what was found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from csq_desktop.analytics.indicators.figures import FigureHead, count_figure, share_figure
from csq_desktop.analytics.indicators.verdicts import Judgement, judge_counts, judge_share
from csq_desktop.analytics.proportions import Proportion
from csq_desktop.analytics.spc.samples import ChartKind
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.open_cases import OpenCase
from csq_desktop.domain.indicators.figures import (
    Balance,
    Better,
    Figure,
    MonthFigures,
    Status,
    Unit,
)
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import ChartSignal, MonthResult, SignalKind, Verdict
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import short_date_text
from csq_desktop.services.indicators import chart_words, charts, verdicts
from csq_desktop.services.indicators.charts import ChartNotes
from csq_desktop.texts import speaking

FIRST = Month(2025, 7)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
NAME = "pledge.TILL"


def month(at: int, *figures: Figure, received: int = 0) -> MonthFigures:
    one = FIRST.shift(at)
    return MonthFigures(one, figures, Balance(one, 3, received, 0, received, 3))


def shares(counts: list[tuple[int, int]], *, target: float | None = 0.95) -> list[MonthFigures]:
    """Months of one share: (met, of) each."""
    return [
        month(
            at,
            share_figure(
                FigureHead(NAME, "At the till", Better.HIGHER, target),
                Proportion(*one),
                minimum=10,
            ),
        )
        for at, one in enumerate(counts)
    ]


def judged(history: list[MonthFigures], name: str = NAME) -> Judgement:
    return judge_share(name, verdicts.results_of(history, name))


def drawn_of(history: list[MonthFigures], notes: ChartNotes | None = None) -> charts.Controlled:
    return charts.share_chart(judged(history), notes)


def title(counts: list[tuple[int, int]], *, target: float | None = 0.95) -> str:
    return drawn_of(shares(counts, target=target)).spec.title


STEADY = [(960 + (at % 3) * 6 - 6, 1000) for at in range(13)]


def test_a_stable_pledge_is_told_to_be_stable() -> None:
    drawn = drawn_of(shares(STEADY))
    assert drawn.spec.title == "Stable: no unusual month"
    assert drawn.spec.subject == "At the till · % · July 2025 – July 2026"
    assert drawn.verdict.signal is None
    assert drawn.spec.target is not None
    assert drawn.spec.target.label == "target 95%"
    assert [point.label for point in drawn.spec.points][:2] == ["Jul", "Aug"]


def test_a_share_that_is_no_pledge_has_other_words_and_no_target() -> None:
    months = [
        month(
            at,
            share_figure(
                FigureHead("complaints.resolved", "R", Better.HIGHER), Proportion(*one), minimum=10
            ),
        )
        for at, one in enumerate(STEADY)
    ]
    drawn = charts.share_chart(judged(months, "complaints.resolved"))
    assert drawn.spec.title == "Stable: no unusual month"
    assert drawn.spec.target is None


def test_a_stable_pledge_below_its_target_asks_for_another_way_of_working() -> None:
    assert title(STEADY, target=0.98) == (
        "Stable but below target: only a different way of working will raise it"
    )


def test_a_trend_is_no_stable_level() -> None:
    rising = [(945 + 3 * at, 1000) for at in range(7)]
    assert title([*STEADY[:6], *rising]) == "Better, unusual: rising over 7 months"


def test_a_month_below_its_limit_is_named() -> None:
    assert title([*STEADY[:12], (890, 1000)]) == "July was unusually low"


def test_every_month_that_is_marked_is_named() -> None:
    bad = [*STEADY[:12], (890, 1000), *STEADY[:9], (885, 1000)]
    assert title(bad).endswith("was unusually low; also unusual: July")


def test_a_month_that_is_part_of_an_unusual_stretch_is_not_named_once_more() -> None:
    verdict = judged(shares([*STEADY[:12], (880, 1000), *STEADY[:2]])).verdict
    stretch = ChartSignal(SignalKind.RUN, -1, Month(2026, 7), Month(2026, 8))
    said = chart_words.title(replace(verdict, signal=stretch))
    assert said == "Lower than usual from July to August"


def test_another_unusual_month_on_the_other_side_says_so() -> None:
    both = received(came([*USUAL[:6], 5, *USUAL[6:], 90], sales=None))
    assert both.spec.title == "August was unusually high; also unusual: January (low)"
    both = received(came([*USUAL[:6], 90, *USUAL[6:], 5], sales=None))
    assert both.spec.title == "August was unusually low; also unusual: January (high)"


def test_a_month_above_its_limit_is_named_as_better() -> None:
    assert title([*STEADY[:12], (998, 1000)]) == ("July was unusually good")


def test_a_bad_month_that_is_over_tells_since_when_the_pledge_is_kept() -> None:
    bad = [*STEADY[:8], (880, 1000), (940, 1000), *STEADY[:3]]
    assert title(bad) == "March was unusually low; back on target since May"
    assert title([*STEADY[:8], (880, 1000), *STEADY[:4]], target=None) == (
        "March was unusually low; normal again since April"
    )
    assert title([*STEADY[:8], (880, 1000), (3, 4)], target=None) == ("March was unusually low")


def test_a_bad_month_that_is_not_over_tells_so() -> None:
    bad = [*STEADY[:10], (880, 1000), *STEADY[:1], (940, 1000)]
    assert title(bad) == "May was unusually low; not yet back at 95%"


def test_a_month_of_the_year_before_is_named_with_its_year() -> None:
    uneven = [(945 + (at % 2) * 20, 1000) for at in range(14)]
    found = title([(880, 1000), *uneven], target=0.94)
    assert found == "July 2025 was unusually low; back on target since August 2025"


def test_a_level_that_shifted_is_told_from_its_first_month() -> None:
    lower = [(950, 1000)] * 7 + [(962, 1000)] * 9
    assert title(lower) == "Real improvement since February"
    assert title([(965, 1000)] * 7 + [(953, 1000)] * 9) == "Real decline since February"


def test_a_level_that_shifted_back_is_told_up_to_its_last_month() -> None:
    lower = [(950, 1000)] * 9 + [(962, 1000)] * 7
    assert title(lower) == "Lower than usual from July 2025 to March"
    assert (
        title([(962, 1000)] * 9 + [(950, 1000)] * 7) == "Higher than usual from July 2025 to March"
    )


def test_a_line_that_seldom_crosses_its_centre_has_shifted_too() -> None:
    counts = [(963, 1000)] * 6 + [(957, 1000)] * 5 + [(963, 1000)] * 5
    assert title(counts) == "The average has shifted"


def test_too_few_months_say_nothing_about_chance() -> None:
    assert title(STEADY[:5]) == "Too few months to show a pattern"
    assert title([(0, 0)]) == "Too few months to show a pattern"
    assert judged(shares([(960, 1000)] * 4 + [(500, 1000)])).verdict.signal is None


def test_months_with_too_few_cases_are_gaps_and_told() -> None:
    drawn = drawn_of(shares([*STEADY[:6], (8, 9), *STEADY[:6]]))
    assert drawn.spec.points[6].value is None
    assert "Too few cases for a percentage: January 2026." in drawn.spec.notes


def test_a_chart_begins_with_the_first_month_that_was_measured() -> None:
    months = [month(0), month(1, *shares([(0, 0)])[0].figures), *shares(STEADY)[2:]]
    assert judged(months).months[0] == FIRST.shift(2)


def test_words_stand_beside_the_months_they_are_about() -> None:
    notes = ChartNotes(remarks={FIRST.shift(12): "Till closed"})
    drawn = drawn_of(shares([*STEADY[:12], (890, 1000)]), notes)
    assert drawn.spec.points[12].remark == "Till closed"
    assert drawn.spec.points[12].signal


def test_a_wild_share_gets_the_limits_of_laney() -> None:
    wild = [(930 + (at * 37) % 60, 1000) for at in range(13)]
    assert judged(shares(wild)).chart.kind is ChartKind.PPRIME


def rate(received: int, sales: int) -> Figure:
    return Figure(
        "complaints.per_1000",
        "per 1,000",
        Unit.PER_1000,
        Better.LOWER,
        received / sales * 1000,
        numerator=received,
        denominator=sales,
    )


def came(counts: list[int], *, sales: int | None = 6000) -> list[MonthFigures]:
    return [
        month(
            at,
            count_figure(FigureHead("complaints.received", "Received"), count),
            *([rate(count, sales)] if sales else []),
            received=count,
        )
        for at, count in enumerate(counts)
    ]


def received(history: list[MonthFigures]) -> charts.Controlled:
    results = verdicts.results_of(history, verdicts.RECEIVED)
    rates = [one.find(FigureId.COMPLAINTS_PER_1000) for one in history]
    return charts.received_chart(judge_counts(verdicts.RECEIVED, results, rates))


USUAL = [34, 38, 31, 36, 40, 35, 33, 37, 39, 34, 36, 35]


def test_complaints_are_related_to_sales_where_all_sales_are_known() -> None:
    drawn = received(came(USUAL))
    assert drawn.judgement.chart.kind is ChartKind.U
    assert drawn.spec.points[0].value == pytest.approx(34 / 6)
    assert drawn.spec.subject == "Complaints received per 1,000 sales · July 2025 – June 2026"
    assert drawn.spec.title == "No unusual month"


def test_complaints_are_counted_where_sales_are_missing() -> None:
    drawn = received([*came(USUAL[:11]), *came([90], sales=None)][:11])
    assert drawn.judgement.chart.kind is ChartKind.U
    counted = received(came([*USUAL, 90], sales=None))
    assert counted.judgement.chart.kind is ChartKind.C
    assert counted.spec.title == "July was unusually high"
    assert counted.spec.subject == "Complaints received · number · July 2025 – July 2026"
    assert "Sales are not entered for some months" in counted.spec.notes[-1]


def test_fewer_complaints_than_chance_explains_are_told() -> None:
    few = received(came([*USUAL, 5], sales=None))
    assert few.spec.title == "July was unusually low"


def test_a_month_whose_sales_are_to_come_is_not_called_back_within_the_limits() -> None:
    drawn = received([*came([*USUAL, 90]), *came([0] * 13 + [35], sales=None)[13:]])
    assert drawn.judgement.chart.kind is ChartKind.U
    verdict = drawn.judgement.verdict
    assert charts.received_words(verdict) == "Unusually many complaints in July"


def test_complaints_that_shift_are_told_since_when() -> None:
    more = [20, 22, 19, 21, 20, 22, 21, 34, 35, 33, 36, 34, 35, 34, 36, 33]
    assert received(came(more, sales=None)).spec.title.startswith("Real increase since")
    fewer = received(came(more[7:] + more[:9], sales=None))
    assert fewer.spec.title.startswith("Higher than usual from")
    less = [35, 36, 34, 35, 33, 36, 34, 22, 20, 21, 19, 22, 20, 21, 20, 22]
    assert received(came(less, sales=None)).spec.title == ("Real decrease since February")


UNSTEADY = [20, 36, 20, 36, 20, 36, 20]
MORE = [20, 22, 19, 21, 20, 22, 21, 34, 35, 33, 36, 34, 35, 34, 36, 33]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (USUAL[:4], "Complaints received: too few months to show a pattern"),
        (USUAL, "Complaints received: no unusual month"),
        ([*USUAL, 90], "Unusually many complaints in July"),
        ([*USUAL, 5], "Unusually few complaints in July"),
        ([*range(21, 28)], "Complaints received: rising over 7 months"),
        ([*USUAL, 90, 30, 31, 32, 33, 34, 45], "Complaints received: rising over 6 months"),
        ([*USUAL, 90, 35, 33], "Complaints are back in the normal range since August"),
        (MORE, "Real increase in complaints since February"),
        ([55 - count for count in MORE], "Real decrease in complaints since February"),
        ([*MORE[7:], *UNSTEADY], "More complaints than usual from July 2025 to March"),
        (
            [55 - count for count in (*MORE[7:], *UNSTEADY)],
            "Fewer complaints than usual from July 2025 to March",
        ),
        (
            [*MORE[7:], *MORE[:7]],
            "Complaints received: the average has shifted, lately below it",
        ),
    ],
)
def test_what_came_is_told_from_the_last_month(counts: list[int], words: str) -> None:
    assert charts.received_words(received(came(counts, sales=None)).verdict) == words


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ([], "No complaint was received"),
        ([("till.waiting", 3)], "All complaints are in one category: Waited too long to pay"),
        (
            [("till.waiting", 6), ("staff.rude", 2), ("own", 1)],
            "9 complaints in 3 categories: too few for percentages",
        ),
        (
            [("till.waiting", 6), ("staff.rude", 2), ("own", 2)],
            "One category accounts for 60%: Waited too long to pay",
        ),
        (
            [("till.waiting", 4), ("staff.rude", 3), ("own", 3)],
            "2 of 3 categories account for 70% of complaints",
        ),
    ],
)
def test_the_few_causes_that_make_up_half_are_told(
    counts: list[tuple[str, int]], text: str
) -> None:
    assert charts.pareto_chart(counts, 10).title == text
    assert charts.pareto_chart(counts, 10).mark_at == 0.5  # those few are dark
    assert bool(charts.pareto_chart(counts, 10).bars) is (sum(n for _, n in counts) >= 10)


@pytest.mark.parametrize(
    ("ages", "text"),
    [
        ((), "No complaint is open"),
        ((5,), "1 complaint is open, for 5 days at most"),
        ((1,), "1 complaint is open, for 1 day at most"),
        ((5, 2), "2 complaints are open, none for more than 5 days"),
        ((40, 2), "Open for over 30 days: 1 of 2 complaints"),
        ((40, 32, 2), "Open for over 30 days: 2 of 3 complaints"),
    ],
)
def test_how_long_the_open_ones_waited_is_told(ages: tuple[int, ...], text: str) -> None:
    cases = [OpenCase(ref="C-1", received_at=NOW - timedelta(days=days)) for days in ages]
    spec = charts.ageing_chart(cases, NOW)
    assert spec.title == text
    assert sum(bar.value for bar in spec.bars) == len(ages)


@pytest.mark.parametrize(
    ("start", "received", "closed", "text"),
    [
        (3, 5, 4, "Open complaints rose from 3 to 4"),
        (3, 4, 5, "Open complaints fell from 3 to 2"),
        (3, 4, 4, "3 open at the end, the same as at the start"),
        (0, 4, 4, "0 open at the end, the same as at the start"),
        (0, 0, 0, "No complaint was received, and none is open"),
    ],
)
def test_the_balance_is_told_in_words(start: int, received: int, closed: int, text: str) -> None:
    end = start + received - closed
    spec = charts.balance_chart(Balance(FIRST, start, received, 0, closed, end), None)
    assert (spec.title, spec.end.label) == (text, "open at the end")
    assert spec.start.value + sum(bar.value for bar in spec.changes) == spec.end.value


def test_the_balance_of_a_running_month_has_no_end_yet() -> None:
    spec = charts.balance_chart(Balance(FIRST, 3, 4, 0, 4, 3), FIRST.first_day)
    assert spec.end.label == f"open on {short_date_text(FIRST.first_day)}"
    assert spec.title == f"3 {spec.end.label}, the same as at the start"


def score(value: float | None, target: float | None = 0.9) -> Figure:
    status = Status.NOTHING if value is None else Status.MET
    if value is not None and target is not None and value < target:
        status = Status.MISSED
    return Figure(
        "checklists.score",
        "Score",
        Unit.SHARE,
        Better.HIGHER,
        value,
        n=0 if value is None else 4,
        target=target,
        status=status,
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.932, "Checklists scored 93.2%, at or above the target of 90%"),
        (0.86, "Checklists scored 86.0%, below the target of 90%"),
        (None, "No checklist was finished"),
    ],
)
def test_the_mean_score_is_told_against_its_target(value: float | None, text: str) -> None:
    months = [month(0, score(0.9)), month(1), month(2, score(value))]
    spec = charts.score_chart(months)
    assert spec.title == text
    assert spec.labels == ("Jul", "Aug", "Sep")
    assert spec.series[0].values == (0.9, None, value)
    assert spec.target is not None


def test_scores_without_any_month_have_no_target() -> None:
    spec = charts.score_chart([month(0)])
    assert (spec.target, spec.title) == (None, "No checklist was finished")
    assert spec.subject == "Average checklist score by month · % · July 2025"


def test_shares_stand_against_their_targets_with_a_word() -> None:
    few = share_figure(FigureHead("a", "A", Better.HIGHER), Proportion(3, 4), minimum=10)
    kept = share_figure(FigureHead("b", "B", Better.HIGHER, 0.9), Proportion(19, 20), minimum=10)
    verdict = partial(Verdict, signal=None)
    spec = charts.targets_chart(
        [
            verdict(measure=one.id, results=(MonthResult(month=FIRST, figure=one),))
            for one in (few, kept)
        ],
        "Targets",
    )
    assert [(row.label, row.word, row.tone) for row in spec.rows] == [("B", "Met", Tone.GOOD)]


def test_titles_come_in_the_language_spoken() -> None:
    with speaking("zh_HK"):
        assert title([*STEADY[:12], (890, 1000)]) == "7月異常偏低"
        assert drawn_of(shares(STEADY)).spec.title == "表現穩定，沒有異常月份"
