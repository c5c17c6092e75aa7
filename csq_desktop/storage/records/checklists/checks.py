"""Queries of a check: whether the records of a store agree with each other."""

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.measures import MeasureId
from csq_desktop.storage.audit import authors
from csq_desktop.storage.records.complaints.references import TABLES, front
from csq_desktop.storage.records.shop.stores import SUPERVISORS_SETTINGS
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.checklists import PhotoRow
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.storage.tables.shop.shop import ReferenceRow
from csq_desktop.storage.tables.store import KEY_FILE_COPY, KeyFileCopyRow

_LOSSES = (AuditAction.TRAIL_BROKEN, AuditAction.FILES_APART, AuditAction.PUT_IN_ORDER)
_SUPERVISORS_ONLY = ", ".join(
    f"'{action}'"
    for action in (
        *(AuditAction.CLOCK_SET_RIGHT, AuditAction.RESTORED, AuditAction.REKEYED),
        *(AuditAction.KEY_CONFIRMED, AuditAction.RECOVERY_RENEWED, AuditAction.COVERED),
        AuditAction.ERASED,
    )
)
_OF_READERS = ", ".join(
    f"'{action}'"
    for action in (
        *(AuditAction.PREVIEWED, AuditAction.PACK_FAILED, AuditAction.EXPORTED),
        *(AuditAction.PRINTED, AuditAction.VERIFIED),
    )
)
"""What others do with records of supervisors too: look at them, print them, take them along."""
SUPERVISORS_RECORDS = (
    *("shop_setting", "closure", "list_entry", "checklist_template", "pledge", "pledge_version"),
    *("complaint_round", "pack_definition", "pack_ask", "ask_answer"),
    *("import_batch", "import_change", "saved_mapping"),
    "absence",
    *("complaint_merge", "complaint_merge_move", "complaint_split", "problem", "problem_case"),
    *("complaint_referral", "repeat_dismissal", "remedy_request"),
    *("erasure", "legal_hold", "retention_left"),
    *("data_breach", "breach_decision", "breach_customer", "breach_notice"),
    *("breach_words", "breach_text"),
    *("customer_merge", "customer_merge_change", "different_customers"),
    *("complaint_cause", "cause_why", "letter", "letter_words", "letter_template", "receipt"),
    *("customer", "identity", "consent", "collection_statement", "privacy_statement"),
    *("data_request", "requester", "correction_notice", "refusal"),
    *("disclosure", "disclosed_customer"),
    *("private_words", "vault_import_change", "vault_secret"),
)
"""Tables, by their names in the trail, that nobody but supervisors writes anything into."""
_SUPERVISORS_TABLES = ", ".join(f"'{name}'" for name in ("pack", *SUPERVISORS_RECORDS))
_SUPERVISORS_FACTS = ", ".join(
    f"'{name}'"
    for name in (
        *("excluded_reason", "removed_at", "received_at", "severity", "waiting_since"),
        *("resolved_at", "closed_at", "finding", "remedy_kind", "remedy_cents", "reopened_count"),
    )
)
"""What nobody else changes of a complaint once it is logged: it would be counted otherwise."""
_SUPERVISORS_KEYS = ", ".join(f"'[\"{name}\"]'" for name in SUPERVISORS_SETTINGS)
_OVERREACHING = (
    f"SELECT sequence, user_id FROM audit_entry WHERE (action IN ({_SUPERVISORS_ONLY}) "
    f"OR (object_type IN ({_SUPERVISORS_TABLES}) AND action NOT IN ({_OF_READERS})) "
    "OR (object_type = 'complaint' AND action = 'changed' AND CASE WHEN json_valid(detail) THEN "
    "EXISTS (SELECT 1 FROM json_each(detail, '$.to') AS fact "
    f"WHERE fact.key IN ({_SUPERVISORS_FACTS})) END) "
    "OR (object_type = 'store_setting' AND json_valid(detail) "
    f"AND detail -> '$.key' IN ({_SUPERVISORS_KEYS}))) "
    "AND user_id NOT IN (SELECT value FROM json_each(?)) ORDER BY sequence LIMIT ?"
)
_NUMBERS = (
    "SELECT COUNT(DISTINCT number), COALESCE(MAX(number), 0) FROM "
    "(SELECT CAST(SUBSTR(ref, :start) AS INTEGER) AS number FROM {table} WHERE ref GLOB :form)"
)
_DIGITS = "[0-9]" * 4
_OF_A_YEAR = ("CAST(SUBSTR(ref, {}, 4) AS INTEGER)", f"{_DIGITS}-[0-9]*")
_OF_NO_YEAR = ("0", f"{_DIGITS}[0-9]*")
_TAKEN_OUT = (
    "SELECT COALESCE(SUM(added - (SELECT COUNT(*) FROM customer WHERE batch_id = import_batch.id)),"
    " 0) FROM import_batch WHERE kind = 'customers' AND undone_at IS NOT NULL"
)
# Those in the span of an undone import are counted there already.
_ERASED = (
    "SELECT (SELECT COALESCE(SUM(json_extract(counts, '$.customers')), 0) FROM erasure "
    "WHERE mode = 'erase') - (SELECT COUNT(*) FROM erasure, json_each(records) AS gone "
    "JOIN import_batch AS b ON gone.value BETWEEN b.first_id AND b.last_id "
    "WHERE mode = 'erase' AND b.kind = 'customers' AND b.undone_at IS NOT NULL)"
)
_FLOW = (
    f"SELECT month, SUM(CASE measure WHEN '{MeasureId.CLOSED}' THEN -count ELSE count END) "
    "FROM complaint_sum WHERE measure IN "
    f"('{MeasureId.RECEIVED}', '{MeasureId.REOPENED}', '{MeasureId.CLOSED}') "
    "GROUP BY month ORDER BY month"
)
_OPEN = (
    "SELECT COUNT(*) FROM complaint "
    "WHERE closed_at IS NULL AND closed_month IS NULL AND removed_at IS NULL "
    "AND feedback_month IS NULL"
)
_WITHOUT_IDENTITY = (
    "SELECT COUNT(*) FROM main.customer WHERE id NOT IN (SELECT customer_id FROM vault.identity)"
)
_WITHOUT_CUSTOMER = (
    "SELECT COUNT(*) FROM vault.identity WHERE customer_id NOT IN (SELECT id FROM main.customer)"
)
_OF_NOBODY = (
    "SELECT COUNT(*) FROM complaint WHERE customer_id IS NOT NULL "
    "AND customer_id NOT IN (SELECT id FROM customer)"
)


