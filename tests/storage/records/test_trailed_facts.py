"""What an entry of the trail says a row was is believed only as far as the row can have been so."""

from typing import Any

import pytest

from csq_desktop.domain.indicators.earlier_rows import CountedRow
from csq_desktop.storage.records.figures import trailed_facts as trailed
from csq_desktop.storage.tables.checklists import ChecklistRunRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.pledges import PledgeCountRow

DAY = {"id": 1 << 62, "pledge_id": 7, "day": "2026-10-05", "month": 202610, "met": 5, "missed": 2}


def test_what_a_row_can_have_been_is_taken_and_other_columns_are_not() -> None:
    fields = {
        "received_at": 1_790_000_000,
        "resolve_month": 202610,
        "closed_at": None,
        "ref": "C-1",
        "remedy_kind": "apology",
        "remedy_cents": 500,
        "goodwill": True,
    }
    assert trailed.changed(ComplaintRow, {**fields, "colour": "red"}) == fields
    assert trailed.changed(ChecklistRunRow, {"score": 0.5, "late": 0}) == {"score": 0.5, "late": 0}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("received_at", (None, "x", True, -(10**11), 10**11, 1.5)),
        ("resolve_month", ("x", 202613, 5, 999912, 10**30, -1)),
        ("remedy_kind", ("x", 5, [])),
        ("remedy_cents", (None, "5", 10**15, 10**400, [], {})),
        ("customer_id", (1 << 63, "x")),
        ("goodwill", (2, "x")),
        ("ref", (5, ["x"])),
    ],
)
def test_what_it_cannot_have_been_is_not(name: str, values: tuple[Any, ...]) -> None:
    for value in values:
        assert trailed.changed(ComplaintRow, {name: value}) is None, value


def test_a_round_never_goes_to_another_complaint() -> None:
    assert trailed.changed(ComplaintRoundRow, {"complaint_id": 7}) is None


def test_only_day_counts_are_taken_away_and_with_all_that_is_counted() -> None:
    day = trailed.whole(CountedRow.DAY, PledgeCountRow, DAY)
    assert day is not None
    assert (day["met"], day["excluded"], day["batch_id"]) == (5, 0, None)
    for name in ("day", "month", "met", "missed", "pledge_id"):
        some = {key: value for key, value in DAY.items() if key != name}
        assert trailed.whole(CountedRow.DAY, PledgeCountRow, some) is None
    for wrong in ({"day": "soon"}, {"day": "9999-12-31"}, {"met": 1e308}):
        assert trailed.whole(CountedRow.DAY, PledgeCountRow, {**DAY, **wrong}) is None
    assert trailed.whole(CountedRow.CASE, ComplaintRow, {"ref": "C-1"}) is None
    assert trailed.changed(ChecklistRunRow, {"score": 1e308}) is None
