"""Who works with a store: users, their roles, and what each role may do."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from csq_desktop.texts import mark, tr


class Role(StrEnum):
    """What a person is in the shop; the value is what files and tables hold."""

    SUPERVISOR = "supervisor"
    STAFF = "staff"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The role's name in the user's language."""
        return tr(_LABELS[self])

    @property
    def sees_identities(self) -> bool:
        """Whether the role's key slot holds the vault key, so it can decrypt identities."""
        return self is Role.SUPERVISOR


_LABELS = {
    Role.SUPERVISOR: mark("Supervisor"),
    Role.STAFF: mark("Staff"),
    Role.AUDITOR: mark("Auditor"),
}


@dataclass(frozen=True)
class User:
    """A named person with a passphrase of their own; `id` is unique within the store."""

    id: int
    name: str
    role: Role


class Permission(StrEnum):
    """One thing a role may or may not do; services ask for it before they act."""

    SIGN_IN = "sign_in"
    READ_CUSTOMERS = "read_customers"  # masked; identities need REVEAL_IDENTITIES
    REVEAL_IDENTITIES = "reveal_identities"
    EDIT_CUSTOMERS = "edit_customers"
    HAND_IN_IDENTITY = "hand_in_identity"
    LOG_COMPLAINTS = "log_complaints"
    ACKNOWLEDGE_COMPLAINTS = "acknowledge_complaints"
    NOTE_COMPLAINTS = "note_complaints"
    WORK_COMPLAINTS = "work_complaints"
    CLOSE_COMPLAINTS = "close_complaints"
    DEFINE_PLEDGES = "define_pledges"
    ENTER_COUNTS = "enter_counts"
    EDIT_TEMPLATES = "edit_templates"
    RUN_CHECKLISTS = "run_checklists"
    WORK_ACTIONS = "work_actions"
    WRITE_EVENTS = "write_events"
    ADD_PEOPLE = "add_people"  # a name new to the list, where something is given to somebody
    PREVIEW_PACKS = "preview_packs"
    ISSUE_PACKS = "issue_packs"
    IMPORT_FILES = "import_files"
    EXPORT_FIGURES = "export_figures"  # figures without identities
    EXPORT_FILES = "export_files"
    ADMINISTER = "administer"
    BACK_UP = "back_up"
    READ_AUDIT_TRAIL = "read_audit_trail"


_EVERYONE = frozenset({Permission.SIGN_IN, Permission.READ_CUSTOMERS, Permission.RUN_CHECKLISTS})
_GRANTED: dict[Role, frozenset[Permission]] = {
    Role.SUPERVISOR: frozenset(Permission),
    Role.STAFF: _EVERYONE
    | {
        Permission.HAND_IN_IDENTITY,
        Permission.LOG_COMPLAINTS,
        Permission.ACKNOWLEDGE_COMPLAINTS,
        Permission.NOTE_COMPLAINTS,
        Permission.ENTER_COUNTS,
        Permission.WORK_ACTIONS,
        Permission.WRITE_EVENTS,
        Permission.ADD_PEOPLE,
    },
    Role.AUDITOR: _EVERYONE
    | {Permission.PREVIEW_PACKS, Permission.EXPORT_FIGURES, Permission.READ_AUDIT_TRAIL},
}


def permissions(role: Role) -> frozenset[Permission]:
    """Everything the role may do."""
    return _GRANTED[role]


def may(role: Role, permission: Permission) -> bool:
    """Whether the role may do it."""
    return permission in _GRANTED[role]


@dataclass(frozen=True)
class UserLine:
    """A user as the settings list them; `ready` tells whether a passphrase opens their slot.

    `fingerprint` is that of the key the user signs with, empty before the first; `asks` whether it
    waits for a supervisor to confirm it.
    """

    user: User
    active: bool
    ready: bool
    since: datetime | None = None
    last_signed_in: datetime | None = None
    fingerprint: str = ""
    asks: bool = False


@dataclass(frozen=True)
class NewUser:
    """What a new user is given: a name, a role, and a first passphrase handed over in person."""

    name: str
    role: Role
    passphrase: str = field(repr=False)
