"""The pages of the window, in the order of the rail; a page is imported when first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page

_DAILY, _REVIEW, _OUTPUT = mark("Daily", "rail"), mark("Review", "rail"), mark("Output", "rail")


@dataclass(frozen=True)
class PageEntry:
    """One page: its key, its place in the rail, and where its class is.

    It is for those who may do any of what it `needs`, or for everybody.
    """

    key: str
    group: str
    title: str
    icon: str
    place: str
    needs: tuple[Permission, ...] = ()

    @property
    def label(self) -> str:
        """The page's name in the rail."""
        return trc("rail", self.title)

    @property
    def group_label(self) -> str:
        """The name of its group."""
        return trc("rail", self.group)

    def is_for(self, context: Context) -> bool:
        """Whether the signed-in user has a use for the page."""
        return not self.needs or any(map(context.may, self.needs))

    def load(self) -> Callable[[Context], Page]:
        """Import the page's module; returns what makes the page."""
        module, _, name = self.place.partition(":")
        kind: Callable[[Context], Page] = getattr(import_module(f"csq_desktop.ui.{module}"), name)
        return kind

    def make(self, context: Context) -> Page:
        """Make the page."""
        return self.load()(context)


PAGES = (
    PageEntry("today", _DAILY, mark("Today", "rail"), "home", "today.page:TodayPage"),
    PageEntry(
        "customers", _DAILY, mark("Customers", "rail"), "users", "customers.page:CustomersPage"
    ),
    PageEntry(
        "complaints",
        _DAILY,
        mark("Complaints", "rail"),
        "message-report",
        "complaints.page:ComplaintsPage",
    ),
    PageEntry(
        "pledges", _DAILY, mark("Pledges", "rail"), "heart-handshake", "pledges.page:PledgesPage"
    ),
    PageEntry(
        "checklists",
        _DAILY,
        mark("Checklists", "rail"),
        "checklist",
        "checklists.page:ChecklistsPage",
    ),
    PageEntry(
        "packs",
        _OUTPUT,
        mark("Review packs", "rail"),
        "file-text",
        "packs.page:PacksPage",
        (Permission.PREVIEW_PACKS,),
    ),
    PageEntry(
        "data",
        _OUTPUT,
        mark("Data", "rail"),
        "database",
        "imports.page:ImportsPage",
        (Permission.IMPORT_FILES, Permission.EXPORT_FILES, Permission.EXPORT_FIGURES),
    ),
    PageEntry(
        "settings", _OUTPUT, mark("Settings", "rail"), "settings", "settings.page:SettingsPage"
    ),
)


def entry(key: str) -> PageEntry:
    """The page of a key; KeyError when there is none."""
    for page in PAGES:
        if page.key == key:
            return page
    raise KeyError(key)
