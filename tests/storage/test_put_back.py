"""T10 and T11 over both files: what a damaged log or an earlier copy took away is told at once."""

import random
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import text

from csq_desktop import paths
from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit.own_note import OwnNote
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import IdentityRow
from tests.factory import FOLDER, FixedClock, copy_store, open_store, opened
from tests.storage.backup.backup_case import add_customers
from tests.storage.damage import Damage, cut, flip, remove
from tests.tally import Tally

Work = Callable[[Store], object]
FILES = (STORE_FILE, VAULT_FILE, KEY_FILE)
WORK = "('printed', 'created', 'changed')"
ANY = [names for count in (1, 2, 3) for names in combinations(FILES, count)]


def note(store: Store) -> None:
    with store.writing() as session:
        audit.note(session, AuditAction.PRINTED)


def correct(store: Store) -> None:
    with store.writing() as session:
        for row in session.query(IdentityRow):
            row.name += "x"


def contents(store: Store) -> tuple[object, ...]:
    """What somebody would miss: the identities, and the trail up to the last sign-in."""
    with store.reading(identities=True) as session:
        names = session.scalars(text("SELECT name FROM vault.identity ORDER BY 1")).all()
        query = text(f"SELECT count(*) FROM audit_entry WHERE action IN {WORK}")
        return tuple(names), session.scalar(query)


@pytest.mark.fault("T11")
@pytest.mark.parametrize("work", [add_customers, correct, note], ids=lambda work: work.__name__)
@pytest.mark.parametrize("names", ANY, ids=lambda names: "+".join(names))
def test_earlier_files_put_back_are_told(
    tmp_path: Path, clock: FixedClock, tally: Tally, names: tuple[str, ...], work: Work
) -> None:
    folder = copy_store(tmp_path)
    with opened(folder, clock) as store:
        add_customers(store)
    earlier = {name: (folder / name).read_bytes() for name in names}
    with opened(folder, clock) as store:
        work(store)
        before = contents(store)
    for name, content in earlier.items():
        (folder / name).write_bytes(content)
    with opened(folder, clock) as store, tally.round("undetected"):
        assert store.findings or contents(store) == before
        assert STORE_FILE not in names or store.findings
    with opened(folder, clock) as store:
        assert not any("vault.db" in finding for finding in store.findings)  # told once


def flip_the_end(content: bytes, chance: random.Random) -> bytes:
    end = max(0, len(content) - 4096)
    return content[:end] + flip(content[end:], chance)


@pytest.mark.fault("T10")
@pytest.mark.parametrize("change", [flip, flip_the_end, cut, remove])
@pytest.mark.parametrize("name", [STORE_FILE, VAULT_FILE])
def test_a_damaged_log_keeps_nobody_out_and_what_it_lost_is_told(
    tmp_path: Path,
    clock: FixedClock,
    rounds: Callable[[int, int], int],
    tally: Tally,
    name: str,
    change: Damage,
) -> None:
    """The machine stops with commits in the logs alone, the last one in both files."""
    chance, missing = random.Random(f"T10 {name} {change.__name__}"), 0
    store = open_store(tmp_path, source=clock)
    add_customers(store)
    store.checkpoint()
    for work in (add_customers, note, correct, add_customers, note, correct):
        work(store)
    before, own = contents(store), OwnNote(store.folder, store.keyring.store_id).read()
    crashed = shutil.copytree(store.folder, tmp_path / "crashed")
    store.close()
    for number in range(rounds(5, 167)):
        folder = tmp_path / str(number) / FOLDER
        shutil.copytree(crashed, folder)
        OwnNote(folder, store.keyring.store_id).write(own)  # of the shop's one folder
        log = folder / f"{name}-wal"
        log.write_bytes(change(log.read_bytes(), chance))
        log.with_name(f"{name}-shm").unlink()
        with tally.round("unopenable"), opened(folder, clock) as again:
            after = contents(again)
            tally.undetected += after != before and not again.findings
            missing += after != before
            if name == STORE_FILE:  # the vault was whole, and nothing older came over it
                tally.lost += after[0] != before[0]
            correct(again)
        shutil.rmtree(folder.parent)
    # What the vault lost of its last commit comes back from store.db, so it may lack nothing.
    assert missing or name == VAULT_FILE


