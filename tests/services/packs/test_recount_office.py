"""The workbook that recounts a pack, computed by LibreOffice; by our reader where there is none."""

import csv
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.exchange.writing.recounts import HEAD_LINE
from csq_desktop.services.packs import recount
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking
from tests.services.imports.import_case import CASE_ROWS, CASES, clock, store, taken
from tests.services.packs.seven_stores import STORES
from tests.spreadsheets import Recalculated

__all__ = ["clock", "store"]
OFFICE = shutil.which("soffice")
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
LANGUAGES = ("zh_HK", "zh_CN", "en")
FORMULAS = ("=1+1", "+1+1", "-2+3", "@SUM(1)", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0",
            "\t=1+1", "{=1+1}", "=RAND()", '=WEBSERVICE("http://x")')  # fmt: skip
Rows = list[list[str]]


def computed(folder: Path, books: Sequence[Path]) -> dict[str, list[Rows]]:
    """The sheets of each workbook as a spreadsheet computes them, by the names of the files."""
    readers = {book.stem: Recalculated(book) for book in books}
    if OFFICE is None:
        return {name: [*map(reader.shown, reader.names)] for name, reader in readers.items()}
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    subprocess.run(
        [OFFICE, profile, "--headless", "--convert-to", EVERY_SHEET, "--outdir", folder, *books],
        check=True, capture_output=True,
    )  # fmt: skip
    return {
        name: [_read(folder / f"{name}-{sheet}.csv") for sheet in reader.names]
        for name, reader in readers.items()
    }


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def column(figures: Rows, letter: str) -> list[str]:
    return [row[ord(letter) - ord("A")] for row in figures[HEAD_LINE:]]


def printed(folder: Path, stores: int) -> Iterator[Path]:
    """The workbooks of so many stores that are hard to print."""
    for name in [*STORES][:stores]:
        hard = STORES[name](folder / name)
        for language in LANGUAGES:
            with speaking(language):
                recount.write(hard.store, hard.month, folder / f"{name} {language}.xlsx")
            yield folder / f"{name} {language}.xlsx"
        hard.store.close()


def with_formulas(store: Store, folder: Path) -> Path:
    """The workbook of a shop whose own categories begin as formulas do, each with a case."""
    category = CASE_ROWS[0].index("About")
    rows = [CASE_ROWS[0]]
    for at, word in enumerate(FORMULAS):
        rows.append([f"T{at}", *CASE_ROWS[3][1:category], word, *CASE_ROWS[3][category + 1 :]])
    taken(store, folder, rows, CASES)
    recount.write(store, Month(2026, 9), folder / "formulas.xlsx")
    return folder / "formulas.xlsx"


def changed(book: Path) -> Path:
    """The same workbook with one case received twice, as somebody would type it."""
    workbook = openpyxl.load_workbook(book)
    rows = workbook["Rows"]
    cell = next(row[3] for row in rows if row[0].value == "received")
    cell.value = 2
    workbook.save(book.with_name("changed.xlsx"))
    return book.with_name("changed.xlsx")


@pytest.mark.no_cover
def test_libreoffice_counts_what_was_printed_and_follows_a_changed_row(
    tmp_path: Path, store: Store, rounds: Callable[[int, int], int]
) -> None:
    books = [*printed(tmp_path, stores=rounds(0, len(STORES)))]
    formulas = with_formulas(store, tmp_path)
    sheets = computed(tmp_path, [*books, formulas, changed(formulas)])
    for book in (*books, formulas):
        figures, _ = sheets[book.stem]
        ours = Recalculated(book)
        assert {*column(figures, "M")} <= {"Same", "相同"}, book
        for at, value in enumerate(column(figures, "H"), HEAD_LINE + 1):
            expected = ours.value(ours.names[0], f"H{at}")
            assert (float(value) if value else "") == pytest.approx(expected), (book, at)
    names = column(sheets["formulas"][0], "B")
    assert {word.strip() for word in FORMULAS} <= {*names}  # as text, not as what they compute
    assert not [cell for row in sheets["formulas"][1] for cell in row if "Err:" in cell]
    before, after = (column(sheets[name][0], "H") for name in ("formulas", "changed"))
    received = column(sheets["changed"][0], "A").index("complaints.received")
    assert float(after[received]) == float(before[received]) + 1
    assert column(sheets["changed"][0], "M")[received] == "Differs"
