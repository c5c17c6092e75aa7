"""The digests of a bulk write are read only in the form in which they are written."""

import hashlib
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from csq_desktop.storage.audit import bulk_digests
from csq_desktop.storage.audit.bulk_digests import MOST_ROWS, SIZE, BulkDigestWriter
from csq_desktop.storage.audit.digests import SALT_BYTES, SaltShelf
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.shop.shop import ClosureRow

KEYS = [3, 5, 9]
Head = dict[str, Any]


def written(connection: Connection) -> tuple[int, Head, bytes]:
    """The number of a write of three rows, and head and payload of its one part."""
    writer = BulkDigestWriter(connection, ClosureRow, is_new=True)
    writer.add(KEYS, {"id": KEYS, "reason": ["a", "b", "b"], "start": [7, None, -7]})
    number = writer.facts()["digests"]
    assert isinstance(number, int)
    body = connection.exec_driver_sql("SELECT body FROM bulk_digest").scalar_one()
    head, _, payload = zlib.decompress(body).partition(b"\n")
    return number, json.loads(head), payload


def places(connection: Connection, number: int, head: Head, payload: bytes) -> list[Any] | None:
    """What is read of a part with this head and payload, whose hash fits."""
    body = zlib.compress(json.dumps(head).encode() + b"\n" + payload)
    connection.exec_driver_sql("UPDATE bulk_digest SET body = ?", (body,))
    root = hashlib.sha256(b"0:" + hashlib.sha256(body).digest()).hexdigest()
    return bulk_digests.places(connection, {"digests": number, "root": root})


def test_a_part_is_read_as_it_was_written(store: Store) -> None:
    with store.writing() as session:
        connection = session.connection()
        number, head, payload = written(connection)
        assert head["span"] == [KEYS[0], KEYS[-1]]
        assert head["columns"] == {"reason": "text", "start": "number"}
        (place,) = places(connection, number, head, payload) or []
        assert (place.first, place.last, place.part) == (3, 9, 0)
        part = bulk_digests.read(connection, place)
        assert list(part.keys) == KEYS
        assert [part.fits(at, "reason", "b", b"") for at in range(3)] == [False, True, True]
        assert [part.fits(at, "start", None, b"") for at in range(3)] == [False, True, False]
        assert bulk_digests.places(connection, {"digests": number, "root": "00"}) is None
        assert bulk_digests.places(connection, {"digests": number + 1, "root": "00"}) is None


CHANGES: list[tuple[str, Callable[[Head, bytes], tuple[Head, bytes]]]] = [
    ("a value too few", lambda head, payload: (head, payload[:-SIZE])),
    ("a value too many", lambda head, payload: (head, payload + bytes(SIZE))),
    ("half a value", lambda head, payload: (head, payload[:-1])),
    ("a row too few", lambda head, payload: ({**head, "count": 2}, payload)),
    ("a key too few", lambda head, payload: ({**head, "keys": KEYS[:2]}, payload[3 * SIZE :])),
    ("another first key", lambda head, payload: ({**head, "span": [4, 9]}, payload)),
    ("another last key", lambda head, payload: ({**head, "span": [3, 8]}, payload)),
    (
        "a column too many",
        lambda head, payload: (
            {**head, "columns": dict.fromkeys(("reason", "start", "end"), "text")},
            payload,
        ),
    ),
    (
        "a form unknown",
        lambda head, payload: (
            {**head, "columns": {"reason": "words", "start": "number"}},
            payload,
        ),
    ),
    ("a salt of no digits", lambda head, payload: ({**head, "salt": "xy"}, payload)),
    ("a count that is a text", lambda head, payload: ({**head, "count": "3"}, payload)),
    ("a count that is a truth", lambda head, payload: ({**head, "count": True}, payload)),
    ("no rows", lambda head, _: ({**head, "count": 0}, b"")),
    (
        "more rows than a part holds",
        lambda head, payload: (
            {
                **head,
                "count": MOST_ROWS + 1,
                "keys": [*range(3, MOST_ROWS + 4)],
                "span": [3, MOST_ROWS + 3],
            },
            bytes(2 * (MOST_ROWS + 1) * SIZE),
        ),
    ),
]


@pytest.mark.parametrize(
    "change", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES]
)
def test_a_part_of_another_form_is_not_read_though_its_hash_fits(
    store: Store, change: Callable[[Head, bytes], tuple[Head, bytes]]
) -> None:
    with store.writing() as session:
        connection = session.connection()
        number, head, payload = written(connection)
        assert places(connection, number, *change(head, payload)) is None


def test_salts_of_neighbours_share_rows_of_a_table_up_to_512(store: Store) -> None:
    with store.writing() as session:
        connection = session.connection()
        shelf = SaltShelf(connection, ClosureRow)
        salts = shelf.renew([*range(1, 514), 600, 601])
        rows = connection.exec_driver_sql(
            "SELECT first, length(salts) FROM record_salt WHERE object_type = 'closure' ORDER BY 1"
        ).all()
        counts = [(first, size // SALT_BYTES) for first, size in rows]
        assert counts == [
            (1, 512),
            (513, 1),
            (600, 2),
        ]
        assert shelf.between(513, 600) == {at: salts[at] for at in (513, 600)}
