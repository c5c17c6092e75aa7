"""A model over any number of rows: the first ids at once, all ids afterwards, rows by page.

model = BigListModel(context.tasks, columns)
model.show(BigQuery(ids=partial(complaints.line_ids, shown=chosen), lines=complaints.lines))
`ids(session, limit=…)` gives an array of ids in order, `lines(session, ids)` rows with an `id`.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.errors import UserError
from csq_desktop.texts import tr
from csq_desktop.ui.kit.tables.rows import NOWHERE, Index
from csq_desktop.ui.kit.tables.shown import ROW, Cell, Column, cell_value
from csq_desktop.ui.tasks import Tasks

FIRST_IDS, PAGE, PAGES_KEPT = 500, 128, 24
MOST_WAITING = 4
_CELLS_KEPT = 4096
_COMING = Cell("…")


@dataclass(frozen=True)
class BigQuery:
    """How the rows of a list are fetched; `identities` opens the vault for it."""

    ids: Callable[..., "array[int]"]
    lines: Callable[..., Sequence[Any]]
    identities: bool = False


@dataclass(frozen=True)
class _FirstLook:
    ids: "array[int]"
    rows: tuple[Any, ...]


class BigListModel(QAbstractTableModel):
    """Rows by id; what is not fetched yet is shown as an ellipsis and fetched."""

    counted = Signal(int, bool)
    """How many rows there are, and whether that is all of them."""
    reordered = Signal()
    """The rows are wanted in the order of `order`: the page asks for them so."""

    def __init__(
        self, tasks: Tasks, columns: Sequence[Column], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.order: ListOrder | None = None
        self._tasks = tasks
        self._query: BigQuery | None = None
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, tuple[Any, ...]] = OrderedDict()
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._waiting_pages: list[int] = []
        self._fetched: tuple[int, int] | None = None
        self._round = 0

    def show(self, query: BigQuery) -> None:
        """Show what a query finds; the earlier rows stay until its first answer is there."""
        self._query = query
        # An earlier query still answers, as its callback is a partial (see tasks): by the round
        # its answers are known and dropped.
        self._round += 1
        look = partial(_first_look, query=query)
        self._tasks.read(
            self, look, partial(self._on_first, self._round), identities=query.identities
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Want the rows ordered by a column; by none, in the page's own order."""
        key = self.columns[column].order if column >= 0 else ""
        wanted_order = ListOrder(key, order == Qt.SortOrder.DescendingOrder) if key else None
        if wanted_order != self.order:
            self.order = wanted_order
            self.reordered.emit()

    def id_at(self, row: int) -> int | None:
        """The id at a place."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def place_of(self, row_id: int) -> int:
        """The place of an id; −1 when the list does not show it."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def row_at(self, row: int) -> Any:
        """The row at a place, or None while it is being fetched."""
        page = self._pages.get(row // PAGE)
        if page is None:
            self._ask(row // PAGE)
            return None
        self._pages.move_to_end(row // PAGE)
        inside = row % PAGE
        return page[inside] if inside < len(page) else None

    def cell_at(self, row: int, column: int) -> Cell:
        """The cell at a place, made once; an ellipsis while its row is fetched."""
        cells = self._cells.get(row)
        if cells is None:
            fetched = self.row_at(row)
            if fetched is None:
                return _COMING
            cells = tuple(each.cell(fetched) for each in self.columns)
            if len(self._cells) >= _CELLS_KEPT:
                self._cells.clear()
            self._cells[row] = cells
        return cells[column]

    def forget_cells(self) -> None:
        """Drop the cached cells: what may be shown has changed."""
        self._cells.clear()

    def missing(self, places: Sequence[int]) -> bool:
        """Whether any of these rows has not been fetched."""
        return any(place // PAGE not in self._pages for place in places)

    def fetch(self, places: Sequence[int], done: Callable[[tuple[Any, ...]], object]) -> None:
        """Fetch rows that are not shown, for instance to copy them."""
        if self._query is not None:
            ids = array("q", [self._ids[place] for place in places])
            job = partial(_fetch, query=self._query, ids=ids)
            self._tasks.read(self, job, done, identities=self._query.identities)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == ROW:
            return self.row_at(index.row())
        return cell_value(self.cell_at(index.row(), index.column()), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].label if section < len(self.columns) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _on_first(self, asked_in: int, look: _FirstLook) -> None:
        if asked_in != self._round or self._query is None:
            return
        whole = len(look.ids) < FIRST_IDS
        self._replace(look.ids, look.rows)
        self.counted.emit(len(look.ids), whole)
        if not whole:
            query = self._query
            self._tasks.read(
                self,
                partial(_all_ids, query=query),
                partial(self._on_all, asked_in),
                identities=query.identities,
            )

    def _on_all(self, asked_in: int, ids: "array[int]") -> None:
        if asked_in != self._round:
            return
        start = len(self._ids)
        # Appending keeps the selection and the place scrolled to; a reset loses both.
        if ids[:start] == self._ids and len(ids) > start:
            self.beginInsertRows(NOWHERE, start, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        elif ids != self._ids:
            self._replace(ids, ())
        self.counted.emit(len(ids), True)

    def _replace(self, ids: "array[int]", rows: tuple[Any, ...]) -> None:
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._cells.clear()
        self._waiting_pages.clear()
        if rows:
            self._pages[0] = rows
        self.endResetModel()

    def _ask(self, page: int) -> None:
        """Queue a page; of the pages scrolled past, only the last ones are fetched."""
        if self._fetched == (self._round, page):
            return
        others = [other for other in self._waiting_pages if other != page]
        self._waiting_pages = [*others[1 - MOST_WAITING :], page]
        self._fetch_next()

    def _fetch_next(self) -> None:
        under_way = self._fetched is not None and self._fetched[0] == self._round
        if under_way or not self._waiting_pages or self._query is None:
            return
        # The page asked for last is the one the user looks at.
        page, query = self._waiting_pages.pop(), self._query
        self._fetched = (self._round, page)
        self._tasks.read(
            self,
            partial(_fetch, query=query, ids=self._ids[page * PAGE : (page + 1) * PAGE]),
            partial(self._on_page, self._round, page),
            identities=query.identities,
            failed=partial(self._on_failed, self._round),
        )

    def _on_failed(self, asked_in: int, error: UserError) -> None:
        if asked_in != self._round:
            return  # nobody looks at that list any more, and the pages of this one still come
        self._fetched = None
        self._waiting_pages.clear()
        self._tasks.refused.emit(error)

    def _on_page(self, asked_in: int, page: int, rows: tuple[Any, ...]) -> None:
        if asked_in != self._round:
            return
        self._fetched = None
        self._pages[page] = rows
        for row in range(page * PAGE, (page + 1) * PAGE):
            self._cells.pop(row, None)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, len(self._ids)) - 1
        corner = self.index(last, len(self.columns) - 1)
        self.dataChanged.emit(self.index(page * PAGE, 0), corner)
        self._fetch_next()


def count_words(count: int, whole: bool) -> str:
    """How many rows a list shows, in words for its foot."""
    return tr("{n} shown", n=f"{count:,}") if whole else tr("{n} shown, counting…", n=f"{count:,}")


def _first_look(session: object, *, query: BigQuery) -> _FirstLook:
    ids = query.ids(session, limit=FIRST_IDS)
    return _FirstLook(ids, _fetch(session, query=query, ids=ids[:PAGE]))


def _all_ids(session: object, progress: Callable[..., None], *, query: BigQuery) -> "array[int]":
    # Asking for progress sends the job to the lane of long reads.
    progress(0.0)
    return query.ids(session, limit=None)


def _fetch(session: object, *, query: BigQuery, ids: "array[int]") -> tuple[Any, ...]:
    """Rows in the order of the ids; None where one has gone meanwhile."""
    rows = {row.id: row for row in query.lines(session, ids)}
    return tuple(rows.get(row_id) for row_id in ids)
