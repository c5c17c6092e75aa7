"""What somebody writes past the program and signs with a key of their own: told, named, harmless.

Every role chains the trail and signs in its own name, so a lie can be well chained and well signed.
"""

import json
import secrets
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged
from csq_desktop.services import audit_trail, users
from csq_desktop.services.imports import imports
from csq_desktop.services.stores import backups, checks, safety
from csq_desktop.storage import opening
from csq_desktop.storage.audit import bulk, signatures
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.keys import kdf, slots
from csq_desktop.storage.keys.contents import seal, text_of
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.records.checklists import checks as check_records
from csq_desktop.storage.records.checklists.checks import SUPERVISORS_RECORDS
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintEventRow, ComplaintRow
from csq_desktop.storage.tables.pledges import PledgeCountRow
from csq_desktop.storage.tables.row import ROWS
from tests.factory import PASSPHRASES, FixedClock, Furnish, open_store, opened, template, user
from tests.services.small_shop import logged

LEE, BOSS = user(Role.STAFF), user(Role.SUPERVISOR)


@pytest.fixture(scope="module")
def furnish() -> Furnish:
    """Two complaints."""
    return two_complaints


def two_complaints(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        logged(session, clock)
        logged(session, clock)


class Liar:
    """A staff member with a program of their own, and nobody else's keys."""

    def __init__(self, folder: Path, driver: Any) -> None:
        self.driver, self.folder = driver, folder
        self.ring: Keyring = template().users[Role.STAFF].keyring

    @property
    def end(self) -> audit.Link:
        row = self.driver.execute(audit._LAST).fetchone()
        return audit.Link(row[0], row[1], row[-1])

    def write(
        self, action: str, kind: str | None = None, number: int | None = None, detail: str = "{}",
        *, at: int | None = None, writer: int = LEE.id,
    ) -> int:  # fmt: skip
        """Chain an entry; gives its number."""
        end = self.end
        facts = (end.sequence + 1, end.at if at is None else at, writer, action, kind, number)
        mac = audit._tied(self.ring.audit_key, end.mac, (*facts, detail))
        self.driver.execute(audit._ADD, (*facts, detail, mac))
        return end.sequence + 1

    def sign(
        self, first: int, *, name: int = LEE.id, edition: int | None = None, previous: bytes = b"",
        junk: bool = False, place: int | None = None,
    ) -> bytes:  # fmt: skip
        """Sign from an entry to the end; gives what the next signature would be linked to."""
        end, register = self.end, KeyFile.load(self.folder / KEY_FILE).register
        edition = register.edition if edition is None else edition
        unsigned = signatures.Signature(first, end.sequence, name, end.at, edition, previous, b"")
        facts = signatures._facts(self.ring.store_id, unsigned, end.mac)
        made = secrets.token_bytes(64) if junk else self.ring.own_signer.sign(facts)
        signature = unsigned._replace(signature=made)
        self.driver.execute(signatures._ADD, signature)
        if place is not None:
            self.driver.execute("DROP TRIGGER audit_signature_unchanged")
            last = "(SELECT max(id) FROM audit_signature)"
            self.driver.execute(f"UPDATE audit_signature SET id = {place} WHERE id = {last}")
        return signature.digest(self.ring.store_id, end.mac)

    def tell(self, *entry: Any, **more: Any) -> int:
        """Write an entry in the own name and sign it."""
        number = self.write(*entry, **more)
        self.sign(number)
        return number

    def a_complaint(self) -> int:
        return int(self.driver.execute("SELECT min(id) FROM complaint").fetchone()[0])


@pytest.fixture
def liar(folder: Path) -> Any:
    driver = engine.connect(folder / STORE_FILE, template().users[Role.STAFF].keyring.store_key)
    with closing(driver):
        yield Liar(folder, driver)


def wrong(folder: Path, clock: FixedClock, role: Role = Role.SUPERVISOR) -> dict[str, list[str]]:
    """What the check of a user says is wrong; of everything else, the opening's own words."""
    with opened(folder, clock, role) as store:
        return {
            line.name: [line.sentence, *line.details]
            for line in checks.check(store).lines
            if not line.sound
        }


def write(store: Store) -> None:
    with store.writing() as session:
        audit.note(session, AuditAction.EXPORTED)


def test_nobody_vouches_for_a_signature_in_another_name(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    with opened(folder, clock) as store:
        write(store)
        forged = liar.write("changed", "complaint", liar.a_complaint(), writer=BOSS.id)
        link = liar.sign(forged, name=BOSS.id, junk=True)
        liar.sign(liar.write("exported"), previous=link)
        write(store)
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        (told, *_) = wrong(folder, clock, role)["audit_trail"]
        assert f"From entry {forged} on, Chan Siu Ming’s signature" in told


def test_a_signature_under_an_edition_that_is_not_there_yet_names_its_writer(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    liar.sign(liar.write("exported"), edition=1 << 40)
    for role in Role:
        with opened(folder, clock, role) as store:
            assert role is not Role.SUPERVISOR or "Lee Ka Yan’s signature" in store.losses[0]
    assert "Lee Ka Yan’s signature" in wrong(folder, clock)["audit_trail"][0]


def test_no_signature_takes_the_place_of_all_later_ones(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    liar.sign(liar.write("exported"), place=(1 << 63) - 1)
    with pytest.raises(StoreDamaged, match="nothing can be written after it"):
        open_store(folder.parent, source=clock)


def test_only_a_supervisor_sets_the_clock_right(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    back = liar.end.at - 86_400 * 40
    number = liar.write("clock_set_right", at=back)
    liar.write("exported", at=back)
    liar.sign(number)
    (told,) = wrong(folder, clock)["authors"]
    assert told == (
        f"Entry {number} is something only a supervisor can do, but Lee Ka Yan wrote it."
    )


def test_who_was_a_supervisor_once_may_have_said_so(folder: Path, clock: FixedClock) -> None:
    with opened(folder, clock) as store:
        audit_note = {"from": {"role": "supervisor"}, "to": {"role": "staff"}}
        with store.writing() as session:
            audit.note(session, AuditAction.CHANGED, "user", LEE.id, audit_note)
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        audit.note(session, AuditAction.REKEYED)
    assert "authors" not in wrong(folder, clock)


def test_a_record_that_says_that_somebody_else_did_it_names_its_writer(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    case, at = liar.a_complaint(), liar.end.at - 86_400
    values = (9, case, at, BOSS.id, "answered", "", None, None)
    liar.driver.execute("INSERT INTO complaint_event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    when = datetime.fromtimestamp(at, UTC).isoformat()
    told = {"complaint_id": case, "at": when, "user_id": BOSS.id, "kind": "answered"}
    number = liar.tell("created", "complaint_event", 9, json.dumps({"to": told}))
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        (lie,) = wrong(folder, clock, role)["records_and_trail"][1:]
        assert f"Entry {number} was written by Lee Ka Yan and says that somebody else" in lie


@pytest.mark.parametrize(
    "entry",
    [
        ("restored", None, None, "not json"),
        ("restored", None, None, '{"identities":false}'),
        ("created", "complaint", None, f'{{"key":[{10**30}],"to":{{}}}}'),
        ("created", "store_setting", None, '{"key":["\\ud800"],"to":{}}'),
        ("created", "store_setting", None, '{"key":[true],"to":{}}'),
        ("changed", "complaint", 1, '{"to":{"remedy_cents":NaN}}'),
        ("exported", None, None, '{"x":' + "[" * 400 + "]" * 400 + "}"),
        ("created", "closure", 5, '{"to":{"reason":"\\uD800"}}'),
    ],
)
def test_signed_nonsense_ends_nowhere_in_a_traceback(
    folder: Path, clock: FixedClock, liar: Liar, entry: tuple[Any, ...]
) -> None:
    number = liar.tell(*entry)
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        told = wrong(folder, clock, role)
        assert "intake" not in str(told)
        with opened(folder, clock, role) as store, store.reading() as session:
            lines = audit_trail.page(session, TrailFilter()).lines
            assert number in [line.sequence for line in lines]


@pytest.mark.parametrize("number", [(1 << 62) - 1, (1 << 63) - 1])
def test_no_digest_takes_the_place_of_all_later_ones(
    folder: Path, clock: FixedClock, liar: Liar, number: int
) -> None:
    liar.driver.execute("INSERT INTO bulk_digest VALUES (?, 0, x'00')", (number,))
    with opened(folder, clock) as store:
        with store.writing() as session:
            rows = [("high", liar.a_complaint())]
            bulk.update(session, ComplaintRow, ["severity"], rows, detail={})
        assert checks.check(store).sound


def resealed(folder: Path, edition: int) -> KeyFile:
    """keys.json as somebody with any passphrase can write it, of another edition."""
    file = KeyFile.load(folder / KEY_FILE)
    ring = template().users[Role.STAFF].keyring
    file._contents = seal(replace(file._contents, edition=edition), ring, file._contents)
    return file


def test_of_a_newer_copy_of_the_key_file_both_causes_are_named(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    newer = resealed(folder, KeyFile.load(folder / KEY_FILE).edition + 1)
    facts = (newer.edition, text_of(newer._contents).decode())
    liar.driver.execute("UPDATE key_file_copy SET edition = ?, text = ?", facts)
    with pytest.raises(StoreDamaged, match="or changed that copy"):
        open_store(folder.parent, source=clock)


def test_no_edition_leaves_no_room_for_the_next(folder: Path) -> None:
    (folder / KEY_FILE).write_bytes(text_of(resealed(folder, (1 << 63) - 1)._contents))
    with pytest.raises(StoreDamaged):
        KeyFile.load(folder / KEY_FILE)


def an_event(liar: Liar) -> dict[str, Any]:
    """A step of a case that says that the supervisor took it, put in past the program."""
    case, at = liar.a_complaint(), liar.end.at - 86_400
    values = (9, case, at, BOSS.id, "answered", "", None, None)
    liar.driver.execute("INSERT INTO complaint_event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    when = datetime.fromtimestamp(at, UTC).isoformat()
    return {"complaint_id": case, "at": when, "user_id": BOSS.id, "kind": "answered"}


def test_a_detail_that_says_two_things_says_nothing(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    event = an_event(liar)
    own = json.dumps({**event, "user_id": LEE.id})
    detail = f'{{"to":{own},"to":{json.dumps(event)}}}'
    number = liar.tell("created", "complaint_event", 9, detail)
    assert f"Entry {number} of" in str(wrong(folder, clock)["records_and_trail"])


def test_no_digest_stands_for_what_is_told(folder: Path, clock: FixedClock, liar: Liar) -> None:
    event = an_event(liar)
    user = event.pop("user_id")
    assert user == BOSS.id
    detail = json.dumps({"to": event, "fields": {"user_id": "00" * 16}})
    number = liar.tell("created", "complaint_event", 9, detail)
    assert f"Entry {number} of" in str(wrong(folder, clock)["records_and_trail"])


def test_nobody_changes_what_a_colleague_is_named_for(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    (event,) = liar.driver.execute("SELECT min(id) FROM complaint_event").fetchone()
    liar.driver.execute("UPDATE complaint_event SET kind = 'answered' WHERE id = ?", (event,))
    number = liar.tell("changed", "complaint_event", event, '{"to":{"kind":"answered"}}')
    told = wrong(folder, clock)["records_and_trail"]
    assert f"Entry {number} was written by Lee Ka Yan and says that somebody else" in str(told)


def test_rows_put_in_many_at_once_name_who_did_it(folder: Path, clock: FixedClock) -> None:
    """With the program's own digests, written in a session of the liar's own."""
    columns = ["id", "complaint_id", "at", "user_id", "kind", "text"]
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        case = session.connection().exec_driver_sql("SELECT min(id) FROM complaint").scalar()
        when = bulk.stored(store.clock.now())
        bulk.insert(
            session, ComplaintEventRow, columns,
            [(9, case, when, BOSS.id, "answered", "Refund refused")], detail={},
        )  # fmt: skip
        number = audit.last_link(session.connection(), store.keyring).sequence
    told = wrong(folder, clock)["records_and_trail"]
    assert f"Entry {number} was written by Lee Ka Yan and says that somebody else" in str(told)


def test_nobody_but_who_undoes_an_import_says_that_another_entered_a_count(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    told = {"to": {"entered_by": BOSS.id}, "undone": 5}
    number = liar.tell("changed", "pledge_count", 9, json.dumps(told))
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        rows, detail = [(BOSS.id, 9)], {"undone": 5, "because": "s0016"}
        bulk.update(session, PledgeCountRow, ["entered_by"], rows, detail=detail)
        many = audit.last_link(session.connection(), store.keyring).sequence
    lies = str(wrong(folder, clock)["records_and_trail"])
    for each in (number, many):
        assert f"Entry {each} was written by Lee Ka Yan and says that somebody else" in lies


def test_what_only_supervisors_make_is_theirs(folder: Path, clock: FixedClock, liar: Liar) -> None:
    kinds = ("pack", *SUPERVISORS_RECORDS)
    numbers = [liar.tell("created", kind, 77, "{}") for kind in kinds]
    case = liar.a_complaint()
    excluded = {"from": {"excluded_reason": ""}, "to": {"excluded_reason": "Fire drill"}}
    numbers.append(liar.tell("changed", "complaint", case, json.dumps(excluded)))
    own = {"from": {"acknowledged_at": None}, "to": {"acknowledged_at": "2026-10-05T03:00:00"}}
    allowed = [
        liar.tell("changed", "complaint", case, json.dumps(own)),
        liar.tell("changed", "complaint", case, "[{"),
        liar.tell("created", "month_input", 77, "{}"),
        liar.tell("printed", "pledge", 77, "{}"),
        liar.tell("printed", "letter", 77, "{}"),
    ]
    with opened(folder, clock) as store, store.reading() as session:
        found = [each.sequence for each in check_records.overreaching(session, 99)]
    assert [number for number in (*numbers, *allowed) if number in found] == numbers


STAFFS_RECORDS = {
    "action": "staff begin and end actions",
    "action_link": "staff begin actions on complaints",
    "action_version": "what their corrections replace",
    "checklist_answer": "everybody does checks",
    "checklist_run": "everybody does checks",
    "complaint": "staff log and acknowledge; the rest is looked at fact by fact",
    "complaint_event": "what staff did to a complaint",
    "complaint_follow_up": "staff log what customers say",
    "complaint_person": "staff name who was there",
    "complaint_promise": "staff promise what they will do",
    "complaint_handover": "whoever is asked accepts or declines",
    "containment": "staff contain what went wrong at once",
    "complaint_response": "staff write down what a customer said",
    "complaint_signature": "whoever wrote signs",
    "evidence": "staff hand files in; no figure is counted from it",
    "month_input": "staff enter the sales of a month",
    "pack": "auditors look at packs; looked at by what was done",
    "person": "staff add whom they give an action to",
    "photo": "everybody does checks",
    "pledge_count": "staff count by hand",
    "pledge_month": "staff enter what was made good",
    "satisfaction_ask": "staff ask customers",
    "sealed_intake": "what staff hand in",
    "sealed_words": "what a correction of staff replaces",
    "shop_event": "staff write down events",
    "store_setting": "looked at by the name of the setting",
    "user": "everybody has keys; who is what stands signed in keys.json",
}
"""The other tables, and why their entries may be of others than supervisors."""


def test_every_table_is_supervisors_own_or_says_why_it_is_not() -> None:
    audited = {str(kind.__audit__) for kind in ROWS.values() if kind.__audit__ is not None}
    assert audited == {*SUPERVISORS_RECORDS, *STAFFS_RECORDS}
    assert not {*SUPERVISORS_RECORDS} & STAFFS_RECORDS.keys()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE complaint_sum SET month = 'x'",
        "UPDATE complaint_sum SET month = 202613",
        "UPDATE complaint_sum SET count = x'00'",
        "UPDATE reference SET kind = x'00'",
    ],
)
def test_a_table_of_nonsense_spoils_its_own_line_and_no_other(
    folder: Path, clock: FixedClock, liar: Liar, statement: str
) -> None:
    liar.driver.execute(statement)
    told = wrong(folder, clock)
    assert told
    # Counters are put right by the opening, which says so.
    assert told.keys() <= {"sums", "balance", "references", "opening"}


@pytest.mark.parametrize("forged", ["the import", "that its writer may import"])
def test_no_import_is_undone_that_a_supervisor_only_seems_to_have_signed(
    folder: Path, clock: FixedClock, liar: Liar, forged: str
) -> None:
    batch = (9, "complaints", "a" * 64, "{}", 0, 0, 0, 0, 0, 0, liar.end.at, BOSS.id, None)
    liar.driver.execute(f"INSERT INTO import_batch VALUES ({', '.join('?' * 13)})", batch)
    when = datetime.fromtimestamp(liar.end.at, UTC).isoformat()
    told: dict[str, Any] = {
        "kind": "complaints",
        "file_sha256": "a" * 64,
        "mapping": {},
        "at": when,
    }
    told |= dict.fromkeys(("first_id", "last_id", "added", "updated", "duplicates", "invalid"), 0)
    if forged == "the import":
        detail = json.dumps({"to": {**told, "user_id": BOSS.id}})
        number = liar.write("created", "import_batch", 9, detail, writer=BOSS.id)
    else:
        role = json.dumps({"to": {"role": "supervisor"}})
        number = liar.write("changed", "user", LEE.id, role, writer=BOSS.id)
    liar.sign(number, name=BOSS.id, junk=True)
    if forged != "the import":
        liar.driver.execute("UPDATE import_batch SET user_id = ?", (LEE.id,))
        liar.tell("created", "import_batch", 9, json.dumps({"to": {**told, "user_id": LEE.id}}))
    with opened(folder, clock) as store:  # tells of the signature, once
        assert "Chan Siu Ming’s signature" in store.losses[0]
    with opened(folder, clock) as store:
        assert store.losses == ()
        with store.writing() as session, pytest.raises(StoreDamaged, match="Nothing was undone"):
            imports.undo(session, 9)


def test_settings_are_not_believed_that_staff_wrote_in_a_supervisors_name(
    folder: Path, clock: FixedClock, liar: Liar
) -> None:
    at = datetime.fromtimestamp(liar.end.at, UTC).isoformat()
    state = {"good_at": at, "good_file": "x", "inside": False}
    settings = {
        "backup_state": state,
        "backup_folder": "/mnt/theirs",
        "check_state": {"sound_at": at},
    }
    for name, value in settings.items():
        detail = json.dumps({"key": [name], "to": {"value": value}}, separators=(",", ":"))
        number = liar.write("changed", "store_setting", None, detail, writer=BOSS.id)
        liar.sign(number)
    liar.tell("exported")  # an opening looks at everybody's latest signature alone
    with opened(folder, clock) as store, store.reading() as session:
        assert store.losses == ()
        assert backups.state(session).good_at is None
        assert backups.folder(session) != Path("/mnt/theirs")
        assert safety.check_state(session).sound_at is None


def test_the_opening_says_that_a_leaver_signed(folder: Path, clock: FixedClock, liar: Liar) -> None:
    edition = KeyFile.load(folder / KEY_FILE).register.edition
    with opened(folder, clock) as store, store.writing() as session:
        users.deactivate(session, LEE.id)
    with opened(folder, clock) as store:
        assert store.losses == ()
    liar.sign(liar.write("exported"), edition=edition)
    with opened(folder, clock) as store:
        assert "Lee Ka Yan’s signature" in store.losses[0]


def test_who_has_signed_gets_no_slot_from_before_signatures(
    folder: Path, clock: FixedClock
) -> None:
    """Such a slot would believe the register beside it, whoever wrote that."""
    file, boss = KeyFile.load(folder / KEY_FILE), template().users[Role.SUPERVISOR].keyring
    slot, before = file.slot(LEE.id), file._contents
    assert slot.wrapped is not None
    secret = kdf.stretch(PASSPHRASES[Role.STAFF], slot.wrapped.salt, slot.cost)
    context = slots._user_context(file.store_id, slot, slots.UNSIGNED)
    older = slots._wrap(secret, slot.wrapped.salt, boss.master, context)
    others = tuple(each for each in before.slots if each != slot)
    confirmed = tuple(each for each in before.signers.confirmed if each.user_id != LEE.id)
    forged = replace(
        before,
        slots=tuple(sorted([*others, replace(slot, wrapped=older)], key=lambda each: each.user_id)),
        signers=replace(before.signers, confirmed=confirmed),
    )
    KeyFile(folder / KEY_FILE, seal(forged, boss, before)).save()
    with pytest.raises(StoreDamaged, match="its entry in the key file was changed"):
        opening.open_store(folder, LEE.id, PASSPHRASES[Role.STAFF], source=clock)
