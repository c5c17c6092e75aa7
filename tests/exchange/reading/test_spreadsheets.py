"""Workbooks of every kind are read; those that would end the program are not opened."""

import struct
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from csq_desktop.errors import UserError
from csq_desktop.exchange.reading import tables
from csq_desktop.exchange.reading.compound import MAGIC, Compound, with_stream
from csq_desktop.exchange.reading.limits import FileLimits
from csq_desktop.exchange.reading.opening import open_table
from tests.exchange.made_files import Rows, ods_file, ods_of, repacked, xls_file, xlsx_file, zipped

ROWS: Rows = [
    ["No", "When", "Words"],
    [1, datetime.fromisoformat("2018-04-13 11:05:06"), "等候時間過長"],
    [2.5, datetime.fromisoformat("2018-12-01 00:30:00"), "=1+1"],
]
READ = [["1", "2018-04-13 11:05:06", "等候時間過長"], ["2.5", "2018-12-01 00:30:00", "=1+1"]]
RK, MULRK, LABELSST = 0x027E, 0x00BD, 0x00FD


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_reads_as_the_text_of_its_cells(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    match kind:
        case "xlsx":
            xlsx_file(path, {"Sheet1": ROWS})
        case "xls":
            xls_file(path, ROWS)
        case "ods":
            ods_file(path, ROWS)
    table = open_table(path)
    assert table.columns == ("No", "When", "Words")
    assert list(table.rows()) == [(2, READ[0]), (3, READ[1])]
    assert list(table.rows()) == [(2, READ[0]), (3, READ[1])]
    assert (table.encoding, table.estimate, table.sheet) == (None, 2, "Sheet1")
    assert tables.is_unchanged(table)


def test_the_name_of_a_workbook_does_not_matter(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.csv", {"S": ROWS})
    assert open_table(path).columns == ("No", "When", "Words")


def test_cells_that_are_no_text_become_the_text_they_show(tmp_path: Path) -> None:
    rows: Rows = [
        ["a", "b", "c", "d", "e"],
        [True, False, 91234567, 0.1 + 0.2, 1e15],
        [date(2026, 11, 22), time(9, 30), timedelta(hours=30, seconds=5), -3, 12345678.25],
        [datetime.fromisoformat("2026-11-22 09:30:59"), None, "", 0, 1],
    ]
    path = xlsx_file(tmp_path / "a.xlsx", {"S": rows})
    assert [row for _, row in open_table(path).rows()] == [
        ["TRUE", "FALSE", "91234567", "0.3", "1e+15"],
        ["2026-11-22", "09:30:00", "30:00:05", "-3", "12345678.25"],
        ["2026-11-22 09:30:59", "", "", "0", "1"],
    ]


def test_the_first_sheet_that_holds_anything_is_read_unless_one_is_named(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", {"Empty": [], "One": ROWS, "Two": [["x"], ["y"]]})
    table = open_table(path)
    assert (table.sheet, table.sheets) == ("One", ("Empty", "One", "Two"))
    assert table.notes == ("Only the sheet “One” is read.",)
    assert open_table(path, sheet="Two").columns == ("x",)
    with pytest.raises(UserError, match="no sheet “Three”"):
        open_table(path, sheet="Three")
    with pytest.raises(UserError, match="“Empty” is empty"):
        open_table(path, sheet="Empty")


def test_plain_numbers_of_days_from_1904_are_pointed_out(tmp_path: Path) -> None:
    new = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True})
    new.add_worksheet().write_column(0, 0, ["When", 44_255])
    new.close()
    old = xlwt.Workbook()
    old.dates_1904 = True
    sheet = old.add_sheet("S")
    for row, cell in enumerate(("When", 44_255)):
        sheet.write(row, 0, cell)
    old.save(str(tmp_path / "a.xls"))
    for name in ("a.xlsx", "a.xls"):
        assert "counts its days from 1904" in open_table(tmp_path / name).notes[0]
    assert not open_table(xlsx_file(tmp_path / "b.xlsx", {"S": [["When"], [44_255]]})).notes


def test_a_workbook_without_any_cell_is_empty(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="empty"):
        open_table(xlsx_file(tmp_path / "a.xlsx", {"S": []}))


def test_rows_above_the_headings_and_blank_rows_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [["Report"], [], ["a", "b", "c"], [1, 2, 3], [], [4, 5, 6]]
    table = open_table(xlsx_file(tmp_path / "a.xlsx", {"S": rows}))
    assert list(table.rows()) == [(4, ["1", "2", "3"]), (6, ["4", "5", "6"])]
    assert table.notes == ("Lines skipped above the headings: 2.",)


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (FileLimits(sheet_bytes=10), "larger than"),
        (FileLimits(unpacked_bytes=1000), "unpacks to more than"),
        (FileLimits(rows=1), "more than 1 rows"),
        (FileLimits(columns=2), "more than 2 columns"),
        (FileLimits(cell_box=5), "too far apart"),
        (FileLimits(parts=2), "damaged"),
    ],
)
def test_a_workbook_beyond_the_limits_is_refused(
    tmp_path: Path, limits: FileLimits, why: str
) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", {"S": ROWS})
    with pytest.raises(UserError, match=why):
        open_table(path, limits=limits)


