"""Where the rows of the lists come from that nothing is imported into."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource
from csq_desktop.domain.checklists.facts import Template
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.customers.fields import MARKETING_FIELDS
from csq_desktop.domain.imports.targets import exported
from csq_desktop.storage.records.checklists.templates import stored_template
from csq_desktop.storage.records.customers.survivors import LISTED
from csq_desktop.storage.records.exports.reading import ExportSource
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.tables.cases.actions import ActionLinkRow as L
from csq_desktop.storage.tables.cases.actions import ActionRow as A
from csq_desktop.storage.tables.checklists import (
    ChecklistAnswerRow,
    ChecklistRunRow,
    ChecklistTemplateRow,
    PhotoRow,
)
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.imports import ImportBatchRow as B
from csq_desktop.storage.tables.packs import PackRow as P
from csq_desktop.storage.tables.pledges import PledgeRow
from csq_desktop.storage.tables.store import UserRow

R, N = ChecklistRunRow, ChecklistAnswerRow


class LeftOutConsents(NamedTuple):
    """How many customers a marketing list leaves out: who refused, and whom nobody asked."""

    refused: int
    not_asked: int


def templates(session: Session) -> dict[int, Template]:
    """Every version of every checklist by its id."""
    t = ChecklistTemplateRow
    return {key: stored_template(body) for key, body in session.execute(select(t.id, t.body))}


def left_out_of_marketing(session: Session, ids: Sequence[int] | None) -> LeftOutConsents:
    """How many customers, of some ids or of all, did not agree; archived ones are in no list."""
    query = select(CustomerRow.marketing, func.count()).where(*LISTED)
    query = query.group_by(CustomerRow.marketing)
    parts = (
        [query]
        if ids is None
        else [query.where(CustomerRow.id.in_(some)) for some in in_parts(ids)]
    )
    counts: Counter[Consent] = Counter()
    for part in parts:
        counts.update(dict(session.execute(part).all()))
    return LeftOutConsents(counts[Consent.REFUSED], counts[Consent.NOT_ASKED])


def _user_name(column: Any) -> ColumnElement[str]:
    return select(UserRow.name).where(UserRow.id == column).scalar_subquery()


def _source_ref() -> ColumnElement[str]:
    """The reference of what an action came from."""
    owners = (
        (ActionSource.COMPLAINT, ComplaintRow, ComplaintRow.ref),
        (ActionSource.CHECKLIST, R, R.ref),
        (ActionSource.PLEDGE, PledgeRow, PledgeRow.code),
    )
    refs = (
        (A.source == source, select(ref).where(row.id == A.source_id).scalar_subquery())
        for source, row, ref in owners
    )
    return case(*refs, else_="")


def _served() -> ColumnElement[int]:
    """How many complaints an action serves; the one it began at needs no link of its own."""
    held = (L.action_id == A.id, L.removed_at.is_(None))
    linked = select(func.count()).where(*held).scalar_subquery()
    is_linked = select(L.id).where(*held, L.complaint_id == A.source_id).exists()
    began = and_(A.source == ActionSource.COMPLAINT, A.source_id.is_not(None), ~is_linked)
    return linked + case((began, 1), else_=0)


def _actions(query: Select[Any]) -> Select[Any]:
    return people.joined(query.select_from(A), A)


def _checks(query: Select[Any]) -> Select[Any]:
    """Without the discarded ones."""
    return query.select_from(R).where(R.removed_at.is_(None))


def _answers(query: Select[Any]) -> Select[Any]:
    return query.select_from(N).join(R, R.id == N.run_id).where(R.removed_at.is_(None))


def _agreed(query: Select[Any]) -> Select[Any]:
    """Who agreed to direct marketing and is in the lists."""
    v = IdentityRow
    joined = query.select_from(CustomerRow).join(v, v.customer_id == CustomerRow.id)
    agreed = CustomerRow.marketing == Consent.AGREED
    return joined.where(*LISTED, agreed)


def _photos(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    counted = select(func.count()).where(*conditions, PhotoRow.removed_at.is_(None))
    return counted.scalar_subquery()


def _identity_or_record(column: str) -> Any:
    return getattr(CustomerRow, column, None) or getattr(IdentityRow, column)


ACTIONS = ExportSource(
    {
        "ref": A.ref,
        "title": A.title,
        "owner": people.shown_in(A),
        "due_on": A.due_on,
        "priority": A.priority,
        "state": A.state,
        "source": A.source,
        "source_ref": _source_ref(),
        "complaints_served": _served(),
        "created_at": A.created_at,
        "created_by": _user_name(A.created_by),
        "done_at": A.done_at,
        "done_note": A.done_note,
    },
    _actions,
    A.id,
    (A.id,),
)
CHECKS = ExportSource(
    {
        "ref": R.ref,
        "template_id": R.template_id,
        "for_day": R.for_day,
        "started_at": R.started_at,
        "started_by": _user_name(R.started_by),
        "finished_at": R.finished_at,
        "finished_by": _user_name(R.finished_by),
        "gained": R.gained,
        "possible": R.possible,
        "score": R.score,
        "failed_items": R.failed_items,
        "critical_failed": R.critical_failed,
        "late": R.late,
        "photos": _photos(PhotoRow.run_id == R.id),
        "note": R.note,
    },
    _checks,
    R.id,
    (R.for_day, R.id),
)
ANSWERS = ExportSource(
    {
        "ref": R.ref,
        "template_id": R.template_id,
        "for_day": R.for_day,
        "item_code": N.item_code,
        "choice": N.choice,
        "fails": N.fails,
        "comment": N.comment,
        "photos": _photos(PhotoRow.run_id == N.run_id, PhotoRow.item_code == N.item_code),
        "answered_at": N.answered_at,
        "answered_by": _user_name(N.answered_by),
    },
    _answers,
    N.id,
    (R.for_day, R.id, N.id),
)
MARKETING = ExportSource(
    {field.key: _identity_or_record(field.column) for field in exported(MARKETING_FIELDS)},
    _agreed,
    CustomerRow.id,
    (CustomerRow.id,),
    customer=CustomerRow.id,
)
IMPORTS = ExportSource(
    {
        "id": B.id,
        "kind": B.kind,
        "at": B.at,
        "by": _user_name(B.user_id),
        "added": B.added,
        "updated": B.updated,
        "duplicates": B.duplicates,
        "invalid": B.invalid,
        "undone_at": B.undone_at,
        "file_sha256": B.file_sha256,
    },
    lambda query: query.select_from(B),
    B.id,
    (B.id,),
)
PACKS = ExportSource(
    {
        "month": P.month,
        "version": P.version,
        "languages": P.languages,
        "issued_at": P.issued_at,
        "issued_by": _user_name(P.issued_by),
        "pages": P.pages,
        "sha256": P.sha256,
        "chain_sequence": P.chain_sequence,
        "chain_head": P.chain_head,
    },
    lambda query: query.select_from(P),
    P.id,
    (P.month, P.version),
)


def answer_ids(session: Session, check_ids: Iterable[int]) -> Iterator[int]:
    """The ids of the answers of some checks, check by check."""
    for some in in_parts(check_ids):
        by_check: dict[int, list[int]] = defaultdict(list)
        query = select(N.run_id, N.id).where(N.run_id.in_(some)).order_by(N.id)
        for check_id, answer_id in session.execute(query):
            by_check[check_id].append(answer_id)
        for check_id in some:
            yield from by_check[check_id]
