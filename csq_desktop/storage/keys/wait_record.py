"""The file wrong passphrases are counted in, and a reader that gives nothing for a damaged one."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

LARGEST_BYTES = 256 * 1024
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


def text_of(record: Record) -> bytes:
    """The bytes of the file."""
    facts = {
        "edition": record.edition,
        "counts": [[user, count.failures, count.running] for user, count in record.counts.items()],
        "failures": [[int(at.timestamp()), user] for at, user in record.failures],
    }
    return json.dumps(facts).encode()


def load(path: Path) -> Record:
    """The record in the file, or an empty one when it is missing or damaged."""
    try:
        with path.open("rb") as file:
            return _record(json.loads(file.read(LARGEST_BYTES)))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Record()


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
