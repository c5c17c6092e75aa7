"""The pages of the window, in the order of the rail: every package of ui that has an `entry.py`."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise

from csq_desktop import ui
from csq_desktop.ui.kit.page_entry import PageEntry, RailGroup


def registered() -> tuple[PageEntry, ...]:
    """The entries that the packages declare, in the order of the rail.

    They are found by looking into the packages, which also works in a frozen program as long as the
    modules are in it: whoever freezes has to name csq_desktop.ui.*.entry, since no import does.
    """
    entries = []
    for module in pkgutil.iter_modules(ui.__path__, f"{ui.__name__}."):
        name = f"{module.name}.entry"
        if module.ispkg and find_spec(name) is not None:
            entry: PageEntry = import_module(name).ENTRY
            if module.name != f"{ui.__name__}.{entry.key}":
                raise ValueError(f"{name} declares the page {entry.key!r}")
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
