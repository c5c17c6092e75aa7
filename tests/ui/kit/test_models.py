"""Models of some rows and of any number of rows."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from csq_desktop import texts
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.ui.kit.tables.big_list import (
    FIRST_IDS,
    PAGE,
    PAGES_KEPT,
    BigListModel,
    BigQuery,
    count_words,
)
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import ROW, SHOWN, Cell, Column
from csq_desktop.ui.tasks import Tasks

Display = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True)
class Line:
    id: int
    title: str
    score: int = 0


COLUMNS = (
    Column(
        "title",
        "What",
        lambda line: Cell(line.title, f"number {line.id}", strong=True),
        sort=lambda line: line.title,
    ),
    Column(
        "score",
        "Score",
        lambda line: Cell(str(line.score), tone=Tone.BAD, right=True),
        sort=lambda line: line.score,
    ),
    Column("note", "Note", lambda line: Cell("")),
)
THREE = (Line(3, "till", 30), Line(1, "shelf", 4), Line(2, "door", 100))


class Shelf:
    """A store of lines in memory that remembers what it was asked for."""

    def __init__(self, size: int) -> None:
        self.ids = array("q", range(size, 0, -1))
        self.asked: list[tuple[int, ...]] = []
        self.gone: set[int] = set()
        self.unreadable: set[int] = set()

    def query(self) -> BigQuery:
        return BigQuery(ids=self.find_ids, lines=self.find_lines)

    def find_ids(self, _session: Session, limit: int | None = None) -> "array[int]":
        return self.ids[:limit]

    def find_lines(self, _session: Session, ids: Sequence[int]) -> list[Line]:
        self.asked.append(tuple(ids))
        if self.unreadable.intersection(ids):
            raise UserError("These rows cannot be read.")
        return [Line(number, f"line {number}") for number in sorted(ids) if number not in self.gone]


def texts_of(model: QAbstractItemModel, column: int = 0) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.fixture
def rows() -> RowsModel:
    model = RowsModel(COLUMNS)
    model.set_rows(THREE)
    return model


@pytest.fixture
def big(tasks: Tasks) -> BigListModel:
    return BigListModel(tasks, COLUMNS)


def shown(big: BigListModel, tasks: Tasks, shelf: Shelf, qtbot: QtBot) -> BigListModel:
    with qtbot.waitSignal(tasks.settled):
        big.show(shelf.query())
    qtbot.waitUntil(lambda: not tasks.busy)
    return big


def test_rows_keep_to_the_rules_of_models(rows: RowsModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(rows)


def test_rows_show_their_cells(rows: RowsModel) -> None:
    assert texts_of(rows) == ["till", "shelf", "door"]
    assert rows.index(0, 0).data(SHOWN) == Cell("till", "number 3", strong=True)
    assert rows.index(0, 0).data(ROW) == THREE[0]
    assert rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "till\nnumber 3"
    assert rows.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "30"
    assert rows.row_at(1) is THREE[1]


def test_figures_stand_at_the_right(rows: RowsModel) -> None:
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    asked = Qt.ItemDataRole.TextAlignmentRole
    assert rows.index(0, 1).data(asked) == right
    assert rows.index(0, 0).data(asked) == left


def test_headings_are_those_of_the_columns(rows: RowsModel) -> None:
    across = [rows.headerData(at, Qt.Orientation.Horizontal) for at in range(4)]
    assert across == ["What", "Score", "Note", None]
    assert rows.headerData(0, Qt.Orientation.Vertical) is None


def test_headings_stand_where_their_figures_stand(rows: RowsModel) -> None:
    asked = Qt.ItemDataRole.TextAlignmentRole
    sides = [rows.headerData(at, Qt.Orientation.Horizontal, asked) for at in range(2)]
    for side, flag in zip(
        sides, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True
    ):
        assert isinstance(side, int)
        assert Qt.AlignmentFlag(side) & flag


@pytest.mark.parametrize(
    ("column", "order", "ids"),
    [
        (1, Qt.SortOrder.AscendingOrder, [1, 3, 2]),
        (1, Qt.SortOrder.DescendingOrder, [2, 3, 1]),
        (0, Qt.SortOrder.AscendingOrder, [2, 1, 3]),
        (2, Qt.SortOrder.AscendingOrder, [3, 1, 2]),
        (-1, Qt.SortOrder.AscendingOrder, [3, 1, 2]),
    ],
)
def test_rows_are_sorted_by_what_a_column_sorts_by(
    rows: RowsModel, column: int, order: Qt.SortOrder, ids: list[int]
) -> None:
    rows.sort(column, order)
    assert [rows.row_at(row).id for row in range(3)] == ids


def test_new_rows_come_sorted_as_the_old_ones_were(rows: RowsModel) -> None:
    rows.sort(1, Qt.SortOrder.DescendingOrder)
    rows.set_rows([Line(8, "a", 1), Line(9, "b", 2)])
    assert [rows.row_at(row).id for row in range(2)] == [9, 8]


def test_a_row_is_found_by_its_id(rows: RowsModel) -> None:
    assert rows.find(1) == 1
    assert rows.find("door", "title") == 2
    assert rows.find(77) == -1


def test_an_index_that_leads_nowhere_has_nothing(rows: RowsModel, big: BigListModel) -> None:
    for model in (rows, big):
        nowhere = model.index(-1, -1)
        assert model.data(nowhere) is None
    assert rows.rowCount(rows.index(0, 0)) == 0
    assert rows.columnCount(rows.index(0, 0)) == 0


def test_a_big_list_keeps_to_the_rules_of_models(
    big: BigListModel, tasks: Tasks, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    shown(big, tasks, Shelf(FIRST_IDS * 3), qtbot)
    qtmodeltester.check(big)
    qtbot.waitUntil(lambda: not tasks.busy)


def test_the_first_rows_come_in_one_answer(big: BigListModel, tasks: Tasks, qtbot: QtBot) -> None:
    shelf, told = Shelf(3000), []
    big.counted.connect(lambda count, whole: told.append((count, whole)))
    with qtbot.waitSignal(big.counted):
        big.show(shelf.query())
    assert told == [(FIRST_IDS, False)]
    assert big.row_at(0) == Line(3000, "line 3000")
    assert shelf.asked == [tuple(range(3000, 3000 - PAGE, -1))]
    qtbot.waitUntil(lambda: not tasks.busy)
    assert told == [(FIRST_IDS, False), (3000, True)]
    assert big.rowCount() == 3000


def test_a_short_list_is_whole_at_once(big: BigListModel, tasks: Tasks, qtbot: QtBot) -> None:
    told = []
    big.counted.connect(lambda count, whole: told.append((count, whole)))
    shown(big, tasks, Shelf(3), qtbot)
    assert told == [(3, True)]
    assert texts_of(big) == ["line 3", "line 2", "line 1"]


def test_an_empty_list_is_whole(big: BigListModel, tasks: Tasks, qtbot: QtBot) -> None:
    shown(big, tasks, Shelf(0), qtbot)
    assert (big.rowCount(), big.id_at(0), big.place_of(1)) == (0, None, -1)


def test_a_page_far_down_is_fetched_when_it_is_looked_at(
    big: BigListModel, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = Shelf(5000)
    shown(big, tasks, shelf, qtbot)
    far = big.index(4000, 0)
    assert far.data() == "…"
    with qtbot.waitSignal(big.dataChanged) as changed:
        pass
    assert changed.args[0].row() <= 4000 <= changed.args[1].row()
    assert far.data() == "line 1000"
    first = 4000 // PAGE * PAGE
    assert shelf.asked[-1] == tuple(5000 - row for row in range(first, first + PAGE))


def test_a_page_is_asked_for_once(big: BigListModel, tasks: Tasks, qtbot: QtBot) -> None:
    shelf = Shelf(5000)
    shown(big, tasks, shelf, qtbot)
    for row in range(2000, 2010):
        big.row_at(row)
    qtbot.waitUntil(lambda: not tasks.busy)
    for row in range(2000, 2010):
        big.row_at(row)
    assert not tasks.busy
    assert len([ids for ids in shelf.asked if 3000 in ids]) == 1


def test_only_so_many_pages_are_kept(big: BigListModel, tasks: Tasks, qtbot: QtBot) -> None:
    shown(big, tasks, Shelf(PAGE * (PAGES_KEPT + 5)), qtbot)
    for page in range(PAGES_KEPT + 5):
        big.row_at(page * PAGE)
        qtbot.waitUntil(lambda: not tasks.busy)
    there = [big.row_at(page * PAGE) is not None for page in range(PAGES_KEPT + 5)]
    assert there == [False] * 5 + [True] * PAGES_KEPT
    assert big.row_at((PAGES_KEPT + 4) * PAGE) is not None
    assert big.row_at(PAGE) is None
    qtbot.waitUntil(lambda: not tasks.busy)


def test_a_row_that_went_meanwhile_is_shown_as_missing(
    big: BigListModel, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = Shelf(10)
    shelf.gone.add(9)
    shown(big, tasks, shelf, qtbot)
    assert texts_of(big)[:3] == ["line 10", "…", "line 8"]


def test_ids_beyond_thirty_two_bits_stay_whole(
    big: BigListModel, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = Shelf(0)
    shelf.ids = array("q", [(1 << 62) + 5, 1 << 40])
    shown(big, tasks, shelf, qtbot)
    assert big.id_at(0) == (1 << 62) + 5
    assert big.place_of(1 << 40) == 1


def test_a_newer_question_wins(big: BigListModel, tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.settled):
        big.show(Shelf(900).query())
        big.show(Shelf(4).query())
    qtbot.waitUntil(lambda: not tasks.busy)
    assert texts_of(big) == ["line 4", "line 3", "line 2", "line 1"]


def test_a_page_that_cannot_be_read_is_told_once_and_the_others_still_come(
    big: BigListModel, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = Shelf(5 * PAGE)
    shown(big, tasks, shelf, qtbot)
    shelf.unreadable = {1}
    with qtbot.waitSignal(tasks.refused):
        big.row_at(big.rowCount() - 1)
    big.row_at(PAGE)
    qtbot.waitUntil(lambda: big.row_at(PAGE) is not None)


def test_a_list_shown_no_more_cannot_fail_the_next(
    big: BigListModel, tasks: Tasks, qtbot: QtBot
) -> None:
    old, new = Shelf(5 * PAGE), Shelf(4 * PAGE)
    shown(big, tasks, old, qtbot)
    old.unreadable = {1}
    big.row_at(big.rowCount() - 1)
    with qtbot.assertNotEmitted(tasks.refused):
        shown(big, tasks, new, qtbot)
        big.row_at(2 * PAGE)
        qtbot.waitUntil(lambda: big.row_at(2 * PAGE) is not None)


def test_a_list_that_changed_while_it_was_counted_is_shown_anew(
    big: BigListModel, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = Shelf(1000)
    changing = BigQuery(
        ids=lambda session, limit=None: (
            shelf.ids[:limit] if limit else array("q", [5000]) + shelf.ids
        ),
        lines=shelf.find_lines,
    )
    with qtbot.waitSignal(tasks.settled):
        big.show(changing)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert (big.rowCount(), big.id_at(0)) == (1001, 5000)


def test_the_foot_says_how_many_are_shown() -> None:
    assert count_words(1_000_000, whole=True) == "1,000,000 shown"
    assert count_words(500, whole=False) == "500 shown, counting…"
    texts.set_language("zh_HK")
    assert count_words(8, whole=True) != "8 shown"
