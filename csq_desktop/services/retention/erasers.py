"""What each feature erases of customers and their cases, and the texts it shows before.

`services/<noun>/erasure.py` has `erase(session, customer_ids, complaint_ids)`, which deletes or
blanks words while counts and codes stay, and `COVERS`, the tables it does so in. `TEXTS`, where it
has any, are shown first: what somebody keeps or rewrites of them, `erasing.blank` leaves alone.
"""

from collections.abc import Sequence
from functools import cache
from types import ModuleType

from sqlalchemy.orm import Session

from csq_desktop import services
from csq_desktop.domain.users import Permission
from csq_desktop.features import declared
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import require


@cache
def modules() -> tuple[ModuleType, ...]:
    """The `erasure` module of every feature that has one."""
    return tuple(declared(services, "erasure"))


def erase(session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Have every feature erase what it holds of some customers and cases."""
    require(session, Permission.ADMINISTER)
    for module in modules():
        module.erase(session, customer_ids, complaint_ids)


@cache
def covered() -> frozenset[Kind]:
    """The tables that some feature erases in."""
    return frozenset(kind for module in modules() for kind in getattr(module, "COVERS", ()))


@cache
def case_texts() -> tuple[CaseTexts, ...]:
    """The texts about a case that are shown before they go."""
    return tuple(texts for module in modules() for texts in getattr(module, "TEXTS", ()))
