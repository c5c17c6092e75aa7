"""The register of data breaches as a tab of the page Privacy."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page_tab import PageTab, TabBody


def _load() -> Callable[[Context], TabBody]:
    from csq_desktop.ui.breaches.tab import BreachesTab

    return BreachesTab


TAB = PageTab(
    key="breaches",
    title=mark("Data breaches", "tab"),
    place=40,
    needs=(Permission.READ_AUDIT_TRAIL,),
    load=_load,
)
