"""What erasing customers takes out of problems: the words; which complaints they had stays."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.retention.erasures import NO_WORDS, TextPlace
from csq_desktop.domain.users import Permission
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.complaints import problems as records
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.complaints.ties import ProblemRow

COVERS = (ProblemRow,)
_LISTS = {"cause": lists.ROOT_CAUSES, "product": lists.PRODUCTS}


def erase(session: Session, _customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank what was written about the problems of these complaints; entries of lists stay."""
    require(session, Permission.WORK_COMPLAINTS)
    erasing.scrub(session, ProblemRow, records.of_complaints(session, complaint_ids), _without)


def _without(place: TextPlace, text: str) -> str:
    name = _LISTS.get(place.column)
    if name is not None and lists.has(name, lists.code_of(name, text)):
        return text
    return NO_WORDS if place.column == "problem_title" else ""
