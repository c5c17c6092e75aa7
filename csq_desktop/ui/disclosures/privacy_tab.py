"""The disclosure log as a tab of the page Privacy."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page_tab import PageTab, TabBody


def _load() -> Callable[[Context], TabBody]:
    from csq_desktop.ui.disclosures.register import DisclosuresTab

    return DisclosuresTab


TAB = PageTab(
    key="disclosures",
    title=mark("Disclosures", "tab"),
    place=20,
    needs=(Permission.READ_AUDIT_TRAIL,),
    load=_load,
)
