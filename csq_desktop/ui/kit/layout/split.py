"""A list and the detail of what is chosen: beside it, below it, or in its place."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from csq_desktop.texts import tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.theme import theme, tokens

_STACKED_FROM = 760
"""How high the window has to be, at 100 % text, for one above the other."""
_DETAIL = "detail"


class DetailPane(Card):
    """The detail card: an empty state until something is chosen."""

    emptied = Signal()

    def __init__(self, empty: EmptyState) -> None:
        super().__init__()
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._content = QWidget()
        self.content = QVBoxLayout(self._content)
        self.content.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._content)
        self.body.addWidget(self._stack, 1)

    def show_content(self) -> None:
        """Show the detail."""
        self._stack.setCurrentIndex(1)

    def show_empty(self) -> None:
        """Show that nothing is chosen."""
        self._stack.setCurrentIndex(0)
        self.emptied.emit()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown."""
        return self._stack.currentIndex() == 0


class SplitView(QSplitter):
    """A list and its detail side by side; one above the other in a narrow window that is high.

    Where there is no room for both, one of them is shown: a click on a row or Enter leads to the
    detail, a button above it and Esc lead back. A list that is a form needs a button `forward`.
    """

    beside_from: ClassVar[int] = 700
    """Pixels at 100 % text; a page on a screen of 960 beside the unfolded rail is just narrower."""
    detail_alone = Signal(bool)
    """Whether the detail alone is seen now: what belongs to the list has to make way."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        shares: tuple[int, int] = (50, 50),
        *,
        name: str,
        forward: str = "",
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        self._shares = shares
        self._was_moved = False
        self._takes_turns = False
        self._shows_detail = False
        self._said_alone = False
        self._always_turns = False
        self._settling = QTimer(self, singleShot=True)
        self._settling.timeout.connect(self._on_settled)
        self.setChildrenCollapsible(False)
        self._forward = buttons.secondary(forward, self.show_detail, name=f"{name}_forward")
        self._back = buttons.quiet(
            tr("Back to the list"), self.show_list, icon="arrow-left", name=f"{name}_back"
        )
        self._list = _column(left, self._forward)
        self._detail = _column(self._back, right)
        for at, share in enumerate(shares):
            self.addWidget((self._list, self._detail)[at])
            self.setStretchFactor(at, share)
        self._divide()
        left.setMinimumWidth(280)
        right.setMinimumSize(280, 160)
        self.splitterMoved.connect(self._on_moved)
        self._views = [
            view
            for view in left.findChildren(QAbstractItemView)
            if view.window() is left.window()  # not what a field drops down
        ]
        for view in self._views:
            view.clicked.connect(partial(self._on_clicked, view))
            view.activated.connect(self._on_activated)
        if isinstance(right, DetailPane):
            right.emptied.connect(self._on_emptied)

    @property
    def is_detail_alone(self) -> bool:
        """Whether the detail is seen and the list is not."""
        return self._takes_turns and self._shows_detail and self.isVisible()

    @property
    def is_settling(self) -> bool:
        """Whether the detail came by a click that may be half of a double click."""
        return self._settling.isActive()

    def show_detail(self) -> None:
        """Lead to the detail, where only one of the two is shown."""
        self._take_turn(True)
        if self.is_detail_alone:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list(self) -> None:
        """Lead back to the list, where only one of the two is shown."""
        was_alone = self.is_detail_alone
        self._take_turn(False)
        if was_alone:
            self.go_on_in_list()

    def always_take_turns(self, on: bool, back: str) -> None:
        """Show one of the two at a time whatever room there is; `back` says what leads back."""
        self._always_turns = on
        self._back.setText(back)
        self._shows_detail = self._shows_detail and not on
        self._arrange()

    def go_on_in_list(self) -> None:
        """Give the keyboard to the list, where that is seen."""
        holder = self.window().focusWidget()
        if holder is not None and holder.isVisible() and self._list.isAncestorOf(holder):
            return
        seen = [view for view in self._views if isValid(view) and view.isVisible()]
        if seen:
            seen[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def view_text(self) -> str:
        """What a window remembers of it: how somebody divided it, in shares of 1000."""
        share = str(self._shares[0]) if self._was_moved else ""
        return " ".join(filter(None, (share, _DETAIL if self._shows_detail else "")))

    def put_view(self, text: str) -> None:
        """Divide it as a window remembered."""
        self._take_turn(text.endswith(_DETAIL))
        text = text.removesuffix(_DETAIL).strip()
        if text.isdecimal() and 0 < int(text) < 1000:
            self._was_moved = True
            self._shares = (int(text), 1000 - int(text))
            self._divide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._say_alone()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_detail_alone:
            self.show_list()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        """Decide by the window's height: that of the split changes with what it decides."""
        look = theme.current()
        beside = self.width() >= look.px(self.beside_from)
        is_low = self.window().height() < look.px(_STACKED_FROM)
        self._takes_turns = self._always_turns or (not beside and is_low)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.orientation() != orientation:
            self.setOrientation(orientation)
            self._divide()
        self._take_turn(self._shows_detail)

    def _take_turn(self, detail: bool) -> None:
        self._shows_detail = detail
        self._back.setVisible(self._takes_turns)
        self._forward.setVisible(self._takes_turns and bool(self._forward.text()))
        self._list.setVisible(not (self._takes_turns and detail))
        self._detail.setVisible(detail or not self._takes_turns)
        self._say_alone()

    def _say_alone(self) -> None:
        if self._said_alone != self.is_detail_alone:
            self._said_alone = self.is_detail_alone
            self.detail_alone.emit(self._said_alone)

    def _on_emptied(self) -> None:
        """What was shown is gone, and with it what had the keyboard there."""
        holder = self.window().focusWidget()
        held = holder is not None and self._detail.isAncestorOf(holder)
        self.show_list()
        if held:
            self.go_on_in_list()

    def _on_clicked(self, view: QAbstractItemView, _index: QModelIndex) -> None:
        """Show what was clicked; the second half of a double click presses nothing in it."""
        chosen = view.selectionModel().selection()
        if self._takes_turns and chosen.count() == 1 and chosen.at(0).height() == 1:
            self._detail.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._settling.start(QApplication.doubleClickInterval())
            self.show_detail()

    def _on_settled(self) -> None:
        self._detail.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)

    def _on_activated(self, _index: QModelIndex) -> None:
        if self._takes_turns:
            self.show_detail()

    def _divide(self) -> None:
        self.setSizes([share * 10 for share in self._shares])

    def _on_moved(self, _place: int, _handle: int) -> None:
        first, second = self.sizes()
        share = min(max(round(1000 * first / (first + second)), 1), 999)
        self._was_moved = True
        self._shares = (share, 1000 - share)


class TableSplitView(SplitView):
    """For a list of several columns, whose deadlines and names have to be read beside the detail.

    A screen of 1024 has room for both once the rail is folded.
    """

    beside_from: ClassVar[int] = 830


def _column(*parts: QWidget) -> QWidget:
    """Parts below each other; a button keeps its width, and what is no button gets the height."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(tokens.GAP_SMALL)
    for part in parts:
        is_button = isinstance(part, QPushButton)
        column.addWidget(part, 0 if is_button else 1)
        if is_button:
            part.hide()  # shown where they take turns
            column.setAlignment(part, Qt.AlignmentFlag.AlignLeft)
    return whole