class References(NamedTuple):
    """The numbers of one kind and year: the last given out, how many different ones are carried.

    `taken_out` are those of customers whose import was undone: the import is the record of them.
    """

    kind: str
    year: int
    last: int
    carried: int
    highest: int
    taken_out: int = 0

    @property
    def gap_free(self) -> bool:
        """Whether each number from 1 to the last stands on a record or on one taken out."""
        carried = self.carried + self.taken_out
        reached = self.highest <= self.last if self.taken_out else self.highest == self.last
        return carried == self.last and reached


class PackAnchor(NamedTuple):
    """The entry of the audit trail that an issued pack prints, and its head (64 hex digits)."""

    name: str
    sequence: int
    head: str


class WrittenBy(NamedTuple):
    """An entry of the audit trail and the user who wrote it."""

    sequence: int
    user_id: int


class KeptFile(NamedTuple):
    """A file kept inside the store, and whether its bytes are what they were."""

    name: str
    unchanged: bool


def customers_without_identity(session: Session) -> int:
    """Customers of whom the vault knows nothing; needs a session with the vault."""
    return _count(session, _WITHOUT_IDENTITY)


def identities_without_customer(session: Session) -> int:
    """Identities that belong to nobody; needs a session with the vault."""
    return _count(session, _WITHOUT_CUSTOMER)


def complaints_of_nobody(session: Session) -> int:
    """Complaints that name a customer who is not in the store."""
    return _count(session, _OF_NOBODY)


def references(session: Session) -> list[References]:
    """What was given out and what is carried, for every kind and year."""
    r = ReferenceRow
    rows = session.execute(select(r.kind, r.year, r.last).order_by(r.kind, r.year)).all()
    last = {(row.kind, row.year): row.last for row in rows if row.kind in TABLES}
    for place in _places_on_records(session):
        last.setdefault(place, 0)  # numbers that stand on records and were never given out
    return [_carried(session, *place, number) for place, number in sorted(last.items())]


