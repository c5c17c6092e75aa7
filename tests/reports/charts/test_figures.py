"""Every chart in every look: nothing overlaps, nothing is cut off, everything is said in words."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

from csq_desktop.domain.paper import charts as specs
from csq_desktop.domain.tones import Meaning
from csq_desktop.reports import charts
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import ChartFigure, TextLine
from csq_desktop.reports.typography.look import DARK, LIGHT, PRINT, Look
from csq_desktop.texts import LANGUAGES, speaking
from tests.reports import samples
from tests.reports.touching import touched

ALL = {**samples.ORDINARY, **samples.AWKWARD}
KINDS = pytest.mark.parametrize("spec", ALL.values(), ids=ALL)
DRAWN = [
    pytest.param(LIGHT, (700.0, 320.0), "en", id="card"),
    *(pytest.param(LIGHT, (420.0, 260.0), code, id=f"small card {code}") for code in LANGUAGES),
    pytest.param(DARK.larger(2), (900.0, 440.0), "zh_HK", id="200% text"),
    pytest.param(PRINT, (487.0, 200.0), "en", id="page"),
]
"""Every size once, and the tightest in every language: only the program's own words differ."""


def lines_of(figure: ChartFigure) -> list[TextLine]:
    return [artist for artist in figure.get_children() if isinstance(artist, TextLine)]


def text_of(figure: ChartFigure) -> str:
    return " ".join(line.text for line in lines_of(figure))


