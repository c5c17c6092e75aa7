"""A block from a spreadsheet over a table of counts: where every row and column goes."""

from collections.abc import Sequence
from datetime import date

import pytest

from csq_desktop.domain.pledges.facts import Pledge, PledgeSource, PledgeVersion
from csq_desktop.errors import UserError
from csq_desktop.services.pledges.pasting import (
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_ROWS,
    CountPlace,
    is_block,
    pasted,
)
from tests.pledge_case import TERMS

TODAY = date(2026, 11, 28)
NO_ROWS = "There are no more rows"


def pledge(number: int, code: str) -> Pledge:
    version = PledgeVersion(1, TERMS, None)
    return Pledge(number, code, number, PledgeSource.MANUAL, None, "", (version,), None)


DAYS = [CountPlace(pledge(1, "TILL"), date(2026, 11, day)) for day in (3, 2, 1)]
PLEDGES = [CountPlace(pledge(number, code), TODAY) for number, code in ((1, "TILL"), (2, "TEL"))]


def laid(
    text: str, places: Sequence[CountPlace] = DAYS, at: tuple[int, str] = (0, "met")
) -> list[tuple[int | None, dict[str, str] | str]]:
    """Each copied row: where it goes and its texts, or why it goes nowhere."""
    rows = pasted(text, places, TODAY, at).rows
    return [(row.row, row.trouble or dict(row.texts)) for row in rows]


def test_numbers_alone_fill_the_rows_from_the_cursor_on() -> None:
    assert laid("40\t2\r\n41\t3\r\n") == [
        (0, {"met": "40", "missed": "2"}),
        (1, {"met": "41", "missed": "3"}),
    ]
    assert laid("5\n6\n7", at=(1, "excluded")) == [
        (1, {"excluded": "5"}),
        (2, {"excluded": "6"}),
        (None, NO_ROWS),
    ]


def test_empty_cells_change_nothing_and_keep_their_place() -> None:
    assert laid("40\t\t1\n-\t2\tn/a\n\t\t\n") == [
        (0, {"met": "40", "over_maximum": "1"}),
        (1, {"missed": "2"}),
    ]


def test_days_find_their_rows_however_they_are_written_and_sorted() -> None:
    text = "1/11\tSun\t40\t2\n2026-11-02\tMon\t41\t3\n11月3日\t二\t42\t4\n"
    text += "Total\t\t123\t9\n9/11\t\t1\t0"
    assert laid(text, at=(2, "excluded")) == [
        (2, {"met": "40", "missed": "2"}),
        (1, {"met": "41", "missed": "3"}),
        (0, {"met": "42", "missed": "4"}),
        (None, "This is not a date"),
        (None, "This day is not in the table"),
    ]
    assert pasted(text, DAYS, TODAY, (0, "met")).unused == ("2",)


@pytest.mark.parametrize(
    "heads",
    ["Date\tRemark\tNot met\tMet", "日期\t備註\t未達標\t達標", "日期\t备注\t未达标\t达标"],
)
def test_headings_say_which_column_is_which(heads: str) -> None:
    block = pasted(f"{heads}\n2/11\tFire drill\t3\t41", DAYS, TODAY, (0, "excluded"))
    (row,) = block.rows
    assert (row.named, row.row) == ("2/11", 1)
    assert row.texts == {"met": "41", "missed": "3", "reason": "Fire drill"}
    assert block.unused == ()


def test_a_heading_without_a_field_is_said() -> None:
    assert pasted("Met\tWeather\n4\tsunny", DAYS, TODAY, (0, "met")).unused == ("Weather",)
    assert laid("Met\t\n4\t7", at=(1, "met")) == [(1, {"met": "4"})]


def test_pledges_find_their_rows_by_code_or_wording() -> None:
    assert laid("tel\t30\nＴＩＬＬ\t40\nFAX\t1", PLEDGES) == [
        (1, {"met": "30"}),
        (0, {"met": "40"}),
        (None, "This pledge is not in the table"),
    ]
    both = laid("五分鐘內輪到付款\t40\nTEL\t1\nTEL\t2", PLEDGES)
    assert both == [
        (None, "This fits several rows"),
        (1, {"met": "1"}),
        (None, "This row is there twice"),
    ]


def test_words_after_the_numbers_are_the_reason_and_what_follows_has_no_field() -> None:
    block = pasted("2/11\t3/11\t40\tFire drill\tMay", DAYS, TODAY, (0, "met"))
    assert block.rows[0].texts == {"met": "40", "reason": "Fire drill"}
    assert block.unused == ("2", "5")
    assert pasted("1\t2\t3\t4\twhy\t6", DAYS, TODAY, (0, "met")).unused == ("6",)


def test_what_cannot_be_read_is_handed_on_as_it_stands() -> None:
    assert laid("3.5\tmany") == [(0, {"met": "3.5", "missed": "many"})]


def test_days_and_pledges_together() -> None:
    assert laid("TEL\t28/11\t30\nTEL\t27/11\t30", PLEDGES) == [
        (1, {"met": "30"}),
        (None, "This day is not in the table"),
    ]


@pytest.mark.parametrize("cell", ["-3", "=1+1", "90%", "many 5s"])
def test_what_is_meant_as_a_number_is_never_passed_over(cell: str) -> None:
    assert laid(f"1/11\tSun\t{cell}\t2") == [(2, {"met": cell, "missed": "2"})]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n\t\n", "no cells to paste"),
        ("1\n" * (MOST_ROWS + 1), "too much to paste"),
        ("1\t" * (MOST_COLUMNS + 1), "too much to paste"),
        ("1\t" + "x" * MOST_LETTERS, "too much to paste"),
        ('3/11\t4\t"late\n2/11\t5\t1', "quotation mark in the copied cells is not closed"),
    ],
)
def test_nothing_and_too_much_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        pasted(text, DAYS, TODAY, (0, "met"))


def test_one_cell_is_no_block() -> None:
    assert not is_block("40\r\n")
    assert is_block("40\t")
    assert is_block("40\n41\n")
