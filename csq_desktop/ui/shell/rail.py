"""The left rail: the shop, the pages in their groups, the user and the lock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QSpacerItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.words.wording import labelled
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.accessibility import one_of
from csq_desktop.ui.kit.display.words import ElidedLabel
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.kit.page_entry import PageEntry
from csq_desktop.ui.shell.commands.command import Command
from csq_desktop.ui.theme import icons, theme, tokens

_CROWDED_PERCENT = 150
"""From this text size on the rail shows icons only: the pages need the room."""
_AROUND_ICON = 44

_MARGINS, _CLOSE = (10, 18, 10, 12), (10, 6, 10, 4)
"""Left, top, right, bottom: as there is room, and where every page has to be seen in little."""


class RailButton(QPushButton):
    """A button of the rail; one that is only an icon shows its name to the keyboard too."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.text():
            beside = self.mapToGlobal(QPoint(self.width(), 0))
            QToolTip.showText(beside, self.toolTip(), self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QToolTip.hideText()


class Rail(QFrame):
    """Chooses the page; collapses to icons."""

    def __init__(
        self, context: Context, pages: Sequence[PageEntry], commands: Mapping[str, Command]
    ) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._context = context
        self._buttons: dict[str, QPushButton] = {}
        self._words: list[ElidedLabel] = []
        self._groups: list[ElidedLabel] = []
        self._gaps: list[QSpacerItem] = []
        self._labels: dict[QPushButton, str] = {}
        self._keys: dict[QPushButton, str] = {}
        self._shown = ""
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*_MARGINS)
        self._column.setSpacing(1)
        self._shop = self._add_words(context.shop.name, "shop")
        self._branch = self._add_words(context.shop.branch_code, "branch")
        self._column.addSpacing(tokens.GAP_SMALL)
        self._column.addWidget(self._add_command(commands["palette"]))
        self._pages = QWidget()
        self._add_pages(pages, commands)
        self._area = scrolled(self._pages)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column.addWidget(self._area, 1)
        self._user = self._add_words(labelled(context.user.role.label, context.user.name), "branch")
        self._shortcuts = self._add_command(commands["shortcuts"])
        self._column.addWidget(self._shortcuts)
        self._column.addWidget(self._add_command(commands["lock"]))
        self._fold = self._add_button("fold", "", "layout-sidebar-left-collapse", self._on_folded)
        self._column.addWidget(self._fold)
        self._apply_fold()
        context.shop_changed.connect(self._show_shop)

    def show_chosen(self, key: str) -> None:
        """Mark the page that is shown."""
        self._shown = key
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Give way, step by step, until every page can be seen; what is left out last scrolls.

        The keys, the palette and the settings lead to what the rail leaves out.
        """
        folded = self._shop.isHidden()
        steps: tuple[Callable[[bool], object], ...] = (
            lambda there: self._show(self._groups, there and not folded),
            self._show_gaps,
            self._loosen,
            lambda there: self._show((self._branch, self._user), there and not folded),
            lambda there: self._show((self._shortcuts,), there),
            lambda there: self._show((self._fold,), there and not _is_crowded()),
            lambda there: self._column.setContentsMargins(*(_MARGINS if there else _CLOSE)),
        )
        for show in steps:
            show(True)
        for show in steps:
            if self._needed() <= self.height():
                break
            show(False)

    def _needed(self) -> int:
        """How high the rail has to be for everything it shows now."""
        margins = self._column.contentsMargins()
        beside = (self._column.itemAt(at) for at in range(self._column.count()))
        parts = [item for item in beside if item is not None and item.widget() is not self._area]
        high = sum(item.sizeHint().height() + 1 for item in parts if not item.isEmpty())
        gaps = tokens.GAP_SMALL + margins.top() + margins.bottom()
        return high + gaps + self._pages.sizeHint().height()

    def _show(self, parts: Sequence[QWidget], there: bool) -> None:
        for part in parts:
            part.setVisible(there)

    def _show_gaps(self, there: bool) -> None:
        for gap in self._gaps:
            gap.changeSize(0, tokens.GAP if there else 0)
        layout = self._pages.layout()
        assert layout is not None
        layout.invalidate()

    def _loosen(self, loose: bool) -> None:
        for button in self._labels:
            if button.property("tight") is not (not loose):
                button.setProperty("tight", not loose)
                button.style().unpolish(button)
                button.style().polish(button)

    def _add_command(self, command: Command) -> QPushButton:
        name, icon = command.entry.name, command.entry.icon
        return self._add_button(name, command.label, icon, command.run)

    def _add_pages(self, pages: Sequence[PageEntry], commands: Mapping[str, Command]) -> None:
        column = QVBoxLayout(self._pages)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        group = ""
        for page in pages:
            if page.group.label != group:
                group = page.group.label
                gap = QSpacerItem(0, tokens.GAP)
                self._gaps.append(gap)
                column.addItem(gap)
                name = self._labelled(group, "group")
                self._groups.append(name)
                column.addWidget(name)
            command = commands[f"page_{page.key}"]
            button = self._add_button(f"page_{page.key}", page.label, page.icon)
            self._keys[button] = command.keys
            button.setCheckable(True)
            button.toggled.connect(partial(self._on_toggled, page.key, command.run))
            column.addWidget(button)
            self._group.addButton(button)
            self._buttons[page.key] = button
        column.addStretch(1)
        one_of(self._group)

    def _on_toggled(self, key: str, show_page: Callable[[], object], on: bool) -> None:
        """Show the page of the button; a program for people who cannot click only toggles it."""
        if on and key != self._shown:
            show_page()

    def _add_words(self, text: str, role: str) -> ElidedLabel:
        words = self._labelled(text, role)
        self._words.append(words)
        self._column.addWidget(words)
        return words

    def _labelled(self, text: str, role: str) -> ElidedLabel:
        words = ElidedLabel(text, role)
        words.setContentsMargins(10, 0, 0, 2)
        return words

    def _add_button(
        self, name: str, label: str, icon: str, pressed: Callable[[], object] | None = None
    ) -> QPushButton:
        button = RailButton(label)
        button.setObjectName(name)
        button.setIcon(icons.icon(icon, "rail_text"))
        side = theme.current().px(18)
        button.setIconSize(QSize(side, side))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoDefault(False)
        if pressed is not None:
            button.clicked.connect(lambda _checked=False: pressed())
        self._labels[button] = label
        return button

    def _on_folded(self) -> None:
        settings = self._context.settings
        self._context.change_settings(replace(settings, rail_collapsed=not settings.rail_collapsed))
        self._apply_fold()

    def _apply_fold(self) -> None:
        folded = self._context.settings.rail_collapsed or _is_crowded()
        look = theme.current()
        icons_only = max(tokens.RAIL_WIDTH_ICONS, look.px(18) + _AROUND_ICON)
        self.setFixedWidth(icons_only if folded else look.px(tokens.RAIL_WIDTH))
        for words in self._words:
            words.setVisible(not folded)
        for button, label in self._labels.items():
            button.setText("" if folded else label)
            keys = self._keys.get(button, "")
            button.setToolTip("  ".join(filter(None, (label, keys))) if folded else keys)
            button.setAccessibleName(label)
        name = tr("Expand menu") if folded else tr("Collapse menu")
        self._labels[self._fold] = name
        self._fold.setText("" if folded else name)
        self._fold.setAccessibleName(name)
        self._make_room()

    def _show_shop(self) -> None:
        self._shop.setText(self._context.shop.name)
        self._branch.setText(self._context.shop.branch_code)


def _is_crowded() -> bool:
    return theme.current().percent >= _CROWDED_PERCENT