def inks(figure: ChartFigure) -> int:
    """How many different colours the drawn figure has."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = bytes(canvas.buffer_rgba())
    return len({pixels[i : i + 4] for i in range(0, len(pixels), 4)})


@KINDS
@pytest.mark.parametrize(("look", "size", "language"), DRAWN)
def test_no_words_touch_words_or_lines_or_leave_the_figure(
    spec: specs.ChartSpec, look: Look, size: tuple[float, float], language: str
) -> None:
    with speaking(language):
        figure = charts.draw(spec, look, size)
    sheet = Box(0, 0, *size).grown(1.5)
    for line in lines_of(figure):
        covered = line.box.width * line.box.height
        assert line.box.shared(sheet) == pytest.approx(covered, abs=1), line.text
    assert touched(figure, look) == []


@KINDS
@pytest.mark.parametrize("look", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_every_chart_draws_on_screen(spec: specs.ChartSpec, look: Look) -> None:
    assert inks(charts.draw(spec, look, (480, 240))) > 10


@pytest.mark.parametrize("spec", samples.EMPTY.values(), ids=samples.EMPTY)
def test_an_empty_chart_says_so(spec: specs.ChartSpec) -> None:
    assert "Nothing to show yet" in text_of(charts.draw(spec, LIGHT, (480, 240)))


def test_a_balance_of_nothing_is_still_a_balance() -> None:
    nothing = specs.BalanceSpec(start=specs.Bar("start", 0), changes=(), end=specs.Bar("end", 0))
    assert "start" in text_of(charts.draw(nothing, LIGHT, (480, 240)))


def test_an_empty_sparkline_is_blank() -> None:
    assert inks(charts.draw(specs.SparkSpec(values=(None,)), LIGHT, (90, 24))) == 1


def test_a_signal_is_red_only_on_the_worse_side_and_stays_to_be_seen() -> None:
    last = frozenset({2})
    better, worse = LIGHT.fills[Meaning.GOOD], LIGHT.fills[Meaning.BAD]
    for is_good, marked in ((True, (LIGHT.paper, better)), (False, (worse, LIGHT.paper))):
        good = last if is_good else frozenset[int]()
        spark = specs.SparkSpec(values=(0.9, 0.91, 0.99), signals=last, good=good)
        point = specs.ControlPoint(label="Oct", value=0.99, signal=True, is_good=is_good)
        for spec in (spark, specs.ControlSpec(points=(point,))):
            figure = charts.draw(spec, LIGHT, (480, 240))
            patches = [part for part in figure.get_children() if isinstance(part, PathPatch)]
            signals = [
                (to_hex(part.get_facecolor()), to_hex(part.get_edgecolor())) for part in patches
            ]
            assert marked in signals  # hollow, or filled: that shows without colour
            assert {better, worse} & {colour for pair in signals for colour in pair} == (
                {better, worse} & set(marked)
            )


@KINDS
@pytest.mark.parametrize("look", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_every_fill_is_one_of_the_table_of_meanings(spec: specs.ChartSpec, look: Look) -> None:
    figure = charts.draw(spec, look, (480, 240), worded=False)
    patches = [part for part in figure.get_children() if isinstance(part, PathPatch)]
    fills = {to_hex(part.get_facecolor()) for part in patches}
    assert fills <= {*look.fills.values(), look.paper}


@KINDS
def test_no_size_is_too_small_to_draw(spec: specs.ChartSpec) -> None:
    for size in ((120.0, 60.0), (30.0, 20.0)):
        FigureCanvasAgg(charts.draw(spec, LIGHT.larger(2), size)).draw()


def test_the_finding_stands_above_and_the_notes_beneath() -> None:
    lines = lines_of(charts.draw(samples.control(), LIGHT, (700, 320)))
    heights = {line.text: line.box.bottom for line in lines}
    title = heights["July fell below its limit; since the second till the pledge is kept"]
    assert title == max(heights.values())
    subject = heights["Share of customers · % · November 2025 – October 2026"]
    assert title > subject > heights["Customers at the till within five minutes"]
    assert heights["July is below the lower control limit."] == min(heights.values())


def test_without_words_only_the_chart_is_drawn() -> None:
    figure = charts.draw(samples.control(), LIGHT, (700, 320), worded=False)
    assert "July fell below" not in text_of(figure)
    assert "pledge 95%" in text_of(figure)


def test_a_signal_has_words_beside_it_even_when_none_were_given() -> None:
    assert "Jul 88.2%" in text_of(charts.draw(samples.control(""), LIGHT, (700, 320)))


def test_the_latest_value_and_the_average_are_named() -> None:
    text = text_of(charts.draw(samples.control(), LIGHT, (700, 320)))
    assert "96.2%" in text
    assert "average 94.4%" in text


@pytest.mark.parametrize("spec", [samples.control(), samples.trend()], ids=["control", "trend"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_fifteen_events_in_a_year_are_all_numbered_on_a_page(
    spec: specs.ControlSpec | specs.TrendSpec, language: str
) -> None:
    """At 8.5 points, without a touch: the row's own measure (features.md, 125)."""
    with speaking(language):
        figure = charts.draw(samples.eventful(spec), PRINT, (487, 178), worded=False)
    lines, numbers = lines_of(figure), [str(number) for number in range(1, 16)]
    top = max(line.box.bottom for line in lines)
    marks = [line for line in lines if line.box.bottom == top]
    assert [line.text for line in marks] == numbers
    assert all(mark.size >= 8.5 for mark in marks)
    for mark in marks:
        assert [other.text for other in lines if mark.box.shared(other.box)] == [mark.text]


def test_events_that_have_no_room_share_a_mark_and_none_is_left_out() -> None:
    figure = charts.draw(samples.eventful(samples.control()), LIGHT, (300, 178), worded=False)
    top = max(line.box.bottom for line in lines_of(figure))
    marks = [line.text for line in lines_of(figure) if line.box.bottom == top]
    spans = [tuple(map(int, mark.split("–"))) for mark in marks]
    assert [n for span in spans for n in range(span[0], span[-1] + 1)] == list(range(1, 16))
    assert len(marks) < 15


def test_a_pointer_on_an_event_reads_what_it_was() -> None:
    figure = charts.draw(samples.eventful(samples.control()), LIGHT, (700, 320))
    assert "2 Promotion 2" in [spot.text for spot in figure.spots]


