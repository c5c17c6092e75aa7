"""The audit trail as facts: what was done, by whom, and whether the chain still holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


class AuditAction(StrEnum):
    """What an entry says was done; features may write words of their own beside these."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"
    CREATED_MANY = "created_many"
    CHANGED_MANY = "changed_many"
    REMOVED_MANY = "removed_many"
    COVERED = "covered"
    REVEALED = "revealed"
    EXPORTED = "exported"
    PRINTED = "printed"
    COMPARED = "compared"
    VERIFIED = "verified"
    PREVIEWED = "previewed"
    PACK_FAILED = "pack_failed"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    STORE_CREATED = "store_created"
    CLOCK_SET_BACK = "clock_set_back"
    CLOCK_SET_RIGHT = "clock_set_right"
    TRAIL_BROKEN = "trail_broken"
    FILES_APART = "files_apart"
    PUT_IN_ORDER = "put_in_order"
    REPAIRED = "repaired"
    PASSPHRASE_CHANGED = "passphrase_changed"
    PASSPHRASE_SET = "passphrase_set"
    KEY_CONFIRMED = "key_confirmed"
    RECOVERY_USED = "recovery_used"
    RECOVERY_RENEWED = "recovery_renewed"
    DEADLINES_RECOMPUTED = "deadlines_recomputed"
    BACKED_UP = "backed_up"
    BACKUP_FAILED = "backup_failed"
    CHECK_FAILED = "check_failed"
    LEFT_WITHOUT_BACKUP = "left_without_backup"
    RESTORED = "restored"
    REKEYED = "rekeyed"
    ERASED = "erased"

    @property
    def label(self) -> str:
        """The action in the user's language."""
        return trc("audit", _LABELS[self])


_LABELS = {
    AuditAction.CREATED: mark("Created"),
    AuditAction.CHANGED: mark("Changed"),
    AuditAction.REMOVED: mark("Removed"),
    AuditAction.CREATED_MANY: mark("Created in bulk"),
    AuditAction.CHANGED_MANY: mark("Changed in bulk"),
    AuditAction.REMOVED_MANY: mark("Removed in bulk"),
    AuditAction.COVERED: mark("Check sums taken from here on"),
    AuditAction.REVEALED: mark("Identity shown"),
    AuditAction.EXPORTED: mark("Exported"),
    AuditAction.PRINTED: mark("Printed"),
    AuditAction.COMPARED: mark("Text compared with customers’ identities"),
    AuditAction.VERIFIED: mark("Review pack verified"),
    AuditAction.PREVIEWED: mark("Review pack previewed"),
    AuditAction.PACK_FAILED: mark("Review pack could not be made"),
    AuditAction.SIGNED_IN: mark("Signed in"),
    AuditAction.SIGN_IN_FAILED: mark("Wrong passphrase"),
    AuditAction.SIGNED_OUT: mark("Signed out"),
    AuditAction.STORE_CREATED: mark("Database created"),
    AuditAction.CLOCK_SET_BACK: mark("Computer clock set back"),
    AuditAction.CLOCK_SET_RIGHT: mark("Database clock corrected"),
    AuditAction.TRAIL_BROKEN: mark("Audit trail found broken"),
    AuditAction.FILES_APART: mark("Files found that do not belong together"),
    AuditAction.PUT_IN_ORDER: mark("Files changed from outside repaired"),
    AuditAction.REPAIRED: mark("Repaired after a crash"),
    AuditAction.PASSPHRASE_CHANGED: mark("Own passphrase changed"),
    AuditAction.PASSPHRASE_SET: mark("New passphrase set"),
    AuditAction.KEY_CONFIRMED: mark("Signing key confirmed"),
    AuditAction.RECOVERY_USED: mark("Opened with the recovery key"),
    AuditAction.RECOVERY_RENEWED: mark("New recovery sheet made"),
    AuditAction.DEADLINES_RECOMPUTED: mark("Deadlines recalculated"),
    AuditAction.BACKED_UP: mark("Backup made"),
    AuditAction.BACKUP_FAILED: mark("Backup failed"),
    AuditAction.CHECK_FAILED: mark("Check found faults"),
    AuditAction.LEFT_WITHOUT_BACKUP: mark("Program ended without a backup"),
    AuditAction.RESTORED: mark("Restored from a backup"),
    AuditAction.ERASED: mark("Personal data erased"),
    AuditAction.REKEYED: mark("All keys changed"),
}


def action_text(action: str) -> str:
    """The label of an action; of a word no feature wrote a label for, the word itself."""
    is_standard = action in AuditAction.__members__.values()
    return AuditAction(action).label if is_standard else action.replace("_", " ").capitalize()


@dataclass(frozen=True)
class AuditEntry:
    """One entry of the trail.

    `detail` holds `from` and `to` (field → value) of a change, or `fields` (field → digest, or
    names alone) where values are identities or free text, and whatever a feature noted.
    """

    sequence: int
    at: datetime
    user_id: int
    action: str
    object_type: str | None = None
    object_id: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Anchor:
    """A point of the trail written down outside it: the entry with `sequence` had this `head`.

    `head` is 64 hex digits, on paper the first of them; sequence 0 stands for a trail that nobody
    anchored yet. The vault notes the edition of the register beside it.
    """

    sequence: int = 0
    head: str = ""
    edition: int = 0

    @classmethod
    def parse(cls, typed: str) -> "Anchor":
        """An anchor as it is typed from a printed page, such as 1234:ab12 cd34 ef56; UserError."""
        match = _TYPED.fullmatch("".join(typed.split()).replace(",", "").lower())
        if match is None:
            raise UserError(
                tr(
                    "“{typed}” is not an audit code. Type the number of the entry, a "
                    "colon and at least {n} letters and digits, as printed on the last "
                    "page of a review pack: 1234:ab12 cd34 ef56.",
                    typed=typed,
                    n=FEWEST_DIGITS,
                )
            )
        return cls(int(match[1]), match[2])


