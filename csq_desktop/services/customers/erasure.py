"""What goes of customers when they are erased: who they are, and who said so of their consents."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import forgetting
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.customers.customers import ConsentRow, IdentityRow, SealedIntakeRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow, SealedWordsRow

COVERS = (IdentityRow, ConsentRow, SealedIntakeRow, PrivateWordsRow, SealedWordsRow)


def erase(session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Empty identities, and let go of callers who wait sealed."""
    require(session, Permission.ADMINISTER)
    forgetting.forget_identities(session, customer_ids)
    forgetting.forget_sealed(session, complaint_ids=complaint_ids)
