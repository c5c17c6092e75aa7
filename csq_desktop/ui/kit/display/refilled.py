"""The keyboard in a part of the window that is filled anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


@contextmanager
def refilled(place: QWidget) -> Iterator[None]:
    """Fill a place with other widgets, so that the keyboard stays where it was.

    It goes to the new widget with the name of the one that had it, of several to that at the same
    position, else to the first there. Qt would hand it to whatever comes next in the window: from
    the page of a case to the rail.
    """
    holder = place.window().focusWidget()
    is_here = holder is not None and place.isAncestorOf(holder)
    name = holder.objectName() if holder is not None and is_here else ""
    before = [stop for stop in _stops(place) if stop.objectName() == name]
    at = before.index(holder) if holder in before else 0
    yield
    if not is_here:
        return
    _show_new_ones(place)
    stops = _stops(place) or _stops(place.parentWidget())
    same = [stop for stop in stops if name and stop.objectName() == name]
    for again in (same[at:] or same[-1:] or stops)[:1]:
        again.setFocus(Qt.FocusReason.OtherFocusReason)


def _show_new_ones(place: QWidget) -> None:
    """Show what was just put in: a layout does so later, and nothing unseen takes the keyboard."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for part in place.findChildren(QWidget, options=direct):
        if not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            part.show()


def _stops(place: QWidget | None) -> list[QWidget]:
    """What Tab leads to in a place; what was taken out of it is hidden, and deleted later."""
    if place is None or not place.isVisible():
        return []
    return [part for part in place.findChildren(QWidget) if part.isVisible() and _by_tab(part)]


def _by_tab(part: QWidget) -> bool:
    return part.isEnabled() and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
