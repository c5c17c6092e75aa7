"""The append-only audit trail: entries chained by HMAC, written and signed by storage itself."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import (
    FEWEST_DIGITS,
    Anchor,
    AnchorPlace,
    AuditAction,
    AuditVerdict,
)
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.users import Permission
from csq_desktop.storage.audit import signatures
from csq_desktop.storage.audit.signatures import SignedTrail
from csq_desktop.storage.files import engine
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import seconds

ANCHORS = "anchors"
KEYRING = "keyring"
TOPIC = "audit"
_UNSIGNED_FROM = "unsigned from"
_OWN_ENDS = "own ends of the trail"
_DIGEST = "sha256"
_LATEST = seconds(datetime(9999, 1, 1, tzinfo=UTC))
MOST_ENTRIES = 1 << 48
_FACTS = "sequence, at, user_id, action, object_type, object_id, detail"
_ADD = f"INSERT INTO audit_entry ({_FACTS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_LAST = f"SELECT {_FACTS}, mac FROM audit_entry ORDER BY sequence DESC LIMIT 1"
_ALL = f"SELECT {_FACTS}, mac FROM audit_entry ORDER BY sequence"
_SOME = f"SELECT {_FACTS}, mac FROM audit_entry WHERE sequence BETWEEN ? AND ? ORDER BY sequence"
Anchors = Mapping[AnchorPlace, Anchor]
_pack = json.JSONEncoder(separators=(",", ":")).encode


def plain(value: object) -> object:
    """What the trail writes for a value JSON has no form for; of bytes, their SHA-256."""
    match value:
        case datetime():
            return datetime.fromtimestamp(seconds(value), UTC).isoformat()  # as it is stored
        case date():
            return value.isoformat()
        case Month():
            return str(value)
        case bytes():
            return f"sha256 {hashlib.sha256(value).hexdigest()}"
        case set() | frozenset():
            return sorted(value)
    raise TypeError(f"the audit trail has no words for {type(value).__name__}")


in_words = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain
).encode


@dataclass(frozen=True)
class NewAuditEntry:
    """What a new entry will say; sequence, time, user and link come when it is written."""

    action: str
    object_type: str | None = None
    object_id: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """The end of the chain: what the next entry is tied to; `at` in seconds since 1970."""

    sequence: int
    at: int
    mac: bytes


def note(
    session: Session,
    action: str,
    object_type: str | None = None,
    object_id: int | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write an entry for what leaves no other trace: a look at an identity, an export, a print.

    It stands behind the entries of what the session changed before.
    """
    session.flush()
    append(session, [NewAuditEntry(action, object_type, object_id, detail or {})])


def append(session: Session, entries: Sequence[NewAuditEntry]) -> None:
    """Add entries to the end of the trail, inside the session's transaction."""
    keyring: Keyring = session.info[KEYRING]
    key, desk = keyring.audit_key, desk_of(session)
    connection = session.connection()
    end, rows = _own_end(session), []
    for entry in entries:
        at = seconds(desk.now())
        # Where the computer's clock was put back, time stands still here: verify() takes an entry
        # that is older than the one before it for a forged one.
        if entry.action != AuditAction.CLOCK_SET_RIGHT:
            at = max(at, end.at)
        facts = (end.sequence + 1, at, desk.user.id, *_columns_of(entry))
        end = Link(end.sequence + 1, at, _tied(key, end.mac, facts))
        rows.append((*facts, end.mac))
    if rows:
        with gate.opened(session):
            connection.exec_driver_sql(_ADD, rows)
        session.info.setdefault(_UNSIGNED_FROM, rows[0][0])
        session.info[_OWN_ENDS].add(end)
        desk.topics.add(TOPIC)


def sign(session: Session) -> None:
    """Sign what the session added to the trail, as the last thing before its commit."""
    first = session.info.pop(_UNSIGNED_FROM, None)
    if first is not None:
        end = _own_end(session)
        del session.info[_OWN_ENDS]  # another transaction begins where this one ends
        signatures.add(session, session.info[KEYRING], first, end.sequence, end.mac)


