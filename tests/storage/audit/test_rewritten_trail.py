"""Hole 1 of the first attack: a trail that staff or an auditor wrote anew, with keys of their own.

Every role holds the key that chains the trail and the one that seals keys.json. So whoever rewrites
both leaves a chain that is whole: only what they cannot write shows that it is another one.
"""

import json
import random
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from csq_desktop.domain.audit.entries import AnchorPlace
from csq_desktop.domain.users import Role
from csq_desktop.services.stores import checks
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit.own_note import OwnNote
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.keys.contents import seal
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.tables.audit import TRIGGERS
from tests.factory import FixedClock, open_store, opened, template
from tests.services.small_shop import Hand, set_up

Attack = Callable[[Any], None]


@pytest.fixture
def folder(tmp_path: Path, clock: FixedClock) -> Path:
    """A small shop that its supervisor has closed."""
    store = open_store(tmp_path, source=clock)
    set_up(store)
    Hand(store, clock, random.Random(5)).work(12)
    store.close()
    return store.folder


def change_a_case(driver: Any) -> None:
    """The row and what the trail says of it: together they agree."""
    first = "SELECT min(id) FROM complaint"
    driver.execute(f"UPDATE complaint SET severity = 'low' WHERE id = ({first})")
    driver.execute(
        "UPDATE audit_entry SET detail = json_set(detail, '$.to.severity', 'low') "
        f"WHERE action = 'created' AND object_type = 'complaint' AND object_id = ({first})"
    )
    driver.execute("UPDATE audit_entry SET detail = json_set(detail, '$.x', 1) WHERE sequence = 9")


def remove_who_looked(driver: Any) -> None:
    driver.execute("DELETE FROM audit_entry WHERE action = 'signed_in'")


def remove_the_end(driver: Any) -> None:
    last = "SELECT max(sequence) FROM audit_entry"
    driver.execute(f"DELETE FROM audit_entry WHERE sequence > ({last}) - 6")


def sign_for_another(driver: Any) -> None:
    driver.execute("UPDATE audit_entry SET user_id = 1, action = 'exported' WHERE sequence = 7")


ATTACKS = [change_a_case, remove_who_looked, remove_the_end, sign_for_another]


def rewrite(folder: Path, ring: Keyring, attack: Attack) -> None:
    """Change the trail, chain it anew from the first entry on, and anchor it in keys.json."""
    with closing(engine.connect(folder / STORE_FILE, ring.store_key)) as driver:
        kept = dict(driver.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name in TRIGGERS:
            driver.execute(f"DROP TRIGGER {name}")
        attack(driver)
        sequence, head = _chained(driver, ring)
        for name in TRIGGERS:
            driver.execute(kept[name])
    file = KeyFile.load(folder / KEY_FILE)
    file._contents = _without_anchor(file, ring)
    file.set_anchor(ring, sequence, head)


def _without_anchor(file: KeyFile, ring: Keyring) -> Any:
    earlier = replace(file._contents, sequence=0, head="")
    return seal(earlier, ring, file._contents)


def _chained(driver: Any, ring: Keyring) -> tuple[int, str]:
    rows = driver.execute(audit._ALL).fetchall()
    end = audit._first_link(ring)
    for number, row in enumerate(rows, 1):
        facts = (number, *row[1:-1])
        end = audit.Link(number, row[1], audit._tied(ring.audit_key, end.mac, facts))
        driver.execute(
            "UPDATE audit_entry SET sequence = ?, mac = ? WHERE sequence = ?",
            (number, end.mac, row[0]),
        )
    return end.sequence, end.mac.hex()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_a_trail_written_anew_is_told_and_named(
    folder: Path, clock: FixedClock, role: Role, attack: Attack
) -> None:
    ring = template().users[role].keyring
    rewrite(folder, ring, attack)
    OwnNote(folder, ring.store_id).forget()  # they work at the same computer
    with opened(folder, clock) as store:
        (loss,) = store.losses
        assert loss.startswith("Records that were written are gone")
        assert not checks.check(store).sound
        with store.reading() as session:
            query = "SELECT detail FROM audit_entry WHERE action = 'trail_broken'"
            (detail,) = session.scalars(text(query))
        assert set(json.loads(detail)) == {AnchorPlace.VAULT}


def test_the_control_with_anchors_that_staff_can_write_alone(
    folder: Path, clock: FixedClock
) -> None:
    ring = template().users[Role.STAFF].keyring
    rewrite(folder, ring, remove_who_looked)
    OwnNote(folder, ring.store_id).forget()
    with opened(folder, clock, Role.STAFF) as staff:
        assert staff.findings == ()
        with staff.reading() as session:
            assert audit.verify(session, ring).sound
