"""A check of a whole store: silent about a sound one, plain about anything else."""

import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.audit.entries import Anchor, AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.stores.backups import BackupOpener
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services.actions import actions
from csq_desktop.services.customers import customers
from csq_desktop.services.imports import commands, imports
from csq_desktop.services.stores import backups, checks, key_change
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import chain as audit_chain
from csq_desktop.storage.audit import reconcile
from csq_desktop.storage.audit.own_note import OwnNote
from csq_desktop.storage.audit.reconcile import Differs, TrailComparison, TrailDifference
from csq_desktop.storage.files.engine import VAULT_FILE
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.packs import PackRow
from tests.factory import PASSPHRASES, FixedClock, Furnish, by_hand, open_store
from tests.services.small_shop import Hand, set_up
from tests.storage.backup.backup_case import add_photos

NAMES = [
    "opening",
    "store.db",
    "vault.db",
    "audit_trail",
    "printed_trail",
    "sealed_trail",
    "authors",
    "records_and_trail",
    "sums",
    "balance",
    "references",
    "customers",
    "identities",
    "kept_files",
    "evidence",
    "key_file_copy",
]


@pytest.fixture
def furnish() -> Furnish:
    return with_a_history


def with_a_history(store: Store, clock: FixedClock) -> None:
    """Let a small shop have one."""
    set_up(store)
    Hand(store, clock, random.Random(3)).work(40)
    with store.writing() as session:
        customers.add(session, NewCustomer(Identity(name="Yau Pui Shan")))


def wrong(store: Store) -> dict[str, tuple[str, ...]]:
    """What the check finds wrong, sentence and details."""
    report = checks.check(store)
    return {line.name: (line.sentence, *line.details) for line in report.lines if not line.sound}


def test_a_sound_store_is_told_to_be_sound(store: Store) -> None:
    report = checks.check(store)
    assert report.sound, report.sentences
    assert [line.name for line in report.lines] == NAMES
    assert report.sentences[:3] == (
        "Nothing has been found missing, this time or earlier.",
        "store.db: whole; every page was written with its key.",
        "vault.db: whole; every page was written with its key.",
    )
    assert any("The balance of" in sentence for sentence in report.sentences)


def test_an_empty_store_is_sound(tmp_path: Path) -> None:
    empty = open_store(tmp_path)
    assert checks.check(empty).sound
    empty.close()


def test_what_a_key_does_not_open_is_said_so(store: Store, tmp_path: Path) -> None:
    store.close()
    auditor = open_store(tmp_path, Role.AUDITOR)
    report = checks.check(auditor)
    assert report.sound
    assert "vault.db: not checked, your key does not open it." in report.sentences
    assert any("not compared, your key" in sentence for sentence in report.sentences)
    assert {line.name for line in report.lines if not line.looked_at} == {VAULT_FILE, "identities"}
    (line,) = [line for line in report.lines if line.name == "records_and_trail"]
    assert line.sentence.startswith("All records that your key can open")
    auditor.close()


def test_staff_do_not_check(store: Store, tmp_path: Path) -> None:
    store.close()
    staff = open_store(tmp_path, Role.STAFF)
    with pytest.raises(Refused):
        checks.check(staff)
    staff.close()


@pytest.mark.no_cover
def test_each_part_is_told(store: Store) -> None:
    told: list[tuple[float, float, str]] = []
    checks.check(store, lambda *step: told.append(step))
    assert told == [(0, 2, "Checking the files …"), (1, 2, "Comparing the records …")]


def test_in_a_damaged_file_nothing_is_compared(store: Store) -> None:
    store.checkpoint()
    vault = store.folder / VAULT_FILE
    content = bytearray(vault.read_bytes())
    content[-2000] ^= 1
    vault.write_bytes(content)
    report = checks.check(store)
    assert not report.sound
    assert [line.name for line in report.lines] == ["opening", "store.db", "vault.db", "records"]
    assert report.sentences[2].startswith("vault.db: damaged in")
    assert report.sentences[3].startswith("    ")
    assert "Repair the files first" in report.sentences[-1]
    vault.write_bytes(bytes(content[:-2000]) + bytes([content[-2000] ^ 1]) + content[-1999:])


