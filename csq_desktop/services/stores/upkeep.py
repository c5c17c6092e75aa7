"""What the program does for a store by itself: in an idle moment, and when it is closed."""

from csq_desktop import log
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.services.stores import safety
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr

_logger = log.logger("upkeep")


def rest(store: Store) -> None:
    """Put what was written lately where a lost log cannot take it away, and look it over.

    For an idle moment; it does nothing when nothing was written since the last one.
    """
    store.rest()
    _look_over(store)


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
                safety.note_fault(session, _fault_text())


def _fault_text() -> str:
    return tr(
        "The quick check found a file of the store damaged. Stop working, check the store in "
        "Settings, Backups, and restore the last backup."
    )
