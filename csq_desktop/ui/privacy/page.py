"""The page Privacy: one tab at a time, each brought by the feature it belongs to."""

from functools import cache
from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QStackedWidget

from csq_desktop import ui
from csq_desktop.features import declared
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_tab import PageTab, TabBody

_BETWEEN = ":"


@cache
def tabs() -> tuple[PageTab, ...]:
    """The TAB of every package of ui that has a `privacy_tab.py`, in their order.

    Whoever freezes the program names csq_desktop.ui.*.privacy_tab, since no import does.
    """
    found: list[PageTab] = [module.TAB for module in declared(ui, "privacy_tab")]
    return tuple(sorted(found, key=lambda tab: tab.place))


class PrivacyPage(Page):
    """Tabs are made when first shown; `show_object` takes a tab's key, or "key:number"."""

    topics: ClassVar[frozenset[str]] = frozenset({"customers", "complaints", "shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Privacy"), tr("Personal Data (Privacy) Ordinance, Cap. 486"))
        self.setObjectName("privacy_page")
        self.tabs = {tab.key: tab for tab in tabs() if tab.is_for(context)}
        self.chips = FilterChips(
            [Chip(key, tab.label) for key, tab in self.tabs.items()], name="privacy_tabs"
        )
        self.bodies: dict[str, TabBody] = {}
        self._stack = QStackedWidget()
        self.filters.addWidget(self.chips, 1)
        self.body.addWidget(self._stack, 1)
        self.chips.chosen_changed.connect(lambda _key: self._on_chosen())
        self._show_tab()

    @property
    def shown(self) -> TabBody:
        """What the chosen tab shows."""
        return self.bodies[self.chips.chosen]

    def reload(self) -> None:
        self.shown.reload()

    def show_object(self, object_id: object) -> None:
        key, _, number = str(object_id or "").partition(_BETWEEN)
        if key in self.tabs:
            self.chips.choose(key)
            self._show_tab()
            if number.isdecimal():
                self.shown.show_record(int(number))
            self.shown.reload()

    def shown_object(self) -> int | str | None:
        record, key = self.shown.shown_record(), self.chips.chosen
        return key if record is None else f"{key}{_BETWEEN}{record}"

    def reopen(self, form: str) -> None:
        self.shown.reopen(form)

    @property
    def primary(self) -> QPushButton | None:
        """What the tab shown is about."""
        return self.shown.primary_button()

    def _on_changed(self, topics: frozenset[str]) -> None:
        if topics & (self.topics | self.shown.topics):
            super()._on_changed(topics | self.topics)

    def _on_chosen(self) -> None:
        self.message.clear()
        self._show_tab()
        self.shown.reload()

    def _show_tab(self) -> None:
        key = self.chips.chosen
        if key not in self.bodies:
            body = self.tabs[key].load()(self.context)
            body.setObjectName(f"privacy_{key}")
            self.bodies[key] = body
            self._stack.addWidget(body)
        self._stack.setCurrentWidget(self.bodies[key])
