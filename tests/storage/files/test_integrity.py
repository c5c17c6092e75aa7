"""T9 to T12: a file that was changed outside the program is found, by the checks or the anchor."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.domain.audit.entries import AnchorPlace
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import reconcile
from csq_desktop.storage.files import engine, integrity
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.files.integrity import FileVerdict
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.shop.shop import ClosureRow
from tests.factory import FOLDER, START, FixedClock, copy_store, open_store, template
from tests.storage.damage import Damage, cut, flip, remove
from tests.tally import Tally

PAGE = 4096
Rounds = Callable[[int, int], int]


def keys() -> dict[str, str]:
    keyring = template().users[Role.SUPERVISOR].keyring
    return {STORE_FILE: keyring.store_key, VAULT_FILE: keyring.vault_key or ""}


def cut_pages(content: bytes, chance: random.Random) -> bytes:
    return content[: PAGE * chance.randrange(len(content) // PAGE)]


def append_noise(content: bytes, chance: random.Random) -> bytes:
    return content + chance.randbytes(chance.randint(1, 2 * PAGE))


def append_zeros(content: bytes, chance: random.Random) -> bytes:
    return content + bytes(PAGE * chance.randint(1, 2))


def append_a_page(content: bytes, chance: random.Random) -> bytes:
    return content + _page(content, chance.randrange(len(content) // PAGE))


def swap_pages(content: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(content) // PAGE), 2))
    return _with_page(_with_page(content, one, _page(content, other)), other, _page(content, one))


def _page(content: bytes, number: int) -> bytes:
    return content[number * PAGE : (number + 1) * PAGE]


def _with_page(content: bytes, number: int, page: bytes) -> bytes:
    return content[: number * PAGE] + page + content[(number + 1) * PAGE :]


def checked(tmp_path: Path, name: str, change: Damage, chance: random.Random) -> FileVerdict:
    """The verdict on a changed copy of a file of the template."""
    file = tmp_path / name
    for left in tmp_path.glob(f"{name}*"):
        left.unlink()
    file.write_bytes(change((template().folder / name).read_bytes(), chance))
    return integrity.check_file(file, keys()[name])


@pytest.mark.fault("T9")
@pytest.mark.parametrize("name", [STORE_FILE, VAULT_FILE])
def test_a_flipped_bit_is_found_wherever_it_is(
    tmp_path: Path, name: str, rounds: Rounds, tally: Tally
) -> None:
    chance = random.Random(f"T9 {name}")
    for _ in range(rounds(100, 10_000)):
        tally.rounds += 1
        tally.undetected += not checked(tmp_path, name, flip, chance).findings


@pytest.mark.fault("T12")
@pytest.mark.parametrize("name", [STORE_FILE, VAULT_FILE])
@pytest.mark.parametrize(
    "change",
    [cut, cut_pages, append_noise, append_zeros, append_a_page, swap_pages],
    ids=lambda change: change.__name__,
)
def test_a_file_cut_lengthened_or_shuffled_is_found(
    tmp_path: Path, name: str, change: Damage, rounds: Rounds, tally: Tally
) -> None:
    chance = random.Random(f"T12 {name} {change.__name__}")
    for _ in range(rounds(4, 40)):
        tally.rounds += 1
        tally.undetected += not checked(tmp_path, name, change, chance).findings


@pytest.mark.parametrize("name", [STORE_FILE, VAULT_FILE])
def test_a_file_nobody_touched_is_sound(tmp_path: Path, name: str) -> None:
    found = checked(tmp_path, name, lambda content, _: content, random.Random())
    assert found == FileVerdict(name)
    assert found.sentence == f"{name}: whole; every page was written with its key."


def test_an_open_store_is_checked_where_it_stands(store: Store) -> None:
    with store.writing() as session:
        session.add(_closure(session))
    with store.held():
        verdict = integrity.check(store.folder, store.keys)
    assert verdict.sound
    assert [file.name for file in verdict.files] == [STORE_FILE, VAULT_FILE]


def test_what_the_key_does_not_open_is_said_not_to_be_checked(staff_store: Store) -> None:
    with staff_store.held():
        verdict = integrity.check(staff_store.folder, staff_store.keys)
    assert verdict.sound
    assert [file.checked for file in verdict.files] == [True, False]
    assert "not checked" in verdict.files[1].sentence


def test_damage_is_told_in_a_sentence_and_nothing_else_is_said_of_it(tmp_path: Path) -> None:
    chance = random.Random(1)
    found = checked(tmp_path, STORE_FILE, lambda content, _: content[:-PAGE] + bytes(PAGE), chance)
    assert "damaged in" in found.sentence
    gone = integrity.check_file(tmp_path / "gone.db", keys()[STORE_FILE])
    assert "gone.db" in gone.findings[0]
    wrong = integrity.check_file(tmp_path / STORE_FILE, "ab" * 32)
    assert "damaged" in wrong.findings[0]


def test_an_error_without_a_sentence_is_told_in_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlcipher.ProgrammingError("cannot operate")

    monkeypatch.setattr(engine, "connect", fail)
    assert integrity.check_file(tmp_path / "x.db", "").findings == ("cannot operate",) * 2


def _closure(session: Session) -> ClosureRow:
    day = START.date()
    return ClosureRow(id=ids.reserve(session), start=day, end=day, reason="x" * 300)


def _write(store: Store, count: int) -> None:
    for _ in range(count):
        with store.writing() as session:
            session.add(_closure(session))


def reported(folder: Path, clock: FixedClock) -> bool:
    """Whether opening the store says that something is wrong."""
    try:
        store = open_store(folder.parent, source=clock)
    except StoreDamaged:
        return True
    try:
        with store.reading() as session:
            session.execute(text("SELECT count(*), sum(length(reason)) FROM closure")).all()
            broken = not audit.verify(session, store.keyring).sound
        return broken or bool(store.findings)
    except (UserError, StoreDamaged):
        return True
    finally:
        store.close()


def _last_entry(folder: Path) -> int:
    """The last entry of the trail that can still be read; 0 when nothing can."""
    try:
        driver = engine.connect(folder / STORE_FILE, keys()[STORE_FILE])
    except sqlcipher.Error:
        return 0
    try:
        (last,) = driver.execute("SELECT max(sequence) FROM audit_entry").fetchone()
        return last or 0
    except sqlcipher.Error:
        return 0
    finally:
        driver.close()


@pytest.mark.fault("T10")
@pytest.mark.parametrize("change", [flip, cut, remove], ids=lambda change: change.__name__)
def test_a_log_that_lost_an_anchored_row_is_reported(
    tmp_path: Path, clock: FixedClock, change: Damage, rounds: Rounds, tally: Tally
) -> None:
    """T10: the machine stops with records in the log alone; then the log is damaged."""
    crashed, chance = tmp_path / "crashed", random.Random(f"T10 {change.__name__}")
    store = open_store(tmp_path, source=clock)
    _write(store, 15)
    store.keep_anchor()
    anchored = store.anchors()[AnchorPlace.KEY_FILE].sequence
    _write(store, 3)
    shutil.copytree(store.folder, crashed)
    store.close()
    gone = 0
    for number in range(rounds(7, 334)):
        folder = tmp_path / str(number) / FOLDER
        shutil.copytree(crashed, folder)
        (folder / "store.db-shm").unlink()
        log = folder / "store.db-wal"
        log.write_bytes(change(log.read_bytes(), chance))
        shutil.copytree(folder, tmp_path / "look")
        lost = _last_entry(tmp_path / "look") < anchored
        shutil.rmtree(tmp_path / "look")
        gone += lost
        tally.rounds += 1
        tally.undetected += lost and not reported(folder, clock)
        shutil.rmtree(folder.parent)
    assert gone  # else nothing was tried


@pytest.mark.fault("T10")
def test_a_crash_between_a_commit_and_its_anchor_is_no_damage(
    tmp_path: Path, clock: FixedClock, tally: Tally
) -> None:
    store = open_store(tmp_path, source=clock)
    _write(store, 5)
    folder = tmp_path / "crashed" / FOLDER
    shutil.copytree(store.folder, folder)
    store.close()
    with tally.round("lost"):
        assert not reported(folder, clock)


@pytest.mark.fault("T11")
def test_an_earlier_copy_of_the_files_put_back_is_reported(
    tmp_path: Path, clock: FixedClock, rounds: Rounds, tally: Tally
) -> None:
    """T11, whole files: keys.json stays, store.db or both files go back in time."""
    folder, chance = copy_store(tmp_path), random.Random("T11")
    for number in range(rounds(10, 100)):
        names = [STORE_FILE] if number % 2 else [STORE_FILE, VAULT_FILE]
        earlier = {name: (folder / name).read_bytes() for name in names}
        store = open_store(tmp_path, source=clock)
        _write(store, chance.randrange(4))
        store.close()
        for name, content in earlier.items():
            (folder / name).write_bytes(content)
        tally.rounds += 1
        tally.undetected += not reported(folder, clock)


def test_what_was_found_broken_stays_in_the_trail(tmp_path: Path, clock: FixedClock) -> None:
    folder = copy_store(tmp_path)
    earlier = (folder / STORE_FILE).read_bytes()
    store = open_store(tmp_path, source=clock)
    _write(store, 3)
    store.close()
    (folder / STORE_FILE).write_bytes(earlier)
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    assert len(staff.findings) == 1
    _write(staff, 10)
    staff.close()
    supervisor = open_store(tmp_path, source=clock)
    assert len(supervisor.findings) == 1  # by the anchor in the vault, where staff cannot write
    supervisor.close()
    supervisor = open_store(tmp_path, source=clock)
    assert supervisor.findings == ()
    with supervisor.reading() as session:
        query = text("SELECT user_id FROM audit_entry WHERE action = 'trail_broken'")
        assert session.scalars(query).all() == [staff.user.id, supervisor.user.id]
        assert audit.verify(session, supervisor.keyring).sound
    supervisor.close()


def test_a_loss_is_told_once_though_the_trail_is_shorter_now(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = copy_store(tmp_path)
    earlier = (folder / STORE_FILE).read_bytes()
    store = open_store(tmp_path, source=clock)
    _write(store, 30)
    store.close()
    (folder / STORE_FILE).write_bytes(earlier)
    for role, told in ((Role.STAFF, 1), (Role.STAFF, 0), (Role.SUPERVISOR, 1), (Role.STAFF, 0)):
        again = open_store(tmp_path, role, source=clock)
        assert len(again.losses) == told
        again.close()


@pytest.mark.fault("T11")
def test_an_earlier_page_put_back_is_found(tmp_path: Path, clock: FixedClock, tally: Tally) -> None:
    """T11, single pages: by a check of the files, of the trail, or of the records beside it."""
    store = open_store(tmp_path, source=clock)
    _write(store, 60)
    store.close()
    folder = store.folder
    earlier = (folder / STORE_FILE).read_bytes()
    store = open_store(tmp_path, source=clock)
    with store.writing() as session:
        for row in session.query(ClosureRow).limit(40):
            row.reason = "y" * 300
    store.close()
    kept = {name: (folder / name).read_bytes() for name in (STORE_FILE, KEY_FILE)}
    numbers = range(len(earlier) // PAGE)
    changed = [n for n in numbers if _page(earlier, n) != _page(kept[STORE_FILE], n)]
    assert len(changed) > 5
    for number in changed:
        for name, content in kept.items():
            (folder / name).write_bytes(content)
        replayed = _with_page(kept[STORE_FILE], number, _page(earlier, number))
        (folder / STORE_FILE).write_bytes(replayed)
        with tally.round("undetected"):
            assert _found_by_any(folder, clock), f"page {number} was put back unseen"


def _found_by_any(folder: Path, clock: FixedClock) -> bool:
    if integrity.check_file(folder / STORE_FILE, keys()[STORE_FILE]).findings:
        return True
    if reported(folder, clock):
        return True
    store = open_store(folder.parent, source=clock)
    with store.reading() as session:
        found = reconcile.compare(session).differences
    store.close()
    return bool(found)


def test_a_clock_behind_the_last_entry_is_told_at_sign_in(
    tmp_path: Path, clock: FixedClock
) -> None:
    clock.move(days=2)
    open_store(tmp_path, source=clock).close()
    clock.move(minutes=-59)
    store = open_store(tmp_path, source=clock)
    assert store.findings == ()
    store.close()
    clock.move(minutes=-2)
    store = open_store(tmp_path, source=clock)
    assert "clock" in store.findings[0]
    store.close()


def test_a_trail_that_was_emptied_is_reported_at_sign_in(tmp_path: Path, clock: FixedClock) -> None:
    folder = copy_store(tmp_path)
    driver = engine.connect(folder / STORE_FILE, keys()[STORE_FILE])
    driver.execute("DROP TRIGGER audit_entry_kept")
    driver.execute("DELETE FROM audit_entry")
    driver.close()
    assert reported(folder, clock)
