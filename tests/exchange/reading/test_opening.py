"""Text files of every encoding and layout are opened, and what is no table is refused."""

import gzip
import os
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.errors import UserError
from csq_desktop.exchange.reading import tables
from csq_desktop.exchange.reading.limits import FileLimits
from csq_desktop.exchange.reading.opening import open_table
from tests.exchange.made_files import CHINESE, FRENCH, SIMPLIFIED, csv_file, csv_text, zipped


def cells(path: Path, **how: Any) -> list[list[str]]:
    return [row for _, row in open_table(path, **how).rows()]


@pytest.mark.parametrize(
    ("rows", "encoding", "detected"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "big5hkscs", "big5hkscs"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (FRENCH, "cp1252", "cp1252"),
        (FRENCH, "utf-8", "utf-8"),
    ],
)
def test_the_encoding_of_a_file_is_found(
    tmp_path: Path, rows: list[list[str]], encoding: str, detected: str
) -> None:
    table = open_table(csv_file(tmp_path / "a.csv", rows, encoding))
    assert table.encoding == detected
    assert table.columns == tuple(rows[0])
    assert [row for _, row in table.rows()] == rows[1:]


def test_a_wide_file_is_found_by_its_mark_in_either_order(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xfe\xff" + csv_text(CHINESE).encode("utf-16-be"))
    assert cells(path) == CHINESE[1:]


def test_a_wide_file_without_a_mark_may_have_a_pair_where_its_head_ends(tmp_path: Path) -> None:
    rows = [["a", "b"], ["x" * 32_000, "y" * 760 + "🙂🙂"], ["1", "2"]]
    for extra in ("", "y"):
        rows[1][1] += extra
        path = csv_file(tmp_path / "a.csv", rows, "utf-16-le")
        assert open_table(path).encoding == "utf-16-le"
        assert cells(path) == rows[1:]


def test_the_encoding_may_be_given(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", SIMPLIFIED, "gb18030")
    assert cells(path, encoding="gb18030") == SIMPLIFIED[1:]
    wide = csv_file(tmp_path / "b.csv", SIMPLIFIED, "utf-16")
    assert cells(wide, encoding="utf-16") == SIMPLIFIED[1:]
    with pytest.raises(UserError, match="klingon"):
        open_table(path, encoding="klingon")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("姓名,电话", "gb18030"),
        ("姓名,電話", "big5hkscs"),
        ("客户编号", "gb18030"),
        ("備註", "big5hkscs"),
    ],
)
def test_a_usual_heading_tells_the_encoding_of_a_tiny_file(
    tmp_path: Path, text: str, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{text},x\n1,2,3\n".encode(encoding))
    table = open_table(path)
    assert (table.encoding, table.columns[0]) == (encoding, text.partition(",")[0])


def test_an_encoding_the_text_does_not_prove_is_not_called_sure(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [["a", "b"], ["é", "x"]], "cp1252")
    assert not open_table(path).encoding_sure
    assert open_table(csv_file(tmp_path / "b.csv", CHINESE, "big5hkscs")).encoding_sure
    path.write_bytes("謝x,y\n1,2\n".encode("big5hkscs"))
    assert not open_table(path).encoding_sure


def test_much_chinese_is_judged_by_its_first_lines(tmp_path: Path) -> None:
    rows = [CHINESE[0], *CHINESE[1:] * 900]
    path = csv_file(tmp_path / "a.csv", rows, "big5hkscs")
    table = open_table(path)
    assert (table.encoding, table.encoding_sure) == ("big5hkscs", True)
    assert sum(1 for _ in table.rows()) == len(rows) - 1


def test_chinese_that_begins_late_in_a_file_is_found(tmp_path: Path) -> None:
    rows = [["no", "words"], *([str(n), "plain"] for n in range(9000)), *CHINESE[1:3]]
    table = open_table(csv_file(tmp_path / "a.csv", [row[:2] for row in rows], "big5hkscs"))
    assert table.encoding == "big5hkscs"


def test_a_few_broken_characters_leave_the_file_utf_8_and_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((csv_text(CHINESE)).encode() + b"4,\xe9\x99,x\n")
    table = open_table(path)
    assert (table.encoding, table.damaged) == ("utf-8", True)
    assert "broken" in " ".join(table.notes)
    assert [row for _, row in table.rows()][-1][1].startswith("\ufffd")


@pytest.mark.parametrize(("others", "is_utf8"), [(1, True), (2, False)])
def test_most_rows_decide_where_two_files_were_put_together(
    tmp_path: Path, others: int, is_utf8: bool
) -> None:
    path = tmp_path / "a.csv"
    row, other = "送貨太慢,等候很久\n".encode(), "許功蓋,包裝破損\n".encode("big5")
    path.write_bytes(b"words,more\n" + row + other * others)
    assert (open_table(path).encoding == "utf-8") is is_utf8


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，", "^"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [["a", "b", "c"], ["1,5", "x; y", "z"], ["2,5", "x", "z"]]
    table = open_table(csv_file(tmp_path / "a.csv", rows, delimiter=delimiter))
    assert table.delimiter == delimiter
    assert [row for _, row in table.rows()] == rows[1:]


def test_unicode_text_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.txt", CHINESE, "utf-16", delimiter="\t")
    assert cells(path) == CHINESE[1:]


def test_a_line_may_name_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=^\na^b\n1^2\n")
    assert open_table(path).columns == ("a", "b")
    assert cells(path) == [["1", "2"]]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name\nMay\n\nJun\n")
    assert list(open_table(path).rows()) == [(2, ["May"]), (4, ["Jun"])]
    path.write_text("意見\n太慢，太貴\n太吵，太熱\n", "utf-8")
    assert list(open_table(path).rows()) == [(2, ["太慢，太貴"]), (3, ["太吵，太熱"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text(CHINESE, end=end).encode())
    table = open_table(path)
    assert [row for _, row in table.rows()] == CHINESE[1:]
    assert table.estimate == 3


def test_a_line_ending_cut_by_a_block_is_counted_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\n" + b"12,456\r\n" * 99)
    assert open_table(path, limits=FileLimits(line_bytes=12)).estimate == 99


def test_returns_and_line_feeds_in_one_file_are_all_line_endings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\r3,4\r\n5,6\n")
    assert open_table(path).estimate == 3
    assert cells(path) == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_quoted_line_breaks_and_quotes_stay_in_their_cell(tmp_path: Path) -> None:
    rows = [["a", "b"], ["one\r\ntwo", 'say "hi"'], ["x", "y"]]
    path = csv_file(tmp_path / "a.csv", rows)
    assert list(open_table(path).rows()) == [(2, rows[1]), (3, rows[2])]


def test_quotes_that_begin_late_in_a_long_file_are_read(tmp_path: Path) -> None:
    rows = [["a", "b"], *([str(n), "plain" * 10] for n in range(9000)), ["x, y", 'a "b"\nc']]
    assert cells(csv_file(tmp_path / "a.csv", rows)) == rows[1:]


def test_odd_quotes_inside_words_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,5" pipe\n3,4\n')
    assert cells(path) == [["1", '5" pipe'], ["3", "4"]]


def test_lines_above_the_headings_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Complaints of June\n\nNo,Date,Words\n1,2,3\n4,5,6\n")
    table = open_table(path)
    assert table.columns == ("No", "Date", "Words")
    assert next(iter(table.rows())) == (4, ["1", "2", "3"])
    assert table.notes == ("Lines skipped above the headings: 2.",)


def test_headings_without_a_name_or_with_the_same_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "Date, Date,,x y ,,\n"
    path.write_text(f"{head}1,2,3,4, ,\n")
    assert open_table(path).columns == ("Date", "Date (2)", "Column 3", "x y")
    path.write_text(f"{head}1,2,3,4,5,\n")
    assert open_table(path).columns == ("Date", "Date (2)", "Column 3", "x y", "Column 5")


def test_a_guard_before_a_formula_sign_is_taken_away_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n'=1+1\n'hello\n''-2\n'\n")
    assert cells(path) == [["=1+1"], ["'hello"], ["'-2"], ["'"]]


def test_a_sample_is_as_wide_as_the_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1\n2,3,4\n")
    table = open_table(path)
    assert table.sample() == [["1", ""], ["2", "3"]]


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", CHINESE)
    table = open_table(path)
    assert tables.is_unchanged(table)
    path.write_bytes(path.read_bytes() + b"9,x,y\n")
    assert not tables.is_unchanged(table)
    path.unlink()
    assert not tables.is_unchanged(table)


REFUSED = [
    ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture, not a table"),
    ("photo.csv", b"\xff\xd8\xff\xe0" + bytes(50), "a picture"),
    ("photo.csv", b"BM" + bytes(50), "a picture"),
    ("film.csv", b"\0\0\0\x18ftypheic" + bytes(50), "a picture or film"),
    ("a.csv", b"%PDF-1.7 something", "a PDF"),
    ("a.csv", gzip.compress(b"a,b\n1,2\n", mtime=0), "a packed archive"),
    ("a.csv", b"MZ" + bytes(50), "a program"),
    ("a.csv", b"SQLite format 3\0", "a database"),
    ("a.csv", b"{\\rtf1 hello}", "a text document"),
    ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "a web page"),
    ("a.xls", b'<meta charset="utf-8"><table><tr><td>1</td></tr></table>', "a web page"),
    ("a.xls", b"<!-- made by a till --><html><table>", "a web page"),
    ("a.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "a web page"),
    ("a.xls", b'<?xml version="1.0"?><!DOCTYPE html><html>', "a web page"),
    ("a.xls", b'<?xml version="1.0"?><Workbook><Worksheet/>', "an XML file"),
    ("a.csv", b'[{"name": "Chan"}]', "a JSON file"),
    ("a.csv", b'{"name": "Chan"}\n{"name": "Lee"}\n', "a JSON file"),
    ("a.csv", b"BEGIN:VCARD\nFN:Chan\nEND:VCARD\n", "a file of contacts"),
    ("a.xls", b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"Name"\r\n', "Save the spreadsheet"),
    ("a.csv", b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "Save the spreadsheet"),
    ("a.csv", b"", "empty"),
    ("a.csv", b"\xef\xbb\xbf \r\n\r\n", "empty"),
    ("a.csv", b"\n" * 30 + b"name,phone\n1,2\n", "empty"),
    ("a.csv", b"name,phone\n", "headings but no rows"),
    ("a.csv", b"name,phone\n\n  \n,\n", "headings but no rows"),
    ("a.csv", b"a,b\n1," + bytes(17) + b"\n2,3\n", "bytes that no text has"),
    ("a.csv", b'a,"b\n1,2\n', "quotation mark in row 1 is never closed"),
    ("a.csv", b"a,b\n" + bytes(range(1, 9)) * 30 + b"\n1,2\n", "bytes that no text has"),
    ("a.csv", b"\0a\0\0b" * 40, "bytes that no text has"),
    ("a.csv", b"a\0b\0c\0d\0e\0f\0\x01\xd8" * 40, "bytes that no text has"),
    ("a.csv", b"a\0b\0\x00\xd8" * 40 + b"\0", "bytes that no text has"),
    (
        "a.txt",
        b"No    Name  Phone\n1     Lee   91234567\n2003  Au    91234568\n",
        "parted by blanks",
    ),
    ("a.txt", b"NO   NAME\n---- ----\n1    Lee\n2    Au\n", "parted by blanks"),
    ("a.txt", "│ id │ name │\n├────┼──────┤\n│ 1  │ Lee  │\n".encode(), "parted by “│”"),
    ("a.txt", b"Name: Lee\nTel: 1\n\nName: Ho\nTel: 2\n", "over several lines each"),
    ("a.txt", b"No::Name\n1::Lee\n2::Ho\n", "parted by “::”"),
]


@pytest.mark.parametrize(("name", "content", "why"), REFUSED)
def test_what_is_no_table_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=why):
        open_table(path)


@pytest.mark.parametrize("head", ["BMI,MZ", "ID;P", "TABLE,0", "<5 days,>5 days", "[a],{b}"])
def test_ordinary_headings_that_begin_like_something_else_are_read(
    tmp_path: Path, head: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{head}\n1{head[-2]}2\n" if ";" in head else f"{head}\n1,2\n")
    assert cells(path) == [["1", "2"]]


@pytest.mark.parametrize(
    ("filled", "place"),
    [
        ([1, 4, 4], 1),
        ([1, 1, 1, 0, 4, 4, 4], 4),  # as many lines of a title as rows
        ([1, 6, 5], 1),
        ([1, 6, 2], 1),
        ([3, 3, 10], 0),  # a row with stray commas
        ([1, 1, 1, 2, 1, 3], 0),  # a column of words with commas
        ([10, 4, 5, 4, 6, 4], 0),
    ],
)
def test_headings_are_as_full_as_the_rows_of_the_table(filled: list[int], place: int) -> None:
    assert tables.heading_place([["x"] * count for count in filled]) == place


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    refusals = {"none.csv": "was not found", ".": "is not a file"}
    for name, words in refusals.items():
        with pytest.raises(UserError, match=words):
            open_table(tmp_path / name)


def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path / "a.csv", CHINESE)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(UserError, match="access is not allowed"):
        open_table(path)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("complaints.csv", "zip archive"),
        ("word/document.xml", "a text document"),
        ("ppt/presentation.xml", "a presentation"),
        ("Index/Document.iwa", "Save the spreadsheet as"),
    ],
)
def test_a_zip_archive_that_is_no_workbook_is_refused(tmp_path: Path, part: str, why: str) -> None:
    path = zipped(tmp_path / "a.csv", {part: b"a,b\n1,2\n"})
    with pytest.raises(UserError, match=why):
        open_table(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_one_very_long_line_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("x" * 5000).encode(encoding))
    with pytest.raises(UserError, match="longer than 4,000 bytes"):
        open_table(path, limits=FileLimits(line_bytes=4000))


def test_a_hundred_megabytes_without_a_line_end_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,")
        file.seek(2 << 20)
        file.write(b"x" * (2 << 20))
        os.truncate(file.fileno(), 100 << 20)
    with pytest.raises(UserError, match="bytes"):
        open_table(path)


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (FileLimits(text_bytes=10), "larger than"),
        (FileLimits(rows=2), "more than 2 rows"),
        (FileLimits(columns=2), "more than 2 columns"),
    ],
)
def test_a_file_beyond_the_limits_is_refused(tmp_path: Path, limits: FileLimits, why: str) -> None:
    path = csv_file(tmp_path / "a.csv", CHINESE)
    with pytest.raises(UserError, match=why):
        cells(path, limits=limits)
