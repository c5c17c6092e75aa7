"""Charts from plain rows, as the command line gives them."""

import csv
import json
from typing import Any

import pytest

from csq_desktop.analytics.spc.chart_rows import ChartRow, chart_from_rows, read_rows
from csq_desktop.errors import UserError
from tests.analytics import published

LOANS = [(str(week), cost, None) for week, cost in enumerate(published.LOAN_COSTS, start=1)]
JUICE = [(str(at), bad, 50) for at, bad in enumerate(published.ORANGE_JUICE[:30], start=1)]
SALES = [
    (str(month), count, sales / 1000)
    for month, (count, sales) in enumerate(published.COMPLAINTS_AND_SALES, start=1)
]


def read(text: str, delimiter: str = ",") -> list[ChartRow]:
    lines = enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1)
    return read_rows(lines, delimiter=delimiter)


def test_the_published_loan_costs_with_a_frozen_baseline() -> None:
    chart = chart_from_rows("xmr", LOANS, freeze=20)
    assert chart["centre"] == pytest.approx(300.5)
    assert chart["beyond"] == ["39", "40"]
    assert "sigma_z" not in chart
    assert chart["notes"] == ["Control limits from the first 20 points."]


def test_a_p_chart_takes_counts_and_gives_shares() -> None:
    chart = chart_from_rows("p", JUICE)
    points = chart["points"]
    assert isinstance(points, list)
    assert points[0] == {
        "label": "1",
        "value": 0.24,
        "lower": pytest.approx(0.05242755, abs=5e-8),
        "upper": pytest.approx(0.4102391, abs=5e-8),
        "size": 50,
        "excluded": None,
    }
    assert chart["beyond"] == ["15", "23"]


def test_excluded_labels_are_drawn_but_not_beyond() -> None:
    chart = chart_from_rows("p", JUICE, exclude=["15", "23"])
    assert chart["centre"] == pytest.approx(0.215)
    assert chart["beyond"] == ["21"]
    assert chart["runs"] == {
        "n_useful": 28,
        "longest": 5,
        "longest_max": 8,
        "crossings": 13,
        "crossings_min": 9,
        "signal": False,
    }
    points = chart["points"]
    assert isinstance(points, list)
    assert points[14]["value"] == 0.44
    assert points[14]["excluded"] == "excluded by request"


@pytest.mark.parametrize(
    ("rows", "choice", "why"),
    [
        ([], {}, "no rows"),
        (JUICE, {"exclude": ["15", "99"]}, "no point 99 to exclude"),
        (JUICE, {"freeze": 31}, "first 31 points: 30 of the file"),
        (JUICE, {"freeze": 1, "exclude": ["1"]}, "first 1 points: 29 of the file"),
    ],
)
def test_what_cannot_be_charted_is_refused(
    rows: list[tuple[str, float, float]], choice: dict[str, Any], why: str
) -> None:
    with pytest.raises(UserError, match=why):
        chart_from_rows("p", rows, **choice)


def test_an_exclusion_may_carry_its_reason() -> None:
    chart = chart_from_rows("p", JUICE, exclude={"15": "New material"})
    assert chart["notes"] == ["15 is excluded from the control limits: New material."]


def test_laney_charts_tell_their_sigma() -> None:
    chart = chart_from_rows("uprime", SALES)
    assert chart["sigma_z"] == pytest.approx(5.317, abs=5e-4)
    assert chart["beyond"] == []


@pytest.mark.parametrize("kind", ["p", "u", "c", "xmr", "mr", "pprime", "uprime"])
def test_every_kind_is_ready_for_json(kind: str) -> None:
    chart = chart_from_rows(kind, JUICE)
    assert json.loads(json.dumps(chart, allow_nan=False))["kind"] == kind


def test_signals_come_in_words() -> None:
    signals = chart_from_rows("p", JUICE)["signals"]
    assert isinstance(signals, list)
    assert signals[0] == "15 is above the upper control limit"


def test_no_rows_an_unknown_kind_or_label_give_a_sentence() -> None:
    with pytest.raises(UserError, match="no rows"):
        chart_from_rows("p", [])
    with pytest.raises(UserError, match="no chart pie; choose one of p, u, c"):
        chart_from_rows("pie", JUICE)
    with pytest.raises(UserError, match="no point 77"):
        chart_from_rows("p", JUICE, exclude=["15", "77"])


def test_columns_are_found_by_name_in_any_order() -> None:
    text = "Size, Label,note,VALUE\n50,January,x,12\n\n50,February,,15\n"
    assert read(text) == [ChartRow("January", 12, 50), ChartRow("February", 15, 50)]


def test_without_a_heading_the_first_columns_count() -> None:
    assert read("January,12\nFebruary,,\n") == [
        ChartRow("January", 12),
        ChartRow("February", None),
    ]
    assert read("January,12,50\n") == [ChartRow("January", 12, 50)]


def test_an_empty_file_has_no_rows() -> None:
    assert read("") == []
    assert read("label,value\n") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("month,complaints\nJanuary,12\n", "columns label and value"),
        ("January\n", "columns label and value"),
        ("label,value\nJanuary,twelve\n", "Line 2: “twelve” is not a number"),
        ("label,value,size\nJanuary,12,many\n", "“many” is not a number"),
        ("label,value\n\n,12\n", "Line 3 has no label"),
        ('label,value\nJanuary,"1,5"\n', "Line 2: “1,5” is not a number"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read(text)


def test_a_comma_in_a_number_is_read_as_imports_read_it() -> None:
    assert read('label,value,size\nJan,"1,234","12,345,678.5"\n') == [
        ChartRow("Jan", 1234, 12_345_678.5)
    ]
    assert read('Jan,"1,234"\n') == [ChartRow("Jan", 1234)]
    assert read("label;value\nJan;1,234\n", ";") == [ChartRow("Jan", 1234)]
    assert read("label;value\nJan;1,5\nFeb;-12,25\nMar;7\n", ";") == [
        ChartRow("Jan", 1.5), ChartRow("Feb", -12.25), ChartRow("Mar", 7)
    ]  # fmt: skip
    with pytest.raises(UserError, match="Line 3: “1,234” can be read as two numbers"):
        read("label;value\nJan;1,5\nFeb;1,234\n", ";")


def test_a_number_too_large_to_chart_gives_a_sentence() -> None:
    with pytest.raises(UserError, match="May is not a number"):
        chart_from_rows("xmr", read("label,value\nMay,1e400\n"))
