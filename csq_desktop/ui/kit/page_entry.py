"""How a page registers itself: what the rail, the palette, help and the pictures need of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.finding import FoundRecord
from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page

Find = Callable[..., Sequence[FoundRecord]]
"""A service that finds a page's records: called with a session and `text`."""


class RailGroup(StrEnum):
    """A part of the rail; they stand in this order."""

    DAILY = "daily"
    REVIEW = "review"
    OUTPUT = "output"

    @property
    def label(self) -> str:
        return trc("rail", _GROUPS[self])


@dataclass(frozen=True, kw_only=True)
class PageCommand:
    """Something to do on a page, offered by Ctrl+K to those who may do what it `needs`.

    It leads to the page and shows `object_id` there; without one it is the page's main action.
    """

    words: Callable[[], str]
    icon: str
    needs: Permission = Permission.SIGN_IN
    object_id: object = None


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """One page, declared as ENTRY in `entry.py` of the page's own package.

    `key` is the package's name and that of its help page. `place` orders the pages of a group. The
    page is for those who may do any of what it `needs`, or for everybody. `load` and `finder`
    import what they give, so that an entry is read without loading its page; a finder that
    `finds_identities` is for those whose key opens them.
    `commands` is what can be done there.
    """

    key: str
    group: RailGroup
    place: int
    title: str
    icon: str
    needs: tuple[Permission, ...]
    load: Callable[[], Callable[[Context], Page]]
    finder: Callable[[], Find] | None = None
    finds_identities: bool = False
    commands: tuple[PageCommand, ...] = ()

    @property
    def label(self) -> str:
        """The page's name in the rail."""
        return trc("rail", self.title)

    def is_for(self, context: Context) -> bool:
        """Whether the signed-in user has a use for the page."""
        return not self.needs or any(map(context.may, self.needs))

    def make(self, context: Context) -> Page:
        """Make the page."""
        return self.load()(context)


_GROUPS = {
    RailGroup.DAILY: mark("Daily", "rail"),
    RailGroup.REVIEW: mark("Review", "rail"),
    RailGroup.OUTPUT: mark("Reports and data", "rail"),
}
