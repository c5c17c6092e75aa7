"""Bringing a store back: from the recovery sheet alone, all of it, or nothing."""

import io
import json
import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import Role
from csq_desktop.errors import (
    NoSpace,
    Refused,
    StoreTooNew,
    UserError,
    WrongPassphrase,
)
from csq_desktop.storage import opening
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import reconcile
from csq_desktop.storage.backup import census, container
from csq_desktop.storage.creation import INTAKE_SECRET
from csq_desktop.storage.files import space
from csq_desktop.storage.files.lock import StoreLock
from csq_desktop.storage.keys import boxes, sealing
from csq_desktop.storage.maintenance import restore
from csq_desktop.storage.maintenance.restore import by_passphrase, by_recovery
from csq_desktop.storage.records import private_words
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.customers.customers import SealedIntakeRow, VaultSecretRow
from tests.factory import PASSPHRASES, FixedClock, template, user
from tests.storage.backup.backup_case import (
    AT,
    add_customers,
    backed_up,
    brought_back,
    files_below,
    supervisor,
)
from tests.tally import Tally

Rounds = Callable[[int, int], int]
SUPERVISOR, STAFF = user(Role.SUPERVISOR), user(Role.STAFF)
BY_SHEET = by_recovery(supervisor().recovery_code)
CLOCK = Clock(FixedClock(AT))


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    """A backup of a store with three customers."""
    add_customers(store)
    return backed_up(store, tmp_path / "Shop.csqbackup")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A clean machine."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def opened(folder: Path) -> Store:
    return opening.open_store(
        folder, SUPERVISOR.id, PASSPHRASES[Role.SUPERVISOR], source=FixedClock(AT)
    )


def test_the_trail_tells_who_brought_the_store_back(file: Path, elsewhere: Path) -> None:
    by_hand = by_passphrase(SUPERVISOR.id, PASSPHRASES[Role.SUPERVISOR])
    for name, unlock, who in (("a", BY_SHEET, 0), ("b", by_hand, SUPERVISOR.id)):
        back = opened(restore.restore(file, elsewhere / f"{name}.csq", unlock, CLOCK).folder)
        with back.reading() as session:
            row = session.connection().exec_driver_sql(
                "SELECT user_id, detail FROM audit_entry WHERE action = ?", (AuditAction.RESTORED,)
            )
            assert row.one() == (who, '{"identities":true,"made_at":"2026-11-22T10:05:00+00:00"}')
        back.close()


def test_a_restored_store_goes_on_where_it_was(file: Path, elsewhere: Path) -> None:
    folder = brought_back(file, elsewhere / "Back.csq")
    for _ in range(2):
        back = opened(folder)
        add_customers(back, 1)
        assert back.findings == ()
        back.close()
    names = (".lock", "attempts.json", "keys.json", "store.db", "vault.db")
    assert files_below(elsewhere) == {f"Back.csq/{name}" for name in names}


def test_a_backup_opens_with_the_passphrase_of_its_day(
    store: Store, file: Path, elsewhere: Path
) -> None:
    with store.key_file() as key_file:
        key_file.change_passphrase(store.keyring, SUPERVISOR.id, "twelve junks at anchor at noon")
        key_file.replace_recovery(store.keyring)
    old = by_passphrase(SUPERVISOR.id, PASSPHRASES[Role.SUPERVISOR])
    assert restore.describe(file, old) == restore.describe(file, BY_SHEET)
    with pytest.raises(WrongPassphrase):
        restore.describe(file, by_passphrase(SUPERVISOR.id, "twelve junks at anchor at noon"))


def test_whoever_may_not_see_identities_opens_no_backup(file: Path, elsewhere: Path) -> None:
    unlock = by_passphrase(STAFF.id, PASSPHRASES[Role.STAFF])
    with pytest.raises(Refused, match="supervisor"):
        restore.describe(file, unlock)
    with pytest.raises(Refused, match="supervisor"):
        restore.restore(file, elsewhere / "Back.csq", unlock, CLOCK)
    assert files_below(elsewhere) == set()