FEWEST_DIGITS = 12  # of a head on paper: 48 bits, which nobody meets by trying
_TYPED = re.compile(rf"([1-9][0-9]{{0,17}}):([0-9a-f]{{{FEWEST_DIGITS},64}})")


def grouped(head: str) -> str:
    """The hex digits of a head in groups of four, to be compared by eye."""
    return " ".join(head[at : at + 4] for at in range(0, len(head), 4))


class AnchorPlace(StrEnum):
    """Where an anchor of the trail stands."""

    KEY_FILE = "key_file"
    VAULT = "vault"
    COMPUTER = "computer"

    @property
    def label(self) -> str:
        """The place in the user's language."""
        return trc("anchor", _PLACES[self])


_PLACES = {
    AnchorPlace.KEY_FILE: mark("the key file (keys.json)"),
    AnchorPlace.VAULT: mark("the vault (vault.db)"),
    AnchorPlace.COMPUTER: mark("this computer’s own note"),
}


@dataclass(frozen=True)
class AuditVerdict:
    """What checking the whole trail found.

    `rows` counts the good entries from the first on, `head` is the last good one's (64 hex
    digits), `first_bad` the sequence of the first entry that is changed, missing or out of place,
    `unmet` the anchors that the trail does not reach, or that have another head. Where the entry
    `first_bad` is chained well, and was not signed by the user it names, `not_written_by` is that
    user. `unsigned` counts entries from before there were signatures; `unconfirmed` are users whose
    keys no supervisor has confirmed yet.
    """

    rows: int
    head: str
    first_bad: int | None = None
    unmet: tuple[AnchorPlace, ...] = ()
    not_written_by: int | None = None
    unsigned: int = 0
    unconfirmed: tuple[int, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether every entry is as it was written, up to and past every anchor."""
        return self.first_bad is None and not self.unmet


@dataclass(frozen=True)
class VerifiedTrail:
    """A verdict on the trail, and what it means to a reader, in words.

    `is_off_paper`: it does not pass the point that somebody typed in from a printed page.
    """

    verdict: AuditVerdict
    words: str
    is_off_paper: bool = False

    @property
    def sound(self) -> bool:
        """Whether every entry is as it was written, and as it is on paper."""
        return self.verdict.sound and not self.is_off_paper


class TrailKind(StrEnum):
    """What somebody who reads the trail looks for."""

    SIGNING_IN = "signing_in"
    CHANGES = "changes"
    IDENTITIES = "identities"
    OUTPUT = "output"
    STORE = "store"

    @property
    def label(self) -> str:
        """The kind in the user's language."""
        return trc("audit", _KINDS[self])

    @property
    def actions(self) -> frozenset[str]:
        """The actions of this kind; of STORE, none: it is whatever belongs to no other kind."""
        return _ACTIONS.get(self, frozenset())


_KINDS = {
    TrailKind.SIGNING_IN: mark("Signing in"),
    TrailKind.CHANGES: mark("Changes"),
    TrailKind.IDENTITIES: mark("Identities shown"),
    TrailKind.OUTPUT: mark("Exports and prints"),
    TrailKind.STORE: mark("The database itself"),
}
_ACTIONS: dict[TrailKind, frozenset[str]] = {
    TrailKind.SIGNING_IN: frozenset(
        {
            AuditAction.SIGNED_IN,
            AuditAction.SIGNED_OUT,
            AuditAction.SIGN_IN_FAILED,
            AuditAction.PASSPHRASE_CHANGED,
            AuditAction.PASSPHRASE_SET,
            AuditAction.KEY_CONFIRMED,
            AuditAction.RECOVERY_USED,
            AuditAction.RECOVERY_RENEWED,
        }
    ),
    TrailKind.CHANGES: frozenset(
        {
            AuditAction.CREATED,
            AuditAction.CHANGED,
            AuditAction.REMOVED,
            AuditAction.CREATED_MANY,
            AuditAction.CHANGED_MANY,
            AuditAction.REMOVED_MANY,
            AuditAction.DEADLINES_RECOMPUTED,
        }
    ),
    TrailKind.IDENTITIES: frozenset({AuditAction.REVEALED}),
    TrailKind.OUTPUT: frozenset(
        {
            AuditAction.EXPORTED,
            AuditAction.PRINTED,
            AuditAction.COMPARED,
            AuditAction.VERIFIED,
            AuditAction.PREVIEWED,
            AuditAction.PACK_FAILED,
        }
    ),
}
CLASSIFIED = frozenset[str]().union(*_ACTIONS.values())
"""Every action that belongs to a kind other than STORE."""


@dataclass(frozen=True)
class TrailFilter:
    """Which entries are asked for; None leaves a question open. Both moments are inclusive."""

    user_id: int | None = None
    kind: TrailKind | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class TrailChange:
    """One field of an entry in words.

    Where the trail keeps no values (`shows_values` false), it says only that the field changed.
    """

    field: str
    before: str = ""
    after: str = ""
    shows_values: bool = True


@dataclass(frozen=True)
class TrailLine:
    """One entry as people read it."""

    sequence: int
    at: datetime
    who: str
    what: str
    about: str
    changes: tuple[TrailChange, ...] = ()


@dataclass(frozen=True)
class TrailPage:
    """Some entries, the newest first; `more` tells whether older ones follow."""

    lines: tuple[TrailLine, ...]
    more: bool
