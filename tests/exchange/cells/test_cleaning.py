"""What nobody sees is taken out of every cell and heading, and what a text needs stays."""

from pathlib import Path

import pytest

from csq_desktop.exchange.cells.cleaning import cleaned, maybe_unclean
from csq_desktop.exchange.reading.opening import open_table
from tests.exchange.made_files import csv_file, xlsx_file

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("\u200bK2", "K2"),
        ("\ufeffNo", "No"),
        ("\u200e9123\u202c 4567\u200f", "9123 4567"),
        ("Lu\xadcy", "Lucy"),
        ("a\x1a", "a"),
        ("\x1a", ""),
        ("\x07\u2060\u2066x\u2069", "x"),
        ('="00123"', "00123"),
        (' ="say ""hi""" ', 'say "hi"'),
        ('\u200b="1"', "1"),
        ('x="1"', 'x="1"'),
        ("=1+1", "=1+1"),
        (FAMILY, FAMILY),
        ("\u200dK2\u200c", "K2"),
        ("一\n二\t三", "一\n二\t三"),
    ],
)
def test_a_cell_is_cleaned(cell: str, text: str) -> None:
    assert cleaned(cell) == text
    assert maybe_unclean(cell.encode()) or cell == text


def test_usual_texts_are_not_looked_at_closely() -> None:
    assert not maybe_unclean("José Müller, 陳大文：「好」\r\n".encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_cells_and_headings_of_every_text_file_are_cleaned(tmp_path: Path, encoding: str) -> None:
    rows = [["\ufeffNo", "Na\u200bme"], ['="007"', "陳\u200b大文"], ["\x1a", ""]]
    table = open_table(csv_file(tmp_path / "a.csv", rows, encoding))
    assert table.columns == ("No", "Name")
    assert [row for _, row in table.rows()] == [["007", "陳大文"]]


def test_cells_and_headings_of_a_workbook_are_cleaned(tmp_path: Path) -> None:
    rows = [["No", "Na\u200bme"], ["\u200bK2", "陳\u200e"], ["\u200b", ""]]
    table = open_table(xlsx_file(tmp_path / "a.xlsx", {"S": rows}))
    assert table.columns == ("No", "Name")
    assert [row for _, row in table.rows()] == [["K2", "陳"]]


def test_a_second_mark_stands_before_a_quoted_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'\xef\xbb\xbf\xef\xbb\xbf"Customer No","Name"\n"1","Chan"\n')
    table = open_table(path)
    assert table.columns == ("Customer No", "Name")
    assert list(table.rows()) == [(2, ["1", "Chan"])]


def test_a_zero_byte_is_named_with_its_line_and_leaves_the_other_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"No,Name\n1,Lee\r\n2,Ch\0an\n3,Ho\n")
    table = open_table(path)
    assert table.notes == ("Line 3 of the file holds a zero byte.",)
    (chunk,) = table.chunks()
    assert [row[0] for row in chunk.rows] == ["1", "2", "3"]
    assert list(chunk.faults) == [1]
