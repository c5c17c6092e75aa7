"""The other records of a case, as its page shows them."""

from sqlalchemy.orm import Session

from csq_desktop.domain.merges.facts import CaseTies, Merge, SplitTie
from csq_desktop.storage.records.complaints import merges as records
from csq_desktop.storage.records.shop import users as user_records


def ties(session: Session, complaint_id: int) -> CaseTies:
    """What a case was merged with, and what was split off it."""
    return CaseTies(merges(session, complaint_id), splits(session, complaint_id))


def merges(session: Session, complaint_id: int) -> tuple[Merge, ...]:
    """The merges in force that a case is in: what went on in it, and what it went on in."""
    return tuple(
        Merge(
            id=row.id,
            survivor=records.ref(session, row.survivor_id),
            merged=records.ref(session, row.merged_id),
            merged_at=row.merged_at,
            merged_by=user_records.name_of(session, row.merged_by),
            merge_reason=row.merge_reason,
        )
        for row in records.of_case(session, complaint_id)
    )


def splits(session: Session, complaint_id: int) -> tuple[SplitTie, ...]:
    """The cases that were split off this one, and the one it was split off."""
    return tuple(
        SplitTie(
            other=records.ref(session, tie.split_from_id if came else tie.split_to_id),
            came_from_other=came,
            split_at=tie.split_at,
            split_reason=tie.split_reason,
        )
        for tie in records.splits(session, complaint_id)
        for came in [tie.split_to_id == complaint_id]
    )
