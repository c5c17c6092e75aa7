"""T13: whoever holds the store's key and changes the trail is found, and at the right row."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import Anchor, AnchorPlace
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import signatures
from csq_desktop.storage.files import engine
from csq_desktop.storage.keys import signing
from csq_desktop.storage.keys.keyring import Keyring, fresh
from csq_desktop.storage.tables.audit import SIGNATURE_TRIGGERS, TRIGGERS
from tests.factory import FixedClock, open_store
from tests.tally import Tally

ROWS = 40
FIELDS = ("at", "user_id", "action", "object_type", "object_id", "detail", "mac")
Driver = Any
Attack = Callable[["Trail", Driver, random.Random], int]


class Trail:
    """A trail of 40 entries or so, anchored at its end, on a connection with the store's key."""

    def __init__(self, session: Session, keyring: Keyring, anchor: Anchor) -> None:
        self.session, self.keyring, self.anchor = session, keyring, anchor
        self.rows = anchor.sequence

    def attacked(self, attack: Attack, chance: random.Random) -> tuple[int | None, int, bool]:
        """First bad row found, first bad row made, and whether the anchor still holds."""
        self.session.info[audit.ANCHORS] = lambda: {AnchorPlace.KEY_FILE: self.anchor}
        driver: Driver = self.session.connection().connection.driver_connection
        for name in TRIGGERS:
            driver.execute(f"DROP TRIGGER {name}")
        made = attack(self, driver, chance)
        found = audit.verify(self.session, self.keyring)
        self.session.rollback()
        assert not found.sound
        assert found.first_bad is None or found.rows == found.first_bad - 1 or found.unmet
        return found.first_bad, made, not found.unmet


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trail]:
    clock = FixedClock()
    store = open_store(tmp_path_factory.mktemp("trail"), source=clock)
    for number in range(ROWS):
        clock.move(minutes=1)
        with store.writing() as session:
            detail = {"from": {"state": "open"}, "to": {"state": "closed", "n": number}}
            audit.note(session, "changed", "complaint", number + 1, detail)
    keyring, keys, register = store.keyring, store.keys, store.register()
    store.close()
    alone = engine.single(store.folder / engine.STORE_FILE, keys.store)
    with Session(alone, info={signatures.REGISTER: lambda: register}) as session:
        yield Trail(session, keyring, audit.head(session.connection(), keyring))
    alone.dispose()


def change(trail: Trail, driver: Driver, chance: random.Random) -> int:
    row, field = chance.randint(1, trail.rows), chance.choice(FIELDS)
    value = {
        "at": 1_700_000_000 + chance.randrange(10**8),
        "user_id": chance.randrange(10**6),
        "object_id": chance.randrange(10**6, 10**7),
        "mac": chance.randbytes(32),
        "detail": f'{{"note":{chance.randrange(10**9)}}}',
    }.get(field, f"word {chance.randrange(10**9)}")
    driver.execute(f"UPDATE audit_entry SET {field} = ? WHERE sequence = ?", (value, row))
    return row


