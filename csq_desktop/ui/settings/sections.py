"""The sections of the settings, in their order, and who may see them."""

from dataclasses import dataclass
from importlib import import_module

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark
from csq_desktop.ui.context import Context
from csq_desktop.ui.settings.section import SettingsSection

BACKUPS = "backups"
BACK_UP = "back up"
"""What the page is asked to show where a backup is to be made at once."""
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
    SectionEntry(
        "escalation",
        mark("Escalation", "settings"),
        _ADMINISTER,
        "escalation_section:EscalationSection",
    ),
    SectionEntry(
        "letters", mark("Letters", "settings"), _ADMINISTER, "letters_section:LetterheadSection"
    ),
    SectionEntry(
        "closing",
        mark("Closing", "settings"),
        _ADMINISTER,
        "closing_section:ClosingRulesSection",
    ),
    SectionEntry(
        "limits",
        mark("Limits for remedies", "settings"),
        _ADMINISTER,
        "limits_section:LimitsSection",
    ),
    SectionEntry("lists", mark("Lists", "settings"), _ADMINISTER, "lists_section:ListsSection"),
    SectionEntry("users", mark("Users", "settings"), _ADMINISTER, "users_section:UsersSection"),
    SectionEntry("people", mark("People", "settings"), _ADMINISTER, "people_section:PeopleSection"),
    SectionEntry(
        "absences",
        mark("Absences", "settings"),
        _ADMINISTER,
        "absences_section:AbsencesSection",
    ),
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
        BACKUPS, mark("Backups", "settings"), Permission.BACK_UP, "backups_section:BackupsSection"
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
