"""The review packs page in the rail."""

from collections.abc import Callable

from csq_desktop.domain.packs.asks import REQUESTS_PART
from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageCommand, PageEntry, RailGroup
from csq_desktop.ui.packs.beginnings import VERIFY


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.packs.page import PacksPage

    return PacksPage


ENTRY = PageEntry(
    key="packs",
    group=RailGroup.OUTPUT,
    place=10,
    title=mark("Review packs", "rail"),
    icon="file-text",
    needs=(Permission.PREVIEW_PACKS,),
    load=_load,
    commands=(
        PageCommand(
            words=lambda: tr("New review pack"), icon="file-text", needs=Permission.PREVIEW_PACKS
        ),
        PageCommand(
            words=lambda: tr("Verify a review pack…"),
            icon="clipboard-check",
            needs=Permission.PREVIEW_PACKS,
            object_id=VERIFY,
        ),
        PageCommand(
            words=lambda: trc("pack", "Requests to management"),
            icon="check",
            needs=Permission.PREVIEW_PACKS,
            object_id=REQUESTS_PART,
        ),
    ),
)
