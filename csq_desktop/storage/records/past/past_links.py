"""Which rows belong to a record, or belonged to it once: its consents, steps, letters, links."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource
from csq_desktop.domain.audit.wording import LINKS
from csq_desktop.storage import tables
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.ties import MergeMoveRow as Moved
from csq_desktop.storage.tables.complaints.ties import MergeRow as Merge
from csq_desktop.storage.tables.customers.customers import SealedIntakeRow
from csq_desktop.storage.tables.customers.duplicates import CustomerMergeChangeRow as Changed
from csq_desktop.storage.tables.customers.duplicates import CustomerMergeRow as Joined
from csq_desktop.storage.tables.packs import AskAnswerRow, PackAskRow
from csq_desktop.storage.tables.privacy.disclosures import DisclosedCustomerRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow, SealedWordsRow
from csq_desktop.storage.tables.row import ROWS, Row, table_of

_NOT_PARTS: dict[str, tuple[Kind, ...]] = {
    # The log of disclosures and the requests of packs tell these with more than a number.
    "customer": (DisclosedCustomerRow, SealedIntakeRow),
    "action": (AskAnswerRow, PackAskRow),
}
_SAME = ("merged_into",)


@dataclass(frozen=True)
class LinkedKind:
    """A table whose rows belong to a record, and the columns that name it."""

    kind: Kind
    columns: tuple[str, ...]


@cache
def kinds(record: str) -> tuple[LinkedKind, ...]:
    """The tables whose rows belong to a kind of record, in the order of their names."""
    tables.import_all()
    return tuple(
        LinkedKind(kind, columns)
        for _, kind in sorted(ROWS.items())
        if kind.__audit__ is not None and issubclass(kind, Row)
        if kind not in _NOT_PARTS.get(record, ())
        if (columns := tuple(_naming(kind, record)))
    )


def _naming(kind: Kind, record: str) -> Iterator[str]:
    for column in table_of(kind).columns:
        refers = any(key.column.table.name == record for key in column.foreign_keys)
        named = column.name == f"{record}_id" or LINKS.get(column.name) == record
        if (refers or named) and column.name not in _SAME:
            yield column.name


def keys(session: Session, linked: LinkedKind, record: str, number: int) -> list[int]:
    """The rows of a table that belong to a record now, or that were taken from it once."""
    table = table_of(linked.kind)
    (key,) = table.primary_key.columns
    query = select(key).where(or_(*(table.c[name] == number for name in linked.columns)))
    every = {*session.scalars(query), *_moved(session, linked.kind, record, number)}
    if record == "customer" and linked.kind is ComplaintRow:
        every.update(case for case, _event in customers.linked_before(session, [number]))
    return sorted(every)


def _moved(session: Session, kind: Kind, record: str, number: int) -> Iterable[int]:
    name = kind.__tablename__
    if record == "complaint":  # what a merge gave the other record, by the merge's own list
        query = select(Moved.moved_row).join(Merge, Merge.id == Moved.merge_id)
        both = or_(Merge.survivor_id == number, Merge.merged_id == number)
        return session.scalars(query.where(Moved.moved_table == name, both))
    if record == "customer":
        changed = select(Changed.object_id).join(Joined, Joined.id == Changed.merge_id)
        both = or_(Joined.survivor_customer_id == number, Joined.merged_customer_id == number)
        return session.scalars(changed.where(Changed.record == name, both))
    return ()


def of_cases(session: Session, case_ids: Collection[int]) -> dict[str, set[int]]:
    """Everything that is about some complaints, by the kinds of objects of the audit trail."""
    if not case_ids:
        return {}
    about = {"complaint": {*case_ids}, "action": set(_begun_for(session, case_ids))}
    for linked in kinds("complaint"):
        name = str(linked.kind.__audit__)
        rows = (keys(session, linked, "complaint", number) for number in case_ids)
        about[name] = about.get(name, set()).union(*rows)
    about["letter_words"] = about["letter"]
    words = {number for kind, numbers in about.items() for number in _words(session, kind, numbers)}
    return {**about, "private_words": words, "sealed_words": words}


def _begun_for(session: Session, case_ids: Collection[int]) -> Iterable[int]:
    source = (ActionRow.source == ActionSource.COMPLAINT, ActionRow.source_id.in_(case_ids))
    return session.scalars(select(ActionRow.id).where(*source))


def _words(session: Session, kind: str, numbers: Collection[int]) -> Iterator[int]:
    """The words of the vault, and those that wait sealed, about some objects."""
    tables_of_words = (SealedWordsRow, PrivateWordsRow)
    sees = desk_of(session).sees_identities
    for table in tables_of_words if sees else tables_of_words[:1]:
        about = (table.object_type == kind, table.object_id.in_(numbers))
        yield from session.scalars(select(table.id).where(*about))
