"""The end of the audit trail as each backup holds it, sealed: the trail must still pass there."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import Anchor
from csq_desktop.errors import UserError
from csq_desktop.services.stores import backups
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.backup import container
from csq_desktop.storage.records.checklists import checks as records
from csq_desktop.storage.store import store_of

MOST = 30


@dataclass(frozen=True)
class SealedEnd:
    """The end that one backup holds; `holds` says whether the trail still passes there."""

    file: str
    end: Anchor
    holds: bool


def compared(session: Session) -> tuple[SealedEnd, ...]:
    """The backups in the folder they go to, the newest thirty; only a supervisor's key opens them.

    Those from before the store was restored belong to a trail that it left, and those under keys
    that were changed since do not open: neither is compared.
    """
    store, place = store_of(session), backups.folder(session)
    ring = store.keyring
    # Anybody else's word for it would only hide a trail that was cut short.
    restored = records.last_restored(session, store.register().supervisors)
    ends = []
    for backup in backups.in_folder(session)[:MOST]:
        if restored is not None and backup.made_at <= restored:
            continue
        file = place / backup.file
        try:
            census = container.read_manifest(file, container.read_front(file), ring).census
        except UserError:
            continue
        end = Anchor(census.sequence, census.head)
        ends.append(SealedEnd(backup.file, end, audit.holds(session.connection(), end)))
    return tuple(ends)