def test_many_parts_that_are_each_small_enough_are_refused_together(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", {"S": ROWS})
    with zipfile.ZipFile(path) as book:
        largest = max(part.file_size for part in book.infolist())
    with pytest.raises(UserError, match="unpacks to more than"):
        open_table(path, limits=FileLimits(unpacked_bytes=largest + 1))


def test_a_wide_sheet_is_measured_by_its_own_cells(tmp_path: Path) -> None:
    rows: Rows = [[f"c{n}" for n in range(60)], *([1] * 60 for _ in range(120))]
    path = xlsx_file(tmp_path / "a.xlsx", {"S": rows})
    assert len(open_table(path, limits=FileLimits(cell_box=60 * 121)).columns) == 60
    with pytest.raises(UserError, match="too far apart"):
        open_table(path, limits=FileLimits(cell_box=60 * 121 - 1))


def test_a_bomb_of_zeros_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<a/>", "x.xml": bytes(30 << 20)})
    assert path.stat().st_size < 100_000
    with pytest.raises(UserError, match="unpacks to more than 8 MB"):
        open_table(path, limits=FileLimits(unpacked_bytes=8 << 20))


HOSTILE = [
    ("sheet1", 'r="C3"', 'r="XFD1048576"', "too far apart"),
    ("sheet1", 'r="C3"', "r = 'xfd1048576'", "too far apart"),
    ("sheet1", 'r="C3"', 'r="C4000000000"', "too far apart"),
    ("sheet1", 'r="C3"', 'r="ZZZZZZZ3"', "too far apart"),
    ("sheet1", '<row r="3"', '<row r="99999999"', "too far apart"),
    ("sharedStrings", 'uniqueCount="', 'uniqueCount="4000000000', "damaged"),
    ("sheet1", "<v>1</v>", "<v>99999</v>", "damaged"),
]


@pytest.mark.parametrize(("part", "old", "new", "why"), HOSTILE)
def test_a_workbook_with_false_numbers_is_refused(
    tmp_path: Path, part: str, old: str, new: str, why: str
) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", {"S": [["a", "b", "c"], ["x", "y", "z"], ["x", 1, "w"]]})
    with pytest.raises(UserError, match=why):
        open_table(repacked(path, tmp_path / "b.xlsx", part, old, new))


def test_cells_without_their_place_are_measured_too(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, 2]]})
    bare = repacked(path, tmp_path / "b.xlsx", "sheet1", '<c r="B2">', "<c>")
    assert [row for _, row in open_table(bare).rows()] == [["1", "2"]]
    rows = repacked(bare, tmp_path / "c.xlsx", "sheet1", '<row r="2"', "<row")
    with pytest.raises(UserError, match="too far apart"):
        open_table(rows, limits=FileLimits(cell_box=3))


def test_nothing_outside_a_workbook_is_read_through_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    path = xlsx_file(tmp_path / "a.xlsx", {"S": [["a"], ["word"]]})
    entity = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{secret}">]><sst'
    named = repacked(path, tmp_path / "b.xlsx", "sharedStrings", "<sst", entity)
    asking = repacked(named, tmp_path / "c.xlsx", "sharedStrings", "word", "&amp;e; &e;")
    try:
        shown = str(list(open_table(asking).rows()))
    except UserError as error:
        shown = error.text
    assert "the secret" not in shown


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"xl/workbook.bin": b"x"}, "Save the spreadsheet as .xlsx"),
        ({"xl/workbook.xml": b"<no"}, "damaged"),
        ({"content.xml": b"<x/>", "mimetype": b"x"}, "damaged"),
    ],
)
def test_other_packages_are_refused(tmp_path: Path, parts: dict[str, bytes], why: str) -> None:
    with pytest.raises(UserError, match=why):
        open_table(zipped(tmp_path / "a.xlsx", parts))


