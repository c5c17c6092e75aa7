"""What goes of complaints when their words do: every free text, and what it was corrected from."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ADDED_BY_MISTAKE, ActionSource
from csq_desktop.domain.users import Permission
from csq_desktop.services.settings import lists
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.privacy import erasing, forgetting
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.complaints.complaints import (
    ComplaintEventRow,
    ComplaintRoundRow,
    ComplaintRow,
)
from csq_desktop.storage.tables.complaints.promises import PromiseRow

_LISTS = {
    "cause": lists.ROOT_CAUSES,
    "product": lists.PRODUCTS,
    "text": lists.EXCLUSION_REASONS,
}


def _is_code(column: str, text: str) -> bool:
    """Whether a text is an entry of a list, which others have too, or a word of the program."""
    name = _LISTS.get(column)
    if name is None:
        return text == ADDED_BY_MISTAKE
    return lists.has(name, lists.code_of(name, text))


TEXTS = (
    CaseTexts(ComplaintRow, "id", required=frozenset({"summary", "words"}), codes=_is_code),
    # An exclusion without words would read as its end.
    CaseTexts(ComplaintEventRow, "complaint_id", required=frozenset({"text"}), codes=_is_code),
    CaseTexts(ComplaintRoundRow, "complaint_id", required=frozenset({"reason"})),
    CaseTexts(PromiseRow, "complaint_id", required=frozenset({"promised"})),
    CaseTexts(
        ActionRow,
        "source_id",
        only=(ActionRow.source == ActionSource.COMPLAINT,),
        required=frozenset({"title"}),
        codes=_is_code,
    ),
)
COVERS = tuple(texts.kind for texts in TEXTS)


def erase(session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank every free text about some complaints; those somebody looked at and kept stay."""
    require(session, Permission.ADMINISTER)
    for texts in TEXTS:
        rows = texts.ids(session, complaint_ids)
        erasing.blank(session, texts, complaint_ids)
        private_words.forget(session, texts.kind, rows, detail=forgetting.DETAIL)
    forgetting.index_anew(session, complaint_ids)
