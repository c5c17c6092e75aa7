"""Tables: quiet lines, two-line rows, tones with their shapes, copying that pastes well."""

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from csq_desktop.ui import theme, tokens
from csq_desktop.ui.context import Context
from csq_desktop.ui.models.big_list import BigListModel
from csq_desktop.ui.models.rows import Index, RowsModel
from csq_desktop.ui.models.shown import SHOWN, Cell
from csq_desktop.ui.widgets.badge import paint_mark

MOST_COPIED = 5_000
_PAD, _CUT_KEPT = 10, 4_000
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: one or two lines, a tone's shape before its words.

    Fonts, colours and cut texts are kept between paintings, until the theme changes.
    """

    def __init__(self, two_lines: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._two_lines = two_lines
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetrics]] = {}
        self._colours: dict[str, QColor] = {}
        self._cut: dict[tuple[str, int, int, bool], str] = {}
        theme.current().changed.connect(self._forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, theme.current().px(52 if self._two_lines else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if isinstance(model, (RowsModel, BigListModel)):
            cell = model.cell_at(index.row(), index.column())
            self._paint_ground(painter, option)
            place = QRectF(option.rect).adjusted(_PAD, 2, -_PAD, -3)
            self._paint_words(painter, cell, place)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        colours, rect, state = theme.current().colours, option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._colour(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._colour(colours.hover))
        painter.setPen(self._colour(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_words(self, painter: QPainter, cell: Cell, place: QRectF) -> None:
        look = theme.current()
        ink = look.colours.ink(cell.tone) if cell.tone else look.colours.text
        upper = QRectF(place)
        if cell.under:
            upper.setHeight(place.height() * 0.56)
        if cell.tone is not None:
            side = look.px(9)
            middle = upper.center().y() - side / 2
            paint_mark(painter, cell.tone, QRectF(upper.left(), middle, side, side))
            upper.setLeft(upper.left() + side + 7)
        flags = (_RIGHT if cell.right else _LEFT) | Qt.AlignmentFlag.AlignVCenter
        self._paint_line(painter, cell.text, upper, (ink, tokens.TEXT, cell.strong, flags))
        if cell.under:
            lower = QRectF(place)
            lower.setTop(upper.bottom())
            how = (look.colours.muted, tokens.TEXT_SMALL, False, flags)
            self._paint_line(painter, cell.under, lower, how)

    def _paint_line(
        self,
        painter: QPainter,
        text: str,
        place: QRectF,
        how: tuple[str, int, bool, Qt.AlignmentFlag],
    ) -> None:
        ink, size, bold, flags = how
        font, metrics = self._font(size, bold=bold)
        width = max(0, int(place.width()))
        key = (text, width, size, bold)
        shown = self._cut.get(key)
        if shown is None:
            if len(self._cut) > _CUT_KEPT:
                self._cut.clear()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cut[key] = shown
        painter.setFont(font)
        painter.setPen(self._colour(ink))
        painter.drawText(place, flags, shown)

    def _font(self, size: int, *, bold: bool) -> tuple[QFont, QFontMetrics]:
        found = self._fonts.get((size, bold))
        if found is None:
            font = theme.current().font(size, bold=bold)
            found = self._fonts[(size, bold)] = (font, QFontMetrics(font))
        return found

    def _colour(self, name: str) -> QColor:
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(name)
        return found

    def _forget(self) -> None:
        self._fonts.clear()
        self._colours.clear()
        self._cut.clear()


class TableView(QTableView):
    """A table over a RowsModel or BigListModel; widths and hidden columns are remembered.

    view = TableView(context, model, name="complaints", two_lines=True)
    view.chosen.connect(self._on_chosen)        the row's place, or −1
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(
        self,
        context: Context,
        model: RowsModel | BigListModel,
        *,
        name: str,
        two_lines: bool = False,
    ) -> None:
        super().__init__()
        self._context = context
        self.rows = model
        self.setObjectName(name)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(two_lines, self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self._dress_headers(two_lines)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(lambda index: self.opened.emit(index.row()))

    def choose(self, row: int) -> None:
        """Make a row the current one and show it."""
        if not 0 <= row < self.rows.rowCount():
            return
        index = self.rows.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def copied_text(self) -> str:
        """The chosen rows as tab-separated lines, at most MOST_COPIED of them."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        shown = [at for at in range(len(self.rows.columns)) if not self.isColumnHidden(at)]
        lines = [
            "\t".join(self._plain(self.rows.index(row, at)) for at in shown)
            for row in places[:MOST_COPIED]
        ]
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.copied_text())
        else:
            super().keyPressEvent(event)

    def _plain(self, index: QModelIndex) -> str:
        cell = index.data(SHOWN)
        text = f"{cell.text} {cell.under}".strip() if isinstance(cell, Cell) else ""
        return text.replace("\t", " ").replace("\n", " ")

    def _dress_headers(self, two_lines: bool) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().px(52 if two_lines else 36))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setMinimumSectionSize(48)
        kept = dict(self._context.settings.columns).get(self.objectName(), "").split(",")
        for at, column in enumerate(self.rows.columns):
            found = [part.split(":") for part in kept if part.startswith(f"{column.key}:")]
            width = int(found[0][1]) if found else theme.current().px(column.width)
            self.setColumnWidth(at, abs(width) or 48)
            self.setColumnHidden(at, width < 0 if found else column.hidden)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._on_header_menu)
        head.sectionResized.connect(self._remember)
        sortable = isinstance(self.rows, RowsModel) and any(c.sort for c in self.rows.columns)
        if sortable:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)

    def columns_menu(self) -> QMenu:
        """A menu that shows and hides columns; the first always stays."""
        menu = QMenu(self)
        for at, column in enumerate(self.rows.columns[1:], 1):
            action = menu.addAction(column.label)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.toggled.connect(lambda on, place=at: self._show_column(place, on))
        return menu

    def _show_column(self, at: int, shown: bool) -> None:
        self.setColumnHidden(at, not shown)
        self._remember()

    def _on_header_menu(self, place: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(place))

    def _remember(self, *_: int) -> None:
        parts = [
            f"{column.key}:{-1 if self.isColumnHidden(at) else self.columnWidth(at)}"
            for at, column in enumerate(self.rows.columns)
        ]
        settings = self._context.settings
        others = [pair for pair in settings.columns if pair[0] != self.objectName()]
        kept = (*others, (self.objectName(), ",".join(parts)))
        self._context.settings = replace(settings, columns=kept)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(current.row())
