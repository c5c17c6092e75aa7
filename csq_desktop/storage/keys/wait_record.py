"""The file wrong passphrases are counted in, and a reader that gives nothing for a forged one.

Who cannot read the secret in this user's own folder can neither end a wait nor start one. Where
that folder cannot be written to there is no secret, and any file of the right shape counts.
"""

import hmac
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from csq_desktop.errors import UserError
from csq_desktop.storage.files import atomic

LARGEST_BYTES = 256 * 1024
_SECRET_BYTES = 32
Failure = tuple[datetime, int]


@dataclass(frozen=True)
class Count:
    """Wrong passphrases in a row, and how long the computer had been on (ms) at the last one."""

    failures: int = 0
    running: int = 0


@dataclass(frozen=True)
class Record:
    """One copy of the file; the copy with the higher edition is the later one."""

    edition: int = 0
    counts: dict[int, Count] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()


def secret(own: Path) -> bytes:
    """What this user's records are authenticated with, made when there is none; empty if it cannot.

    `own` is the folder of this user that nobody else can read.
    """
    file = own / "secret"
    with suppress(OSError, UserError):
        return _secret(file) or _new_secret(file)
    return b""


def _secret(file: Path) -> bytes:
    with suppress(FileNotFoundError):
        read = file.read_bytes()
        return read if len(read) == _SECRET_BYTES else b""
    return b""


def _new_secret(file: Path) -> bytes:
    atomic.write(file, secrets.token_bytes(_SECRET_BYTES))
    return _secret(file)  # two programs may have made one at once


def text_of(record: Record, secret: bytes) -> bytes:
    """The bytes of the file."""
    facts = {
        "edition": record.edition,
        "counts": [[user, count.failures, count.running] for user, count in record.counts.items()],
        "failures": [[int(at.timestamp()), user] for at, user in record.failures],
    }
    return json.dumps([facts, _mac(facts, secret)]).encode()


def load(path: Path, secret: bytes) -> Record:
    """The record in the file, or an empty one when it is missing, damaged or forged."""
    try:
        with path.open("rb") as file:
            facts, mac = json.loads(file.read(LARGEST_BYTES))
        if not hmac.compare_digest(str(mac).encode(), _mac(facts, secret).encode()):
            return Record()
        return _record(facts)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Record()


def _mac(facts: object, secret: bytes) -> str:
    return hmac.digest(secret, json.dumps(facts).encode(), "sha256").hex() if secret else ""


def _record(facts: dict[str, object]) -> Record:
    counts = {
        _whole(user): Count(_whole(n), _whole(ran)) for user, n, ran in _list(facts, "counts")
    }
    failures = [
        (datetime.fromtimestamp(_whole(at), UTC), _whole(user))
        for at, user in _list(facts, "failures")
    ]
    return Record(_whole(facts["edition"]), counts, tuple(failures))


def _list(facts: dict[str, object], name: str) -> list[list[object]]:
    rows = facts[name]
    if not isinstance(rows, list):
        raise TypeError(name)
    return rows


def _whole(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value
