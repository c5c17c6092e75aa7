"""Values that no program writes, put into the trail's own tables: a sentence, never a traceback."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.audit.entries import Anchor, AuditAction
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged
from csq_desktop.services.stores import checks
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import SIGNATURE_TRIGGERS, TRIGGERS
from tests.factory import FixedClock, copy_store, open_store, opened, template, user

VALUES = ("'x'", "x'00'", "1.5", "-1", "9223372036854775807")
TRAIL = {**TRIGGERS, **SIGNATURE_TRIGGERS}


@pytest.fixture
def folder(tmp_path: Path, clock: FixedClock) -> Path:
    folder = copy_store(tmp_path)
    for role in (Role.STAFF, Role.SUPERVISOR):
        open_store(tmp_path, role, source=clock).close()
    return folder


def put(folder: Path, statement: str) -> int:
    """Run a statement past the trail's triggers; gives how many rows it changed."""
    key = template().users[Role.STAFF].keyring.store_key
    with closing(engine.connect(folder / STORE_FILE, key)) as driver:
        for name in TRAIL:
            driver.execute(f"DROP TRIGGER {name}")
        changed = int(driver.execute(statement).rowcount)
        for text in TRAIL.values():
            driver.execute(text)
    return changed


def sentences(folder: Path, clock: FixedClock, role: Role) -> tuple[str, ...]:
    """What the opening and the check say of it; the opening alone where it lets nobody in."""
    try:
        store = open_store(folder.parent, role, source=clock)
    except StoreDamaged as fault:
        return (fault.text,)
    said = (*store.losses, *(line.sentence for line in checks.check(store).lines if not line.sound))
    store.close()
    return said


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "column", ["first", "last", "user_id", "at", "edition", "previous", "signature"]
)
@pytest.mark.parametrize("which", ["max", "min"])
def test_of_a_signature_that_no_program_writes_the_trail_is_said_to_be_changed(
    folder: Path, clock: FixedClock, column: str, value: str, which: str
) -> None:
    at = f"(SELECT {which}(id) FROM audit_signature)"
    assert put(folder, f"UPDATE audit_signature SET {column} = {value} WHERE id = {at}") == 1
    said = sentences(folder, clock, Role.SUPERVISOR)
    assert any("udit trail" in each for each in said)
    assert not any("key file" in each or "disk refused" in each for each in said)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("column", ["at", "user_id", "action", "detail", "mac", "object_id"])
@pytest.mark.parametrize("which", ["max", "min"])
def test_of_an_entry_that_no_program_writes_the_trail_is_said_to_be_changed(
    folder: Path, clock: FixedClock, column: str, value: str, which: str
) -> None:
    at = f"(SELECT {which}(sequence) FROM audit_entry)"
    assert put(folder, f"UPDATE audit_entry SET {column} = {value} WHERE sequence = {at}") == 1
    said = sentences(folder, clock, Role.SUPERVISOR)
    assert any("udit trail" in each for each in said)
    assert not any("key file" in each or "disk refused" in each for each in said)


def test_a_trail_that_nothing_can_follow_lets_nobody_in(folder: Path, clock: FixedClock) -> None:
    last = "(SELECT max(sequence) FROM audit_entry)"
    put(folder, f"UPDATE audit_entry SET sequence = 9223372036854775807 WHERE sequence = {last}")
    for role in Role:
        with pytest.raises(StoreDamaged, match="nothing can be written after it"):
            open_store(folder.parent, role, source=clock)


def test_a_user_whom_nobody_knows_is_not_called_the_recovery_key(
    folder: Path, clock: FixedClock
) -> None:
    put(folder, "UPDATE audit_signature SET user_id = 99 WHERE user_id <> 0")
    put(folder, "UPDATE audit_entry SET user_id = 99")
    with opened(folder, clock) as store:
        assert "somebody who is not a user here" in store.losses[0]


@pytest.mark.parametrize(
    ("edition", "text"),
    [("9223372036854775807", "text"), ("'x'", "text"), ("x'00'", "text"), ("99", "x'00'")],
)
def test_a_copy_of_the_key_file_that_is_none_is_put_right_and_told(
    folder: Path, clock: FixedClock, edition: str, text: str
) -> None:
    put(folder, f"UPDATE key_file_copy SET edition = {edition}, text = {text}")
    with opened(folder, clock) as store:
        assert "key_file_copy" in store.losses[0]
        assert [line.name for line in checks.check(store).lines if not line.sound] == ["opening"]


HEAD: Any = "0" * 64


@pytest.mark.parametrize(
    ("sequence", "head"), [(1 << 80, HEAD), ("1", HEAD), (1, 5), (-1, HEAD), (1, "")]
)
def test_an_anchor_that_is_none_does_not_hold(store: Store, sequence: Any, head: Any) -> None:
    with store.reading() as session:
        assert not audit.holds(session.connection(), Anchor(sequence, head))


@pytest.mark.parametrize("at", [-1, 1 << 60])
def test_a_time_that_no_clock_shows_is_not_sound_even_with_the_right_key(
    store: Store, at: int
) -> None:
    ring = store.keyring
    first = audit._first_link(ring)
    facts = (1, at, user(Role.STAFF).id, AuditAction.EXPORTED, None, None, "{}")
    mac = audit._tied(ring.audit_key, first.mac, facts)
    assert audit._checked((*facts, mac), ring.audit_key, replace(first, at=-9)) is None
