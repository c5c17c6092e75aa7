"""The complaints page in the rail."""

from collections.abc import Callable
from functools import partial

from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import Find, PageCommand, PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.complaints.page import ComplaintsPage

    return ComplaintsPage


def _finder() -> Find:
    from csq_desktop.services.complaints import views

    return views.find


def _log_words(kind: FeedbackKind) -> str:
    from csq_desktop.ui.complaints import kinds

    return kinds.words(kind).log


ENTRY = PageEntry(
    key="complaints",
    group=RailGroup.DAILY,
    place=30,
    title=mark("Complaints", "rail"),
    icon="message-report",
    needs=(),
    load=_load,
    finder=_finder,
    commands=tuple(
        PageCommand(
            words=partial(_log_words, kind),
            icon="plus",
            needs=Permission.LOG_COMPLAINTS,
            object_id=kind,
        )
        for kind in FeedbackKind
    ),
)
