"""How safe the store is: what is remembered of its checks, together with its backups."""

from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.names import one_line
from csq_desktop.domain.stores.checks import CheckState
from csq_desktop.domain.stores.safety import Safety
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records import audit_trail as trail_records
from csq_desktop.storage.records import stores as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr

LONGEST_REASON = 200
_CHECK = "check_state"
_MOMENTS = ("sound_at", "seen_at", "failed_at")


def safety(session: Session) -> Safety:
    """The backups and checks of the store as they stand now."""
    now = desk_of(session).now()
    return Safety(
        backups.state(session),
        check_state(session),
        trail_records.first_moment(session) or now,
        now,
        shop.zone(session),
    )


def check_state(session: Session) -> CheckState:
    """When the store was last found sound, and what was found wrong since."""
    value = records.setting(session, _CHECK)
    if not isinstance(value, dict):
        return CheckState()
    moments = {name: value.get(name) for name in _MOMENTS}
    return CheckState(
        failure=value["failure"],
        **{name: datetime.fromisoformat(at) if at else None for name, at in moments.items()},
    )


def note_sound(session: Session, *, whole: bool) -> None:
    """Write down that nothing was found wrong; only a `whole` check takes back what was."""
    before, now = check_state(session), desk_of(session).now()
    if whole:
        _keep(session, CheckState(sound_at=now, seen_at=now))
    else:
        _keep(session, CheckState(before.sound_at, now, before.failed_at, before.failure))


def note_fault(session: Session, sentence: str) -> None:
    """Write down what is wrong, in the audit trail too where it is news."""
    before, now = check_state(session), desk_of(session).now()
    if before.failure != sentence:
        audit.note(session, AuditAction.CHECK_FAILED, detail={"reason": sentence})
    _keep(session, CheckState(before.sound_at, now, now, sentence))


def leave_without_backup(session: Session, reason: str) -> None:
    """Write into the trail why the program is closed although backups fail or are overdue."""
    require(session, Permission.BACK_UP)
    short = one_line(reason)[:LONGEST_REASON]
    if not short:
        raise UserError(tr("Write why you close without a backup."))
    audit.note(session, AuditAction.LEFT_WITHOUT_BACKUP, detail={"reason": short})


def _keep(session: Session, state: CheckState) -> None:
    moments = {name: getattr(state, name) for name in _MOMENTS}
    value = {name: at.isoformat() if at else None for name, at in moments.items()}
    records.keep_setting(session, _CHECK, {**value, "failure": state.failure})