@pytest.mark.no_cover
def test_a_changed_trail_is_told_by_its_entry(store: Store) -> None:
    drop = "DROP TRIGGER audit_entry_unchanged"
    by_hand(store, drop, "UPDATE audit_entry SET user_id = 7 WHERE sequence = 12")
    (told, *_) = wrong(store)["audit_trail"]
    assert told.startswith("Audit trail: Entry 12 was changed, removed or moved.")


def test_a_record_changed_past_the_trail_is_told_by_its_reference(store: Store) -> None:
    by_hand(
        store,
        "UPDATE complaint SET category = 'other' WHERE ref = 'C-2026-0002-SSP01'",
        "UPDATE vault.identity SET phone = '+85291234567'",
        "UPDATE complaint_event SET text = '?' WHERE id = (SELECT min(id) FROM complaint_event)",
        "UPDATE pledge_version SET remedy = '{}' WHERE id = (SELECT min(id) FROM pledge_version)",
    )
    told = wrong(store)
    assert told.keys() == {"records_and_trail"}
    assert told["records_and_trail"][0].endswith("someone who had the key.")  # remembered alone
    assert set(told["records_and_trail"][1:]) == {
        "Complaint C-2026-0002-SSP01: Changed without going through the program: Category.",
        "Identity CU-00001: Changed without going through the program: Telephone.",
        "Step of a complaint C-2026-0001-SSP01: Changed without going through the program: Text.",
        "Terms of a pledge TILL 1: Changed without going through the program: Remedy.",
    }


def test_entries_that_no_program_writes_are_told_by_their_number(store: Store) -> None:
    drop = "DROP TRIGGER audit_entry_unchanged"
    by_hand(store, drop, "UPDATE audit_entry SET detail = '[]' WHERE sequence = 12")
    told = wrong(store)
    assert any(
        line.startswith("Entry 12 of") or ": Entry 12 of" in line
        for line in told["records_and_trail"]
    )
    assert "Entry 12 " in told["audit_trail"][0]


def test_what_nothing_tells_of_is_counted_and_check_sums_that_were_changed_are_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = TrailDifference("customer", 7, Differs.ENTRY)
    comparison = TrailComparison([changed], uncovered=2)
    monkeypatch.setattr(reconcile, "compare", lambda *_: comparison)
    report = checks.check(store)
    lines = {line.name: line for line in report.lines}
    assert lines["records_and_trail"].details == (f"Customer: {changed.sentence({})}",)
    assert lines["uncovered"].sound
    assert lines["uncovered"].sentence.startswith("2 records have fields")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM key_file_copy",
        "UPDATE key_file_copy SET text = '{}'",
        "UPDATE key_file_copy SET edition = edition - 1",
        "UPDATE key_file_copy SET edition = edition + 1",
    ],
)
def test_a_copy_of_the_key_file_that_was_changed_is_told(store: Store, statement: str) -> None:
    by_hand(store, statement)
    (told,) = wrong(store)["key_file_copy"]
    assert told == "The copy of the key file in the database was changed."


def test_an_earlier_copy_of_the_key_file_is_as_it_was_kept(store: Store) -> None:
    with store.key_file() as key_file:
        key_file.rename(store.keyring, store.user.id, "May Wong")
    assert "key_file_copy" not in wrong(store)


def test_sums_that_differ_from_the_records_are_told(store: Store) -> None:
    by_hand(store, "UPDATE complaint_sum SET count = count + 1 WHERE measure = 'finding'")
    told = wrong(store)
    assert told.keys() == {"sums"}
    assert "differ from the records" in told["sums"][0]