def test_a_mistyped_recovery_key_is_told_by_its_group(file: Path) -> None:
    code = supervisor().recovery_code
    mistyped = code[:6] + ("A" if code[6] != "A" else "B") + code[7:]
    with pytest.raises(UserError, match="Group 2"):
        restore.describe(file, by_recovery(mistyped))


def test_nothing_is_restored_over_something_that_is_there(file: Path, elsewhere: Path) -> None:
    there = elsewhere / "Shop.csq"
    there.mkdir()
    (there / "note.txt").touch()
    with pytest.raises(UserError, match=r"already something called “Shop\.csq”"):
        restore.restore(file, there, BY_SHEET, CLOCK)
    assert files_below(elsewhere) == {"Shop.csq/note.txt"}


@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), KeyboardInterrupt()])
@pytest.mark.parametrize("name", ["rename", "fsync"])
def test_a_restore_that_fails_leaves_nothing(
    file: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, name: str, fault: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(os, name, fail)
        with pytest.raises((UserError, KeyboardInterrupt)):
            restore.restore(file, elsewhere / "Back.csq", BY_SHEET, CLOCK)
    assert files_below(elsewhere) == set()
    assert not list(elsewhere.iterdir())


def test_without_room_for_it_no_restore_is_begun(
    file: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "MARGIN", 1 << 60)
    with pytest.raises(NoSpace):
        restore.restore(file, elsewhere / "Back.csq", BY_SHEET, CLOCK)
    assert not list(elsewhere.iterdir())


def test_what_a_killed_restore_left_goes_and_a_running_one_stays(
    file: Path, elsewhere: Path
) -> None:
    dead, alive = elsewhere / ".Back.csq.00000000.back", elsewhere / ".Back.csq.11111111.back"
    for left in (dead, alive):
        left.mkdir()
    lock = StoreLock(alive)
    lock.take()
    brought_back(file, elsewhere / "Back.csq")
    lock.release()
    assert not dead.exists()
    assert alive.exists()


def test_a_backup_from_a_newer_program_is_refused(
    file: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "HEAD_VAULT", "v0000")
    with pytest.raises(StoreTooNew, match="newer version"):
        restore.restore(file, elsewhere / "Back.csq", BY_SHEET, CLOCK)
    text = file.read_bytes()
    file.write_bytes(text.replace(b"CSQ backup 1\n", b"CSQ backup 2\n", 1))
    with pytest.raises(StoreTooNew, match="newer version"):
        restore.describe(file, BY_SHEET)


def test_without_identities_a_store_comes_back_with_an_empty_vault(
    store: Store, tmp_path: Path, elsewhere: Path
) -> None:
    add_customers(store)
    hand_in(store)
    file = backed_up(store, tmp_path / "Shop.csqbackup", identities=False)
    back = opened(brought_back(file, elsewhere / "Back.csq"))
    assert back.findings == ()
    with back.reading(identities=True) as session:
        read = session.connection().exec_driver_sql
        assert read("SELECT count(*) FROM vault.identity").scalar() == 0
        assert read("SELECT count(*) FROM customer").scalar() == 3
        for table in ("sealed_intake", "sealed_words"):
            lost = read(f"SELECT sealed, opened_at FROM {table}").one()
            assert lost == (b"", int(AT.timestamp()))
        private = session.get_one(VaultSecretRow, INTAKE_SECRET).value
        assert audit.verify(session, back.keyring).sound
        assert reconcile.compare(session).differences == []  # what the old vault held is not missed
    with back.key_file() as key_file:
        assert sealing.recipient_of(private) == key_file.intake_recipient
    with store.key_file() as key_file:
        assert sealing.recipient_of(private) != key_file.intake_recipient
    assert back.quick_check() == ()
    back.close()
    opened(elsewhere / "Back.csq").close()


def hand_in(store: Store) -> None:
    with store.writing() as session, store.key_file() as key_file:
        sealed = sealing.seal(b"{}", key_file.intake_recipient)
        handed = {"at": store.clock.now(), "user_id": store.user.id}
        row = SealedIntakeRow(id=ids.reserve(session), complaint_id=1, sealed=sealed, **handed)
        session.add(row)
        private_words.add_sealed(session, ActionRow, 1, sealed, None)


def test_a_sealed_text_by_somebody_without_the_vaults_key_is_refused(
    store: Store, file: Path, tmp_path: Path
) -> None:
    """Anybody can seal to the public key; only supervisors can write the manifest inside."""
    front = container.read_front(file)
    told = container.read_manifest(file, front, store.keyring)
    forger = replace(store.keyring, vault=bytes(32))
    for name in ("store.db", "vault.db"):
        (tmp_path / name).write_bytes((store.folder / name).read_bytes())
    source = container.BackupSource(front.key_file.text(), told, tmp_path)
    forged = tmp_path / "forged.csqbackup"
    container.write(forged, front.label, source, forger)
    with pytest.raises(UserError, match="backup is damaged"):
        restore.describe(forged, BY_SHEET)


def test_a_backup_under_another_label_is_refused(file: Path) -> None:
    """Somebody who makes an old backup look newer changes what stands before the seal."""
    front = container.read_front(file)
    line = file.read_bytes().split(b"\n")[1]
    newer = line.replace(b"2026-11-22", b"2026-12-24")
    file.write_bytes(file.read_bytes().replace(line, newer, 1))
    assert container.read_front(file).label.made_at > front.label.made_at
    with pytest.raises(UserError, match="backup is damaged"):
        restore.describe(file, BY_SHEET)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a backup"),
        (b"PK\x03\x04 a zip file", "not a backup"),
        (b"CSQ backup 1\n", "damaged"),
        (b"CSQ backup one\n", "damaged"),
        (b"CSQ backup 1\n[]\n", "damaged"),
        (b'CSQ backup 1\n{"key_file_bytes": 1e9}\n', "damaged"),
        (b'CSQ backup 1\n{"key_file_bytes": 99999999999}\n', "damaged"),
        (b"CSQ backup 1\n" + b"[" * 60_000 + b"\n", "damaged"),
    ],
    ids=["empty", "zip", "cut", "word", "list", "float", "huge", "deep"],
)
def test_what_is_no_backup_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "a.csqbackup"
    file.write_bytes(content)
    with pytest.raises(UserError, match=message):
        container.read_front(file)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 301},
        {"name": 5},
        {"identities": "yes"},
        {"made_at": "2026-11-22"},
        {"made_at": "0001-01-01T00:00:00+14:00"},
        {"made_at": 7},
        {"store_id": "another"},
        {"more": 1},
    ],
    ids=str,
)
def test_a_label_of_another_form_is_damage(file: Path, changed: dict[str, object]) -> None:
    content = file.read_bytes()
    line = content.split(b"\n")[1]
    facts = boxes.canonical({**json.loads(line), **changed})
    file.write_bytes(content.replace(line, facts, 1))
    with pytest.raises(UserError, match="damaged"):
        container.read_front(file)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"“gone\.csqbackup” could not be read: it was not"):
        container.read_front(tmp_path / "gone.csqbackup")
    with pytest.raises(UserError, match="could not be read"):
        container.read_front(tmp_path)


