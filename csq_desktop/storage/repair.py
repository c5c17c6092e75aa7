"""What a crash between the two files can leave behind, put right at the next unlock.

In WAL mode one commit over store.db and vault.db is not atomic across a crash: either half may
survive alone. A feature that writes to both registers here what finds and mends its halves:

    @repair.at_unlock("customers without identity", identities=True)
    def mend(session: Session) -> int:
        ...                       # returns how many it mended; cheap when there is nothing to do

Such functions stand in `storage/records/`, whose modules `opening` imports before they run. They
must be safe to run again. What asks for identities runs only for those who hold the vault's key.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions.desk import desk_of

Mend = Callable[[Session], int]


@dataclass(frozen=True)
class _Repair:
    name: str
    mend: Mend
    identities: bool


_repairs: dict[str, _Repair] = {}


def at_unlock(name: str, *, identities: bool = False) -> Callable[[Mend], Mend]:
    """Register a function that mends what a crash may have left; its name goes into the trail."""

    def register(mend: Mend) -> Mend:
        _repairs[name] = _Repair(name, mend, identities)
        return mend

    return register


def run(session: Session) -> list[str]:
    """Mend what is to mend, in order of names; gives the sentences of what nobody can mend.

    A record that somebody filled with nonsense must not keep everybody out: a check names it.
    """
    refusals = []
    for name, repair in sorted(_repairs.items()):
        if repair.identities and not desk_of(session).sees_identities:
            continue
        try:
            with session.begin_nested():
                count = repair.mend(session)
        except StoreDamaged as error:
            refusals.append(error.text)
            continue
        if count:
            audit.note(session, AuditAction.REPAIRED, detail={"what": name, "count": count})
    return refusals
