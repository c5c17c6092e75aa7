"""The page of settings: one section at a time, those of the user's role."""

from dataclasses import dataclass
from importlib import import_module
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.settings.section import SettingsSection

_CHOSEN = "settings section"
_ADMINISTER = Permission.ADMINISTER


@dataclass(frozen=True)
class SectionEntry:
    """One section: its key, who may see it, and where its class is."""

    key: str
    title: str
    permission: Permission
    place: str

    def make(self, context: Context) -> SettingsSection:
        """Import the section's module and make the section."""
        module, _, name = self.place.partition(":")
        kind = getattr(import_module(f"csq_desktop.ui.settings.{module}"), name)
        section: SettingsSection = kind(context)
        section.setObjectName(f"section_{self.key}")
        return section


SECTIONS = (
    SectionEntry("shop", mark("Shop", "settings"), _ADMINISTER, "shop_section:ShopSection"),
    SectionEntry(
        "hours", mark("Opening hours", "settings"), _ADMINISTER, "hours_section:HoursSection"
    ),
    SectionEntry(
        "closures", mark("Closures", "settings"), _ADMINISTER, "closures_section:ClosuresSection"
    ),
    SectionEntry(
        "deadlines",
        mark("Deadlines", "settings"),
        _ADMINISTER,
        "deadlines_section:DeadlinesSection",
    ),
    SectionEntry("users", mark("Users", "settings"), _ADMINISTER, "users_section:UsersSection"),
    SectionEntry("people", mark("People", "settings"), _ADMINISTER, "people_section:PeopleSection"),
    SectionEntry(
        "passphrase",
        mark("My passphrase", "settings"),
        Permission.SIGN_IN,
        "passphrase_section:PassphraseSection",
    ),
    SectionEntry(
        "computer",
        mark("This computer", "settings"),
        Permission.SIGN_IN,
        "computer_section:ComputerSection",
    ),
    SectionEntry(
        "backups", mark("Backups", "settings"), Permission.BACK_UP, "backups_section:BackupsSection"
    ),
    SectionEntry(
        "trail",
        mark("Audit trail", "settings"),
        Permission.READ_AUDIT_TRAIL,
        "trail_section:TrailSection",
    ),
    SectionEntry(
        "about", mark("About", "settings"), Permission.SIGN_IN, "about_section:AboutSection"
    ),
)


class SettingsPage(Page):
    """Sections are made when first shown; the chosen one outlives a change of language."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"shop", "users", "people", "settings", "complaints", "actions", "pledges", "audit"}
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
        if object_id in self.entries:
            self.chips.choose(str(object_id))

    def shown_object(self) -> int | str | None:
        return self.chips.chosen

    def primary_action(self) -> None:
        button = self.section.primary_button()
        if button is not None and button.isEnabled():
            button.click()

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
        self._stack.setCurrentIndex(list(self.sections).index(key))
