"""A key file to test with, and a forger's tools."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csq_desktop.domain.users import Role
from csq_desktop.storage.keys import boxes, sealing
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.slots import NewSlot

ANN, BEN, EVE = 1, 2, 3
ANNS, BENS, EVES = "tangerine ladder quiet moon", "kettle fig zebra quilt", "otter plum wagon hat"
_, INTAKE = sealing.new_identity()
HEAD = "ab" * 32
Facts = dict[str, Any]


@dataclass(frozen=True)
class NewKeyFile:
    """A key file with a supervisor, a staff member and an auditor, and what opens it."""

    text: bytes
    ann: Keyring
    ben: Keyring
    code: str


def make(folder: Path) -> NewKeyFile:
    """The key file of a new store; every passphrase costs the least allowed."""
    path = folder / "keys.json"
    first = NewSlot(ANN, "Ann Lee", Role.SUPERVISOR, ANNS)
    file, ann, code = KeyFile.create(
        path, "store-1", first=first, intake_recipient=INTAKE, cost=KdfCost.FLOOR
    )
    file.add_slot(ann, NewSlot(BEN, "陳大文", Role.STAFF, BENS))
    file.add_slot(ann, NewSlot(EVE, "Eve", Role.AUDITOR, EVES), cost=KdfCost(65536, 3, 1))
    file.set_anchor(ann, 7, HEAD)
    return NewKeyFile(path.read_bytes(), ann, file.unlock(BEN, BENS), code)


def facts_of(new_file: NewKeyFile) -> Facts:
    """What stands in the file, to be changed."""
    facts: Facts = json.loads(new_file.text)
    return facts


def written(facts: Facts) -> bytes:
    """The facts as a forger writes them: with a checksum that fits."""
    facts = {name: fact for name, fact in facts.items() if name != "checksum"}
    return json.dumps({**facts, "checksum": boxes.digest(facts).hex()}).encode()


def sealed_by(ring: Keyring, facts: Facts) -> bytes:
    """The facts as somebody writes them who can sign in and knows the master key."""
    facts = {name: fact for name, fact in facts.items() if name not in ("checksum", "mac")}
    return written({**facts, "mac": boxes.authenticate(ring.master_mac_key, facts).hex()})


def parsed(text: bytes) -> KeyFile:
    """The key file of these bytes."""
    return KeyFile.parse(Path("keys.json"), text)
