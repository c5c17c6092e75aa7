"""What a right click or the Menu key offers on a row: what its detail offers, links, copying."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QLayout, QMenu, QPushButton, QSplitter, QWidget

Act = Callable[[], object]


def _nothing() -> list[QPushButton]:
    return []


def _always(_row: Any) -> bool:
    return True


def _no_links(_row: Any) -> list[tuple[str, Act]]:
    return []


@dataclass(frozen=True)
class RowOffers:
    """What a table can do with its rows, beside copying them.

    `buttons` are those of the detail beside the list, so that nothing is offered here alone; where
    it is fetched first, `is_shown` says whether a row's is there, and `shown` when it comes.
    `several` are the buttons that work on all chosen rows.
    """

    buttons: Callable[[], Iterable[QPushButton]] = _nothing
    is_shown: Callable[[Any], bool] = _always
    shown: SignalInstance | None = None
    several: Callable[[], Iterable[QPushButton]] = _nothing
    number: Callable[[Any], str] | None = None
    links: Callable[[Any], Sequence[tuple[str, Act]]] = _no_links


def add_buttons(menu: QMenu, buttons: Callable[[], Iterable[QPushButton]]) -> None:
    """Put buttons into a menu, the likeliest first, which is last; then what their menus hold."""
    offered = [button for button in buttons() if not _is_withheld(button)]
    for button in reversed(offered):
        if button.menu() is None:
            name = button.objectName()
            action = menu.addAction(button.icon(), button.text(), partial(_press, buttons, name))
            action.setObjectName(f"row_{name}")
            action.setEnabled(button.isEnabled())
    for button in offered:
        inner = button.menu()
        if inner is not None:
            menu.addSeparator()
            menu.addActions(inner.actions())


def _press(buttons: Callable[[], Iterable[QPushButton]], name: str) -> None:
    """Press the button of that name there is now: a detail that was fetched anew has others."""
    for button in buttons():
        if button.objectName() == name:
            button.click()
            return


def _is_withheld(button: QWidget) -> bool:
    """Whether it or a part around it was hidden; what was put in just now is only not shown.

    A detail that makes way for its list (SplitView) still offers what it can do.
    """
    explicit = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
    part: QWidget | None = button
    while part is not None and not part.isWindow():
        if isinstance(part.parentWidget(), QSplitter):
            return False
        if part.isHidden() and part.testAttribute(explicit):
            return True
        part = part.parentWidget()
    return False


def buttons_of(layout: QLayout) -> list[QPushButton]:
    """The buttons that stand in a row."""
    items = (layout.itemAt(at) for at in range(layout.count()))
    widgets: Iterable[QWidget | None] = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if isinstance(widget, QPushButton)]
