"""Cases that are about the signed-in user: what would show one of them is done by somebody else."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from csq_desktop.errors import Refused
from csq_desktop.storage.records.complaints import involved
from csq_desktop.texts import tr


def refuse(session: Session, complaint_ids: Iterable[int]) -> None:
    """Refused where one of some cases is about the signed-in user."""
    if not involved.hidden_ids(session).isdisjoint(complaint_ids):
        raise Refused(tr("One of these cases is about you. Another person has to do this."))