def flip_one_bit(trail: Trail, driver: Driver, chance: random.Random) -> int:
    row = chance.randint(1, trail.rows)
    (mac,) = driver.execute("SELECT mac FROM audit_entry WHERE sequence = ?", (row,)).fetchone()
    at = chance.randrange(256)
    mac = bytes(byte ^ (1 << at % 8 if n == at // 8 else 0) for n, byte in enumerate(mac))
    driver.execute("UPDATE audit_entry SET mac = ? WHERE sequence = ?", (mac, row))
    return row


def another_type(trail: Trail, driver: Driver, chance: random.Random) -> int:
    """The same value in another type: what a careless verifier takes for the same."""
    row, (field, form) = (
        chance.randint(1, trail.rows),
        chance.choice(
            [
                ("detail", "CAST(detail AS BLOB)"),
                ("action", "CAST(action AS BLOB)"),
                ("detail", "detail || ' '"),
                ("detail", "detail || char(0)"),
                ("at", "at + 0.5"),
                ("user_id", "'x' || user_id"),
                ("mac", "hex(mac)"),
                ("mac", "x''"),
                ("object_id", "coalesce(object_id, 0) + 1e30"),
            ]
        ),
    )
    driver.execute(f"UPDATE audit_entry SET {field} = {form} WHERE sequence = ?", (row,))
    return row


def take_out(trail: Trail, driver: Driver, chance: random.Random) -> int:
    row = chance.randint(1, trail.rows - 1)
    driver.execute("DELETE FROM audit_entry WHERE sequence = ?", (row,))
    return row


def take_out_and_close_the_gap(trail: Trail, driver: Driver, chance: random.Random) -> int:
    row = take_out(trail, driver, chance)
    _shift(driver, row, -1)
    return row


def put_in(trail: Trail, driver: Driver, chance: random.Random) -> int:
    row, model = chance.sample(range(1, trail.rows + 1), 2)
    copied = driver.execute("SELECT * FROM audit_entry WHERE sequence = ?", (model,)).fetchone()
    _shift(driver, row - 1, 1)
    driver.execute("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (row, *copied[1:]))
    return row


def put_in_front(trail: Trail, driver: Driver, chance: random.Random) -> int:
    driver.execute(
        "INSERT INTO audit_entry SELECT ?, at, user_id, action, object_type, object_id, detail, "
        "mac FROM audit_entry WHERE sequence = 1",
        (-chance.randrange(100),),
    )
    return 1


def reorder(trail: Trail, driver: Driver, chance: random.Random) -> int:
    one, other = sorted(chance.sample(range(1, trail.rows + 1), 2))
    for here, there in ((one, -1), (other, one), (-1, other)):
        driver.execute("UPDATE audit_entry SET sequence = ? WHERE sequence = ?", (there, here))
    return one


def cut_the_end(trail: Trail, driver: Driver, chance: random.Random) -> int:
    left = chance.randrange(trail.rows)
    driver.execute("DELETE FROM audit_entry WHERE sequence > ?", (left,))
    return left + 1


def cut_the_front(trail: Trail, driver: Driver, chance: random.Random) -> int:
    driver.execute("DELETE FROM audit_entry WHERE sequence <= ?", (chance.randint(1, trail.rows),))
    return 1


def fork_with_another_key(trail: Trail, driver: Driver, chance: random.Random) -> int:
    row = chance.randint(1, trail.rows)
    other = replace(fresh(trail.keyring.store_id), vault=None)
    _chain_anew(driver, row, trail.rows, other)
    return row


def fork_with_the_right_key(trail: Trail, driver: Driver, chance: random.Random) -> int:
    """Whoever signs in holds the key: only signatures, and anchors written down elsewhere, tell."""
    row = chance.randint(1, trail.rows)
    driver.execute("UPDATE audit_entry SET detail = '{\"x\":1}' WHERE sequence = ?", (row,))
    _chain_anew(driver, row, trail.rows, trail.keyring)
    covering = "SELECT first FROM audit_signature WHERE ? BETWEEN first AND last"
    return int(driver.execute(covering, (row,)).fetchone()[0])


def write_in_anothers_name(trail: Trail, driver: Driver, chance: random.Random) -> int:
    row = fork_with_the_right_key(trail, driver, chance)
    driver.execute("UPDATE audit_entry SET user_id = 1 WHERE sequence = ?", (row,))
    _chain_anew(driver, row, trail.rows, trail.keyring)
    return row


ATTACKS: list[Attack] = [
    change,
    flip_one_bit,
    another_type,
    take_out,
    take_out_and_close_the_gap,
    put_in,
    put_in_front,
    reorder,
    cut_the_end,
    cut_the_front,
    fork_with_another_key,
    fork_with_the_right_key,
    write_in_anothers_name,
]
BEYOND_THE_CHAIN = (cut_the_end, fork_with_the_right_key, write_in_anothers_name)


def _shift(driver: Driver, after: int, step: int) -> None:
    driver.execute(
        "UPDATE audit_entry SET sequence = -sequence - ? WHERE sequence > ?", (step, after)
    )
    driver.execute("UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0")


def _chain_anew(driver: Driver, first: int, last: int, keyring: Keyring) -> None:
    columns = "sequence, at, user_id, action, object_type, object_id, detail"
    (mac,) = driver.execute(
        "SELECT mac FROM audit_entry WHERE sequence = ?", (first - 1,)
    ).fetchone() or (audit._first_link(keyring).mac,)
    for row in range(first, last + 1):
        query = f"SELECT {columns} FROM audit_entry WHERE sequence = ?"
        mac = audit._tied(keyring.audit_key, mac, driver.execute(query, (row,)).fetchone())
        driver.execute("UPDATE audit_entry SET mac = ? WHERE sequence = ?", (mac, row))


@pytest.mark.fault("T13")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_on_the_trail_is_found_at_the_right_row(
    trail: Trail, attack: Attack, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    chance = random.Random(f"T13 {attack.__name__}")
    for _ in range(rounds(16, 770)):  # 208 attacks in all, 10,010 in the long form
        with tally.round("undetected"):
            found, made, anchor_ok = trail.attacked(attack, chance)
            assert found == made
            assert not anchor_ok or attack not in BEYOND_THE_CHAIN


def test_the_trail_that_nobody_touched_is_sound(trail: Trail) -> None:
    trail.session.info[audit.ANCHORS] = lambda: {AnchorPlace.KEY_FILE: trail.anchor}
    verdict = audit.verify(trail.session, trail.keyring)
    assert (verdict.sound, verdict.rows) == (True, trail.rows)
    trail.session.rollback()


def test_without_its_anchor_a_cut_trail_would_pass(trail: Trail) -> None:
    """The control: what neither chain nor signatures can see, and the anchor does."""
    trail.session.info[audit.ANCHORS] = dict
    driver: Driver = trail.session.connection().connection.driver_connection
    for name in [*TRIGGERS, *SIGNATURE_TRIGGERS]:
        driver.execute(f"DROP TRIGGER {name}")
    (end,) = driver.execute("SELECT min(last) FROM audit_signature WHERE last > 10").fetchone()
    driver.execute("DELETE FROM audit_entry WHERE sequence > ?", (end,))
    assert not audit.verify(trail.session, trail.keyring).sound  # signatures are left over
    driver.execute("DELETE FROM audit_signature WHERE last > ?", (end,))
    assert audit.verify(trail.session, trail.keyring).sound
    trail.session.rollback()


def test_the_last_signature_of_a_session_vouches_for_the_others(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail.session.info[audit.ANCHORS] = dict
    made = []

    def counted(public: str, facts: object, signature: bytes) -> bool:
        made.append(public)
        return signing.is_signed(public, facts, signature)

    monkeypatch.setattr(signatures, "is_signed", counted)
    assert audit.verify(trail.session, trail.keyring).sound
    few = len(made)
    monkeypatch.setattr(signatures, "MOST_LINKED", 5)
    assert audit.verify(trail.session, trail.keyring).sound
    assert few <= 6  # so many sessions
    assert few + ROWS // 5 <= len(made) < ROWS
    trail.session.rollback()


def test_what_is_not_kept_is_not_linked_to(tmp_path: Path) -> None:
    store = open_store(tmp_path, source=FixedClock())
    for number in range(4):
        with suppress(KeyError), store.writing() as session:
            audit.note(session, "changed", "complaint", number)
            raise KeyError
        with store.writing() as session:
            audit.note(session, "changed", "complaint", number)
            session.rollback()
        with store.writing() as session:
            audit.note(session, "changed", "complaint", number)
    with store.reading() as session:
        assert audit.verify(session, store.keyring).sound
    store.close()