def test_older_statements_never_run_over_newer_rows(tmp_path: Path, clock: FixedClock) -> None:
    """Hole 4 of the first attack: store.db lost its last commits, and the vault has them."""
    folder = copy_store(tmp_path)
    with opened(folder, clock) as store:
        add_customers(store)
        correct(store)
        shutil.copytree(folder, tmp_path / "earlier")
        correct(store)
        names = contents(store)[0]
    for left in folder.glob("store.db*"):
        left.unlink()
    for kept in (tmp_path / "earlier").glob("store.db*"):
        shutil.copy(kept, folder)
    with opened(folder, clock) as store:
        assert contents(store)[0] == names
        (both, apart) = store.findings
        assert "The latest records are missing" in both
        assert "lack 1 change that the customers’ names (vault.db) have" in apart
        with store.reading() as session:
            told = session.scalars(
                text("SELECT detail FROM audit_entry WHERE action = 'files_apart'")
            )
            assert told.all() == ['{"store":2,"vault":3}']
    with opened(folder, clock) as store:
        assert store.findings == ()


def test_a_vault_of_earlier_is_told_with_how_much_it_lacks(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = copy_store(tmp_path)
    with opened(folder, clock) as store:
        add_customers(store)
    earlier = (folder / VAULT_FILE).read_bytes()
    with opened(folder, clock) as store:
        correct(store)
        correct(store)
    (folder / VAULT_FILE).write_bytes(earlier)
    with opened(folder, clock) as store:
        (finding,) = store.findings
        assert "(vault.db) lack 2 changes that the records (store.db) have" in finding


def test_files_of_two_copies_are_told(tmp_path: Path, clock: FixedClock) -> None:
    folder = copy_store(tmp_path)
    other = tmp_path / "other" / FOLDER
    shutil.copytree(folder, other)
    for place in (folder, other):
        with opened(place, clock) as store:
            add_customers(store)
    shutil.copy(other / VAULT_FILE, folder / VAULT_FILE)
    with opened(folder, clock) as store:
        assert any("come from two copies of this database" in finding for finding in store.findings)


def test_staff_are_told_by_the_anchors_they_can_read(tmp_path: Path, clock: FixedClock) -> None:
    folder = copy_store(tmp_path)
    earlier = {name: (folder / name).read_bytes() for name in FILES}
    with opened(folder, clock) as store:
        note(store)
    for name, content in earlier.items():
        (folder / name).write_bytes(content)
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    assert len(staff.findings) == 1
    staff.close()


def test_a_damaged_note_is_none(tmp_path: Path, clock: FixedClock) -> None:
    folder, notes = copy_store(tmp_path), paths.user_state() / "stores"
    shutil.rmtree(notes, ignore_errors=True)  # the template's, where it was made in this test
    with opened(folder, clock) as store:
        (own,) = notes.glob("*.json")
        assert own.stat().st_mode & 0o077 == 0
        store_id = store.keyring.store_id
    assert OwnNote(folder, store_id).read().sequence > 0
    for rubbish in (b"", b"[1]", b"[true, 1]", b'[1, "ab"]', b'[1, "xy"]', b"{}", b"[" * 9_000):
        own.write_bytes(rubbish)
        assert OwnNote(folder, store_id).read().sequence == 0
    own.unlink()
    own.mkdir()  # neither can a note be written here
    with opened(folder, clock) as store:
        note(store)
        assert store.findings == ()
    OwnNote(folder, store_id).forget()


def test_an_earlier_key_file_alone_is_still_refused(tmp_path: Path, clock: FixedClock) -> None:
    folder = copy_store(tmp_path)
    earlier = (folder / KEY_FILE).read_bytes()
    with opened(folder, clock) as store, store.key_file() as key_file:
        key_file.rename(store.keyring, store.user.id, "Another name")
    (folder / KEY_FILE).write_bytes(earlier)
    with pytest.raises(StoreDamaged, match="older than the database"):
        open_store(tmp_path, source=clock)