def packs(session: Session) -> Iterator[KeptFile]:
    """Every issued pack, by month and version."""
    p = PackRow
    rows = session.execute(select(p.id, p.month, p.version, p.sha256).order_by(p.month, p.version))
    for key, month, version, sha256 in rows.all():
        yield KeptFile(f"{month} {version}", _digest(session, p.pdf, p.id, key) == sha256)


def pack_anchors(session: Session) -> list[PackAnchor]:
    """How far the audit trail was when each pack was issued, as the pack prints it."""
    p = PackRow
    query = select(p.month, p.version, p.chain_sequence, p.chain_head).order_by(p.month, p.version)
    rows = session.execute(query).all()
    return [PackAnchor(f"{month} {version}", end, head) for month, version, end, head in rows]


def key_file_copy(session: Session) -> tuple[int, str] | None:
    """The edition and the text of the copy of keys.json inside the store."""
    k = KeyFileCopyRow
    row = session.execute(select(k.edition, k.text).where(k.id == KEY_FILE_COPY)).one_or_none()
    return None if row is None else (row[0], row[1])


def losses(session: Session) -> list[datetime]:
    """When an opening of the store missed something, the latest first."""
    e = AuditEntryRow
    query = select(e.at).where(e.action.in_(_LOSSES)).order_by(e.sequence.desc())
    return list(session.scalars(query))


def last_restored(session: Session, restorers: Collection[int]) -> datetime | None:
    """When the store was brought back from a backup last, as one of these users says."""
    e = AuditEntryRow
    said = e.action == AuditAction.RESTORED, e.user_id.in_(restorers)
    query = select(e.at).where(*said).order_by(e.sequence.desc())
    return session.scalars(query.limit(1)).first()


def overreaching(session: Session, most: int) -> list[WrittenBy]:
    """Entries that say what only supervisors do, of users who never were any."""
    ever = json.dumps([*authors.ever_supervisors(session)])
    rows = session.connection().exec_driver_sql(_OVERREACHING, (ever, most))
    return [WrittenBy(*row) for row in rows]


def photos(session: Session) -> Iterator[KeptFile]:
    """Every photo beside a checklist, by its number."""
    p = PhotoRow
    for key, sha256 in session.execute(select(p.id, p.sha256).order_by(p.id)).all():
        yield KeptFile(str(key), _digest(session, p.jpeg, p.id, key) == sha256)


def outstanding(session: Session) -> list[tuple[Month, int]]:
    """Complaints outstanding at the end of each month anything moved in, by the kept sums."""
    end, ends = 0, []
    for code, moved in session.connection().exec_driver_sql(_FLOW):
        end += moved
        ends.append((Month.from_code(code), end))
    return ends


def open_now(session: Session) -> int:
    """Complaints that are open, counted one by one."""
    return _count(session, _OPEN)


def _places_on_records(session: Session) -> Iterator[tuple[str, int]]:
    """The kinds and years that stand in the references of records; customers' have no year."""
    for kind, table in TABLES.items():
        for year, form in (_OF_A_YEAR, _OF_NO_YEAR):
            where = f"ref GLOB '{kind}-{form}'"
            statement = f"SELECT DISTINCT {year.format(len(kind) + 2)} FROM {table} WHERE {where}"
            for (number,) in session.connection().exec_driver_sql(statement):
                yield kind, number


def _carried(session: Session, kind: str, year: int, last: int) -> References:
    start = front(kind, year)
    values = {"start": len(start) + 1, "form": f"{start}[0-9]*"}
    query = text(_NUMBERS.format(table=TABLES[kind]))
    carried, highest = session.execute(query, values).one()
    of_customers = (_TAKEN_OUT, _ERASED) if TABLES[kind] == "customer" else ()
    taken_out = sum(_count(session, statement) for statement in of_customers)
    return References(kind, year, last, carried, highest, taken_out)


def _digest(
    session: Session,
    content: InstrumentedAttribute[bytes],
    key: InstrumentedAttribute[int],
    number: int,
) -> str:
    """SHA-256 of one file, read alone so that many large ones are never in memory together."""
    return hashlib.sha256(session.scalars(select(content).where(key == number)).one()).hexdigest()


def _count(session: Session, statement: str) -> int:
    return int(session.connection().exec_driver_sql(statement).scalar_one())
