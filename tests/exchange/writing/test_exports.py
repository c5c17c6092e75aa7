"""Exports: text stays text, numbers stay numbers, and what was written reads back."""

import csv
import errno
import math
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.errors import NoSpace, UserError
from csq_desktop.exchange.reading.opening import open_table
from csq_desktop.exchange.writing import exports as writing
from csq_desktop.exchange.writing.exports import (
    Cell,
    ExportColumn,
    ExportSheet,
    write_csv,
    write_workbook,
)

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
NOON = datetime(2026, 10, 5, 12, 0, tzinfo=HONG_KONG)
MOMENT = datetime(2026, 11, 22, 4, 5, 6, tzinfo=UTC)
COLUMNS = [
    ExportColumn("Name"),
    ExportColumn("Received", FieldKind.MOMENT),
    ExportColumn("Day", FieldKind.DAY),
    ExportColumn("Count", FieldKind.NUMBER),
    ExportColumn("Paid", FieldKind.MONEY),
    ExportColumn("Agreed", FieldKind.YES_NO),
]
ROWS: list[list[Cell]] = [
    ["陳大文", MOMENT, date(2026, 11, 22), -5, -123450, True],
    ["=1+1", int(MOMENT.timestamp()), "2026-11-22", 0.25, 100, False],
    ["+852 9123 4567", None, None, None, None, None],
    ["", None, "", math.nan, 0, None],
]
READ = [
    ["陳大文", "2026-11-22 12:05:06", "2026-11-22", "-5", "-1234.5", "Yes"],
    ["=1+1", "2026-11-22 12:05:06", "2026-11-22", "0.25", "1", "No"],
    ["+852 9123 4567", "", "", "", "", ""],
    ["", "", "", "", "0", ""],
]
SIGNS = [
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "  @",
    "\t",
    "\r",
    "\n",
]
CALLS = [
    "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', "SUM(A1:A9)", "2+5+cmd|' /C calc'!A0",
    "IMPORTXML(CONCAT(\"x\"),\"//a\")", "A1", "@SUM(1)", "-1", "WEBSERVICE(\"x\")", "'quoted'", "'",
    "852 9123 4567",
]  # fmt: skip
PAYLOADS = [sign + call for sign in SIGNS for call in CALLS]


def read(path: Path) -> list[list[str]]:
    return [row for _, row in open_table(path).rows()]


def test_a_csv_file_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_csv(path, ExportSheet(COLUMNS, ROWS), now=NOON) == 4
    table = open_table(path)
    assert table.columns == ("Name", "Received", "Day", "Count", "Paid", "Agreed")
    assert table.encoding == "utf-8-sig"
    assert read(path) == [
        ["陳大文", "2026-11-22 12:05:06", "2026-11-22", "-5", "-1234.5", "Yes"],
        ["=1+1", "2026-11-22 12:05:06", "2026-11-22", "0.25", "1.0", "No"],
        ["+852 9123 4567", "", "", "", "", ""],
        ["", "", "", "", "0.0", ""],
    ]


def test_a_workbook_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_workbook(path, ExportSheet(COLUMNS, ROWS), now=NOON) == 4
    assert read(path) == READ


def test_a_workbook_keeps_kinds_and_freezes_and_filters_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, ExportSheet(COLUMNS, ROWS), now=NOON)
    sheet = openpyxl.load_workbook(path).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F5"
    assert sheet["A1"].font.bold
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "d", "n", "n", "s"]
    assert sheet["A3"].data_type == "s"
    assert sheet["E2"].number_format == "#,##0.00"


def test_there_are_many_payloads() -> None:
    assert len(set(PAYLOADS)) >= 200


def test_no_text_becomes_a_live_formula_in_a_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(
        path,
        ExportSheet([ExportColumn("no"), ExportColumn("Text")], enumerated(PAYLOADS)),
        now=NOON,
    )
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [row[1] for row in csv.reader(file)][1:]
    assert [cell for cell in cells if not cell.startswith("'")] == ["+852 9123 4567"]
    assert [row[1] for row in read(path)] == PAYLOADS


