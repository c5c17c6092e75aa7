"""Due items of evidence: files that wait sealed, and more of them than a backup likes."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import file_size_text
from csq_desktop.services.evidence import evidence
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """Say that the files together have become large, to whoever makes backups."""
    if not desk_of(session).may(Permission.BACK_UP):
        return
    totals = evidence.totals(session)
    if totals.is_large:
        yield DueItem(
            kind="evidence_size",
            text=tr("Evidence files take {size}", size=file_size_text(totals.size)),
            on=now.day,
            at=None,
            overdue=False,
            late_seconds=0,
            page="settings",
            object_id=None,
            under=tr(
                "Backups and checks take minutes because of them. Erase the files of old cases "
                "when they are no longer needed."
            ),
        )