def test_small_causes_fall_together_as_others() -> None:
    bars = tuple(specs.Bar(f"cause {i}", 20 - i) for i in range(12))
    text = text_of(charts.draw(specs.ParetoSpec(bars=bars), LIGHT, (700, 320)))
    assert "all others" in text
    assert "42" in text  # 12 + 11 + 10 + 9
    assert "cause 8" not in text


def test_a_missed_target_is_told_by_shape_and_word() -> None:
    text = text_of(charts.draw(samples.targets(), LIGHT, (700, 320)))
    assert "◆ missed" in text
    assert "✓ kept" in text


def test_a_failed_critical_item_is_told_in_words() -> None:
    text = text_of(charts.draw(samples.sections(), LIGHT, (700, 320)))
    assert "◆ 1 critical item failed" in text
    assert "not applicable" in text


def test_the_words_of_the_program_follow_the_language() -> None:
    with speaking("zh_HK"):
        assert "平均 94.4%" in text_of(charts.draw(samples.control(), LIGHT, (700, 320)))


def test_marks_tell_what_they_are_to_pointers_and_screen_readers() -> None:
    figure = charts.draw(samples.control(), LIGHT, (700, 320))
    july = next(spot for spot in figure.spots if spot.text.startswith("Jul"))
    assert july.text == "Jul 2026: 88.2%"
    assert 0 < july.x < 1
    assert 0 < july.y < 1


def test_a_chart_of_long_names_cuts_them_visibly() -> None:
    spec = samples.AWKWARD["long names"]
    assert "…" in text_of(charts.draw(spec, LIGHT, (420, 260)))


@pytest.mark.parametrize("height", [180, 260])
def test_a_cause_that_is_cut_keeps_its_count(height: float) -> None:
    long = "A procedure that nobody at the counter had been shown in all the time"
    causes = tuple(specs.FishboneCause(f"{long} {n}", 70 + n, n == 1) for n in range(4))
    branches = (specs.FishboneBranch("People", causes), specs.FishboneBranch("Goods", causes))
    spec = specs.FishboneSpec(effect="Late", branches=branches)
    drawn = text_of(charts.draw(spec, LIGHT, (420, height)))
    assert "…" in drawn
    assert "· 70" in drawn
    assert "· 71" in drawn


@pytest.mark.parametrize("sample", [samples.control(), samples.trend()], ids=["control", "trend"])
def test_a_target_that_changed_is_drawn_as_a_step(
    sample: specs.ControlSpec | specs.TrendSpec,
) -> None:
    count = len(sample.points if isinstance(sample, specs.ControlSpec) else sample.labels)
    value = 0.95 if isinstance(sample, specs.ControlSpec) else 15.0
    steps = (None, *(value * 0.9,) * 3, *(value,) * (count - 4))
    assert target_line(replace(sample, target=specs.Target(value, "level"))) == (2, 1)
    stepped = replace(sample, target=specs.Target(value, "step", steps))
    assert target_line(stepped) == (2 * (count - 1), 2)


def target_line(spec: specs.ChartSpec) -> tuple[int, int]:
    """How many corners the first line in the colour of targets has, and how many heights."""
    figure = charts.draw(spec, LIGHT, (700, 320))
    lines = [artist for artist in figure.get_children() if isinstance(artist, Line2D)]
    heights = next(
        np.asarray(one.get_ydata())
        for one in lines
        if one.get_color() == LIGHT.fills[Meaning.TARGET]
    )
    return len(heights), len(set(heights))


def test_every_chart_of_the_product_has_a_sample() -> None:
    kinds = {type(spec) for spec in ALL.values()}
    shared = {specs.TimeSpec, specs.BarsSpec}
    own = set(specs.ChartSpec.__subclasses__()) - shared
    assert kinds == own.union(*(kind.__subclasses__() for kind in shared))
