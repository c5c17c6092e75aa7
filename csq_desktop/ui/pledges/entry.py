"""The pledges page in the rail."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import Find, PageCommand, PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.pledges.page import PledgesPage

    return PledgesPage


def _finder() -> Find:
    from csq_desktop.services.pledges import pledges

    return pledges.find


ENTRY = PageEntry(
    key="pledges",
    group=RailGroup.DAILY,
    place=40,
    title=mark("Pledges", "rail"),
    icon="heart-handshake",
    needs=(),
    load=_load,
    finder=_finder,
    commands=(
        PageCommand(words=lambda: tr("Enter counts"), icon="pencil", needs=Permission.ENTER_COUNTS),
    ),
)
