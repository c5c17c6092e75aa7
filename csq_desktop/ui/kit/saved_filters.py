"""Filters of a list kept under a name, per user of a store on this computer; never words sought."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from csq_desktop import settings
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.forms.chips import FilterChips
from csq_desktop.ui.kit.forms.fields import WordsLine
from csq_desktop.ui.kit.forms.filter_box import FilterBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.tables.header import ColumnHeader

LONGEST_NAME = 60
_ORDER = "order"


@dataclass(frozen=True)
class ReadyFilter:
    """A filter that need not be saved: its name, what it sets by the names of the choices.

    What has a `group` stands in a submenu of that title.
    """

    name: str
    view: Mapping[str, str]
    group: str = ""


Ready = Callable[[], Sequence[ReadyFilter]]


def _none() -> Sequence[ReadyFilter]:
    return ()


class SavedFilters(QObject):
    """Keeps what a page's chips and choices are set to, with the order of its list.

    self.filters.addWidget(SavedFilters(self, context, self.table.head).button)
    `ready` are filters that everybody has: asked for each time, as some go by who is signed in.
    """

    def __init__(
        self, page: QWidget, context: Context, head: ColumnHeader, ready: Ready = _none
    ) -> None:
        super().__init__(page)
        self._page, self._context, self._head, self._ready = page, context, head, ready
        self._menu = QMenu(page)
        self._menu.aboutToShow.connect(self._fill)
        self.button = buttons.icon_only(tr("Saved filters"), "bookmark", name="saved_filters")
        self.button.setMenu(self._menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def save(self, name: str) -> None:
        """Keep what is set now under a name."""
        view = {part.objectName(): part.view_text() for part in self._parts()}
        view[_ORDER] = self._head.order_text()
        self._remember({**self._saved(), name: json.dumps(view)})

    def choose(self, name: str) -> None:
        """Set everything as it was kept; what is no longer offered is left out."""
        self._put(json.loads(self._saved()[name]))

    def rename(self, before: str, after: str) -> None:
        """Give a kept filter another name; its place stays."""
        saved = self._saved().items()
        self._remember({after if name == before else name: view for name, view in saved})

    def delete(self, name: str) -> None:
        """Forget a kept filter, with a way back."""
        before = self._saved()
        self._remember({other: view for other, view in before.items() if other != name})
        undo = partial(self._bring_back, name, before)
        self._context.toast(tr("The filter “{name}” is deleted.", name=name), undo)

    def _bring_back(self, name: str, before: Mapping[str, str]) -> None:
        """Put a filter back into its place, beside whatever was kept since."""
        saved = self._saved()
        saved.setdefault(name, before[name])
        places = {each: place for place, each in enumerate(before)}
        order = sorted(saved, key=lambda each: places.get(each, len(places)))
        self._remember({each: saved[each] for each in order})

    def _put(self, view: Mapping[str, str]) -> None:
        for part in self._parts():
            part.put_view(view.get(part.objectName(), ""))
        self._head.put_order(view.get(_ORDER, ""))

    def _parts(self) -> list[FilterBox | FilterChips]:
        """What a filter sets, the chips last: which of them there are goes by a choice."""
        parts = [
            part
            for part in self._page.findChildren(QWidget)
            if isinstance(part, FilterBox | FilterChips) and part.objectName()
        ]
        return sorted(parts, key=lambda part: isinstance(part, FilterChips))

    def _saved(self) -> dict[str, str]:
        """One's own, after those of earlier versions, which belong to nobody."""
        everybody, own = (self._of(table) for table in self._tables())
        return {**everybody, **own}

    def _remember(self, saved: dict[str, str]) -> None:
        folder, context = self._context.signed_in.folder, self._context
        everybody, own = self._tables()
        left = {name: view for name, view in self._of(everybody).items() if name in saved}
        for table, views in ((everybody, left), (own, saved)):
            context.settings = settings.remember_filters(context.settings, folder, table, views)
        context.keep_settings()

    def _tables(self) -> tuple[str, str]:
        """The names under which those of everybody and one's own stand in the settings."""
        name = self._head.objectName()
        return name, f"{name} {self._context.user.id}"

    def _of(self, table: str) -> dict[str, str]:
        folder = self._context.signed_in.folder
        return settings.saved_filters(self._context.settings, folder, table)

    def _fill(self) -> None:
        menu, names = self._menu, list(self._saved())
        menu.clear()
        for earlier in menu.findChildren(QMenu):  # their entries are gone, they themselves are not
            earlier.deleteLater()
        self._offer_ready(menu)
        for name in names:
            menu.addAction(name, partial(self.choose, name))
        menu.addSeparator()
        menu.addAction(tr("Save this filter…"), self._on_save).setObjectName("save_filter")
        if names:
            rename, delete = menu.addMenu(tr("Rename")), menu.addMenu(tr("Delete"))
            for name in names:
                rename.addAction(name, partial(self._on_rename, name))
                delete.addAction(name, partial(self.delete, name))

    def _offer_ready(self, menu: QMenu) -> None:
        groups: dict[str, QMenu] = {"": menu}
        for ready in self._ready():
            if ready.group not in groups:
                groups[ready.group] = menu.addMenu(ready.group)
            groups[ready.group].addAction(ready.name, partial(self._put, ready.view))
        menu.addSeparator()

    def _on_save(self) -> None:
        self._ask(tr("Save filter"), "", self.save)

    def _on_rename(self, name: str) -> None:
        self._ask(tr("Rename filter"), name, partial(self.rename, name))

    def _ask(self, title: str, name: str, done: Callable[[str], object]) -> None:
        taken = set(self._saved()) - {name}
        FilterNameDialog(self._context, (title, name, taken), done, self._page).open()


class FilterNameDialog(Dialog):
    """Asks for the name of a filter."""

    def __init__(
        self,
        context: Context,
        asked: tuple[str, str, set[str]],
        done: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        title, name, self._taken = asked
        super().__init__(context, title, tr("Save"), parent)
        self._done = done
        self.name = WordsLine(name)
        self.name.setMaxLength(LONGEST_NAME)
        self.form = self.add_form(FormGrid())
        hint = tr("The search text is not saved.")
        self.form.add("filter_name", trc("filter", "Name"), self.name, hint=hint)
        self.draft_key = f"filter.{name}"
        self.take_draft()

    def submit(self) -> None:
        name = " ".join(self.name.text().split())
        error = "" if name else tr("Enter a name.")
        if name in self._taken:
            error = tr("There is already a filter with this name.")
        self.form.show_errors({"filter_name": error} if error else {})
        if not error:
            self._done(name)
            self.finish()
