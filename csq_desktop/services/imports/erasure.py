"""What goes of imports when a customer is erased: what undoing one would bring back."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import forgetting
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.imports import ImportChangeRow, VaultImportChangeRow

COVERS = (ImportChangeRow, VaultImportChangeRow)


def erase(session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Drop what the store remembers of rows as files brought and changed them."""
    require(session, Permission.ADMINISTER)
    forgetting.forget_imported(session, customer_ids, complaint_ids)
