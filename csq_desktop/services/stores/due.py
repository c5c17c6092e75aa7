"""Due items of the store itself: its backups and its checks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.stores.safety import Concern, Safety
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.stores import safety
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr

_A_DAY = timedelta(days=1)


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """What is to be mended, for whoever can; the others are told when a supervisor is needed."""
    safe = safety.safety(session)
    if desk_of(session).may(Permission.BACK_UP):
        for concern in safe.concerns:
            yield _item(concern, safe, now)
    elif Concern.DAMAGED in safe.concerns:
        under = tr("The last check of the database found faults.")
        yield replace(_for_others(now, now.day, under), overdue=True, vital=True)
    elif safe.backup_overdue:
        yield _for_others(now, _due_on(safe.backup.good_at, now), safe.last_backup)


def _item(concern: Concern, safe: Safety, now: Now) -> DueItem:
    backup, sound_at = safe.backup, safe.check.sound_at
    match concern:
        case Concern.DAMAGED:
            return _mend(now, "check", tr("View the result of the check"), safe.check.failure)
        case Concern.BACKUP_FAILED:
            return _mend(now, "backup", tr("Make a backup"), backup.failure)
        case Concern.BACKUP_LATE:
            on = _due_on(backup.good_at, now)
            return _due(now, "backup", tr("Make a backup"), safe.last_backup, on)
        case Concern.BACKUPS_INSIDE:
            under = tr(
                "The last backup is in the database’s own folder: if the folder is "
                "lost, both are lost."
            )
            return _due(now, "backup", tr("Choose another folder for backups"), under, now.day)
        case Concern.NO_PLACE_CHOSEN:
            under = tr("A stick or another disk survives the loss of this computer.")
            return _due(now, "backup_place", tr("Choose where backups go"), under, now.day)
    return _due(now, "check", tr("Check the database"), _last_check(sound_at, now), now.day)


def _mend(now: Now, kind: str, text: str, under: str) -> DueItem:
    """Something failed: it stands above everything else until it is mended."""
    return replace(_due(now, kind, text, under, now.day), overdue=True, vital=True)


def _due(now: Now, kind: str, text: str, under: str, on: date) -> DueItem:
    return DueItem(
        kind=kind,
        text=text,
        on=on,
        at=None,
        overdue=on < now.day,
        late_seconds=0,
        page="settings",
        object_id="backups",
        under=under,
    )


def _for_others(now: Now, on: date, under: str) -> DueItem:
    item = _due(now, "supervisor", tr("Ask a supervisor to sign in"), under, on)
    return replace(item, page="today", object_id=None)


def _due_on(good_at: datetime | None, now: Now) -> date:
    return now.day if good_at is None else _day(good_at, now) + _A_DAY


def _last_check(sound_at: datetime | None, now: Now) -> str:
    if sound_at is None:
        return tr("Never fully checked.")
    return tr("Last check without faults: {day}.", day=date_text(_day(sound_at, now)))


def _day(moment: datetime, now: Now) -> date:
    return moment.astimezone(now.zone).date()
