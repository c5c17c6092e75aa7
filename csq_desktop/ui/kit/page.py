"""A page: title line, one primary action, a filter line, an error place, and its content.

class CustomersPage(Page):
    topics = frozenset({"customers"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Customers"))
        self.set_primary(buttons.primary(tr("New customer"), self._on_new, icon="plus", name="new"))
        self.filters.addWidget(self.chips)
        self.body.addWidget(self.list)

    def reload(self) -> None:
        self.context.tasks.read(self, service.lines, self.model.set_rows)
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.errors import UserError
from csq_desktop.ui.context import Context
from csq_desktop.ui.drafts import SAVED_EVERY_MS
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.waiting import WaitingPlace
from csq_desktop.ui.kit.display.words import ElidedLabel
from csq_desktop.ui.kit.forms.chips import FilterChips
from csq_desktop.ui.kit.forms.filter_box import FilterBox
from csq_desktop.ui.kit.forms.month_chooser import MonthChooser
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.kit.keyboard import FIELDS, save_by_key, takes_keys
from csq_desktop.ui.kit.layout.split import SplitView
from csq_desktop.ui.kit.layout.turning import is_low
from csq_desktop.ui.tasks import Waiting
from csq_desktop.ui.theme import tokens

_VIEW_PARTS = (FilterBox, FilterChips, MonthChooser, SplitView)
_MINUTE = timedelta(minutes=1)


class Page(QWidget):
    """One page of the window; it reloads when one of its topics changed, once it is visible.

    So it does on another day than it was read on: what is due today is not what was due yesterday.
    """

    topics: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.context = context
        self._stale = True
        self._read_at = context.now()
        self._primary: QPushButton | None = None
        self._waiting = WaitingPlace(self)
        self.title = ElidedLabel(title, "title")
        self.subtitle = ElidedLabel(subtitle, "label")
        if not subtitle:
            self.subtitle.hide()
        self.tools = QHBoxLayout()
        self.filters = QHBoxLayout()
        self.message = InlineMessage()
        self.body = QVBoxLayout()
        self._build()
        save_by_key(self)
        self._autosave = QTimer(self, interval=SAVED_EVERY_MS)
        self._autosave.timeout.connect(self._on_autosave)
        self._minutes = QTimer(self, interval=_MINUTE // timedelta(milliseconds=1))
        self._minutes.setObjectName("minute")
        self._minutes.timeout.connect(self._on_minute)
        context.tasks.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Ask for everything the page shows; called when it is shown and its topics changed."""

    def show_time(self) -> None:
        """Show what passing time changes; called when the page has been read for a minute or more.

        At midnight everything is reloaded: this is for what goes by the hour.
        """

    def show_object(self, object_id: object) -> None:
        """Show one object, on request of another page."""

    def shown_object(self) -> int | str | None:
        """The object that `show_object` restores after the page is rebuilt or the window locked."""
        return None

    def reopen(self, form: str) -> None:
        """Open the form again whose draft has this key, where it is one of the page's."""

    def view_state(self) -> dict[str, str]:
        """What the page's filters and dividers are set to, by their names; never words typed."""
        return {part.objectName(): part.view_text() for part in self._view_parts()}

    def put_view_state(self, view: Mapping[str, str]) -> None:
        """Set filters and dividers as they were."""
        for part in self._view_parts():
            if text := view.get(part.objectName()):
                part.put_view(text)

    def _view_parts(self) -> Iterator[FilterBox | FilterChips | MonthChooser | SplitView]:
        for part in self.findChildren(QWidget):
            if isinstance(part, _VIEW_PARTS) and part.objectName() and not _is_in_dialog(part):
                yield part

    def leave(self) -> None:
        """The page is being left or the store locked: keep what was typed."""

    def make_way(self, on: bool) -> None:
        """Hide the filters of the list while a detail has the page to itself."""
        items = map(self.filters.itemAt, range(self.filters.count()))
        for part in (item.widget() for item in items if item is not None):
            if part is not None:
                part.setHidden(on)

    def add_split(self, split: SplitView) -> None:
        """Put a list and its detail into the page."""
        self.body.addWidget(split, 1)
        split.detail_alone.connect(self.make_way)

    def show_details(self) -> None:
        """Show the detail of the object asked for, where list and detail take turns."""
        for split in self.findChildren(SplitView):
            split.show_detail()

    def show_lists(self) -> None:
        """Show the list again where a detail stands in its place."""
        for split in self.findChildren(SplitView):
            split.show_list()

    def save_draft(self) -> None:
        """Keep what was typed so far; called every few seconds while the page is shown."""

    def begins_at(self) -> QWidget | None:
        """What gets the focus when the page is shown: its list, else its first field."""
        for kinds in (QAbstractItemView, FIELDS, QAbstractButton):
            for child in self.findChildren(QWidget):
                if isinstance(child, kinds) and takes_keys(child):
                    return child
        return None

    def take_focus(self) -> None:
        """Give the page the focus, unless something of it that is seen has it."""
        holder = self.window().focusWidget()
        if holder is None or not holder.isVisible() or not self.isAncestorOf(holder):
            self.begin()

    def begin(self) -> None:
        """Put the keyboard where the page begins."""
        place = self.begins_at()
        if place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_name(self) -> str:
        """The name of what has the keyboard in the page; empty where it is elsewhere."""
        holder = self.window().focusWidget()
        return holder.objectName() if holder is not None and self.isAncestorOf(holder) else ""

    def take_focus_by_name(self, name: str) -> None:
        """Give the keyboard to the part of that name, where the page shows one."""
        for part in self.findChildren(QWidget, name) if name else ():
            if takes_keys(part):
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def search_box(self) -> SearchBox | None:
        """The search box that is shown, where the page has one."""
        return next((box for box in self.findChildren(SearchBox) if box.isVisible()), None)

    def search_action(self) -> None:
        """What Ctrl+F does: turn to the search box, where the page has one."""
        self.show_lists()
        box = self.search_box()
        if box is not None:
            box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            box.selectAll()

    @property
    def primary(self) -> QPushButton | None:
        """The page's one primary button, where it has one."""
        return self._primary

    def primary_action(self) -> None:
        """What Ctrl+N does: the page's primary button."""
        if (button := self._ready_primary()) is not None:
            button.click()

    def primary_words(self) -> str:
        """What Ctrl+N would do now; empty where it would do nothing."""
        button = self._ready_primary()
        return "" if button is None else button.text()

    def _ready_primary(self) -> QPushButton | None:
        button = self.primary
        is_ready = button is not None and button.isEnabled() and button.isVisibleTo(self)
        return button if is_ready else None

    def set_primary(self, button: QPushButton) -> None:
        """Put the page's one primary button at the right end of the title line."""
        self._primary = button
        self.tools.addWidget(button)

    def set_subtitle(self, text: str) -> None:
        """Say something beneath the title."""
        self.subtitle.setText(text)
        self._fit_subtitle()

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong."""
        self.message.show_error(error)

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show that something is being waited for."""
        self._waiting.show(waiting)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._autosave.start()
        self._minutes.start()
        if self._stale:
            self._read_anew()
        elif abs(self.context.now() - self._read_at) >= _MINUTE:
            self._follow_clock()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._waiting.place()
        self._fit_subtitle()
        for box in self.findChildren(SearchBox):
            box.updateGeometry()  # its width is a share of the window's

    def _fit_subtitle(self) -> None:
        """Leave it out where the list needs its line."""
        self.subtitle.setVisible(bool(self.subtitle.text()) and not is_low(self))

    def _on_autosave(self) -> None:
        if self.isVisible():
            self.save_draft()
        else:
            self._autosave.stop()

    def _on_changed(self, topics: frozenset[str]) -> None:
        if not topics & self.topics:
            return
        if self.isVisible():
            self._read_anew()
        else:
            self._stale = True

    def _read_anew(self) -> None:
        self._stale = False
        self._read_at = self.context.now()
        self.reload()

    def _on_minute(self) -> None:
        if self.isVisible():
            self._follow_clock()
        else:
            self._minutes.stop()

    def _follow_clock(self) -> None:
        if self.context.day_of(self._read_at) == self.context.today():
            self.show_time()
        else:
            self.save_draft()
            self._read_anew()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.setSpacing(tokens.GAP)
        head.addLayout(words, 1)
        head.addLayout(self.tools)
        self.tools.setSpacing(tokens.GAP_SMALL)
        self.filters.setSpacing(tokens.GAP_SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.GAP_HUGE, 18, tokens.GAP_HUGE, tokens.GAP_LARGE)
        column.setSpacing(tokens.GAP)
        column.addLayout(head)
        column.addWidget(self.message)
        column.addLayout(self.filters)
        column.addLayout(self.body, 1)
        self.body.setSpacing(tokens.GAP)


def _is_in_dialog(part: QWidget) -> bool:
    """Whether it stands in a dialog of the page's, which is no part of its view."""
    return any(isinstance(above, QDialog) for above in _above(part))


def _above(part: QWidget) -> Iterator[QWidget]:
    above = part.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()
