"""How safe a store is: when its backups and checks are due, and what is to be done about it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from csq_desktop.domain.stores.backups import BackupState
from csq_desktop.domain.stores.checks import CheckState
from csq_desktop.domain.words.wording import date_text
from csq_desktop.texts import tr

OVERDUE_AFTER = timedelta(days=3)  # a weekend and a day: longer than a shop is ever closed
RETRY_AFTER = timedelta(hours=1)  # a stick may be plugged in meanwhile; each try is in the trail


class Concern(StrEnum):
    """What is not as it should be with the safety of a store, the worst first."""

    DAMAGED = "damaged"
    BACKUP_FAILED = "backup_failed"
    BACKUP_LATE = "backup_late"
    BACKUPS_INSIDE = "backups_inside"
    NO_PLACE_CHOSEN = "no_place_chosen"
    CHECK_LATE = "check_late"


class ExitStep(StrEnum):
    """What stands between a user and the end of the program."""

    FREE = "free"
    OFFERED = "offered"  # a backup is due: it is offered
    HELD = "held"  # backups fail or are overdue: leaving without one needs a reason


@dataclass(frozen=True)
class Safety:
    """The backups and checks of a store as they stand at a moment.

    `founded_at` is when the store was made: until the first backup, time counts from there.
    """

    backup: BackupState
    check: CheckState
    founded_at: datetime
    now: datetime
    zone: ZoneInfo

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """What is to be mended, the worst first; empty when all is well."""
        present = {
            Concern.DAMAGED: self.check.failing,
            Concern.BACKUP_FAILED: self.backup.failing,
            Concern.BACKUP_LATE: not self.backup.failing and self.backup.due(self.now),
            Concern.BACKUPS_INSIDE: self.backup.good_at is not None and self.backup.inside,
            Concern.NO_PLACE_CHOSEN: not self.backup.place_chosen,
            Concern.CHECK_LATE: self._overdue(self.check.sound_at),
        }
        return tuple(concern for concern, there in present.items() if there)

    @property
    def exit_step(self) -> ExitStep:
        """Whether somebody who may make a backup can simply end the program."""
        if self.backup.failing or self.backup_overdue:
            return ExitStep.HELD
        return ExitStep.FREE if self._is_today(self.backup.good_at) else ExitStep.OFFERED

    @property
    def backup_overdue(self) -> bool:
        """Whether there was no good backup for longer than a shop is ever closed."""
        return self._overdue(self.backup.good_at)

    @property
    def last_backup(self) -> str:
        """When the last good backup was made, in a sentence."""
        if self.backup.good_at is None:
            return tr("No backup yet.")
        return tr("Last backup: {day}.", day=date_text(self._day(self.backup.good_at)))

    @property
    def backup_is_due(self) -> bool:
        """Whether the program makes a backup by itself now: daily, and hourly after a fault."""
        return not self._is_today(self.backup.good_at) and self._may_retry(self.backup.failed_at)

    def check_is_due(self, *, whole: bool) -> bool:
        """Whether the program checks the store by itself now; `whole` with the key of the vault."""
        if not whole:
            return not self._is_today(self.check.seen_at)
        return not self._is_today(self.check.sound_at) and self._may_retry(self.check.failed_at)

    def _may_retry(self, failed_at: datetime | None) -> bool:
        # A fault of a later time is a clock's that was ahead: it holds nothing up.
        return failed_at is None or not timedelta(0) <= self.now - failed_at < RETRY_AFTER

    def _overdue(self, last: datetime | None) -> bool:
        return self.now - (last or self.founded_at) >= OVERDUE_AFTER

    def _is_today(self, moment: datetime | None) -> bool:
        return moment is not None and self._day(moment) == self._day(self.now)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()
