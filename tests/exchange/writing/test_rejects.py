"""Rows left out are written with their reason and can be mended and imported again."""

import csv
from pathlib import Path

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.exchange.writing import rejects
from csq_desktop.texts import speaking
from tests.exchange.made_files import csv_file, xlsx_file
from tests.exchange.matching.plans import plan_of

MAPPING = ImportMapping(
    ImportKind.CUSTOMERS,
    {"No": "reference", "Name": "name", "Phone": "phone"},
    unique_by="reference",
)
ROWS = [
    ["No", "Name", "Phone", "Left"],
    ["C1", "陳大文", "91234567", "a"],
    ["C2", "=1+1, \"x\"\ny", "12", "b"],
    ["C1", "May", "92345678", "c"],
    ["C3", "Jun", "", "d"],
]  # fmt: skip


def rejected(path: Path, target: Path, mapping: ImportMapping = MAPPING) -> int:
    plan = plan_of(path, mapping)
    columns = ("No", "Name", "Phone", "Left")
    return rejects.write(target, columns, plan.chunks())


def read(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_duplicate_and_invalid_rows_are_written_as_they_stood(tmp_path: Path) -> None:
    target = tmp_path / "skipped.csv"
    assert rejected(csv_file(tmp_path / "a.csv", ROWS), target) == 2
    assert read(target) == [
        ["Row in the file", "Why it was skipped", "No", "Name", "Phone", "Left"],
        [
            "3",
            "Telephone: “12” is not a valid telephone number.",
            "C2",
            '\'=1+1, "x"\ny',
            "12",
            "b",
        ],
        ["4", "The same Customer number as in row 2.", "C1", "May", "92345678", "c"],
    ]


def test_the_file_is_imported_again_by_the_same_mapping_and_gives_the_same_rejects(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    invalid = [row for row in ROWS if row[0] != "C1"]
    rejected(csv_file(tmp_path / "a.csv", invalid), first)
    plan = plan_of(first, MAPPING)
    columns = ("Row in the file", "Why it was skipped", "No", "Name", "Phone", "Left")
    rows = [row for chunk in plan.chunks() for row in chunk]
    assert [(row.values[1], row.verdict.value) for row in rows] == [('=1+1, "x"\ny', "invalid")]
    assert rejects.write(second, columns, plan.chunks()) == 1
    assert [row[1:] for row in read(second)] == [row[1:] for row in read(first)]


def test_a_mended_file_is_imported_without_rejects(tmp_path: Path) -> None:
    target = tmp_path / "skipped.csv"
    rejected(csv_file(tmp_path / "a.csv", [ROWS[0], ROWS[2]]), target)
    target.write_text(target.read_text("utf-8-sig").replace(",12,", ",9123 4567,"), "utf-8-sig")
    (row,) = [row for chunk in plan_of(target, MAPPING).chunks() for row in chunk]
    assert (row.verdict.value, row.values) == ("new", ("C2", '=1+1, "x"\ny', "+85291234567"))


def test_the_file_is_written_in_the_users_language_and_known_in_every_one(tmp_path: Path) -> None:
    path, target = csv_file(tmp_path / "a.csv", ROWS), tmp_path / "b.csv"
    with speaking("zh_HK"):
        rejected(path, target)
        head = read(target)[0]
    assert head[0] == "檔案中的行"
    assert rejects.write(tmp_path / "c.csv", head, ()) == 0
    assert read(tmp_path / "c.csv")[0][2:] == head[2:]


def test_short_and_long_rows_keep_all_their_cells(tmp_path: Path) -> None:
    rows = [ROWS[0], ["C1", "x", "12"], ["C2", "y", "12", "z", "", "more"]]
    target = tmp_path / "b.csv"
    rejected(csv_file(tmp_path / "a.csv", rows), target)
    assert [row[2:] for row in read(target)[1:]] == [
        ["C1", "x", "12", ""],
        ["C2", "y", "12", "z", "", "more"],
    ]


def test_rows_of_a_workbook_are_written_as_text(tmp_path: Path) -> None:
    target = tmp_path / "b.csv"
    rejected(xlsx_file(tmp_path / "a.xlsx", {"S": [ROWS[0], [7, "x", 12.5, True]]}), target)
    assert read(target)[1][2:] == ["7", "x", "12.5", "TRUE"]
