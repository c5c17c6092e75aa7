"""Tables pasted from a spreadsheet are read from memory, like a file and as carefully."""

from dataclasses import replace

import pytest

from csq_desktop.errors import UserError
from csq_desktop.exchange.reading import tables
from csq_desktop.exchange.reading.limits import LIMITS
from csq_desktop.exchange.reading.textfiles import open_pasted


def rows(text: str) -> list[list[str]]:
    return [row for _, row in open_pasted(text).rows()]


def test_rows_from_a_spreadsheet_are_cut_at_tabs() -> None:
    table = open_pasted("編號\t姓名\r\n1\t陳大文\r\n2\t李小姐\r\n")
    assert table.columns == ("編號", "姓名")
    assert list(table.rows()) == [(2, ["1", "陳大文"]), (3, ["2", "李小姐"])]
    assert (table.estimate, table.encoding, tables.is_unchanged(table)) == (2, None, True)


def test_cells_with_line_breaks_and_quotation_marks_stay_whole() -> None:
    assert rows('a\tb\r\n1\t"two\nlines, ""quoted"""\r\n') == [["1", 'two\nlines, "quoted"']]


def test_text_without_tabs_is_cut_as_a_file_would_be() -> None:
    assert rows("a;b\n1;2\n") == [["1", "2"]]


def test_reading_again_begins_at_the_first_row_again() -> None:
    table = open_pasted("a\tb\n1\t2\n")
    assert list(table.rows()) == list(table.rows())


def test_a_formula_sign_guarded_by_an_export_is_bared() -> None:
    assert rows("a\tb\n'=1+1\t'plain\n") == [["=1+1", "'plain"]]


def test_half_a_character_is_marked_as_damaged() -> None:
    table = open_pasted("a\tb\n\ud83d\t2\n")
    assert table.damaged
    assert "\ud83d" not in "".join(cell for _, row in table.rows() for cell in row)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  \n", "There is no text to paste: copy some rows with their headings first."),
        ("a\tb\n", "The text has headings but no rows: copy the rows as well."),
        ("a\tb\n1\t\0\n", "The file is not a table: it contains bytes that no text has."),
        ('a\t"b\n1\tx\n', "A quotation mark in row 1 is never closed. Close or remove it."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(text: str, message: str) -> None:
    with pytest.raises(UserError) as refused:
        rows(text)
    assert refused.value.text == message


def test_too_much_text_or_too_many_columns_are_refused() -> None:
    with pytest.raises(UserError, match="too long to paste"):
        open_pasted("a\tb\n1\t2\n", replace(LIMITS, pasted_bytes=5))
    with pytest.raises(UserError, match="more than 1 columns"):
        open_pasted("a\tb\n1\t2\n", replace(LIMITS, columns=1))
    with pytest.raises(UserError, match="more than 1 rows"):
        list(open_pasted("a\tb\n1\t2\n3\t4\n", replace(LIMITS, rows=1)).rows())