def is_unsigned_own(session: Session, sequence: int) -> bool:
    """Whether the session's transaction appended an entry itself, and is to sign it at its end."""
    first: int | None = session.info.get(_UNSIGNED_FROM)
    return first is not None and sequence >= first


def _own_end(session: Session) -> Link:
    """The end of the chain, where it stood when the transaction began or where it was put since.

    A session signs what it appended itself, and never what it only finds in the table.
    """
    end = last_link(session.connection(), session.info[KEYRING])
    own_ends: set[Link] = session.info.setdefault(_OWN_ENDS, {end})
    if end not in own_ends:  # after a savepoint was taken back it is one of the earlier ends
        raise signatures.broken_off()
    return end


def last_link(connection: Connection, keyring: Keyring) -> Link:
    """The end of the chain as the connection sees it."""
    # On the driver itself: every save asks for it five times.
    row = engine.driver_of(connection).execute(_LAST).fetchone()
    if row is None:
        return _first_link(keyring)
    end = Link(row[0], row[1], row[-1])
    if not (type(end.at) is int and type(end.mac) is bytes and _is_possible(end)):
        raise signatures.broken_off()
    return end


def last_moment(connection: Connection, keyring: Keyring) -> datetime | None:
    """When the last entry was written; None while the trail is empty."""
    end = last_link(connection, keyring)
    return datetime.fromtimestamp(end.at, UTC) if end.sequence else None


def head(connection: Connection, keyring: Keyring) -> Anchor:
    """The end of the chain in the form it is anchored in."""
    end = last_link(connection, keyring)
    return Anchor(end.sequence, end.mac.hex()) if end.sequence else Anchor()


def holds(connection: Connection, anchor: Anchor) -> bool:
    """Whether the anchored entry still stands where it stood; longer chains are fine.

    On paper the head is cut short: its first digits have to do.
    """
    if anchor.sequence == 0:
        return True
    is_head = type(anchor.head) is str and len(anchor.head) >= FEWEST_DIGITS  # "" would begin any
    if not is_head or type(anchor.sequence) is not int or anchor.sequence > MOST_ENTRIES:
        return False
    row = connection.exec_driver_sql(
        "SELECT mac FROM audit_entry WHERE sequence = ?", (anchor.sequence,)
    ).fetchone()
    return row is not None and type(row[0]) is bytes and row[0].hex().startswith(anchor.head)


def unmet(connection: Connection, anchors: Anchors) -> tuple[AnchorPlace, ...]:
    """The anchors that do not hold: entries before them were cut off or changed."""
    return tuple(place for place, anchor in anchors.items() if not holds(connection, anchor))


def verify(session: Session, keyring: Keyring) -> AuditVerdict:
    """Check every entry of the trail, its signatures and every anchor: under 60 s per million."""
    connection = session.connection()
    signed = SignedTrail(connection, keyring.store_id, session.info[signatures.REGISTER]())
    anchors: Anchors = session.info[ANCHORS]()
    missed = unmet(connection, anchors)
    end = _first_link(keyring)
    for row, key in _keyed(engine.streamed(connection, _ALL), keyring):
        tied = _checked(row, key, end)
        if tied is None:
            if not signed.settles():
                return _unsigned(missed, signed)
            return _verdict(end, end.sequence + 1, missed, signed)
        if not signed.accepts(tied.sequence, row[2], tied.mac):
            return _unsigned(missed, signed)
        end = tied
    if not signed.settles():
        return _unsigned(missed, signed)
    # Entries cut off at the end leave a chain that is whole: only the anchors show them missing.
    bad = [min(anchors[place].sequence, end.sequence + 1) for place in missed]
    if signed.is_ahead:
        bad.append(end.sequence + 1)
    return _verdict(end, min(bad, default=None), missed, signed)


def head_after(connection: Connection, keyring: Keyring, first: int, last: int) -> bytes | None:
    """The head of the chain after some entries, tied anew; None unless it is what stands there.

    A signature over it stands for these entries: no others give the same head.
    """
    end = _first_link(keyring)
    if first > 1:
        before = connection.exec_driver_sql(_SOME, (first - 1, first - 1)).fetchone()
        if before is None or type(before[1]) is not int or type(before[-1]) is not bytes:
            return None
        end = Link(first - 1, before[1], before[-1])
    for row, key in _keyed(engine.streamed(connection, _SOME, (first, last)), keyring, first):
        tied = _checked(row, key, end)
        if tied is None:
            return None
        end = tied
    return end.mac if end.sequence == last else None


