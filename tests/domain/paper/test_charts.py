"""What a chart may be made of."""

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.paper.charts import (
    AgeingSpec,
    BalanceSpec,
    Bar,
    ChartSpec,
    ControlPoint,
    ControlSpec,
    FishboneBranch,
    FishboneCause,
    FishboneSpec,
    FunnelPoint,
    FunnelSpec,
    ParetoSpec,
    SectionRow,
    SectionsSpec,
    Series,
    Target,
    TargetRow,
    TargetsSpec,
    TrendSpec,
    cut_to,
    subject_text,
    target_over,
)
from csq_desktop.domain.tones import Meaning, Tone
from csq_desktop.domain.words.wording import months_text


def test_a_funnel_without_branches_is_empty() -> None:
    assert FunnelSpec(points=(), centre=0.1, limits=()).is_empty
    assert not FunnelSpec(
        points=(FunnelPoint(label="SSP01", size=40, value=0.1),), centre=0.1, limits=()
    ).is_empty


NOTHING: tuple[ChartSpec, ...] = (
    ParetoSpec(bars=(Bar("Till", 0),)),
    AgeingSpec(bars=()),
    FishboneSpec(effect="Late", branches=(FishboneBranch("People"),)),
    ControlSpec(points=(ControlPoint(label="Jan", value=None),)),
    TrendSpec(labels=("Jan",), series=(Series("Open", (None,)),)),
    TargetsSpec(rows=()),
    SectionsSpec(rows=()),
)
SOMETHING: tuple[ChartSpec, ...] = (
    ParetoSpec(bars=(Bar("Till", 0), Bar("Price", 2))),
    AgeingSpec(bars=(Bar("up to 3 days", 0),)),
    FishboneSpec(effect="Late", branches=(FishboneBranch("People", (FishboneCause("Ill"),)),)),
    ControlSpec(points=(ControlPoint(label="Jan", value=0.0),)),
    TrendSpec(labels=("Jan",), series=(Series("Open", (0.0,)),)),
    TargetsSpec(rows=(TargetRow(label="Till", value=None),)),
    SectionsSpec(rows=(SectionRow(label="Opening", share=None),)),
)


def test_a_chart_is_empty_where_nothing_was_measured() -> None:
    assert [spec.is_empty for spec in NOTHING] == [True] * 7
    assert [spec.is_empty for spec in SOMETHING] == [False] * 7


def test_a_chart_over_time_has_the_goal_of_its_target() -> None:
    points = (ControlPoint(label="Jan", value=0.5),)
    series = (Series("Open", (1.0,)),)
    for target, goal in ((None, None), (Target(0.9, "target"), 0.9)):
        assert ControlSpec(points=points, target=target).goal == goal
        assert TrendSpec(labels=("Jan",), series=series, target=target).goal == goal


def test_a_balance_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="is not the end"):
        BalanceSpec(start=Bar("start", 14), changes=(Bar("in", 3),), end=Bar("end", 18))


@pytest.mark.parametrize(
    ("series", "groups"),
    [
        ((Series("shop", (1.0,)),), ()),
        ((Series("shop", (1.0, 2.0)),), ("2026",)),
        ((), ()),
        (tuple(Series(str(i), (1.0, 2.0)) for i in range(3)), ()),
    ],
    ids=["a value too few", "a group too few", "no series", "three series"],
)
def test_a_trend_with_gaps_in_its_shape_is_refused(
    series: tuple[Series, ...], groups: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=r"series|groups"):
        TrendSpec(labels=("Sep", "Oct"), series=series, groups=groups)


def test_causes_are_ranked_and_the_rest_added_up() -> None:
    bars = [Bar("a", 1), Bar("b", 5), Bar("c", 3), Bar("d", 2)]
    assert cut_to(bars, 2, "others") == (Bar("b", 5), Bar("c", 3), Bar("others", 3))


def test_few_causes_need_no_others() -> None:
    assert cut_to([Bar("a", 1), Bar("b", 5)], 8, "others") == (Bar("b", 5), Bar("a", 1))


@pytest.mark.parametrize(
    ("targets", "line"),
    [
        ([], None),
        ([None, None], None),
        ([0.9, None, 0.9], Target(0.9, "at 0.9")),
        ([None, 0.9, 0.95], Target(0.95, "at 0.95", (None, 0.9, 0.95))),
        ([0.9, 0.95, None], Target(0.95, "at 0.95", (0.9, 0.95, None))),
    ],
    ids=["nothing shown", "no target", "one throughout", "raised", "given up"],
)
def test_a_target_that_changed_has_steps(targets: list[float | None], line: Target | None) -> None:
    drawn = target_over(targets, lambda value: f"at {value}")
    assert drawn == line
    if drawn is not None:
        assert set(drawn.values) == {target for target in targets if target is not None}


def test_what_is_measured_has_its_unit_and_its_months_where_there_are_any() -> None:
    september, october = Month(2026, 9), Month(2026, 10)
    months = months_text(september, october)
    assert subject_text("Refunds", "HK$", months) == (
        "Refunds · HK$ · September 2026 – October 2026"
    )
    assert subject_text("Refunds", "", months_text(october, october)) == "Refunds · October 2026"


def test_words_beside_a_fill_have_its_tone() -> None:
    assert {meaning for meaning in Meaning if meaning.tone is Tone.PLAIN} == {
        Meaning.PREVIOUS, Meaning.TARGET, Meaning.NORMAL
    }  # fmt: skip
    assert (Meaning.BAD.tone, Meaning.ACTUAL.tone) == (Tone.BAD, Tone.ACCENT)