def test_a_balance_that_does_not_end_at_what_is_open_is_told(store: Store) -> None:
    by_hand(store, "UPDATE complaint_sum SET count = count - 500 WHERE measure = 'received'")
    told = wrong(store)["balance"]
    assert told[0].endswith("open.")
    assert told[-1].startswith("The months end with -")


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", ["C", "CU", "A"])
def test_a_missing_reference_is_told(store: Store, kind: str) -> None:
    with store.writing() as session:
        actions.promise(session, NewAction("Mend the till", "May Wong", date(2026, 12, 1)))
    by_hand(store, f"UPDATE reference SET last = last + 2 WHERE kind = '{kind}'")
    (told,) = wrong(store)["references"]
    assert told.startswith(f"{kind}-2026: " if kind != "CU" else "CU: ")


def test_numbers_of_customers_whose_import_was_undone_are_not_missing(
    store: Store, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("Name,Phone\nLau Ka Wing,93331234\nMok Tsz Kit,93331235\n", "utf-8")
    taken = commands.run(store, commands.Order(ImportKind.CUSTOMERS, listed), None)
    with store.writing() as session:
        imports.undo(session, taken.batch_id or 0)
    assert wrong(store) == {}
    with store.writing() as session:
        customers.add(session, NewCustomer(Identity(name="Au Man")))
    assert wrong(store) == {}
    by_hand(store, "DELETE FROM customer WHERE ref = 'CU-00004'")
    assert wrong(store)["references"] == ("CU: numbers given out 4, on records 1, the highest 1.",)


def test_half_customers_are_told(store: Store) -> None:
    by_hand(
        store,
        "DELETE FROM vault.identity",
        "INSERT INTO vault.identity SELECT 99, '', '', '', '', '', '', '', ''",
        "INSERT INTO vault.identity SELECT 98, '', '', '', '', '', '', '', ''",
    )
    assert wrong(store)["identities"] == (
        "1 customer has no identity in the vault.",
        "2 identities belong to no customer.",
    )


def test_a_complaint_of_nobody_is_told(store: Store) -> None:
    by_hand(store, "UPDATE complaint SET customer_id = 5 WHERE ref = 'C-2026-0001-SSP01'")
    assert wrong(store)["customers"] == (
        "1 complaint names a customer who is not in the database.",
    )


def pack_row(session: Session, store: Store, version: int) -> PackRow:
    return PackRow(
        id=ids.reserve(session),
        month=Month(2026, 9),
        version=version,
        languages=["en"],
        message="",
        issued_at=store.clock.now(),
        issued_by=store.user.id,
        pages=1,
        sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        chain_sequence=1,
        chain_head="",
        figures={},
        pdf=b"",
    )


def test_packs_and_photos_are_compared_byte_for_byte(store: Store) -> None:
    add_photos(store, 1, 100)
    with store.writing() as session:
        session.add(pack_row(session, store, 1))
    (photo,) = wrong(store)["kept_files"]
    assert photo.startswith("Photo ")
    by_hand(store, "UPDATE pack SET pdf = x'00'")
    assert wrong(store)["kept_files"][0] == "Review pack 2026-09 1 was changed."


def test_the_trail_has_to_pass_where_issued_packs_say_it_was(store: Store) -> None:
    with store.reading() as session:
        end = audit_chain.head(session.connection(), store.keyring)
    with store.writing() as session:
        for version, head in ((1, end.head), (2, end.head[::-1])):
            pack = pack_row(session, store, version)
            pack.chain_sequence, pack.chain_head = end.sequence, head
            session.add(pack)
    (told,) = wrong(store)["printed_trail"]
    assert told.startswith(
        "The audit code printed on review pack 2026-09 2 no longer matches: entry "
    )


def test_a_store_put_back_whole_lacks_what_its_backups_hold(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    "Where this computer’s own note went too, what is sealed elsewhere still tells."
    folder, earlier = store.folder, tmp_path / "earlier"
    store.close()
    shutil.copytree(folder, earlier)
    worked = open_store(tmp_path, source=clock)
    clock.move(minutes=5)
    file = backups.make(worked).file.name
    # One with identities, and the one of the month without.
    assert line_of(worked, "sealed_trail").endswith("matches 2 backups.")
    worked.close()
    shutil.rmtree(folder)
    shutil.copytree(earlier, folder)
    OwnNote(folder, worked.keyring.store_id).forget()
    again = open_store(tmp_path, source=clock)
    assert again.losses == ()
    _, told = sorted(wrong(again)["sealed_trail"])
    assert told.startswith(f"Backup {file} has a different audit trail: entry ")
    again.close()


def test_a_backup_that_another_key_seals_is_not_compared(store: Store, clock: FixedClock) -> None:
    backups.make(store)
    key_change.rekey(store, PASSPHRASES[Role.SUPERVISOR])
    assert line_of(store, "sealed_trail").startswith("There is no backup")


def test_of_a_store_brought_back_no_earlier_backup_is_compared(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    file = backups.make(store).file
    clock.move(days=1)
    backups.make(store)
    clock.move(minutes=5)
    opener = BackupOpener(user=store.user.name, passphrase=PASSPHRASES[Role.SUPERVISOR])
    folder = tmp_path / "again" / store.folder.name
    folder.parent.mkdir()
    backups.restore(file, folder, opener, source=clock)
    back = open_store(folder.parent, source=clock)
    assert line_of(back, "sealed_trail").startswith("There is no backup")
    clock.move(minutes=5)
    backups.make(back)
    assert line_of(back, "sealed_trail").endswith("matches 1 backup.")
    back.close()


def test_a_colleague_who_says_that_the_store_was_brought_back_is_not_believed(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    backups.make(store)
    store.close()
    clock.move(days=1)
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.writing() as session:
        audit.note(session, AuditAction.RESTORED, detail={"identities": True})
    staff.close()
    again = open_store(tmp_path, source=clock)
    assert line_of(again, "sealed_trail").endswith("matches 2 backups.")
    again.close()


def test_a_table_of_nonsense_is_a_line_of_its_own(store: Store) -> None:
    by_hand(store, "UPDATE complaint_sum SET month = month / 100 * 100 + 13 + month % 100")
    told = wrong(store)
    assert told.keys() == {"sums", "balance"}
    assert "cannot be compared (sums)" in told["sums"][0]


def line_of(store: Store, name: str) -> str:
    """What a sound check says of one thing."""
    (line,) = [line for line in checks.check(store).lines if line.name == name]
    assert line.sound
    return line.sentence


def test_a_point_on_paper_is_looked_for(store: Store) -> None:
    (line,) = [line for line in checks.check(store).lines if line.name == "audit_trail"]
    end = line.details[0].removeprefix("Audit code now: ")
    number, head = end.replace(" ", "").split(":")
    assert checks.check(store, paper=Anchor.parse(end)).sound
    paper = Anchor.parse(f"{int(number):,} : {head[:4]} {head[4:8]} {head[8:12].upper()}")
    assert checks.check(store, paper=paper).sound
    (line,) = [each for each in checks.check(store, paper=paper).lines if "paper" in each.sentence]
    assert line.sentence.endswith(
        f"Entry {number} matches the paper: it has the audit code that was typed in."
    )
    other = Anchor.parse(f"{number}:{head[12:24]}")
    (line,) = [line for line in checks.check(store, paper=other).lines if not line.sound]
    assert f"Entry {number} does not have the audit code that was typed in." in line.sentence
    assert "none was changed or removed" in line.sentence  # a slip of the pen changes no trail


def test_what_an_opening_missed_is_wrong_once_and_told_ever_after(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    store.close()
    earlier = (store.folder / VAULT_FILE).read_bytes()
    again = open_store(tmp_path, source=clock)
    with again.writing() as session:
        customers.add(session, NewCustomer(Identity(name="Mok Tsz Kit")))
    again.close()
    (store.folder / VAULT_FILE).write_bytes(earlier)
    again = open_store(tmp_path, source=clock)
    (told,) = wrong(again)["opening"]
    assert told == again.losses[0]
    again.close()
    again = open_store(tmp_path, source=clock)
    line = checks.check(again).lines[0]
    assert (line.sound, len(line.details)) == (True, 1)
    assert line.sentence.endswith("Earlier, something was missing:")
    again.close()
