"""What the program does for a store by itself: in an idle moment, and when it is closed."""

from csq_desktop import log
from csq_desktop.domain.stores.checks import CheckReport
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.retelling import account_of, listening
from csq_desktop.errors import Cancelled, StoreDamaged, UserError
from csq_desktop.services.complaints import escalations
from csq_desktop.services.stores import backups, checks, safety
from csq_desktop.services.stores.progress import Progress
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr

_logger = log.logger("upkeep")


def rest(store: Store) -> None:
    """Put what was written lately where a lost log cannot take it away, and look it over.

    It does nothing when nothing was written since the last one.
    """
    store.rest()
    _look_over(store)


def escalate(store: Store) -> None:
    """Write the levels that complaints have reached into their histories; a read, mostly."""
    with store.reading() as session:
        waits = desk_of(session).may(Permission.NOTE_COMPLAINTS) and escalations.unwritten(session)
    if waits:
        with store.writing() as session:
            escalations.write_down(session)


def look_after(store: Store, progress: Progress | None = None) -> bool:
    """What an idle moment is good for: a rest and, once a day, a backup and a check of everything.

    The key of a supervisor makes backups and opens both files; others check what theirs opens. What
    is refused or found wrong is remembered for the first page. True when the safety of the store
    may have changed.
    """
    escalate(store)
    rest(store)
    with store.reading() as session:
        safe, may = safety.safety(session), desk_of(session).may
        backs_up = safe.backup_is_due and may(Permission.BACK_UP)
        checks_now = safe.check_is_due(whole=store.sees_identities)
    if backs_up:
        _back_up(store, progress)
    if checks_now:
        _check(store, progress)
    return backs_up or checks_now


def check(store: Store, progress: Progress | None = None) -> CheckReport:
    """Check everything the user's key and role allow, and remember what came of it."""
    with store.reading() as session:
        reads_trail = desk_of(session).may(Permission.READ_AUDIT_TRAIL)
    with listening() as listener:
        report = (checks.check if reads_trail else checks.check_files)(store, progress)
    with store.writing() as session:
        if report.sound:
            safety.note_sound(session, whole=store.sees_identities)
        else:
            safety.note_fault(session, listener.account(report.first_fault))
    return report


def _back_up(store: Store, progress: Progress | None) -> None:
    """A refusal is remembered by the backup itself, and must not keep the check from its turn."""
    try:
        backups.make(store, progress=progress)
    except Cancelled:
        raise
    except UserError:
        _logger.exception("the daily backup was refused")


def _check(store: Store, progress: Progress | None) -> None:
    """A check that trips over what it finds must not end the program soon after each sign-in."""
    try:
        check(store, progress)
    except UserError:
        raise
    except Exception:
        _logger.exception("the daily check broke off")
        with store.writing() as session:
            safety.note_fault(session, account_of(_broken_off_text))


def close(store: Store) -> None:
    """Look over the files once more, write down what is wrong with them, and close the store.

    The store is closed whatever happens; the look takes half a second per 100 MB, and nothing when
    nothing was written since the last one.
    """
    try:
        _look_over(store)
    except UserError:
        _logger.exception("the files were not looked over")
    finally:
        store.close()


def _look_over(store: Store) -> None:
    try:
        findings = store.quick_check()
    except StoreDamaged as error:  # so damaged that the check itself cannot go on
        findings = (error.text,)
    if findings:
        _logger.error("quick check: %s", "; ".join(findings))
        with store.writing() as session:
            if not safety.check_state(session).failing:
                safety.note_fault(session, account_of(_fault_text))


def _fault_text() -> str:
    return tr(
        "The quick check found a damaged file. Stop working, check the database in "
        "Settings, Backups, and restore the last backup."
    )


def _broken_off_text() -> str:
    return tr(
        "The check of the database stopped at something it could not read. Check the "
        "database in Settings, Backups, and compare it with the last backup."
    )
