"""T1 and T7: killed at random while saving, or in the middle of a step that changes files."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from csq_desktop.domain.stores.backups import ENDING
from csq_desktop.domain.users import Role
from csq_desktop.services.stores import backups, checks
from csq_desktop.storage import opening
from csq_desktop.storage.backup import places
from csq_desktop.storage.files import engine
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.maintenance import rekeying, restore
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from tests.factory import FOLDER, PASSPHRASES, FixedClock, copy_store, open_store, user
from tests.services.small_shop import set_up
from tests.storage.backup.backup_case import add_customers, brought_back, files_below, supervisor
from tests.storage.faults import fault_children as work
from tests.storage.faults.fork_server import Children
from tests.storage.schema.test_migrations import (
    HEADS,
    changing,
    contents,
    files_of,
    older_store,
    standing,
)
from tests.tally import Tally

Rounds = Callable[[int, int], int]
MAY = user(Role.SUPERVISOR).id
PASSPHRASE = PASSPHRASES[Role.SUPERVISOR]
CODE = supervisor().recovery_code
BY_CHANCE = ("bulk_digest", "record_salt")
KEYS = [CODE, supervisor().keyring.own_signer.seed.hex()]


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    server = Children(work.__name__)
    yield server
    server.close()


def moments(count: int, seconds: float, seed: int) -> Iterator[float]:
    """Times to kill at: spread evenly over the work and a little beyond, in any order."""
    spread = [seconds * 1.1 * (number + 0.5) / count for number in range(count)]
    random.Random(seed).shuffle(spread)
    return iter(spread)


@pytest.mark.fault("T1")
def test_no_kill_while_saving_loses_what_was_acknowledged(
    tmp_path: Path, children: Children, rounds: Rounds, tally: Tally
) -> None:
    """T1: window-like load; all that was acknowledged is there, and nothing is there by halves."""
    store = open_store(tmp_path)
    set_up(store)
    store.close()
    told: list[str] = []
    for number, after in enumerate(moments(rounds(12, 1_000), 0.2, seed=1)):
        order = (store.folder, MAY, KEYS, number)
        told += children.killed(work.work_like_a_window, *order, after=after, lines=number % 9)
        tally.rounds += 1
        with tally.counting("unopenable"):
            again = open_store(tmp_path)
        assert again.findings == ()
        require_all(again, told, tally)
        if number % 6 == 5:
            report = checks.check(again)
            with tally.counting("partial"):
                assert report.sound, [line for line in report.lines if not line.sound]
        again.close()


KEPT = {
    "complaint": "SELECT id FROM complaint",
    "customer": "SELECT customer_id FROM vault.identity",
    "closed": "SELECT id FROM complaint WHERE closed_at IS NOT NULL",
    "caller": (
        "SELECT complaint_id FROM sealed_intake WHERE (opened_at IS NULL AND sealed <> x'') "
        "OR customer_id IN (SELECT customer_id FROM vault.identity)"
    ),
}


def require_all(store: Store, acknowledged: list[str], tally: Tally) -> None:
    """Everything that was acknowledged is in the store, and every case has its history."""
    kept: dict[str, set[str]] = {name: set() for name in KEPT}
    with store.reading(identities=True) as session:
        read = session.connection().exec_driver_sql
        for name, query in KEPT.items():
            kept[name] |= {str(row[0]) for row in read(query)}
        logged = read("SELECT count(*) FROM complaint_event WHERE kind = 'logged'").scalar()
        closings = read("SELECT count(*) FROM complaint_event WHERE kind = 'closed'").scalar()
        halves = read(
            "SELECT count(*) FROM customer FULL JOIN vault.identity ON id = customer_id "
            "WHERE id IS NULL"
        ).scalar()
    for line in acknowledged:
        kind, number = line.split()
        tally.lost += kind in kept and number not in kept[kind]
    with tally.counting("partial"):
        assert (logged, closings, halves) == (len(kept["complaint"]), len(kept["closed"]), 0)


@pytest.mark.fault("T7")
def test_a_kill_while_keys_are_changed_leaves_a_store_that_opens(
    tmp_path: Path, children: Children, rounds: Rounds, tally: Tally
) -> None:
    """T7: each file is under the old key or the next, and the change can be finished."""
    store = open_store(tmp_path / "made")
    add_customers(store, 200)
    store.close()
    whole = shutil.copytree(store.folder, tmp_path / "whole")
    seconds = children.seconds(work.change_keys, whole, MAY, PASSPHRASE)
    waiting = 0
    for number, after in enumerate(moments(rounds(5, 500), seconds, seed=71)):
        folder = shutil.copytree(store.folder, tmp_path / f"{number}.csq")
        children.killed(work.change_keys, folder, MAY, PASSPHRASE, after=after)
        tally.rounds += 1
        if KeyFile.load(folder / KEY_FILE).rekey_pending:
            waiting += 1
            require_customers(opened(folder, tally), 200, tally)
            rekeying.rekey(folder, MAY, PASSPHRASE, clock=Clock(FixedClock()))
        require_customers(opened(folder, tally), 200, tally)
        assert files_below(folder) - WHOLE == set()
        shutil.rmtree(folder)
    assert waiting


WHOLE = {".lock", "attempts.json", KEY_FILE, engine.STORE_FILE, engine.VAULT_FILE}


def opened(folder: Path, tally: Tally) -> Store:
    with tally.counting("unopenable"):
        return opening.open_store(folder, MAY, PASSPHRASE, source=FixedClock())


def require_customers(store: Store, count: int, tally: Tally) -> None:
    report = checks.check(store)
    wrong = {line.name for line in report.lines if not line.sound}
    with tally.counting("partial"):
        assert not wrong, report.sentences
    with store.reading(identities=True) as session:
        read = session.connection().exec_driver_sql
        tally.lost += count - (read("SELECT count(*) FROM vault.identity").scalar() or 0)
    store.close()


@pytest.mark.fault("T7")
def test_a_kill_while_the_schema_changes_leaves_old_or_new(
    tmp_path: Path, children: Children, rounds: Rounds, tally: Tally
) -> None:
    """T7: each file is as it was or at the head, and the next opening brings both there."""
    older = older_store(tmp_path, steps=6)
    was = comparable(older)
    whole = shutil.copytree(older, tmp_path / "whole")
    seconds = children.seconds(work.upgrade_files, whole, CODE)
    head = comparable(whole)
    for number, after in enumerate(moments(rounds(5, 500), seconds, seed=72)):
        folder = shutil.copytree(older, tmp_path / f"{number}" / FOLDER)
        children.killed(work.upgrade_files, folder, CODE, after=after)
        left = comparable(folder)
        with tally.round("partial"):
            for half in (slice(0, 3), slice(3, 6)):
                assert left[half] in (was[half], head[half])
        with tally.counting("unopenable"):
            open_store(folder.parent).close()
        for file, key in files_of(folder).items():
            with changing(file, key) as connection:
                tally.lost += contents(connection).keys() != head_tables(head, file)
        shutil.rmtree(folder.parent)


def comparable(folder: Path) -> list[object]:
    """What stands in both files; of what is drawn by chance in each upgrade, how many rows."""
    files = standing(folder)
    for tables in files[2::3]:
        assert isinstance(tables, dict)
        tables |= {name: len(tables[name]) for name in BY_CHANCE if name in tables}
    return files


def head_tables(head: list[object], file: Path) -> object:
    place = list(HEADS).index(file.name)
    tables = head[place * 3 + 2]
    assert isinstance(tables, dict)
    return tables.keys()


@pytest.mark.fault("T7")
def test_a_kill_during_a_backup_leaves_verified_ones_alone(
    tmp_path: Path, children: Children, rounds: Rounds, tally: Tally
) -> None:
    """T7: whatever carries the name of a backup opens and counts; leftovers go with the next."""
    store = open_store(tmp_path)
    add_customers(store, 200)
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.make(store, stick)
    store.close()
    order = (store.folder, MAY, KEYS, stick)
    seconds = children.seconds(work.back_up, *order)
    for after in moments(rounds(5, 500), seconds, seed=73):
        children.killed(work.back_up, *order, after=after)
        left = list(stick.glob(f"*{ENDING}"))
        with tally.round("unopenable"):
            told = [restore.describe(file, restore.by_recovery(CODE)) for file in left]
        with tally.counting("partial"):
            assert {one.customers for one in told} == {200}
            assert True in {one.label.identities for one in told}
    last = open_store(tmp_path)
    made = backups.make(last, stick)
    brought_back(made.file, tmp_path / "Back.csq")
    last.close()
    kept = {one.file for one in places.list_backups(stick, last.keyring.store_id)}
    assert files_below(stick) == kept
    assert not list((last.folder / "backups").glob(".*"))


@pytest.mark.fault("T7")
def test_a_kill_during_a_restore_leaves_a_whole_store_or_none(
    tmp_path: Path, children: Children, rounds: Rounds, tally: Tally
) -> None:
    store = open_store(tmp_path)
    add_customers(store, 200)
    file = backups.make(store, tmp_path / f"Shop{ENDING}").file
    store.close()
    seconds = children.seconds(work.bring_back, file, tmp_path / "first.csq", CODE)
    clean = tmp_path / "clean"
    clean.mkdir()
    for number, after in enumerate(moments(rounds(3, 500), seconds, seed=74)):
        # Each in a place of its own: the children are other users, whose notes lie elsewhere.
        folder = clean / f"{number}.csq"
        children.killed(work.bring_back, file, folder, CODE, after=after)
        if not folder.exists():
            brought_back(file, folder)
        tally.rounds += 1
        require_customers(opened(folder, tally), 200, tally)
        assert [path.name for path in clean.iterdir()] == [folder.name]
        shutil.rmtree(folder)


@pytest.mark.fault("T7")
def test_a_kill_while_the_key_file_is_written_leaves_old_or_new(
    tmp_path: Path, children: Children, rounds: Rounds, tally: Tally
) -> None:
    folder = copy_store(tmp_path)
    for after in moments(rounds(5, 500), 0.1, seed=75):
        told = children.killed(work.write_key_file, folder, MAY, CODE, after=after)
        with tally.round("unopenable"):
            key_file = KeyFile.load(folder / KEY_FILE)
            key_file.unlock_with_recovery(CODE)
        last = int(told[-1]) if told else 0
        tally.lost += last > key_file.edition
        assert not told or key_file.edition <= last + 1
        with suppress(FileNotFoundError):
            (folder / "attempts.json").unlink()
    opening.open_store(folder, MAY, PASSPHRASE, source=FixedClock()).close()
