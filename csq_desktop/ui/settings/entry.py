"""The settings page in the rail."""

from collections.abc import Callable

from csq_desktop.texts import mark
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.settings.page import SettingsPage

    return SettingsPage


ENTRY = PageEntry(
    key="settings",
    group=RailGroup.OUTPUT,
    place=30,
    title=mark("Settings", "rail"),
    icon="settings",
    needs=(),
    load=_load,
)
