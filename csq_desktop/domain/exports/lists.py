"""The lists that can be written to a file, and what each of them holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from csq_desktop.domain.actions import ACTION
from csq_desktop.domain.audit.fields import TRAIL_FIELDS
from csq_desktop.domain.breaches.fields import PRIVACY_BREACH
from csq_desktop.domain.checklists.fields import CHECK_ANSWER_FIELDS, CHECK_FIELDS
from csq_desktop.domain.customers.fields import MARKETING_FIELDS
from csq_desktop.domain.disclosures.fields import DISCLOSURE
from csq_desktop.domain.events import SHOP_EVENT
from csq_desktop.domain.fields.fields import Privacy, RecordField
from csq_desktop.domain.imports.batch_fields import BATCH_FIELDS
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.targets import TargetField, exported
from csq_desktop.domain.indicators.fields import FIGURE_FIELDS
from csq_desktop.domain.inventory.fields import INVENTORY_FIELDS
from csq_desktop.domain.packs.ask_fields import ASK_FIELDS
from csq_desktop.domain.packs.pack_runs import PACK_RUN_FIELDS
from csq_desktop.domain.packs.packs import PACK_FIELDS
from csq_desktop.domain.refusals.facts import REFUSAL
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


@dataclass(frozen=True)
class ExportedList:
    """One list: its label, marked in the context "export", its columns, and who may write it.

    One that can be imported too is called what that kind of import is. `identities`: its rows name
    people, so only who holds the vault's key can write them.
    """

    key: str
    name: str
    records: tuple[RecordField, ...]
    permission: Permission = Permission.EXPORT_FILES
    identities: bool = False
    imported: bool = False

    @property
    def label(self) -> str:
        """What the list is called, in the user's language."""
        return ImportKind(self.key).label if self.imported else trc("export", self.name)

    @cached_property
    def fields(self) -> tuple[TargetField, ...]:
        """The columns, in the order they are written."""
        return exported(self.records)

    @property
    def customers(self) -> bool:
        """Whether its rows are about customers, by name or by number."""
        return self.key in (COMPLAINTS, CUSTOMERS, MARKETING)

    @property
    def has_free_text(self) -> bool:
        """Whether it has people's own words, in which somebody may be named."""
        return any(
            each.privacy is Privacy.FREE_TEXT and each.file is not None and each.file.exported
            for each in self.records
        )

    @property
    def asks_purpose(self) -> bool:
        """Whether it may speak of people, so that it goes out for a purpose alone."""
        return self.identities or self.has_free_text


COMPLAINTS, CUSTOMERS = ImportKind.COMPLAINTS.value, ImportKind.CUSTOMERS.value
PLEDGE_COUNTS = ImportKind.PLEDGE_COUNTS.value
MARKETING, ACTIONS, EVENTS = "marketing", "actions", "events"
CHECKS, ANSWERS = "checks", "answers"
TRAIL, IMPORTS, PACKS, FIGURES = "trail", "imports", "packs", "figures"
PACK_LOG, REQUESTS = "pack_log", "requests"
DISCLOSURES, PRIVACY_REQUESTS, REFUSALS = "disclosures", "data_requests", "refusals"
BREACHES = "data_breaches"
INVENTORY = "data_inventory"


def _imported(kind: ImportKind) -> ExportedList:
    declared = kind.declared
    return ExportedList(
        kind.value,
        declared.label,
        declared.fields,
        identities=declared.identities,
        imported=True,
    )


_LISTS = (
    *map(_imported, ImportKind),
    ExportedList(
        MARKETING, mark("Customers for direct marketing", "export"), MARKETING_FIELDS,
        identities=True,
    ),
    ExportedList(ACTIONS, mark("Actions", "export"), ACTION.fields),
    ExportedList(EVENTS, mark("Events", "export"), SHOP_EVENT.fields),
    ExportedList(CHECKS, mark("Checks", "export"), CHECK_FIELDS),
    ExportedList(ANSWERS, mark("Answers of checks", "export"), CHECK_ANSWER_FIELDS),
    ExportedList(TRAIL, mark("Audit trail", "export"), TRAIL_FIELDS, Permission.READ_AUDIT_TRAIL),
    ExportedList(
        DISCLOSURES,
        mark("Disclosure log", "export"),
        DISCLOSURE.fields,
        Permission.READ_AUDIT_TRAIL,
    ),
    ExportedList(
        PRIVACY_REQUESTS,
        mark("Data requests", "export"),
        PRIVACY_REQUEST.fields,
        Permission.READ_AUDIT_TRAIL,
    ),
    ExportedList(
        REFUSALS,
        mark("Log book of refusals", "export"),
        REFUSAL.fields,
        Permission.READ_AUDIT_TRAIL,
    ),
    ExportedList(
        BREACHES,
        mark("Register of data breaches", "export"),
        PRIVACY_BREACH.fields,
        Permission.READ_AUDIT_TRAIL,
    ),
    ExportedList(
        INVENTORY,
        mark("Data inventory", "export"),
        INVENTORY_FIELDS,
        Permission.READ_AUDIT_TRAIL,
    ),
    ExportedList(IMPORTS, mark("Imports", "export"), BATCH_FIELDS),
    ExportedList(
        PACKS, mark("Issued review packs", "export"), PACK_FIELDS, Permission.EXPORT_FIGURES
    ),
    ExportedList(
        PACK_LOG, mark("Log of review packs", "export"), PACK_RUN_FIELDS, Permission.EXPORT_FIGURES
    ),
    ExportedList(
        REQUESTS, mark("Requests to management", "export"), ASK_FIELDS, Permission.EXPORT_FIGURES
    ),
    ExportedList(
        FIGURES, mark("Figures of 24 months", "export"), FIGURE_FIELDS, Permission.EXPORT_FIGURES
    ),
)  # fmt: skip
LISTS: Mapping[str, ExportedList] = {each.key: each for each in _LISTS}
"""Every list by its key, in the order it is offered."""


def list_of(key: str) -> ExportedList:
    """The list with a key; a UserError where there is none."""
    if key not in LISTS:
        raise UserError(tr("“{kind}” cannot be exported.", kind=key))
    return LISTS[key]
