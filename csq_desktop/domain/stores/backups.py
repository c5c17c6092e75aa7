"""Backups as facts: what one holds, which ones are kept, and when the next is due."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from csq_desktop.domain.stores.recovery import RecoverySheet
from csq_desktop.domain.words.wording import count_text
from csq_desktop.texts import tr, trn

ENDING = ".csqbackup"
DAYS_KEPT, WEEKS_KEPT, MONTHS_KEPT = 7, 5, 13
LONGEST_WITH_IDENTITIES = timedelta(days=35)
DUE_AFTER = timedelta(hours=24)
CUSTOMERS, COMPLAINTS = "customer", "complaint"


@dataclass(frozen=True)
class BackupLabel:
    """What anybody can read on a backup without a key; `name` is the store's folder's."""

    store_id: str
    name: str
    made_at: datetime
    identities: bool


@dataclass(frozen=True)
class BackupOpener:
    """What opens a backup: the recovery key, or else the passphrase of a supervisor.

    Without a `user`, by name, the passphrase is the first supervisor's.
    """

    recovery_key: str | None = field(default=None, repr=False)
    user: str | None = None
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class BackupContents:
    """What a backup holds, as read after opening it with a key.

    `counts` gives the rows of each table, `sequence` and `head` (64 hex digits) the end of the
    audit trail, `revisions` the schema of each file.
    """

    label: BackupLabel
    counts: Mapping[str, int]
    sequence: int
    head: str
    revisions: Mapping[str, str]

    @property
    def customers(self) -> int:
        """How many customers it holds."""
        return self.counts.get(CUSTOMERS, 0)

    @property
    def complaints(self) -> int:
        """How many complaints it holds, with the other feedback of the same log."""
        return self.counts.get(COMPLAINTS, 0)

    @property
    def text(self) -> str:
        """What it holds in words: so many customers with archived ones, so many records."""
        customers = trn(
            "{number} customer with archived ones",
            "{number} customers with archived ones",
            self.customers,
            number=count_text(self.customers),
        )
        complaints = trn(
            "{number} record of feedback",
            "{number} records of feedback",
            self.complaints,
            number=count_text(self.complaints),
        )
        return tr(", ").join((customers, complaints))


@dataclass(frozen=True)
class MadeBackup:
    """A backup that was verified by opening it; `size` in bytes, `removed` were too old."""

    file: Path
    contents: BackupContents
    size: int
    removed: tuple[str, ...] = ()

    @property
    def customers(self) -> int:
        """How many customers it holds."""
        return self.contents.customers

    @property
    def complaints(self) -> int:
        """How many complaints it holds, with the other feedback of the same log."""
        return self.contents.complaints


@dataclass(frozen=True)
class Restored:
    """A store brought back from a backup.

    `erased` erasures made since were repeated. `has_ledger` tells whether any list of them was
    found, and `foreign` how many lists were that no supervisor of this database signed.
    """

    folder: Path
    contents: BackupContents
    erased: int = 0
    has_ledger: bool = False
    foreign: int = 0

    @property
    def erasures_text(self) -> str:
        """What became of erasures made after the backup, and what is left to do about them."""
        if self.foreign:
            return tr(
                "A list of erasures was found that no supervisor of this database signed, and was "
                "not used. Repeat them from the list that was exported last."
            )
        if self.erased:
            return trn(
                "{n} erasure made after this backup was repeated.",
                "{n} erasures made after this backup were repeated.",
                self.erased,
            )
        if self.has_ledger:
            return tr("No erasure had to be repeated.")
        return tr(
            "No list of erasures lies beside this backup or on this computer. If anybody was "
            "erased after it was made, repeat that from the list exported last."
        )

    @property
    def customers(self) -> int:
        """How many customers came back."""
        return self.contents.customers

    @property
    def complaints(self) -> int:
        """How many complaints came back."""
        return self.contents.complaints


@dataclass(frozen=True)
class Rekeyed:
    """What a change of all keys leaves to do: print the recovery key, give new passphrases."""

    recovery_code: str = field(repr=False)
    without_passphrase: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangedKeys:
    """The same for a window: the sheet to print, and who needs a new passphrase."""

    sheet: RecoverySheet
    without_passphrase: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackupState:
    """When the last verified backup was made, and what went wrong since.

    `inside` says that it stands in the store's own folder: what takes the one takes the other.
    `place_chosen` says that somebody decided where backups go, be it the usual place.
    """

    good_at: datetime | None = None
    good_file: str = ""
    inside: bool = False
    failed_at: datetime | None = None
    failure: str = ""
    place_chosen: bool = False

    @property
    def failing(self) -> bool:
        """Whether the last try failed."""
        return self.failed_at is not None

    def due(self, now: datetime) -> bool:
        """Whether a backup is to be made: none yet, the last a day ago, or the last try failed."""
        return self.failing or self.good_at is None or now - self.good_at >= DUE_AFTER


@dataclass(frozen=True)
class BackupFile:
    """A backup in a folder, as the rotation looks at it."""

    file: str
    made_at: datetime
    identities: bool


def outlived(
    backups: Sequence[BackupFile],
    now: datetime,
    zone: ZoneInfo,
    *,
    new_file: str = "",
    newest_is_here: bool = True,
) -> list[BackupFile]:
    """The backups that may be deleted, newest first; every one of `backups` was verified.

    The last backup of each of 7 days and 5 weeks is kept and, without identities, of each of
    13 months. Backups with identities are deleted after 35 days, so that an erased person is gone
    from them by then; the newest of them is kept all the same unless a newer one lies in another
    folder, and so is `new_file`, the one just made, even where the clock was set back.
    """
    newest_first = sorted(backups, key=lambda backup: (backup.made_at, backup.file), reverse=True)
    still_needed = _kept_with_identities(newest_first, now, zone) | _kept_without(
        newest_first, zone
    )
    if newest_is_here:
        still_needed |= _last_of(
            [backup for backup in newest_first if backup.identities], 1, lambda backup: backup.file
        )
    still_needed.add(new_file)
    return [backup for backup in newest_first if backup.file not in still_needed]


def lacks_month(backups: Iterable[BackupFile], now: datetime, zone: ZoneInfo) -> bool:
    """Whether this month has no backup without identities yet."""
    span = _month(zone)
    this = span(BackupFile("", now, identities=False))
    return all(backup.identities or span(backup) != this for backup in backups)


def _kept_with_identities(backups: Iterable[BackupFile], now: datetime, zone: ZoneInfo) -> set[str]:
    young = [
        backup
        for backup in backups
        if backup.identities and now - backup.made_at < LONGEST_WITH_IDENTITIES
    ]
    return _last_of(young, DAYS_KEPT, _day(zone)) | _last_of(young, WEEKS_KEPT, _week(zone))


def _kept_without(backups: Iterable[BackupFile], zone: ZoneInfo) -> set[str]:
    return _last_of(
        [backup for backup in backups if not backup.identities], MONTHS_KEPT, _month(zone)
    )


def _last_of(
    backups: Iterable[BackupFile], spans: int, span_of: Callable[[BackupFile], Hashable]
) -> set[str]:
    """The last backup of each of the latest spans of time that have one."""
    last: dict[Hashable, str] = {}
    for backup in backups:
        last.setdefault(span_of(backup), backup.file)
    return set(list(last.values())[:spans])


def _day(zone: ZoneInfo) -> Callable[[BackupFile], date]:
    return lambda backup: backup.made_at.astimezone(zone).date()


def _week(zone: ZoneInfo) -> Callable[[BackupFile], tuple[int, int]]:
    return lambda backup: backup.made_at.astimezone(zone).isocalendar()[:2]


def _month(zone: ZoneInfo) -> Callable[[BackupFile], tuple[int, int]]:
    def span(backup: BackupFile) -> tuple[int, int]:
        day = backup.made_at.astimezone(zone)
        return day.year, day.month

    return span
