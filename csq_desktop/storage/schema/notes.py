"""What an upgrade leaves for the audit trail, and how the opening after it knows that it is true.

A revision changes audited rows before the trail's key is at hand. It leaves word in a store setting
called `upgrade <revision>`: a list of `action`, `object_type` and `detail`, as a bulk write tells
it. Without that the check of the records against the trail would take its rows for forged ones.

Everybody who opens store.db can write such a setting. So the upgrade, which only a supervisor's
keys can make, gives its rows digests, puts its notes into one setting and seals it with the vault's
key, to the end that the trail has by then: it is believed at the next opening by a supervisor, and
never again. Any other note was put in from outside, and a row that is changed between the upgrade
and that opening is found.
"""

import hmac
import json
from typing import Any, NamedTuple

from sqlalchemy import Connection

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.storage.audit import chain, covering
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.keyring import Keyring

_SEALED = "upgrade"
_NAMED = f"name = '{_SEALED}' OR name LIKE '{_SEALED} %'"
# As bytes: what stands there may be no text at all.
_AS_BYTES = "CAST(name AS BLOB), CAST(value AS BLOB)"
_TAKE = f"DELETE FROM store_setting WHERE {_NAMED} RETURNING {_AS_BYTES}"
_ANY = f"SELECT EXISTS (SELECT 1 FROM store_setting WHERE {_NAMED})"
_ADD = "INSERT INTO store_setting (name, value) VALUES (?, ?)"
_CONTEXT = "upgrade notes 1"


class UpgradeNote(NamedTuple):
    """One entry that an upgrade has to write; `because` names its revision."""

    because: str
    action: str
    object_type: str | None
    detail: dict[str, Any]


class Notes(NamedTuple):
    """What stood in the store: the notes of its own upgrade, and the names of any others.

    `own` is None where no upgrade was made since the last opening.
    """

    own: list[UpgradeNote] | None = None
    foreign: tuple[str, ...] = ()


def any_left(driver: Any) -> bool:
    """Whether the file a driver's connection has open holds notes that nobody has told yet."""
    return bool(driver.execute(_ANY).fetchone()[0])


def take(connection: Connection, ring: Keyring) -> Notes:
    """Take every note out of the store; needs the vault's key."""
    own, foreign = None, []
    for name, value in _taken(connection):
        unsealed = _unsealed(connection, ring, value) if name == _SEALED else None
        if unsealed is None:
            foreign.append(f"store_setting {name}")
        else:
            own = unsealed
    return Notes(own, tuple(foreign))


def leave(
    connection: Connection, ring: Keyring, earlier: list[UpgradeNote], foreign: list[str]
) -> None:
    """Seal what the revisions of this transaction left, behind what an upgrade left before it.

    `foreign` is what was found in the files that does not belong there.
    """
    left = [
        _with_digests(connection, UpgradeNote(name, **each))
        for name, value in _taken(connection)
        for each in json.loads(value)
    ]
    if foreign:
        detail = {"objects": foreign}
        left.append(UpgradeNote(_SEALED, AuditAction.PUT_IN_ORDER, None, detail))
    all_notes = [*earlier, *left]
    sealed = json.dumps({"notes": all_notes, "seal": _seal(connection, ring, all_notes)})
    connection.exec_driver_sql(_ADD, (_SEALED, sealed))


def _taken(connection: Connection) -> list[tuple[str, bytes]]:
    rows = connection.exec_driver_sql(_TAKE).all()
    named = [(name.decode(errors="replace"), value) for name, value in rows]
    return sorted(named, key=lambda each: each[0])


def _with_digests(connection: Connection, note: UpgradeNote) -> UpgradeNote:
    if note.object_type is None:
        return note
    detail = covering.digested(connection, note.object_type, note.detail)
    return note._replace(detail=detail)


def _unsealed(connection: Connection, ring: Keyring, value: Any) -> list[UpgradeNote] | None:
    try:
        sealed = json.loads(value)
        notes = [UpgradeNote(*each) for each in sealed["notes"]]
        fits = hmac.compare_digest(sealed["seal"], _seal(connection, ring, notes))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return notes if fits else None


def _seal(connection: Connection, ring: Keyring, notes: list[UpgradeNote]) -> str:
    assert ring.vault is not None
    end = chain.last_link(connection, ring)
    key = boxes.derive(ring.vault, _CONTEXT, ring.store_id)
    return boxes.authenticate(key, [notes, end.sequence, end.mac.hex()]).hex()
