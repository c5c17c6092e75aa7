"""The events page in the rail."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageCommand, PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.events.page import EventsPage

    return EventsPage


ENTRY = PageEntry(
    key="events",
    group=RailGroup.REVIEW,
    place=10,
    title=mark("Events", "rail"),
    icon="calendar-event",
    needs=(),
    load=_load,
    commands=(
        PageCommand(
            words=lambda: tr("New event"), icon="calendar-event", needs=Permission.WRITE_EVENTS
        ),
    ),
)
