"""What the sealed part of a backup says of itself, under a MAC only supervisors can make."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from csq_desktop.domain.stores.backups import BackupContents, BackupLabel
from csq_desktop.errors import Refused, UserError
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.texts import tr


@dataclass(frozen=True)
class Part:
    """One file inside a backup: its length in bytes and SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Census:
    """What was counted in the files: `counts` gives the rows of each table.

    `sequence` and `head` are the end of the audit trail, `revisions` the schema of each file.
    """

    counts: Mapping[str, int]
    sequence: int
    head: str
    revisions: Mapping[str, str]


@dataclass(frozen=True)
class Manifest:
    """The parts in their order and what was counted in them."""

    parts: tuple[Part, ...]
    census: Census

    def contents(self, label: BackupLabel) -> BackupContents:
        """The same as a fact for the user."""
        return BackupContents(label, **vars(self.census))


def part_of(file: Path) -> Part:
    """A file as a part of a backup; reads it once."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return Part(file.name, file.stat().st_size, digest)


def line_of(manifest: Manifest, ring: Keyring, front_digest: str) -> bytes:
    """The manifest as the sealed part begins: one line, tied to what stands before the seal."""
    facts = {
        "front": front_digest,
        "parts": [[part.name, part.size, part.sha256] for part in manifest.parts],
        "census": vars(manifest.census),
    }
    return boxes.canonical({**facts, "mac": _mac(ring, facts)}) + b"\n"


def parsed(line: bytes, ring: Keyring, front_digest: str) -> Manifest:
    """The manifest of a line; UserError unless a supervisor's keys made it for this front."""
    try:
        facts = json.loads(line)
        mac = facts.pop("mac")
        if not hmac.compare_digest(str(mac).encode(), _mac(ring, facts).encode()):
            raise ValueError("mac")
        if facts.pop("front") != front_digest:
            raise ValueError("front")
        parts = tuple(Part(*fields) for fields in facts.pop("parts"))
        return Manifest(parts, Census(**facts["census"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise damaged() from fault


def names_of_parts(*, identities: bool) -> list[str]:
    """The files a backup holds, in their order."""
    return [STORE_FILE, VAULT_FILE] if identities else [STORE_FILE]


def damaged() -> UserError:
    """The error for a backup that is not as it was written."""
    return UserError(tr("This backup is damaged. Use another one."))


def only_supervisors() -> Refused:
    """The error for a role whose keys open no backup."""
    return Refused(tr("Only a supervisor can do this."))


def _mac(ring: Keyring, facts: object) -> str:
    assert ring.vault is not None  # whoever holds no vault key holds no backup identity either
    key = boxes.derive(ring.vault, "backup mac 1", ring.store_id)
    return boxes.authenticate(key, facts).hex()
