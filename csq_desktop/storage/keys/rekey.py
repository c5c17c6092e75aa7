"""The key side of a re-key: the next keys wait, locked with the old ones, until they are in use."""

import json
from dataclasses import replace

from cryptography.exceptions import InvalidTag

from csq_desktop.errors import Refused
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.boxes import SealedBox
from csq_desktop.storage.keys.contents import Contents, Pending, changed
from csq_desktop.storage.keys.keyring import KEY_BYTES, Keyring, fresh
from csq_desktop.texts import tr


def pend(ring: Keyring) -> tuple[Pending, Keyring]:
    """New keys and how they wait in keys.json; Refused for a role that may not see identities.

    The new vault key is locked with the old vault key, so a staff slot opens only the new master
    key. Whoever is to be shut out must have no slot by now.
    """
    if ring.vault is None:
        raise Refused(tr("Only a supervisor can do this."))
    following = fresh(ring.store_id)
    rest = (following.vault or b"") + (following.backup_identity or "").encode()
    pending = Pending(
        boxes.lock(_key(ring.master, ring), following.master, _context(ring, "master")),
        boxes.lock(_key(ring.vault, ring), rest, _context(ring, "vault")),
    )
    return pending, replace(ring, pending=following)


def complete(ring: Keyring, contents: Contents) -> Keyring:
    """The keyring with what else keys.json holds for it: pending keys and retired audit keys."""
    try:
        return replace(
            ring, pending=_pending(ring, contents.pending), retired=_retired(ring, contents.retired)
        )
    except InvalidTag as fault:
        raise changed() from fault


def lock_retired(ring: Keyring) -> SealedBox:
    """The retired audit keys as they stand in keys.json."""
    facts = [[sequence, key.hex()] for sequence, key in ring.retired]
    return boxes.lock(_key(ring.master, ring), boxes.canonical(facts), _context(ring, "retired"))


def _pending(ring: Keyring, pending: Pending | None) -> Keyring | None:
    if pending is None:
        return None
    master = boxes.unlock(_key(ring.master, ring), pending.master, _context(ring, "master"))
    if ring.vault is None:
        return Keyring(ring.store_id, master)
    rest = boxes.unlock(_key(ring.vault, ring), pending.vault, _context(ring, "vault"))
    return Keyring(ring.store_id, master, rest[:KEY_BYTES], rest[KEY_BYTES:].decode())


def _retired(ring: Keyring, box: SealedBox | None) -> tuple[tuple[int, bytes], ...]:
    if box is None:
        return ()
    text = boxes.unlock(_key(ring.master, ring), box, _context(ring, "retired"))
    return tuple((sequence, bytes.fromhex(key)) for sequence, key in json.loads(text))


def _key(secret: bytes, ring: Keyring) -> bytes:
    return boxes.derive(secret, "re-key lock 1", ring.store_id)


def _context(ring: Keyring, what: str) -> bytes:
    return boxes.canonical(["re-key", ring.store_id, what])
