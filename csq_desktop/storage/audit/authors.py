"""Whose name an entry may say: a record tells who did it, and that is whoever wrote the entry.

Signatures prove who wrote an entry, and every user can sign a lie in the own name.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.storage.audit.bulk_digests import DigestPart
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.audit.signatures import REGISTER
from csq_desktop.storage.tables.row import table_of

_ONE = frozenset((AuditAction.CREATED, AuditAction.CHANGED))
_MANY = frozenset((AuditAction.CREATED_MANY, AuditAction.CHANGED_MANY))

# Who was a supervisor once: so says an entry of one who is.
_PROMOTED = (
    "SELECT sequence, user_id, object_id FROM audit_entry "
    "WHERE object_type = 'user' AND json_valid(detail) "
    "AND 'supervisor' IN (detail ->> '$.from.role', detail ->> '$.to.role') "
    "AND user_id IN (SELECT value FROM json_each(?)) ORDER BY sequence"
)

# Tables whose rows are as a whole what somebody said: who changes one has said it, and is named.
_SAID_BY = {
    "checklist_answer": "answered_by",
    "complaint_event": "user_id",
    "pledge_count": "entered_by",
    "pledge_month": "written_by",
}


class Promotion(NamedTuple):
    """An entry, its writer, and the user of whom it says that they are or were a supervisor."""

    sequence: int
    writer: int
    user_id: int


def promotions(session: Session) -> list[Promotion]:
    """The entries by which supervisors say of others that they are or were supervisors too."""
    supervisors = json.dumps([*session.info[REGISTER]().supervisors])
    rows = session.connection().exec_driver_sql(_PROMOTED, (supervisors,))
    return [Promotion(*row) for row in rows]


def ever_supervisors(session: Session) -> frozenset[int]:
    """Who is a supervisor by keys.json, leavers too, and whom their entries say it of."""
    supervisors: frozenset[int] = session.info[REGISTER]().supervisors
    return supervisors.union(each.user_id for each in promotions(session))


@cache
def actors(kind: Kind) -> frozenset[str]:
    """The columns that say who did it; a person of the list is somebody, and did nothing."""
    names = table_of(kind).columns.keys()
    is_person = kind.__audit__ == "person"
    return frozenset(
        name for name in names if name.endswith("_by") or (name == "user_id" and not is_person)
    )


class Authors:
    """Whether the entries about one table name nobody else than their writer as who did it."""

    def __init__(self, kind: Kind, supervisors: Collection[int]) -> None:
        self._actors, self._supervisors = actors(kind), supervisors
        self._said_by = _SAID_BY.get(str(kind.__audit__))

    def names_only(self, user_id: int, action: str, detail: Mapping[str, Any]) -> bool:
        """Whether an entry about one record names its writer alone, or nobody."""
        told = detail.get("to", {}) if action in _ONE else {}
        values = (told[name] for name in self._actors & told.keys())
        return all(value is None or (type(value) is int and value == user_id) for value in values)

    def in_another_name(self, entries: Iterable[tuple[int, Any, str, Any]]) -> Iterator[int]:
        """The entries of a record, by number, that change what somebody else is named for.

        Of a record that was written with many, who is named for it stands in no entry.
        """
        speaker: object = None
        for sequence, user_id, action, detail in entries if self._said_by else ():
            if action not in _ONE or not isinstance(detail, Mapping):
                speaker = None
            elif self._said_by in detail.get("to", {}):
                speaker = detail["to"][self._said_by]
            elif speaker not in (None, user_id):
                yield sequence

    def judges(self, action: str) -> bool:
        """Whether an entry about many records can name anybody."""
        return bool(self._actors) and action in _MANY

    def names_only_in_many(
        self, user_id: int, action: str, detail: Mapping[str, Any], parts: Iterable[DigestPart]
    ) -> bool:
        """The same of an entry about many records, by its digests.

        What an upgrade made over is a supervisor's to tell. A supervisor who undoes an import puts
        back who had entered a day's count before; nobody else writes that in another's name, for
        who corrects a count has entered it.
        """
        bound = self._actors
        if user_id in self._supervisors:
            if "because" in detail:
                return True
            if "undone" in detail and action == AuditAction.CHANGED_MANY:
                bound = bound - {"entered_by"}
        return all(part.holds_only(bound, user_id) for part in parts)
