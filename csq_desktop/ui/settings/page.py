"""The page of settings: one section at a time, those of the user's role."""

from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QStackedWidget

from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.layout.split import SplitView
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.settings.section import SettingsSection
from csq_desktop.ui.settings.sections import BACK_UP, BACKUPS, SECTIONS

_CHOSEN = "settings section"


class SettingsPage(Page):
    """Sections are made when first shown; the chosen one outlives a change of language."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            "shop",
            "users",
            "people",
            "settings",
            "complaints",
            "actions",
            "pledges",
            "audit",
            "lists",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Settings"))
        self.setObjectName("settings_page")
        self.entries = {entry.key: entry for entry in SECTIONS if context.may(entry.permission)}
        self.chips = FilterChips(
            [Chip(key, trc("settings", entry.title)) for key, entry in self.entries.items()],
            name="sections",
        )
        self.sections: dict[str, SettingsSection] = {}
        self._stack = QStackedWidget()
        self.filters.addWidget(self.chips, 1)
        self.body.addWidget(self._stack, 1)
        chosen = str(context.property(_CHOSEN) or "")
        if chosen in self.entries:
            self.chips.choose(chosen)
        self.chips.chosen_changed.connect(self._on_chosen)
        self._show_section()

    @property
    def section(self) -> SettingsSection:
        """The section shown now."""
        return self.sections[self.chips.chosen]

    def reload(self) -> None:
        self.section.reload()

    def show_object(self, object_id: object) -> None:
        """Show a section by its key; BACK_UP also makes a backup there."""
        key = BACKUPS if object_id == BACK_UP else object_id
        if key in self.entries:
            self.chips.choose(str(key))
        if object_id == BACK_UP:
            self.primary_action()

    def shown_object(self) -> int | str | None:
        return self.chips.chosen

    @property
    def primary(self) -> QPushButton | None:
        """What the section shown is about."""
        return self.section.primary_button()

    def _on_changed(self, topics: frozenset[str]) -> None:
        if topics & self.section.topics:
            super()._on_changed(topics)

    def _on_chosen(self, key: str) -> None:
        self.context.setProperty(_CHOSEN, key)
        self.message.clear()
        self._show_section()
        self.section.reload()

    def _show_section(self) -> None:
        key = self.chips.chosen
        if key not in self.sections:
            self.sections[key] = self.entries[key].make(self.context)
            self._stack.addWidget(self.sections[key])
            for split in self.sections[key].findChildren(SplitView):
                split.detail_alone.connect(self.make_way)
        self._stack.setCurrentIndex(list(self.sections).index(key))
