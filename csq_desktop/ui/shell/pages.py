"""The pages of the window, in the order of the rail: every package of ui that has an `entry.py`."""

from collections.abc import Iterable
from itertools import pairwise

from csq_desktop import ui
from csq_desktop.features import declared
from csq_desktop.ui.kit.page_entry import PageEntry, RailGroup


def registered() -> tuple[PageEntry, ...]:
    """The entries that the packages declare, in the order of the rail.

    Whoever freezes the program names csq_desktop.ui.*.entry, since no import does.
    """
    entries = []
    for module in declared(ui, "entry"):
        entry: PageEntry = module.ENTRY
        if module.__name__ != f"{ui.__name__}.{entry.key}.entry":
            raise ValueError(f"{module.__name__} declares the page {entry.key!r}")
        entries.append(entry)
    return in_order(entries)


def in_order(entries: Iterable[PageEntry]) -> tuple[PageEntry, ...]:
    """Pages by group and place; ValueError when two want the same place."""
    groups = list(RailGroup)
    ordered = sorted(entries, key=lambda entry: (groups.index(entry.group), entry.place))
    for before, after in pairwise(ordered):
        if (before.group, before.place) == (after.group, after.place):
            raise ValueError(f"{before.key} and {after.key} want one place in the rail")
    return tuple(ordered)


PAGES = registered()


def entry(key: str) -> PageEntry:
    """The page of a key; KeyError when there is none."""
    for page in PAGES:
        if page.key == key:
            return page
    raise KeyError(key)
