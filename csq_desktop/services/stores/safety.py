"""How safe the store is: what is remembered of its checks, together with its backups."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.stores.checks import CheckState
from csq_desktop.domain.stores.moments import past
from csq_desktop.domain.stores.safety import Safety
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import one_line
from csq_desktop.domain.words.retelling import Account, retold
from csq_desktop.errors import UserError
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.bodies import StoredMoment, if_sound, to_body
from csq_desktop.storage.records.past import audit_trail as trail_records
from csq_desktop.storage.records.shop import stores as records
from csq_desktop.storage.records.shop.stores import CHECK_STATE
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr

LONGEST_REASON = 200


@dataclass(frozen=True)
class _StoredCheck:
    """What a program wrote down of its last check."""

    sound_at: StoredMoment | None = None
    seen_at: StoredMoment | None = None
    failed_at: StoredMoment | None = None
    failure: Account = ""


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
    """When the store was last found sound, and what was found wrong since.

    Only a supervisor's program checks everything: nobody else's word is taken for a sound store,
    nor for the end of what was found wrong.
    """
    stored = _stored(session)
    return CheckState(stored.sound_at, stored.seen_at, stored.failed_at, retold(stored.failure))


def _stored(session: Session) -> _StoredCheck:
    now, of_supervisor, since = desk_of(session).now(), _StoredCheck(), list[_StoredCheck]()
    for value, by_supervisor in records.history(session, CHECK_STATE):
        since.append(if_sound(_StoredCheck, value) or _StoredCheck())
        if by_supervisor:
            of_supervisor = since[-1]
            break
    failing = next((each for each in since if each.failed_at), _StoredCheck())
    seen = (past(each.seen_at, now) for each in since)
    return _StoredCheck(
        past(of_supervisor.sound_at, now), next(seen, None), failing.failed_at, failing.failure
    )


def note_sound(session: Session, *, whole: bool) -> None:
    """Write down that nothing was found wrong; only a `whole` check takes back what was."""
    before, now = _stored(session), desk_of(session).now()
    if whole:
        _keep(session, _StoredCheck(sound_at=now, seen_at=now))
    else:
        _keep(session, replace(before, seen_at=now))


def note_fault(session: Session, fault: Account) -> None:
    """Write down what is wrong, in the audit trail too where it is news."""
    before, now = _stored(session), desk_of(session).now()
    if before.failure != fault:
        audit.note(session, AuditAction.CHECK_FAILED, detail={"reason": fault})
    _keep(session, replace(before, seen_at=now, failed_at=now, failure=fault))


def leave_without_backup(session: Session, reason: str) -> None:
    """Write into the trail why the program is closed although backups fail or are overdue."""
    require(session, Permission.BACK_UP)
    short = one_line(reason)[:LONGEST_REASON]
    if not short:
        raise UserError(tr("Enter the reason for closing without a backup."))
    audit.note(session, AuditAction.LEFT_WITHOUT_BACKUP, detail={"reason": short})


def _keep(session: Session, stored: _StoredCheck) -> None:
    records.keep_setting(session, CHECK_STATE, to_body(stored))
