"""The complaints page in the rail."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import Find, PageCommand, PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.complaints.page import ComplaintsPage

    return ComplaintsPage


def _finder() -> Find:
    from csq_desktop.services.complaints import views

    return views.find


ENTRY = PageEntry(
    key="complaints",
    group=RailGroup.DAILY,
    place=30,
    title=mark("Complaints", "rail"),
    icon="message-report",
    needs=(),
    load=_load,
    finder=_finder,
    commands=(
        PageCommand(
            words=lambda: tr("Log complaint"), icon="plus", needs=Permission.LOG_COMPLAINTS
        ),
    ),
)
