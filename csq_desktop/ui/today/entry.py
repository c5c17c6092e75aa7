"""The today page in the rail."""

from collections.abc import Callable

from csq_desktop.texts import mark
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.today.page import TodayPage

    return TodayPage


ENTRY = PageEntry(
    key="today",
    group=RailGroup.DAILY,
    place=10,
    title=mark("Today", "rail"),
    icon="home",
    needs=(),
    load=_load,
)