def test_a_backup_that_holds_other_files_than_its_label_says_is_refused(
    store: Store, file: Path, tmp_path: Path
) -> None:
    front = container.read_front(file)
    told = container.read_manifest(file, front, store.keyring)
    (tmp_path / "store.db").write_bytes((store.folder / "store.db").read_bytes())
    half = container.BackupSource(
        front.key_file.text(), replace(told, parts=told.parts[:1]), tmp_path
    )
    other = tmp_path / "half.csqbackup"
    container.write(other, front.label, half, store.keyring)
    with pytest.raises(UserError, match="backup is damaged"):
        restore.describe(other, BY_SHEET)


def test_a_backup_of_another_store_than_its_keys_is_told_as_damage(
    file: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes are those that were sealed, and yet they count differently: never believed."""
    take = census.take
    monkeypatch.setattr(census, "take", lambda *at: replace(take(*at), sequence=0))
    with pytest.raises(UserError, match="backup is damaged"):
        restore.restore(file, elsewhere / "Back.csq", BY_SHEET, CLOCK)
    assert not list(elsewhere.iterdir())


def test_a_disk_that_stops_answering_is_told(
    file: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(5, "Input/output error")

        readline = read

    whole: Callable[..., object] = Path.open

    def broken(path: Path, mode: str = "r", *rest: int) -> object:
        return Broken() if mode == "rb" and path == file else whole(path, mode, *rest)

    front = container.read_front(file)
    monkeypatch.setattr(Path, "open", broken)
    with pytest.raises(UserError, match=r"“Shop\.csqbackup” could not be read: the disk"):
        container.read_front(file)
    with pytest.raises(UserError, match=r"“Shop\.csqbackup” could not be read: the disk"):
        container.unpack(file, front, supervisor().keyring, elsewhere)


@pytest.mark.fault("T9")
def test_every_flipped_bit_of_a_backup_is_found(
    file: Path, elsewhere: Path, rounds: Rounds, tally: Tally
) -> None:
    """T9 for backups: label, keys.json, sealed part; nothing is restored from any of them."""
    content, chance = file.read_bytes(), random.Random(9)
    front = container.read_front(file).size
    for number in range(rounds(200, 10_000)):
        at = chance.randrange(front if number % 2 else len(content))
        bit = 1 << chance.randrange(8)
        file.write_bytes(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])
        with tally.round("undetected"), pytest.raises(UserError):
            restore.restore(file, elsewhere / "Back.csq", BY_SHEET, CLOCK)
        assert not list(elsewhere.iterdir()), at


@pytest.mark.fault("T12")
def test_a_backup_cut_or_with_more_at_its_end_is_found(
    file: Path, elsewhere: Path, rounds: Rounds, tally: Tally
) -> None:
    """T12 for backups: cuts at any length, at the ends of age's pieces, and pieces put twice."""
    content, chance = file.read_bytes(), random.Random(12)
    start = container.read_front(file).size
    ends = range(len(content), start, -65_552)
    cuts = [*ends, *(chance.randrange(len(content)) for _ in range(rounds(20, 400)))]
    changed = [content[:at] for at in cuts if at < len(content)]
    changed += [content + content[at:] for at in ends if at < len(content)]
    changed += [content + b"\0", content + content, content[:start] + content]
    for text in changed:
        file.write_bytes(text)
        with tally.round("undetected"), pytest.raises(UserError):
            restore.restore(file, elsewhere / "Back.csq", BY_SHEET, CLOCK)
    with tally.counting("partial"):
        assert not list(elsewhere.iterdir())


@pytest.mark.fault("T15")
def test_no_text_makes_the_reader_of_backups_stumble(
    file: Path, tmp_path: Path, rounds: Rounds, tally: Tally
) -> None:
    """T15 for backups: whatever the bytes, the answer is a sentence or the truth."""
    content, chance = file.read_bytes()[:20_000], random.Random(15)
    front = container.read_front(file)
    found = 0
    for _ in range(rounds(2_000, 1_000_000)):
        file.write_bytes(mutated(content[: front.size + 400], chance))
        tally.rounds += 1
        try:
            again = container.read_front(file)
            container.read_manifest(file, again, template().users[Role.SUPERVISOR].keyring)
        except UserError:
            found += 1
        else:
            tally.undetected += again != replace(front, key_file=again.key_file)
    assert found > 0


PIECES = (b"\n", b"{", b'"', b"[", b"\0", b"\xff", b"-1", b"1e999", b"null", b"CSQ backup 1\n")


def mutated(content: bytes, chance: random.Random) -> bytes:
    text = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0:
                text[at : at + 1] = chance.randbytes(1)
            case 1:
                del text[at : min(end, at + 40)]
            case 2:
                text[at:at] = chance.choice(PIECES)
            case _:
                text[at:at] = text[at : min(end, at + 60)]
    return bytes(text)
