"""The checklists page in the rail."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr
from csq_desktop.ui.checklists.beginnings import NEW_ACTION, START
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageCommand, PageEntry, RailGroup


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
    commands=(
        PageCommand(
            words=lambda: tr("Start a checklist"),
            icon="player-play",
            needs=Permission.RUN_CHECKLISTS,
            object_id=START,
        ),
        PageCommand(
            words=lambda: tr("New action"),
            icon="plus",
            needs=Permission.WORK_ACTIONS,
            object_id=NEW_ACTION,
        ),
    ),
)
