"""The checklists page in the rail."""

from collections.abc import Callable

from csq_desktop.texts import mark
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.checklists.page import ChecklistsPage

    return ChecklistsPage


ENTRY = PageEntry(
    key="checklists",
    group=RailGroup.DAILY,
    place=50,
    title=mark("Checklists", "rail"),
    icon="checklist",
    needs=(),
    load=_load,
)
