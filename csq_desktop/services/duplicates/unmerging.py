"""Taking a merged customer out again: what nobody changed since goes back, the rest is named."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.wording import field_text, object_text
from csq_desktop.domain.complaints.history import StandardNote
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.duplicates.facts import UnmergePlan
from csq_desktop.domain.duplicates.merging import Fate, MergeChange, fate, is_link
from csq_desktop.errors import UserError
from csq_desktop.services.duplicates import answers
from csq_desktop.services.duplicates.merging import ask, tell
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.customers import customer_merges as records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.customers.customer_merges import StoredMerge
from csq_desktop.storage.records.customers.survivors import survivor_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.texts import tr

_FOLLOWING = ("marketing",)
"""Fields that follow from the answers: they are worked out anew, whatever changed them."""


@dataclass(frozen=True)
class _Judged:
    """One change of a merge with its record now, what changed it again, and what becomes of it."""

    change: MergeChange
    row: Any
    later: list[MergeChange]
    fate: Fate


def plan(session: Session, merge_id: int) -> UnmergePlan:
    """What taking a merge back would do; nothing is changed."""
    ask(session)
    return _planned(session, _standing(session, merge_id), _judged(session, merge_id))


def unmerge(session: Session, merge_id: int) -> UnmergePlan:
    """Take a merge back; gives what went back, and what was changed since and stays."""
    ask(session)
    merge = _standing(session, merge_id)
    judged = _judged(session, merge_id)
    result = _planned(session, merge, judged)
    survivor_id = survivor_of(session, merge.survivor_id)
    back = [each.row for each in judged if _put_back(session, each)]
    records.end(session, merge_id)
    session.flush()
    tell(session, back, (result.survivor_ref, result.merged_ref), StandardNote.UNMERGED)
    answers.go_with_both(session, merge, survivor_id)
    touched = sorted({survivor_id, merge.survivor_id, merge.merged_id})
    for customer_id in touched:
        answers.settle(session, customer_id)
    records.reindex(session, touched)
    return result


def _standing(session: Session, merge_id: int) -> StoredMerge:
    """A merge that can be taken back."""
    merge = records.get(session, merge_id)
    if merge is None or merge.unmerged_at is not None:
        raise UserError(tr("These customers are not merged any more."))
    if not records.is_known(session, merge.merged_id):
        raise UserError(tr("The identity of the merged customer was erased. The merge stays."))
    return merge


def _judged(session: Session, merge_id: int) -> list[_Judged]:
    later = records.later(session, merge_id)
    merge = records.get(session, merge_id)
    assert merge is not None
    judged = []
    for change in records.changes(session, merge_id):
        row, again = records.row_of(session, change), later.get(change.cell, [])
        whole = _with_words(session, change, merge)
        judged.append(_Judged(whole, row, again, _fate(whole, row, again)))
    return judged


def _fate(change: MergeChange, row: Any, again: list[MergeChange]) -> Fate:
    if row is None:  # an import that brought it was undone, or it was erased
        return Fate.THERE
    if not change.field:
        return Fate.BACK
    return fate(change, bulk.stored(getattr(row, change.field)), again[-1] if again else None)


def _with_words(session: Session, change: MergeChange, merge: StoredMerge) -> MergeChange:
    """A change with the words of an identity, which stand in the vault alone."""
    if change.record != IdentityRow.__tablename__:
        return change
    merged = customer_records.identity(session, merge.merged_id) or Identity()
    before = records.words_before(session, change.id)
    return replace(change, before=before, after=getattr(merged, change.field))


def _put_back(session: Session, judged: _Judged) -> bool:
    """Let one change be undone, as far as it can be; whether its record went back."""
    change, row = judged.change, judged.row
    if judged.fate is Fate.LATER:
        records.begin_earlier(session, judged.later[0].id, change.id)
    if judged.fate is not Fate.BACK:
        return False
    if not change.field:
        session.delete(row)
        return False
    records.put_back(session, row, change)
    if is_link(change):
        records.forget(session, [again.id for again in judged.later])
    if isinstance(row, IdentityRow):
        records.forget_words(session, change.id)
        row.name_key = customer_records.name_key(Identity(row.name, row.other_name))
    return True


def _planned(session: Session, merge: StoredMerge, judged: list[_Judged]) -> UnmergePlan:
    survivor = customer_records.get(session, merge.survivor_id)
    since = [
        each for each in judged if each.fate is Fate.SINCE and each.change.field not in _FOLLOWING
    ]
    return UnmergePlan(
        merge_id=merge.id,
        survivor_id=survivor.id if survivor else merge.survivor_id,
        merged_id=merge.merged_id,
        survivor_ref=survivor.ref if survivor else "",
        merged_ref=complaint_records.customer_ref(session, merge.merged_id),
        back=tuple(
            each.change.record
            for each in judged
            if each.fate is Fate.BACK and is_link(each.change) and each.row.id != merge.merged_id
        ),
        changed=tuple(_named(each) for each in since),
    )


def _named(judged: _Judged) -> str:
    """What a record or a field that stays as it is now is called."""
    if isinstance(judged.row, ComplaintRow):
        return judged.row.ref
    if isinstance(judged.row, CustomerRow | IdentityRow):
        return field_text(judged.change.field)
    return object_text(judged.change.record)
