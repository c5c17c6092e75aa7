"""The privacy page in the rail."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.privacy.page import PrivacyPage

    return PrivacyPage


ENTRY = PageEntry(
    key="privacy",
    group=RailGroup.REVIEW,
    place=40,
    title=mark("Privacy", "rail"),
    icon="shield-lock",
    needs=(Permission.READ_AUDIT_TRAIL,),
    load=_load,
)