def test_a_cut_or_changed_workbook_is_refused(tmp_path: Path) -> None:
    raw = xlsx_file(tmp_path / "a.xlsx", {"S": ROWS}).read_bytes()
    changed = bytearray(raw)
    changed[60:90] = bytes(30)
    for content in (raw[: len(raw) // 2], bytes(changed)):
        path = tmp_path / "b.xlsx"
        path.write_bytes(content)
        with pytest.raises(UserError, match="damaged"):
            open_table(path)


def test_a_workbook_under_a_password_is_refused(tmp_path: Path) -> None:
    raw = bytearray(xlsx_file(tmp_path / "a.xlsx", {"S": ROWS}).read_bytes())
    place = 0
    while (place := raw.find(b"PK\x01\x02", place)) >= 0:
        raw[place + 8] |= 1
        place += 4
    path = tmp_path / "b.xlsx"
    path.write_bytes(raw)
    with pytest.raises(UserError, match="protected by a password"):
        open_table(path)


def ods(tmp_path: Path, body: str) -> Path:
    return ods_of(tmp_path / "a.ods", body)


ODS_CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
ODS_GAP = '<table:table-cell table:number-columns-repeated="16384"/>'


def test_empty_cells_repeated_to_the_edge_of_a_sheet_do_no_harm(tmp_path: Path) -> None:
    rows = f"<table:table-row>{ODS_CELL * 2}{ODS_GAP}</table:table-row>" * 2
    edge = f'<table:table-row table:number-rows-repeated="1048574">{ODS_GAP}</table:table-row>'
    more = f'</table:table><table:table table:name="T">{rows}{edge}' * 9
    path = ods(tmp_path, rows + edge + more)
    assert [row for _, row in open_table(path).rows()] == [["x", "x"]]


@pytest.mark.parametrize("hidden", ["<!-- <table:table-row> -->", "<![CDATA[<table:table-row>]]>"])
def test_nothing_may_be_hidden_from_the_measure(tmp_path: Path, hidden: str) -> None:
    body = (
        f'<table:table-row table:number-rows-repeated="99999">{hidden}{ODS_CELL}</table:table-row>'
    )
    with pytest.raises(UserError, match="damaged"):
        open_table(ods(tmp_path, body))
    path = xlsx_file(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, 2]]})
    bare = repacked(path, tmp_path / "b.xlsx", "sheet1", '<c r="B2">', "<!-- <row> --><c>")
    with pytest.raises(UserError, match="damaged"):
        open_table(bare)


def test_a_sign_inside_a_value_does_not_hide_a_repeat(tmp_path: Path) -> None:
    wide = ODS_CELL.replace(
        "<table:table-cell", '<table:table-cell x="a>b" table:number-columns-repeated="9999"'
    )
    body = f'<table:table-row table:number-rows-repeated="99999">{wide}</table:table-row>'
    with pytest.raises(UserError, match="too far apart"):
        open_table(ods(tmp_path, body))


def test_a_tag_that_a_piece_would_cut_in_two_is_refused(tmp_path: Path) -> None:
    body = f'<table:table-row>{ODS_CELL}<x y="{"z" * 1_100_000}<"/></table:table-row>'
    with pytest.raises(UserError, match="damaged"):
        open_table(ods(tmp_path, body))


def test_filled_cells_repeated_without_end_are_refused(tmp_path: Path) -> None:
    wide = ODS_CELL.replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="9999"'
    )
    body = f'<table:table-row table:number-rows-repeated="99999">{wide}</table:table-row>'
    with pytest.raises(UserError, match="too far apart"):
        open_table(ods(tmp_path, body))
    odd = body.replace('"99999"', '"&#57;9999"')
    with pytest.raises(UserError, match="damaged"):
        open_table(ods(tmp_path, odd))


def old_book(tmp_path: Path, old: bytes, new: bytes, shift: int = 0) -> Path:
    """An xls file with some cells, its bytes changed."""
    path = xls_file(tmp_path / "a.xls", [["head", "more"], [1.5, 7], ["x", 8]])
    raw = bytearray(path.read_bytes())
    place = raw.find(old) + shift
    assert place >= shift
    raw[place : place + len(new)] = new
    path.write_bytes(raw)
    return path


