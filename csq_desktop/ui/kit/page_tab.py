"""A tab that a feature brings to a page which is not its own, such as Privacy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.texts import trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import tokens


class TabBody(QWidget):
    """What a tab shows: a line of filters and buttons, a message place, and its content.

    It asks for what it shows in `reload`, when it is shown and when one of its topics changed.
    """

    topics: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.filters = FlowLayout()
        self.message = InlineMessage()
        self.body = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addLayout(self.filters)
        column.addWidget(self.message)
        column.addLayout(self.body, 1)

    def reload(self) -> None:
        """Ask for everything the tab shows."""

    def primary_button(self) -> QPushButton | None:
        """What Ctrl+N presses while the tab is shown."""
        return None

    def show_record(self, record_id: int) -> None:
        """Show one of its records by its number."""

    def shown_record(self) -> int | None:
        """The record that is shown, to be shown again."""
        return None

    def reopen(self, form: str) -> None:
        """Open the form again whose draft has this key, where it is one of the tab's."""

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong."""
        self.message.show_error(error)


@dataclass(frozen=True, kw_only=True)
class PageTab:
    """One tab, declared as TAB in the feature's package; `place` orders the tabs of a page.

    The title is marked in the context "tab". The tab is for those who may do any of what it
    `needs`; `load` imports what it shows, which is made when it is first shown.
    """

    key: str
    title: str
    place: int
    needs: tuple[Permission, ...]
    load: Callable[[], Callable[[Context], TabBody]]

    @property
    def label(self) -> str:
        """What the tab is called, in the user's language."""
        return trc("tab", self.title)

    def is_for(self, context: Context) -> bool:
        """Whether the signed-in user has a use for the tab."""
        return any(map(context.may, self.needs))