def follows(keyring: Keyring, row: tuple[Any, ...], before: Link | None) -> bool:
    """Whether a row with its mac is tied to the entry before it, which is None for the first."""
    number = row[0]
    return type(number) is int and (
        _checked(row, _key_of(keyring, number), before or _first_link(keyring)) is not None
    )


@lru_cache(maxsize=8)
def _key_of_span(keyring: Keyring, last: int) -> bytes:
    return keyring.audit_key_at(last)


def _key_of(keyring: Keyring, number: int) -> bytes:
    """The key of an entry's time; deriving it for each entry would take most of the check."""
    ends = [last for last, _ in keyring.retired if last >= number]
    return _key_of_span(keyring, min(ends, default=MOST_ENTRIES))


def _unsigned(missed: tuple[AnchorPlace, ...], signed: SignedTrail) -> AuditVerdict:
    """Which entry of those signed together was changed, no signature says: none is proved."""
    last, head_there = signed.proved
    verdict = _verdict(Link(last, 0, head_there), last + 1, missed, signed)
    return replace(verdict, not_written_by=signed.blamed)


def _verdict(
    end: Link, first_bad: int | None, missed: tuple[AnchorPlace, ...], signed: SignedTrail
) -> AuditVerdict:
    return AuditVerdict(
        end.sequence,
        end.mac.hex(),
        first_bad,
        missed,
        unsigned=signed.unsigned,
        unconfirmed=tuple(sorted(signed.unconfirmed)),
    )


def _checked(row: tuple[Any, ...], key: bytes, end: Link) -> Link | None:
    facts, mac = row[:-1], row[-1]
    # Only whole numbers and texts are ever written: 5.0 or a BLOB there was put in by hand.
    if any(type(fact) not in (int, str, type(None)) for fact in facts):
        return None
    if type(facts[1]) is not int or not 0 <= facts[1] < _LATEST:  # no clock shows such a time
        return None
    if facts[0] != end.sequence + 1 or mac != _tied(key, end.mac, facts):
        return None
    if facts[1] < end.at and facts[3] != AuditAction.CLOCK_SET_RIGHT:
        return None
    return Link(facts[0], facts[1], mac)


def _keyed(
    rows: Iterable[tuple[Any, ...]], keyring: Keyring, first: int = 1
) -> Iterator[tuple[tuple[Any, ...], bytes]]:
    """Each row with the key of its time; deriving a key for each row would cost a minute."""
    last_of_key, key = 0, b""
    # Counted here, for the number that stands in a row is not proved yet.
    for number, row in enumerate(rows, first):
        if number > last_of_key:
            key = keyring.audit_key_at(number)
            ends = [last for last, _ in keyring.retired if last >= number]
            last_of_key = min(ends, default=1 << 62)
        yield row, key


def _is_possible(end: Link) -> bool:
    return 0 <= end.at < _LATEST and 0 < end.sequence < MOST_ENTRIES


def _columns_of(entry: NewAuditEntry) -> tuple[str, str | None, int | None, str]:
    return str(entry.action), entry.object_type, entry.object_id, in_words(entry.detail)


def _first_link(keyring: Keyring) -> Link:
    start = f"csq audit chain 1 {keyring.store_id}".encode()
    return Link(0, 0, hmac.digest(keyring.audit_key_at(1), start, _DIGEST))


def _tied(key: bytes, previous: bytes, facts: tuple[Any, ...]) -> bytes:
    return hmac.digest(key, previous + _pack(facts).encode(), _DIGEST)


def set_clock_right(session: Session) -> None:
    """Believe the computer's clock again after it was ahead: the one entry that may step back."""
    desk = desk_of(session)
    desk.require(Permission.ADMINISTER)
    before, after = desk.now(), desk.clock.set_right()
    note(session, AuditAction.CLOCK_SET_RIGHT, detail={"from": before, "to": after})
