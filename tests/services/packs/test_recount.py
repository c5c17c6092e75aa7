"""The workbook of a pack recounts every printed figure from its rows, and holds no identity."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import MonthFigures
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.users import Role
from csq_desktop.errors import Cancelled, Refused, StoreDamaged, UserError
from csq_desktop.exchange.writing import recounts
from csq_desktop.services import audit_trail
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import packs, recount
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.texts import speaking
from tests.factory import FixedClock, by_hand, open_store
from tests.pdf_text import in_one_line
from tests.services.imports.import_case import CASE_ROWS, CASES, clock, shop_of, store, taken
from tests.services.packs.pack_case import last_month, make_pack
from tests.services.packs.seven_stores import STORES
from tests.spreadsheets import Recalculated

__all__ = ["clock", "store"]
FIRST = recounts.HEAD_LINE + 1


def lines(book: Recalculated) -> range:
    return range(FIRST, book.sheets[book.names[0]].max_row + 1)


def cell(book: Recalculated, column: str, line: int) -> object:
    return book.value(book.names[0], f"{column}{line}")


def differing(book: Recalculated, same: str = "Same") -> list[tuple[object, ...]]:
    """The figures that come out otherwise than they were printed, with all their parts."""
    return [
        tuple(cell(book, column, line) for column in "ACKDEHIJLNO")
        for line in lines(book)
        if cell(book, "M", line) != same
    ]


def month_of(session_store: Store, month: Month) -> MonthFigures:
    with session_store.reading() as session:
        return figures.month(session, month)


def test_every_figure_is_recounted_to_the_printed_digit(busy: Store, tmp_path: Path) -> None:
    month, path = last_month(busy).shift(1), tmp_path / "recount.xlsx"
    with speaking("zh_HK"):
        assert recount.write(busy, month, path) > 100
        printed = [(figure.id, figure.text) for figure in month_of(busy, month).figures]
    book = Recalculated(path)
    assert differing(book, "相同") == []
    assert book.value(book.names[0], "D3") == len(lines(book))
    shown = [(cell(book, "A", line), cell(book, "K", line)) for line in lines(book)]
    assert shown[: len(printed)] == printed
    assert len({cell(book, "C", line) for line in lines(book)}) > 1


@pytest.mark.no_cover
@pytest.mark.parametrize("name", sorted({*STORES} - {"disaster"}))  # 3,000 rows take as long as all
def test_a_month_that_is_hard_to_print_is_recounted_too(tmp_path: Path, name: str) -> None:
    hard = STORES[name](tmp_path)
    recount.write(hard.store, hard.month, tmp_path / "recount.xlsx")
    hard.store.close()
    assert differing(Recalculated(tmp_path / "recount.xlsx")) == []


def test_a_changed_row_changes_its_figures(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    path = tmp_path / "recount.xlsx"
    recount.write(store, Month(2026, 9), path)
    book = Recalculated(path)
    by_id = {(cell(book, "A", at), cell(book, "C", at)): at for at in lines(book)}
    received = by_id["complaints.received", 202609]
    assert (cell(book, "H", received), cell(book, "M", received)) == (3, "Same")
    rows = book.sheets["Rows"]
    (line, *_) = [at for at in range(2, rows.max_row + 1) if rows[f"A{at}"].value == "received"]
    book.change("Rows", f"D{line}", 2)
    assert (cell(book, "H", received), cell(book, "M", received)) == (4, "Differs")
    assert cell(book, "M", by_id["complaints.outstanding_end", 202609]) == "Differs"


def test_words_of_the_shop_that_formulas_would_take_for_others_are_counted_apart(
    store: Store, tmp_path: Path
) -> None:
    about = ["Parking", "parking", "Park*", "=1+1", "<5", "P?rking", 'a"b', "~", "till.waiting"]
    about += ["7", "007", "1-2", "Of Mrs Lo, 9123 4567"]
    rows = [CASE_ROWS[0]]
    for at, word in enumerate(about):
        rows += [[f"T{at}{n}", *CASE_ROWS[3][1:3], word, *CASE_ROWS[3][4:]] for n in range(at + 1)]
    rows.append(["T", *CASE_ROWS[3][1:3], "Emptied", *CASE_ROWS[3][4:]])
    rows.append(["T0", "03/08/2026", "Counter", "Of Mrs Chan", *CASE_ROWS[3][4:]])
    taken(store, tmp_path, rows, CASES)
    by_hand(store, "UPDATE complaint SET category = '' WHERE category = 'Emptied'")
    recount.write(store, Month(2026, 9), tmp_path / "recount.xlsx")
    book = Recalculated(tmp_path / "recount.xlsx")
    assert differing(book) == []
    words = {str(each.value) for each in book.sheets["Rows"]["C"]}
    assert "category-unprinted" in words
    assert not [each for each in words if "Chan" in each]
    assert not words & {"7", "007", "1-2"}  # spreadsheets take these for numbers and days
    with zipfile.ZipFile(tmp_path / "recount.xlsx") as parts:
        assert not [name for name in parts.namelist() if b"9123" in parts.read(name)]
    assert "9123" not in in_one_line(make_pack(store, month=Month(2026, 9)).pdf)
    ids = [str(cell(book, "A", line)) for line in lines(book)]
    assert sum(each.startswith("complaints.category.") for each in ids) >= len(about) - 1


def test_no_identity_and_no_free_text_is_in_the_workbook(busy: Store, tmp_path: Path) -> None:
    path = tmp_path / "recount.xlsx"
    recount.write(busy, last_month(busy), path)
    with zipfile.ZipFile(path) as parts:
        whole = "".join(
            parts.read(name).decode() for name in parts.namelist() if "sheet" in name.lower()
        )
    with busy.reading(identities=True) as session:
        people = session.execute(select(IdentityRow.name, IdentityRow.phone, IdentityRow.email))
        words = {word for row in people for word in row if len(word) > 3}
    assert words
    assert not [word for word in words if word in whole]


def test_an_issued_pack_stands_beside_what_its_rows_give_today(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.writing() as session:
        pack = packs.issue(session, PackRequest(Month(2026, 9), ("en",)))
    path = tmp_path / "recount.xlsx"
    recount.write(store, Month(2026, 9), path, pack_id=pack.id)
    assert differing(Recalculated(path)) == []
    later = [CASE_ROWS[0], ["T9", *CASE_ROWS[2][1:]]]
    taken(store, tmp_path, later, CASES)
    recount.write(store, Month(2026, 9), path, pack_id=pack.id)
    differ = {row[0]: row for row in differing(Recalculated(path))}
    assert (differ["complaints.received"][2], differ["complaints.received"][5]) == ("3", 4)
    with store.reading() as session:
        page = audit_trail.page(session, TrailFilter()).lines
        (noted, _) = [line for line in page if line.what == AuditAction.EXPORTED.label]
    assert noted.about == "Review pack 2026-09 v1"
    assert [change.after for change in noted.changes] == ["2026-09"]
    by_hand(store, """UPDATE pack SET figures = json_set(figures, '$.figures[0].id', 'colour')""")
    with pytest.raises(StoreDamaged):
        recount.write(store, Month(2026, 9), path, pack_id=pack.id)


def test_progress_is_told_and_cancelling_leaves_no_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    monkeypatch.setattr(recounts, "_TOLD_EVERY", 2)
    heard: list[tuple[object, ...]] = []
    path = tmp_path / "recount.xlsx"
    recount.write(store, Month(2026, 9), path, lambda *step: heard.append(step))
    assert heard[0] == (0, 1, "2 rows")
    assert heard[-1] == (1, 1, "")

    def stop(*_step: object) -> None:
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        recount.write(store, Month(2026, 9), tmp_path / "b.xlsx", stop)
    assert sorted(each.name for each in tmp_path.glob("*.xlsx")) == ["recount.xlsx"]
    monkeypatch.setattr(recounts, "LAST_SHEET_ROW", 3)
    with pytest.raises(UserError, match="too many rows"):
        recount.write(store, Month(2026, 9), tmp_path / "b.xlsx")


def test_who_may_not_see_packs_gets_no_workbook(tmp_path: Path, clock: FixedClock) -> None:
    shop_of(tmp_path, clock).close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with pytest.raises(Refused):
        recount.write(staff, Month(2026, 9), tmp_path / "recount.xlsx")
    staff.close()
