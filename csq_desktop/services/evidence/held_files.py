"""Evidence files of a customer's cases, for the copy of an access request."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.evidence.facts import EvidenceFile, FilePlace
from csq_desktop.domain.requests.held_files import HeldFile
from csq_desktop.domain.users import Permission
from csq_desktop.services.evidence import evidence
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.cases import evidence as records
from csq_desktop.storage.records.privacy import requests as request_records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr, trc


def files(session: Session, customer_id: int) -> Iterator[HeldFile]:
    """Every file of the customer's cases; of one that may show others its blacked-out copy."""
    require(session, Permission.REVEAL_IDENTITIES)
    for case in request_records.complaints_of(session, customer_id):
        of_case = records.of_case(session, case.id)
        copies = {each.copy_of: each for each in of_case if each.is_copy and each.is_readable}
        yield from (_held(case.ref, file, copies) for file in of_case)


def content(session: Session, key: int) -> bytes:
    """The content of one of them."""
    require(session, Permission.REVEAL_IDENTITIES)
    return evidence.content_of(session, evidence.row_of(session, key))


def _held(ref: str, file: EvidenceFile, copies: Mapping[int | None, EvidenceFile]) -> HeldFile:
    why_not = _why_not(ref, file, copies)
    return HeldFile(
        key=file.id,
        name=_name(ref, file),
        about=tr(" · ").join(_about(file)),
        at=file.added_at,
        why_not=why_not,
        to_be_judged=bool(why_not) and file.is_readable,
    )


def _name(ref: str, file: EvidenceFile) -> str:
    return tr("{ref} file {n}", ref=ref, n=file.number) + file.kind.ending


def _about(file: EvidenceFile) -> Sequence[str]:
    category = lists.label(lists.EVIDENCE_CATEGORIES, file.category)
    copy = trc("held", "blacked-out copy") if file.is_copy else ""
    return tuple(filter(None, (category, file.note, copy)))


def _why_not(ref: str, file: EvidenceFile, copies: Mapping[int | None, EvidenceFile]) -> str:
    if file.place is FilePlace.ERASED:
        return tr("Its content has been erased.")
    if not file.place.is_private:
        return ""
    copy = copies.get(file.id)
    if copy is not None:
        return tr("Other people may be seen in it. {name} is its blacked-out copy.",
                  name=_name(ref, copy))  # fmt: skip
    return tr("Other people may be seen in it, and it has not been blacked out.")