WORKBOOK = "Workbook".encode("utf-16-le")
CELL_NUMBERS = [
    (struct.pack("<HHHH", RK, 10, 2, 1), b"\xff\xff", 6),
    (struct.pack("<HHHH", MULRK, 18, 1, 0), b"\xff\xff", 20),
    (struct.pack("<HHHH", LABELSST, 10, 0, 1), b"\x00\x01", 6),
]


@pytest.mark.parametrize(("old", "new", "shift"), CELL_NUMBERS)
def test_an_old_workbook_with_far_away_cells_is_refused(
    tmp_path: Path, old: bytes, new: bytes, shift: int
) -> None:
    with pytest.raises(UserError, match="too far apart"):
        open_table(old_book(tmp_path, old, new, shift))


@pytest.mark.parametrize(
    ("old", "new", "shift", "why"),
    [
        (struct.pack("<HH", 0x0042, 2), b"\x2f", 0, "password"),
        (WORKBOOK, "Workxxxx".encode("utf-16-le"), 0, "not a spreadsheet"),
        (WORKBOOK, WORKBOOK + WORKBOOK, 0, "not a spreadsheet"),
        (MAGIC, b"\x03\x00", 30, "damaged"),
        (MAGIC, b"\x00\x00\x00\x10", 48, "damaged"),
    ],
)
def test_an_old_workbook_that_is_something_else_is_refused(
    tmp_path: Path, old: bytes, new: bytes, shift: int, why: str
) -> None:
    with pytest.raises(UserError, match=why):
        open_table(old_book(tmp_path, old, new, shift))


