"""Small files with the faults that people reported of other programs' imports, and of ours.

Each is made on the spot. `CASES` gives the file, the matching, and what becomes of its rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from tests.exchange.case_workbooks import (
    A_DAY,
    BLANK,
    DIVIDED_BY_NONE,
    HEAD,
    HO,
    LEE,
    Make,
    codes_ods,
    codes_xls,
    codes_xlsx,
    filtered_ods,
    filtered_xls,
    filtered_xlsx,
    formulas,
    heads_in_two_ods_rows,
    heads_in_two_rows,
    hidden,
    merged,
    old_formulas,
    open_formulas,
    yet_to_be_worked_out,
)
from tests.exchange.made_files import Rows, xlsx_file

PEOPLE = ImportMapping(
    ImportKind.CUSTOMERS,
    {"Customer No": "reference", "Name": "name", "Phone": "phone"},
    unique_by="reference",
)
COMPLAINTS = ImportMapping(
    ImportKind.COMPLAINTS,
    {"ref": "their_reference", "when": "received_at", "closed": "closed_at"},
    DateOrder.DMY,
    constants={"channel": "web", "severity": "low", "category": "Other"},
    new_words=("category",),
    unique_by="their_reference",
)
WITH_TIMES = replace(
    COMPLAINTS,
    columns={"ref": "their_reference", "when": "received_at"},
    times={"clock": "received_at"},
)
WITH_STATES = replace(
    COMPLAINTS,
    columns={"ref": "their_reference", "when": "received_at", "state": "status"},
    values={"status": {"Open": "received"}},
)
Row = tuple[str, Mapping[str, object], str]


@dataclass(frozen=True)
class CaseFile:
    """A file to be taken in; `rows` are verdict, values by field, and a part of the reason.

    `notes` are parts of what is said of the file as a whole.
    """

    make: Make
    mapping: ImportMapping
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = field(default=())


def _bytes(raw: bytes) -> Make:
    def make(path: Path) -> Path:
        path.write_bytes(raw)
        return path

    return make


def _text(*lines: str, end: str = "\n", encoding: str = "utf-8") -> Make:
    return _bytes("".join(f"{line}{end}" for line in lines).encode(encoding))


def _sheet(*rows: Sequence[object]) -> Make:
    return lambda path: xlsx_file(path, {"Sheet": rows})


COVER: Rows = [["Customers", "Central branch"], ["Printed by", "Amy"], ["Pages", "2"]]
"""A sheet or some lines that speak of a list."""


def _person(number: str, name: str, phone: str = "") -> dict[str, object]:
    return {"reference": number, "name": name, "phone": f"+852{phone}" if phone else ""}


def _nothings() -> CaseFile:
    words = ["None", "NULL", "N/A", "-", "nil", "#N/A", "nan", "NaT", "NaN", "(null)", r"\N",
             "<NA>", "n.a.", "0000-00-00", "0000-00-00 00:00:00", "NIL", "沒有", "ｎ／ａ", "……",
             "——", "暫無"]  # fmt: skip
    lines = (f"N{n},2025-03-01,{word}" for n, word in enumerate(words))
    rows: tuple[Row, ...] = tuple(
        ("new", {"their_reference": f"N{n}", "closed_at": None}, "") for n in range(len(words))
    )
    unknown: tuple[Row, ...] = (
        ("invalid", {}, "“待定” is not a date"),
        ("invalid", {}, "“0” is not a date"),
    )
    text = _text("ref,when,closed", *lines, "N98,2025-03-01,待定", "N99,2025-03-01,0")
    return CaseFile(text, COMPLAINTS, rows + unknown)


ROWS_2_3 = (
    ("new", _person("2", "Lee", "91234568"), ""),
    ("new", _person("3", "Ho", "91234569"), ""),
)
WITH_COMMA_AND_MARK = (
    ("new", _person("2", "Lee, Kit", "91234568"), ""),
    ("new", _person("3", "Ho's", "91234569"), ""),
)
CASES: Mapping[str, CaseFile] = {
    "two open marks": CaseFile(
        _text(HEAD, '1,"Chan,91234567', LEE, '4,"Au,91234560', HO), PEOPLE,
        (("invalid", {}, "not closed: “1,\"Chan"), ROWS_2_3[0],
         ("invalid", {}, "not closed: “4,\"Au"), ROWS_2_3[1]),
    ),
    "a mark after a blank": CaseFile(
        _text(HEAD, '2, "Lee, Kit", 91234568', '3, "a ""b"" c", "91234569"'), PEOPLE,
        (("new", _person("2", "Lee, Kit", "91234568"), ""),
         ("new", _person("3", 'a "b" c', "91234569"), "")),
    ),
    "marks behind a backslash": CaseFile(
        _text(HEAD, r'2,"Kit \"K\" Lee",91234568', HO), PEOPLE,
        (("new", _person("2", 'Kit "K" Lee', "91234568"), ""), ROWS_2_3[1]),
    ),
    "headings that are repeated": CaseFile(
        _text(HEAD, LEE, HEAD.upper(), HO), PEOPLE,
        (ROWS_2_3[0], ("invalid", {}, "The headings are repeated in this row."), ROWS_2_3[1]),
    ),
    "a mark inside words": CaseFile(
        _text(HEAD, '2,"Kit "K" Lee",91234568', HO), PEOPLE,
        (("new", _person("2", 'Kit "K" Lee', "91234568"), "as it stands"), ROWS_2_3[1]),
    ),
    "end-of-file byte": CaseFile(
        _text(HEAD, LEE, HO, "\x1a", end="\r\n"), PEOPLE, ROWS_2_3
    ),
    "two byte-order marks": CaseFile(
        _text(f"\ufeff\ufeff{HEAD}", LEE, f"\ufeff{HO}"), PEOPLE, ROWS_2_3
    ),
    "byte-order mark and semicolons": CaseFile(
        _text('\ufeff"Customer No";"Name";"Phone"', '"2";"Lee; Kit";"9123 4568"', end="\r\n"),
        PEOPLE, (("new", _person("2", "Lee; Kit", "91234568"), ""),),
    ),
    "a zero byte": CaseFile(
        _text(HEAD, "1,Ch\0an,91234567", LEE, HO), PEOPLE,
        (("invalid", {}, "zero byte"), *ROWS_2_3), ("Line 2",),
    ),
    "text of a spreadsheet": CaseFile(
        _text(HEAD, '"=""00123""",Chan,="91234567"', '="00124",Lee,"=""9123 4568"""'), PEOPLE,
        (("new", _person("00123", "Chan", "91234567"), ""),
         ("new", _person("00124", "Lee", "91234568"), "")),
    ),
    "invisible signs": CaseFile(
        _sheet(["Customer No", "Na\u200bme", "Phone"], ["\u200b2", "Lee\u200b", "\u200e91234568"],
               ["\xa03", "Ho\ufeff", "91234569"]), PEOPLE, ROWS_2_3,
    ),
    "width and case": CaseFile(
        _text(HEAD, "Ａ００１,陳大文,91234567", "a001,CHAN,", "A001 ,Chan,", LEE), PEOPLE,
        (("new", _person("Ａ００１", "陳大文", "91234567"), ""),
         ("duplicate", {}, "The same Customer number as in row 2."),
         ("duplicate", {}, "The same Customer number as in row 2."), ROWS_2_3[0]),
    ),
    "a twin claims nothing": CaseFile(
        _text(HEAD, LEE, "3,Lee,91234568", HO), PEOPLE,
        (ROWS_2_3[0], ("duplicate", {}, "The same Telephone and name as row 2."), ROWS_2_3[1]),
    ),
    "words for nothing": _nothings(),
    "shortened numbers": CaseFile(
        _sheet(["Customer No", "Name", "Phone"], [4111111111111111234, "Chan", ""],
               [4111111111111111567, "Lee", ""], ["4111111111111110", "Ho", ""]), PEOPLE,
        (("invalid", {}, "last digits are lost"), ("invalid", {}, "last digits are lost"),
         ("new", _person("4111111111111110", "Ho"), "may have lost")),
    ),
    "numbers of a data frame": CaseFile(
        _text(HEAD, "2.0,Lee,91234568.0", "3,Ho,91234569"), PEOPLE,
        (("new", _person("2", "Lee", "91234568"), "without the “.0”"), ROWS_2_3[1]),
    ),
    "formulas without a value": CaseFile(
        formulas, COMPLAINTS,
        (("invalid", {"closed_at": None}, "the formula in this cell has no value"),
         ("new", {"closed_at": None}, ""),
         ("invalid", {"closed_at": None}, "the error #DIV/0! here"),
         ("new", {"closed_at": None}, "")), ("Lines skipped above",),
    ),
    **{
        f"numbers that a format makes codes of in {kind}": CaseFile(
            make, PEOPLE,
            (("new", _person("C-0007", "Lee", "91234567"), ""),
             ("new", _person("123456", "Lee", "91234568"), ""),
             ("new", _person("00045", "Lee", "91234569"), "")),
        )
        for kind, make in (("xlsx", codes_xlsx), ("xls", codes_xls), ("ods", codes_ods))
    },
    **{
        f"marks of another kind: {name}": CaseFile(make, PEOPLE, rows, ("Quotation marks around",))
        for name, make, rows in (
            ("single", _text("'Customer No','Name','Phone'", "'2','Lee, Kit','91234568'",
                             "'3','Ho''s','91234569'"), WITH_COMMA_AND_MARK),
            ("curly", _text(HEAD, "“2”,“Lee, Kit”,“91234568”", "“3”,Ho's,“91234569”"),
             WITH_COMMA_AND_MARK),
            *((marks, _text(HEAD, *(
                ",".join(marks[0] + cell + marks[-1] for cell in cells)
                for cells in (("2", "Lee, Kit", "91234568"), ("3", "Ho's", "91234569"))
            )), WITH_COMMA_AND_MARK) for marks in ("«»", "„“", "『』", "``", '“"')),
            ("doubled", _text(HEAD, '"""2""","Lee, Kit",91234568', '"""3""",Ho\'s,91234569'),
             WITH_COMMA_AND_MARK),
            ("in a sheet", _sheet(HEAD.split(","), ["'2'", "Lee, Kit", "“91234568”"],
                                  ["'3'", "Ho's", "“91234569”"]), WITH_COMMA_AND_MARK),
            ("around whole lines", _text(f'"{HEAD}"', '"2,""Lee, Kit"",91234568"',
                                         '"3,Ho\'s,91234569"'), WITH_COMMA_AND_MARK),
            ("before each", _text(HEAD, "`2,`Lee,`91234568", "`3,`Ho,`91234569"), ROWS_2_3),
            ("around whole rows", _text(HEAD, f'"{LEE}"', f'"{HO}"', end="\r\n"), ROWS_2_3),
        )
    },
    "cells of one column with commas": CaseFile(
        _text("Name", '"Lee, Kit"', '"Ho, May"'),
        replace(PEOPLE, columns={"Name": "name"}, unique_by=""),
        (("new", {"name": "Lee, Kit"}, ""), ("new", {"name": "Ho, May"}, "")),
    ),
    "a cover sheet": CaseFile(
        lambda path: xlsx_file(path, {"Cover": COVER, "List": [HEAD.split(","), LEE.split(",")]}),
        PEOPLE, ROWS_2_3[:1], ("“List”",),
    ),
    "lines above, between and below the pages of a list": CaseFile(
        _text("Our customers", "Printed by: Amy,Central,2025-03-02", "# Period:,2025,2026", HEAD,
              LEE, "Page 1 of 2", "Our customers,,", HEAD, HO, "Total: 2", "-----", "# end"),
        PEOPLE,
        (ROWS_2_3[0], *[("invalid", {}, "a line about the list"),
         ("invalid", {}, "A line from above the headings"), ("invalid", {}, "are repeated")],
         ROWS_2_3[1], *[("invalid", {}, "a line about the list")] * 3),
        ("Lines skipped above the headings: 3.",),
    ),
    "heads of pages that differ, sums of groups, feet": CaseFile(
        _text(HEAD, LEE, "Central branch  Page 2 of 2,,", HEAD, "第 2 頁,共 2 頁,",
              "Subtotal Kowloon,1,", "合計：3 位,,", "Printed 01/03/2025 10:01,,",
              "1 row selected.", "Note: provisional", HO),
        PEOPLE,
        (ROWS_2_3[0], ("invalid", {}, "a line about the list"), ("invalid", {}, "are repeated"),
         *[("invalid", {}, "a line about the list")] * 6, ROWS_2_3[1]),
    ),
    "numbers of several words": CaseFile(
        _text(HEAD, "Flat A,Lee,91234568", "Flat B,,"), PEOPLE,
        (("new", _person("Flat A", "Lee", "91234568"), ""), ("new", _person("Flat B", ""), "")),
    ),
    "headings in a second language": CaseFile(
        _text(HEAD, "客戶編號,姓名,電話", LEE, HO), PEOPLE,
        (("invalid", {}, "The headings are repeated in this row."), *ROWS_2_3),
    ),
    "a first line that names other marks than there are": CaseFile(
        _text("sep=;", HEAD, LEE, HO), PEOPLE, ROWS_2_3, ("Lines skipped above",),
    ),
    "a mark that takes in the row below and closes": CaseFile(
        _text(HEAD, '2,"Lee,91234568', '3,Ho,91234569 Ho,",91234569'), PEOPLE,
        (("new", {}, "goes on over a line that may be a row"),),
    ),
    "lines above that are as full as the headings": CaseFile(
        _text("Shop,Central,HK", "User,Amy,2025", HEAD, LEE, HO), PEOPLE, ROWS_2_3,
        ("Lines skipped above the headings: 2.",),
    ),
    "formulas yet to be worked out": CaseFile(
        yet_to_be_worked_out, COMPLAINTS,
        (("invalid", {"closed_at": None}, "the formula in this cell has no value"),),
    ),
    "formulas of an xls file without a value": CaseFile(
        old_formulas(BLANK, DIVIDED_BY_NONE), COMPLAINTS,
        (("invalid", {"closed_at": None}, "the formula in this cell has no value"),
         ("invalid", {"closed_at": None}, "the error #DIV/0! here"),
         ("invalid", {"closed_at": None}, "the error #REF! here"),
         ("new", {"closed_at": None}, ""), ("invalid", {}, "“FALSE” is not a date")), ("Only",),
    ),
    "formulas of an xls file with a value": CaseFile(
        old_formulas(BLANK, A_DAY), COMPLAINTS,
        (("new", {"closed_at": None}, ""), ("new", {"closed_at": 1_740_931_199}, ""),
         ("invalid", {"closed_at": None}, "the error #REF! here"),
         ("new", {"closed_at": None}, ""), ("invalid", {}, "“FALSE” is not a date")), ("Only",),
    ),
    "formulas of an ods file": CaseFile(
        open_formulas, COMPLAINTS,
        (("invalid", {"closed_at": None}, "the error #DIV/0! here"),
         ("invalid", {"closed_at": None}, "the error Err:502 here"),
         ("invalid", {"closed_at": None}, "the error #VALUE! here"),
         ("new", {"closed_at": None}, ""),
         ("invalid", {"closed_at": None}, "the formula in this cell has no value"),
         ("new", {"closed_at": None}, ""), ("new", {"closed_at": 1_740_931_199}, "")),
    ),
    "a hidden sheet": CaseFile(
        hidden, PEOPLE, ROWS_2_3[:1], ("“People”", "Hidden sheets of the file: Lists."),
    ),
    **{
        f"a hidden row in {kind}": CaseFile(make, PEOPLE, ROWS_2_3, ("The sheet hides 1 row,",))
        for kind, make in (
            ("xlsx", filtered_xlsx), ("xls", filtered_xls), ("ods", filtered_ods),
        )
    },
    "headings in two rows": CaseFile(
        heads_in_two_rows,
        replace(COMPLAINTS, columns={"ref": "their_reference", "closed date": "closed_at",
                                     "when": "received_at"}),
        (("new", {"their_reference": "K1", "closed_at": 1_740_931_199}, ""),
         ("new", {"their_reference": "K2", "received_at": 1_740_758_400}, "")),
        ("Lines skipped above the headings: 1.",),
    ),
    "headings in two rows of an ods file": CaseFile(
        heads_in_two_ods_rows,
        replace(COMPLAINTS, columns={"ref": "their_reference", "closed date": "closed_at",
                                     "when": "received_at"}),
        (("new", {"their_reference": "K1", "closed_at": 1_740_931_199}, ""),
         ("new", {"their_reference": "K2", "closed_at": None}, "")),
    ),
    "merged cells": CaseFile(
        merged, PEOPLE, (ROWS_2_3[0], ("new", _person("3", "", "91234569"), "")),
        ("Lines skipped above", "Merged cells"),
    ),
    "order of times": CaseFile(
        _text("ref,when,closed", "T1,2025-03-01 10:00,2025-03-01 09:59",
              "T2,01/03/2025 10:00,2/3/2025"), COMPLAINTS,
        (("invalid", {}, "before the complaint was received"),
         ("new", {"their_reference": "T2", "received_at": 1_740_794_400,
                  "closed_at": 1_740_931_199}, "")),
    ),
    "dates of a sheet": CaseFile(
        _sheet(["ref", "when", "closed"], ["K1", date(2025, 3, 1), 45718],
               ["K2", date(2025, 3, 1), time(0)]), COMPLAINTS,
        (("new", {"received_at": 1_740_758_400, "closed_at": 1_740_931_199}, ""),
         ("new", {"received_at": 1_740_758_400, "closed_at": None}, "")),
    ),
    "a date and a time column": CaseFile(
        _sheet(["ref", "when", "clock"], ["D1", date(2025, 3, 1), "15:30"],
               ["D2", "13/5/2025", "3 pm"], ["D3", date(2025, 3, 1), "later"]), WITH_TIMES,
        (("new", {"received_at": 1_740_814_200}, "begins with the year"),
         ("new", {"received_at": 1_747_119_600}, ""),
         ("invalid", {}, "“2025-03-01 later” is not a date")),
    ),
    "two ways of writing dates": CaseFile(
        _text("ref,when,closed", "W1,2025-03-01,", "W2,13/03/2025,", "W3,2025-03-13,"), COMPLAINTS,
        (("new", {"received_at": 1_740_758_400}, "day and month were not swapped"),
         ("new", {"received_at": 1_741_795_200}, ""),
         ("new", {"received_at": 1_741_795_200}, "")),
    ),
    "closed, nobody knows when": CaseFile(
        _text("ref,when,state", "C1,2025-03-01,Closed", "C2,2025-03-01,Open"), WITH_STATES,
        (("new", {"status": "closed"}, "closed on an unknown date"),
         ("new", {"status": "received"}, "")),
    ),
    "Chinese of Hong Kong": CaseFile(
        _text(HEAD, "2,陳𨋢喺,91234568", "3,㗎咗啲嘅㗎咗啲嘅,91234569", encoding="big5hkscs"),
        PEOPLE, (("new", _person("2", "陳𨋢喺", "91234568"), ""),
                 ("new", _person("3", "㗎咗啲嘅㗎咗啲嘅", "91234569"), "")),
    ),
}  # fmt: skip