def test_no_text_becomes_a_live_formula_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(
        path, ExportSheet([ExportColumn("no"), ExportColumn("=1")], enumerated(PAYLOADS)), now=NOON
    )
    with zipfile.ZipFile(path) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "sheet" in name)
    sheet = openpyxl.load_workbook(path).active
    assert {cell.data_type for cell in sheet["B"]} == {"s"}
    assert [row[1] for row in read(path)] == PAYLOADS


def enumerated(texts: list[str]) -> list[list[str]]:
    return [[str(place), text] for place, text in enumerate(texts)]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf"]) | st.sampled_from("\t\r\n'=+-@\",;|"),
    max_size=12,
)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
def test_any_text_survives_a_csv_file(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ExportSheet([ExportColumn("no"), *COLUMNS[:1], ExportColumn("b")],
                       [[str(n), *row] for n, row in enumerate(rows)]), now=NOON)  # fmt: skip
    assert read(path) == [[str(n), *row] for n, row in enumerate(rows)]


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_any_text_survives_a_workbook(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, ExportSheet([ExportColumn("no"), *COLUMNS[:1], ExportColumn("b")],
                       [[str(n), *row] for n, row in enumerate(rows)]), now=NOON)  # fmt: skip
    assert read(path) == [[str(n), *row] for n, row in enumerate(rows)]


def test_a_truth_among_texts_stays_one(tmp_path: Path) -> None:
    for write, name in ((write_csv, "a.csv"), (write_workbook, "a.xlsx")):
        write(tmp_path / name, ExportSheet(COLUMNS[:1], [[True]]), now=NOON)
        assert [row[0].upper() for row in read(tmp_path / name)] == ["TRUE"]


def test_zero_bytes_are_not_written(tmp_path: Path) -> None:
    for write, name in ((write_csv, "a.csv"), (write_workbook, "a.xlsx")):
        write(tmp_path / name, ExportSheet(COLUMNS[:1], [["a\0b"]]), now=NOON)
        assert read(tmp_path / name) == [["ab"]]


def test_days_before_spreadsheets_are_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [ExportColumn("d", FieldKind.DAY), ExportColumn("m", FieldKind.MOMENT)]
    write_workbook(path, ExportSheet(columns, [[date(1899, 1, 2), -(2**32)]]), now=NOON)
    assert read(path)[0][0] == "1899-01-02"
    assert read(path)[0][1].startswith("1833-11-")


def test_a_text_too_long_for_a_cell_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(UserError, match="row 3 is too long"):
        write_workbook(path, ExportSheet(COLUMNS[:1], [["x"], ["x" * 32_768]]), now=NOON)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LAST_SHEET_ROW", 3)
    assert write_workbook(tmp_path / "a.xlsx", ExportSheet(COLUMNS[:1], [["x"]] * 2), now=NOON) == 2
    with pytest.raises(UserError, match="too many rows"):
        write_workbook(tmp_path / "b.xlsx", ExportSheet(COLUMNS[:1], [["x"]] * 3), now=NOON)


def test_a_workbook_says_when_it_was_made_and_is_the_same_made_then_again(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, ExportSheet(COLUMNS, ROWS), now=NOON)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.properties.created.replace(tzinfo=UTC) == NOON
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_is_written_to_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    monkeypatch.setattr("tempfile.tempdir", None)
    write_workbook(tmp_path / "a.xlsx", ExportSheet(COLUMNS, ROWS), now=NOON)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_an_export_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def rows() -> Iterator[list[str]]:
        yield ["x"]
        raise RuntimeError("cut")

    with pytest.raises(RuntimeError):
        write_csv(path, ExportSheet(COLUMNS[:1], rows()), now=NOON)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("number", "kind", "why"),
    [
        (errno.ENOSPC, NoSpace, "disk is full"),
        (errno.EACCES, UserError, "write-protected"),
        (errno.ENOENT, UserError, "The folder of “a.csv” was not found"),
        (errno.EIO, UserError, "cannot be written: the disk has a fault"),
    ],
)
def test_a_disk_that_refuses_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[UserError], why: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(kind, match=why):
        write_csv(tmp_path / "a.csv", ExportSheet(COLUMNS[:1], [["x"]]), now=NOON)
    assert list(tmp_path.iterdir()) == []
