"""Charts as tables: every number a chart draws can be read."""

import pytest

from csq_desktop.domain.paper import charts as specs
from csq_desktop.reports.charts.table import as_table
from tests.reports import samples

SHOWN = {name: spec for name, spec in samples.ORDINARY.items() if name not in ("spark", "sign")}


@pytest.mark.parametrize("spec", SHOWN.values(), ids=SHOWN)
def test_every_chart_can_be_read_as_a_table(spec: specs.ChartSpec) -> None:
    table = as_table(spec)
    assert table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_sparkline_stands_in_a_table_already() -> None:
    assert as_table(samples.spark()).columns == ()


def test_the_limits_and_the_signal_of_a_month_stand_in_its_row() -> None:
    july = as_table(samples.control("second till closed")).rows[8]
    assert july == (
        "Jul 2026", "88.2%", "94.4%", "92.2%", "96.6%", "unusual, second till closed",
    )  # fmt: skip


def test_every_event_of_a_chart_stands_in_its_table() -> None:
    for spec in (samples.control(), samples.trend()):
        table = as_table(samples.eventful(spec))
        assert table.columns[-1] == "Events"
        assert all(len(row) == len(table.columns) for row in table.rows)
        told = " ".join(row[-1] for row in table.rows)
        assert all(f"{number} Promotion {number}" in told for number in range(1, 16))
        assert table.rows[0][-1] == "1 Promotion 1"


def test_what_was_not_measured_is_a_dash() -> None:
    assert as_table(samples.trend()).rows[4][2] == "–"


def test_an_excluded_month_says_so_with_its_reason() -> None:
    assert as_table(samples.three_years()).rows[15][-1] == "excluded, typhoon, left out"
