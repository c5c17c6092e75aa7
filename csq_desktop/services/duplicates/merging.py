"""Merging a customer into another, with everything that is theirs."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StandardNote, StepFacts
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.duplicates.facts import (
    CUSTOMER_CHOICES,
    IDENTITY_CHOICES,
    MergedCustomer,
    NewMerge,
)
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.duplicates import answers
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.customers import customer_merges as records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.customers.survivors import survivor_of
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.texts import tr

_TOLD = ("statement_version", "statement_channel")


def merge(session: Session, new: NewMerge) -> int:
    """Merge a customer into another: everything moves, both numbers stay; gives the merge's id.

    An opt-out of either stands. The identity of the one who is merged stays in the vault.
    """
    ask(session)
    survivor, merged = both(session, new.survivor_id, new.merged_id)
    stands = answers.of_both(session, survivor, merged)
    merge_id = records.add(session, survivor.id, merged.id)
    moved = records.move(session, merge_id, merged.id, survivor.id)
    records.change(session, merge_id, merged, "merged_into", survivor.id)
    tell(session, moved, (merged.ref, survivor.ref), StandardNote.MERGED)
    _take_values(session, merge_id, (survivor, merged), new.taken)
    _take_statement(session, merge_id, survivor, merged)
    if merged.archived_at is None:
        records.change(session, merge_id, survivor, "archived_at", None)
    session.flush()
    answers.keep_opt_outs(session, merge_id, survivor, stands)
    records.reindex(session, (survivor.id, merged.id))
    return merge_id


def into(session: Session, customer_id: int) -> tuple[MergedCustomer, ...]:
    """Who was merged into a customer and can be taken out again, the latest first."""
    require(session, Permission.READ_CUSTOMERS)
    return records.into(session, survivor_of(session, customer_id))


def ask(session: Session) -> None:
    """Refused to whoever may not change customers and see who they are."""
    require(session, Permission.EDIT_CUSTOMERS)
    require(session, Permission.REVEAL_IDENTITIES)
    desk_of(session).require_identities()


def both(session: Session, first_id: int, second_id: int) -> tuple[CustomerRow, CustomerRow]:
    """Two customers as they stand now; a UserError where they are one, or one is gone."""
    rows = [customer_records.get(session, each) for each in (first_id, second_id)]
    first, second = rows
    if first is None or second is None or first.anonymised_at or second.anonymised_at:
        raise UserError(tr("This customer has been removed."))
    if first is second:
        raise UserError(tr("Both numbers belong to the same customer already."))
    return first, second


def tell(
    session: Session, moved: Iterable[object], refs: tuple[str, str], note: StandardNote
) -> None:
    """Write into the history of complaints that they are somebody else's now, and why."""
    before, after = refs
    facts = StepFacts(before=before, after=after, note=note)
    for row in moved:
        if isinstance(row, ComplaintRow):
            complaint_records.add_event(session, row.id, EventKind.CUSTOMER, facts=facts)


def _take_values(
    session: Session,
    merge_id: int,
    rows: tuple[CustomerRow, CustomerRow],
    taken: Collection[str],
) -> None:
    """Give the survivor the values that were chosen of the other."""
    survivor, merged = rows
    for key in CUSTOMER_CHOICES:
        if key in taken:
            records.change(session, merge_id, survivor, key, getattr(merged, key))
    identities = {row.customer_id: row for row in records.identity_rows(session, survivor, merged)}
    own, other = identities.get(survivor.id), identities.get(merged.id)
    if own is None or other is None:
        raise UserError(tr("The identity of one of the two is gone. They cannot be merged."))
    for key in IDENTITY_CHOICES:
        if key in taken and getattr(own, key) != getattr(other, key):
            records.change_identity(session, merge_id, own, key)
            setattr(own, key, getattr(other, key))
    own.name_key = customer_records.name_key(Identity(own.name, own.other_name))


def _take_statement(
    session: Session, merge_id: int, survivor: CustomerRow, merged: CustomerRow
) -> None:
    """Where the survivor was not given the collection statement, the other's counts for both.

    Who merges says so: in the trail nobody writes another's name.
    """
    if survivor.statement_version or not merged.statement_version or merged.statement_at is None:
        return
    desk = desk_of(session)
    on = merged.statement_on or merged.statement_at.astimezone(desk.zone).date()
    for key in _TOLD:
        records.change(session, merge_id, survivor, key, getattr(merged, key))
    records.change(session, merge_id, survivor, "statement_on", on)
    records.change(session, merge_id, survivor, "statement_at", desk.now())
    records.change(session, merge_id, survivor, "statement_by", desk.user.id)