def test_an_encrypted_package_is_named_so(tmp_path: Path) -> None:
    path = old_book(tmp_path, WORKBOOK, "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UserError, match="password"):
        open_table(path)


@pytest.mark.parametrize("length", [9, 40, 700, 1600, 3000])
def test_a_cut_old_workbook_is_refused(tmp_path: Path, length: int) -> None:
    path = old_book(tmp_path, MAGIC, MAGIC)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(UserError):
        open_table(path)


def test_a_large_old_workbook_is_read(tmp_path: Path) -> None:
    rows: Rows = [["no", "words"], *([n, f"complaint number {n}"] for n in range(3000))]
    table = open_table(xls_file(tmp_path / "a.xls", rows))
    assert [row for _, row in table.rows()][-1] == ["2999", "complaint number 2999"]


def test_sectors_that_lead_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = xls_file(tmp_path / "a.xls", [["a"], *([n * 1.5] for n in range(2000))])
    raw = bytearray(path.read_bytes())
    table = 512 * (struct.unpack_from("<I", raw, 76)[0] + 1)
    struct.pack_into("<II", raw, table, 1, 0)
    path.write_bytes(raw)
    with pytest.raises(UserError, match="damaged"):
        open_table(path)


def test_a_table_of_links_outside_the_header_is_followed(tmp_path: Path) -> None:
    path = old_book(tmp_path, MAGIC, MAGIC)
    raw = bytearray(path.read_bytes())
    links = raw[76:80]
    raw[76:80] = b"\xff" * 4
    raw[68:72] = struct.pack("<I", len(raw) // 512 - 1)
    path.write_bytes(raw + links + b"\xff" * 508)
    assert open_table(path).columns == ("head", "more")
    path.write_bytes(raw + b"\xff" * 512)
    with pytest.raises(UserError, match="damaged"):
        open_table(path)


@pytest.mark.parametrize(("place", "number"), [(56, 1 << 30), (44, 1 << 31), (32, 7), (30, 3)])
def test_a_file_system_with_false_sizes_is_refused(tmp_path: Path, place: int, number: int) -> None:
    with pytest.raises(UserError, match="damaged"):
        open_table(old_book(tmp_path, MAGIC, struct.pack("<I", number), place))


def test_a_small_stream_is_put_together_from_its_pieces(tmp_path: Path) -> None:
    path = old_book(tmp_path, MAGIC, MAGIC)
    raw = bytearray(path.read_bytes())
    place = raw.find(WORKBOOK)
    raw[place + 120 : place + 124] = struct.pack("<I", 100)
    raw[60:64] = struct.pack("<I", len(raw) // 512 - 1)
    path.write_bytes(raw + b"\xff" * 512)
    with pytest.raises(UserError, match=r"damaged|empty"):
        open_table(path)


@pytest.mark.parametrize("size", [0, 1, 4096, 5000, 4096 * 1100])
def test_a_stream_comes_out_of_a_file_system_of_our_own_as_it_went_in(size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    ((name, found),) = Compound(with_stream("Workbook", content)).streams()
    assert name == "Workbook"
    assert found.rstrip(b"\0") == content.rstrip(b"\0")
    assert len(found) >= len(content)


def test_the_stated_size_of_an_old_sheet_is_not_believed(tmp_path: Path) -> None:
    raw = xls_file(tmp_path / "a.xls", [["head"], [1.5]]).read_bytes()
    stated = struct.pack("<HHIIHH", 0x0200, 14, 0, 2, 0, 1)
    assert stated in raw
    path = tmp_path / "b.xls"
    path.write_bytes(raw.replace(stated, struct.pack("<HHIIHH", 0x0200, 14, 0, 1 << 31, 0, 65535)))
    assert [row for _, row in open_table(path).rows()] == [["1.5"]]


def sheets_at(raw: bytes, count: int) -> bytearray:
    """A stream of so many sheets, all of them the same records."""
    book = bytearray(struct.pack("<HHHH", 0x0809, 4, 0x0600, 5))
    start = len(book) + 12 * count + 4
    for _ in range(count):
        book += struct.pack("<HHIBB", 0x0085, 8, start, 0, 0) + b"\0\0"
    return book + struct.pack("<HH", 0x000A, 0) + raw


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


FAR_CELL = record(RK, struct.pack("<HHHI", 65535, 255, 0, 2))
BEGIN, END = record(0x0809, struct.pack("<HH", 0x0600, 0x10)), record(0x000A)


@pytest.mark.parametrize(
    ("book", "why"),
    [
        (sheets_at(BEGIN + FAR_CELL + END, 3), "too far apart"),
        (sheets_at(BEGIN + FAR_CELL + END, 1001), "damaged"),
        (sheets_at(BEGIN + record(RK, b"\0\0\xff\xff\0\0\0\0\0\0") + END, 1), "too far apart"),
        (sheets_at(record(RK, b"\0\0\xff\xff\0\0\0\0\0\0"), 1), "too far apart"),
        (sheets_at(BEGIN + b"\3\2\xff\xff", 1), "damaged"),
    ],
)
def test_sheets_are_measured_together(tmp_path: Path, book: bytes | bytearray, why: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(with_stream("Workbook", bytes(book)))
    with pytest.raises(UserError, match=why):
        open_table(path)


def test_what_an_embedded_chart_says_is_not_measured(tmp_path: Path) -> None:
    book = sheets_at(BEGIN + BEGIN + FAR_CELL * 9 + END + END + b"\x03\x02\xff\xff", 40)
    path = tmp_path / "a.xls"
    path.write_bytes(with_stream("Book", bytes(book)))
    with pytest.raises(UserError, match=r"damaged|empty"):
        open_table(path)


def test_an_open_document_under_a_password_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path, f"<table:table-row>{ODS_CELL}</table:table-row>" * 2)
    space = "xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'"
    entry = (
        f"<manifest:manifest {space}><manifest:file-entry manifest:full-path='content.xml'>"
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    secret = repacked(path, tmp_path / "b.ods", "manifest", "<m:manifest xmlns:m='x'/>", entry)
    with pytest.raises(UserError, match="password"):
        open_table(secret)


def test_a_document_that_is_locked_up_as_a_whole_is_refused(tmp_path: Path) -> None:
    """As LibreOffice writes it since 24.8."""
    parts = {"mimetype": b"x", "encrypted-package": bytes(99), "META-INF/manifest.xml": b"<x/>"}
    with pytest.raises(UserError, match="password"):
        open_table(zipped(tmp_path / "a.ods", parts))


class PanicException(BaseException):
    """What the reader's own kind of panic looks like from here."""


@pytest.mark.parametrize(
    ("raised", "seen"),
    [(PanicException("index"), UserError), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_panic_of_the_reader_is_a_refusal_and_nothing_else_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    raised: BaseException,
    seen: type[BaseException],
) -> None:
    class Panicking:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise raised

    path = xlsx_file(tmp_path / "a.xlsx", {"S": ROWS})
    monkeypatch.setattr("python_calamine.CalamineWorkbook", Panicking)
    with pytest.raises(seen):
        open_table(path)
