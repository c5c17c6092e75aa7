"""A table to type counts into: arrows, Tab and Enter go from cell to cell."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QLineEdit,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from csq_desktop.domain.pledges.fields import COUNTED, PLEDGE_COUNT
from csq_desktop.services.pledges.pasting import is_block
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr
from csq_desktop.ui.kit.layout.scrolled import bring_row_into_view
from csq_desktop.ui.kit.tables.rows import Index
from csq_desktop.ui.kit.tables.shown import SHOWN
from csq_desktop.ui.kit.tables.table import CellDelegate
from csq_desktop.ui.pledges.counting.counts_model import (
    HEAD,
    KEYS,
    REASON,
    RESULT,
    CountsModel,
)
from csq_desktop.ui.theme import theme

_WIDTHS = {REASON: 124, RESULT: 124}
_NUMBER_WIDTH, _NARROW_NUMBER = 76, 44
_LEAST_HEAD, _NARROW, _LEAST_ROWS = 150, 96, 3
_NARROW_HEAD = 100
_ROW, _HIGH_ROW = 38, 52
_LONGEST_NUMBER = 12
_PAD = 8
_SIDE = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
}


class CountsDelegate(CellDelegate):
    """Paints cells that can be typed into as fields, and edits them with plain fields."""

    def __init__(self, table: "CountsTable", two_lines: bool) -> None:
        super().__init__(two_lines, table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(SHOWN)
        look = theme.current().colours
        painter.save()
        painter.setPen(QColor(look.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._paint_words(painter, cell, QRectF(option.rect).adjusted(_PAD, 2, -_PAD, -3))
            painter.restore()
            return
        current = index == self._table.currentIndex() and self._table.hasFocus()
        empty = not cell.text and KEYS[index.column()] in COUNTED
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = look.focus if current else look.edge if empty else look.line
        painter.setPen(QPen(QColor(border), 2 if current else 1))
        painter.setBrush(QColor(look.surface))
        painter.drawRoundedRect(QRectF(_field(option.rect)).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.restore()
        self._paint_words(painter, cell, QRectF(_field(option.rect)).adjusted(8, 0, -8, 0))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("role", "cell")
        editor.setObjectName(f"cell_{KEYS[index.column()]}")
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        if KEYS[index.column()] in COUNTED:
            # No validator: it would drop the point of 3.5 and leave 35.
            editor.setMaxLength(_LONGEST_NUMBER)
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
            editor.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        else:
            editor.setMaxLength(PLEDGE_COUNT.field("reason").longest)
            reasons = [entry.label for entry in lists.choices(lists.EXCLUSION_REASONS)]
            completer = QCompleter(reasons, editor)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            editor.setCompleter(completer)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(_field(option.rect))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            assert isinstance(event, QKeyEvent)
            if event.matches(QKeySequence.StandardKey.Paste) and is_block(_copied()):
                self._table.paste()  # a field would run all the cells together
                return True
            step = _step_of(event, watched)
            if step is not None:
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
                step(self._table)
                return True
        return super().eventFilter(watched, event)


class CountsTable(QTableView):
    """A CountsModel to type or paste into; Tab leaves it after the last cell."""

    block_pasted = Signal(str)
    """A copied text of several cells, to be shown before it changes anything."""

    def __init__(self, model: CountsModel, *, name: str, two_lines: bool = False) -> None:
        super().__init__()
        self.counts, self._two_lines = model, two_lines
        self.setObjectName(name)
        self.setModel(model)
        self.setItemDelegate(CountsDelegate(self, two_lines))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed
            | triggers.EditKeyPressed
            | triggers.DoubleClicked
            | triggers.SelectedClicked
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self._dress()
        self._offer_actions()
        model.modelReset.connect(self._on_reset)

    @property
    def at(self) -> tuple[int, str]:
        """The row and the field of the current cell, of the first one before there is any."""
        index = self.currentIndex()
        return (index.row(), KEYS[index.column()]) if index.isValid() else (0, COUNTED[0])

    def go_to(self, row: int, key: str) -> None:
        """Make a cell the current one."""
        self.setCurrentIndex(self.counts.index(row, KEYS.index(key)))

    def finish_typing(self) -> None:
        """Take over what stands in the open field."""
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, QLineEdit):
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def has_typing(self) -> bool:
        """Whether something typed and not saved can be taken back."""
        return self.counts.typing.canUndo()

    def paste(self) -> None:
        """Type a copied cell into the current one, or hand over a block of cells."""
        text = _copied()
        if is_block(text):
            self.finish_typing()
            self.block_pasted.emit(text)
        else:
            self.counts.setData(self.currentIndex(), text)

    def step_down(self, rows: int) -> bool:
        """Go to the next cell in the column, then to the next column's first; False at the end."""
        at = self.currentIndex()
        order = [
            (row, column) for column in range(len(KEYS)) for row in range(self.counts.rowCount())
        ]
        return self._go(order, (at.row(), at.column()), rows)

    def step_on(self, cells: int) -> bool:
        """Go to the next cell of the row, then to the next row's first; False at the end."""
        at = self.currentIndex()
        order = [
            (row, column) for row in range(self.counts.rowCount()) for column in range(len(KEYS))
        ]
        return self._go(order, (at.row(), at.column()), cells)

    def sizeHint(self) -> QSize:
        rows = max(1, self.counts.rowCount())
        height = rows * self.verticalHeader().defaultSectionSize()
        return QSize(640, height + self.horizontalHeader().sizeHint().height() + 4)

    def minimumSizeHint(self) -> QSize:
        """Three rows; a dialog with less room scrolls."""
        least = self.sizeHint()
        more = max(0, self.counts.rowCount() - _LEAST_ROWS)
        least -= QSize(0, more * self.verticalHeader().defaultSectionSize())
        return QSize(super().minimumSizeHint().width(), least.height())

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Show a cell, in what scrolls around the table too."""
        super().scrollTo(index, hint)
        if self.hasFocus() or self.indexWidget(index) is not None:
            bring_row_into_view(self, index)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if self.step_on(1 if forward else -1):
            return True
        return super().focusNextPrevChild(forward)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._takes_back(event):
            event.accept()  # typing goes first: the window's own undo waits until it is used up
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._takes_back(event):
            self.counts.typing.undo()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not self.step_down(1):
                super().focusNextPrevChild(True)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.counts.setData(self.currentIndex(), "")
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        step = {hints.EditNextItem: 1, hints.EditPreviousItem: -1}.get(hint)
        if step is not None and not self.step_on(step):
            super().focusNextPrevChild(step > 0)

    def _takes_back(self, event: QEvent) -> bool:
        is_undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        return is_undo and self.has_typing()

    def _offer_actions(self) -> None:
        """Paste and undo, in a menu of the table's own."""
        undo = QAction(tr("Undo typing"), self)
        undo.setEnabled(False)
        undo.triggered.connect(self.counts.typing.undo)
        self.counts.typing.canUndoChanged.connect(undo.setEnabled)
        if self.counts.editable:
            paste = QAction(tr("Paste cells"), self)
            paste.setShortcut(QKeySequence.StandardKey.Paste)
            paste.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            paste.triggered.connect(self.paste)
            self.addActions([paste, undo])
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _go(self, order: list[tuple[int, int]], at: tuple[int, int], step: int) -> bool:
        """The nearest cell of the order that can be typed into."""
        place = order.index(at) + step if at in order else 0
        while 0 <= place < len(order):
            index = self.counts.index(*order[place])
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(index)
                return True
            place += 1 if step >= 0 else -1
        return False

    def _dress(self) -> None:
        look = theme.current()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.px(_HIGH_ROW if self._two_lines else _ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Where the columns have no room, headings break, then the result goes under the name."""
        for headings, result in ((False, False), (True, False), (True, True)):
            self.counts.take_less_room(headings=headings, result=result)
            self.setColumnHidden(KEYS.index(RESULT), result)
            self._lay_columns(narrow=headings)
            if self.horizontalHeader().length() <= self.viewport().width():
                break
        height = _HIGH_ROW if self._two_lines or self.counts.stacks_result else _ROW
        self.verticalHeader().setDefaultSectionSize(theme.current().px(height))

    def _lay_columns(self, *, narrow: bool) -> None:
        """Give the first column what the others leave: enough to tell rows apart, or all scroll.

        A narrow one needs no more than its words: the rest is for reasons.
        """
        at, reason, head = KEYS.index(HEAD), KEYS.index(REASON), self.horizontalHeader()
        look, room = theme.current(), self.viewport().width()
        number = look.px(_NARROW_NUMBER if narrow else _NUMBER_WIDTH)
        for key in COUNTED:
            place = KEYS.index(key)
            head.resizeSection(place, max(number, head.sectionSizeFromContents(place).width()))
        words = self.sizeHintForColumn(at)
        least = min(words, look.px(_NARROW_HEAD if narrow else _LEAST_HEAD))
        head.resizeSection(at, least)
        for key, width in _WIDTHS.items():
            place = KEYS.index(key)
            usual = look.px(_NARROW if narrow else width)
            usual = max(usual, head.sectionSizeFromContents(place).width())
            head.resizeSection(place, usual)
            over = max(0, head.length() - room)
            head.resizeSection(place, max(look.px(_NARROW), usual - over))
        spare = max(0, room - head.length())
        own = min(spare, max(0, words - least)) if narrow else spare
        head.resizeSection(at, least + own)
        head.resizeSection(reason, head.sectionSize(reason) + spare - own)

    def _on_reset(self) -> None:
        self.updateGeometry()
        self._fit_columns()
        for row in range(self.counts.rowCount()):
            if self.counts.entries[row].is_empty:
                self.go_to(row, "met")
                return
        if self.counts.rowCount():
            self.go_to(0, "met")


def _field(cell: QRect) -> QRect:
    """Where the field stands in its cell."""
    height = min(cell.height() - 6, theme.current().px(32))
    return QRect(
        cell.left() + 3, cell.top() + (cell.height() - height) // 2, cell.width() - 6, height
    )


def _copied() -> str:
    return QGuiApplication.clipboard().text()


def _step_of(event: QKeyEvent, editor: QLineEdit) -> Callable[[CountsTable], object] | None:
    """The step a key makes, or None if the field handles the key itself."""
    key = Qt.Key(event.key())
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    if key in _SIDE:
        rows = _SIDE[key][0]
        return lambda table: table.step_down(rows)
    if key == Qt.Key.Key_Left and editor.cursorPosition() == 0 and not editor.hasSelectedText():
        return lambda table: table.step_on(-1)
    at_end = editor.cursorPosition() == len(editor.text())
    if key == Qt.Key.Key_Right and at_end:
        return lambda table: table.step_on(1)
    return None
