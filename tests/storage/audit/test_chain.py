"""The audit trail: what it tells, what it keeps to itself, what may not go past it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Executable, delete, insert, text, update

from csq_desktop.domain.audit.entries import (
    Anchor,
    AnchorPlace,
    AuditAction,
    AuditEntry,
    AuditVerdict,
    action_text,
)
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit.chain import NewAuditEntry
from csq_desktop.storage.audit.recorder import LONGEST_SAID
from csq_desktop.storage.keys.keyring import Keyring, fresh
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.sessions.gate import Unaudited
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintEventRow, ComplaintSumRow
from csq_desktop.storage.tables.customers.customers import IdentityRow, VaultSecretRow
from csq_desktop.storage.tables.row import ROWS
from csq_desktop.storage.tables.shop.shop import ClosureRow, DraftRow, MonthInputRow
from csq_desktop.storage.tables.store import StoreSettingRow, UserRow
from tests.factory import PASSPHRASES, START, FixedClock

DAY = date(2026, 9, 1)


def entries(store: Store) -> list[AuditEntry]:
    """All entries of the trail after the sign-in."""
    with store.reading() as session:
        rows = session.execute(
            text(
                "SELECT sequence, at, user_id, action, object_type, object_id, detail "
                "FROM audit_entry ORDER BY sequence"
            )
        ).all()
    told = [
        AuditEntry(
            number, datetime.fromtimestamp(at, UTC), user, action, kind, key, json.loads(detail)
        )
        for number, at, user, action, kind, key, detail in rows
    ]
    signed_in = max(n for n, entry in enumerate(told) if entry.action == AuditAction.SIGNED_IN)
    return told[signed_in + 1 :]


def values(entry: AuditEntry, side: str = "to") -> Any:
    """The values by field that an entry says a row had, `from` or `to`."""
    return entry.detail[side]


def add_closure(store: Store, reason: str = "Typhoon") -> int:
    with store.writing() as session:
        row = ClosureRow(id=ids.reserve(session), start=DAY, end=DAY, reason=reason)
        session.add(row)
    return row.id


def verdict(store: Store, keyring: Keyring | None = None) -> AuditVerdict:
    with store.reading() as session:
        return audit.verify(session, keyring or store.keyring)


def test_a_new_row_is_told_with_what_it_says(store: Store) -> None:
    number = add_closure(store)
    (entry,) = entries(store)
    assert entry == AuditEntry(
        entry.sequence,
        START,
        store.user.id,
        AuditAction.CREATED,
        "closure",
        number,
        {"to": {"id": number, "start": "2026-09-01", "end": "2026-09-01", "reason": "Typhoon"}},
    )


def test_a_change_is_told_from_what_to_what(store: Store) -> None:
    number = add_closure(store)
    with store.writing() as session:
        row = session.get_one(ClosureRow, number)
        row.reason, row.removed_at = "Black rain", START
        row.start = DAY
    change = entries(store)[-1]
    assert (change.action, change.object_id) == (AuditAction.CHANGED, number)
    assert change.detail == {
        "from": {"reason": "Typhoon", "removed_at": None},
        "to": {"reason": "Black rain", "removed_at": "2026-10-05T02:00:00+00:00"},
    }


def test_a_change_of_a_field_that_was_not_read_tells_its_old_value_too(store: Store) -> None:
    number = add_closure(store)
    with store.writing() as session:
        row = session.get_one(ClosureRow, number)
        session.expire(row)
        row.reason = "Black rain"
    assert entries(store)[-1].detail["from"] == {"reason": "Typhoon"}


def test_setting_a_field_to_what_it_was_is_no_change(store: Store) -> None:
    number = add_closure(store)
    with store.writing() as session:
        session.get_one(ClosureRow, number).reason = "Typhoon"
    assert len(entries(store)) == 1


def digests_of(entry: AuditEntry) -> list[str] | dict[str, str]:
    """The hidden fields of an entry; each with a digest where the row still stands."""
    fields = entry.detail["fields"]
    assert isinstance(fields, list | dict)
    return fields


def test_a_digest_is_another_one_in_every_record_and_goes_with_its_salt(store: Store) -> None:
    def salts() -> list[tuple[int, bytes]]:
        with store.reading(identities=True) as session:
            rows = session.connection().exec_driver_sql(
                "SELECT first, salts FROM vault.vault_record_salt WHERE object_type = 'identity'"
            )
            return [(row[0], row[1]) for row in rows]

    with store.writing() as session:
        for number in (5, 9):
            session.add(IdentityRow(customer_id=number, name="Wong", other_name="Wong"))
    told = [fields for entry in entries(store) if isinstance(fields := digests_of(entry), dict)]
    names = [fields[name] for fields in told for name in ("name", "other_name")]
    assert len(set(names)) == 4
    assert all(len(digest) == 32 for digest in names)
    assert [first for first, _ in salts()] == [5, 9]
    with store.writing() as session:
        session.get_one(IdentityRow, 9).name = "Wong"
        session.delete(session.get_one(IdentityRow, 5))
    ((first, salt),) = salts()
    assert first == 9
    assert salt != bytes(16)


def test_a_row_taken_away_is_told_with_what_it_said(store: Store) -> None:
    number = add_closure(store)
    with store.writing() as session:
        session.delete(session.get_one(ClosureRow, number))
    gone = entries(store)[-1]
    assert gone.action == AuditAction.REMOVED
    assert values(gone, "from")["reason"] == "Typhoon"


def test_of_an_identity_the_trail_tells_field_names_alone(store: Store) -> None:
    with store.writing() as session:
        session.add(IdentityRow(customer_id=5, name="Wong Tai Man", phone="91234567"))
    with store.writing() as session:
        session.get_one(IdentityRow, 5).name = "Wong Siu Man"
    with store.writing() as session:
        session.delete(session.get_one(IdentityRow, 5))
    told = entries(store)
    assert [sorted(digests_of(entry)) for entry in told] == [
        ["customer_id", "name", "phone"],
        ["name"],
        ["customer_id", "name", "phone"],
    ]
    assert [entry.object_id for entry in told] == [5, 5, 5]
    assert "Wong" not in str(told)


def test_of_free_text_the_trail_tells_that_it_changed(store: Store) -> None:
    assert ComplaintEventRow.__unsaid__ == {"text", "facts"}
    with store.writing() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        row = ComplaintEventRow(id=7, complaint_id=8, at=START, user_id=1, kind=EventKind.NOTE)
        row.text = "Mr Wong called from 9123 4567"
        session.add(row)
        session.flush()
        session.delete(row)
    created, removed = entries(store)
    assert [*digests_of(created)] == removed.detail["fields"] == ["text"]
    assert values(created)["complaint_id"] == 8
    assert "Wong" not in str(entries(store))


def test_a_row_whose_key_is_no_number_is_told_by_its_key(store: Store) -> None:
    with store.writing() as session:
        session.add(StoreSettingRow(name="backup", value={"folder": "E:/"}))
        session.add(VaultSecretRow(name="other", value="secret"))
    setting, secret = entries(store)
    assert (setting.object_id, setting.detail["key"]) == (None, ["backup"])
    assert (secret.object_id, secret.detail["key"]) == (None, ["other"])
    assert sorted(digests_of(secret)) == ["name", "value"]


def test_a_long_value_is_told_by_its_digest(store: Store) -> None:
    add_closure(store, "x" * (LONGEST_SAID + 1))
    with store.writing() as session:
        session.add(StoreSettingRow(name="long", value=["y"] * LONGEST_SAID))
    closure, setting = entries(store)
    assert values(closure)["reason"].startswith("sha256 ")
    assert values(closure)["reason"].endswith(", 2001 characters")
    assert values(setting)["value"].startswith("sha256 ")


def test_a_table_that_is_not_audited_leaves_no_entry_but_a_topic(store: Store) -> None:
    with store.writing() as session:
        session.add(DraftRow(id=1, user_id=1, name="form", fields={}, saved_at=START))
    assert entries(store) == []
    assert session.info["desk"].topics == {"drafts"}


def test_months_and_people_are_told_in_words(store: Store) -> None:
    with store.writing() as session:
        session.add(MonthInputRow(id=3, name="sales", month=Month(2026, 9), value=0))
    assert entries(store)[0].detail["to"] == {
        "id": 3, "month": "2026-09", "name": "sales", "value": 0,
    }  # fmt: skip


def test_a_look_is_noted_with_time_and_user(staff_store: Store, clock: FixedClock) -> None:
    clock.move(minutes=5)
    with staff_store.writing() as session:
        detail = {"reason": "call_back", "fields": {"phone", "name"}, "of": b"\x00"}
        audit.note(session, AuditAction.REVEALED, "customer", 12, detail)
    (entry,) = entries(staff_store)
    assert (entry.at, entry.user_id) == (START + timedelta(minutes=5), staff_store.user.id)
    assert entry.detail["fields"] == ["name", "phone"]
    assert str(entry.detail["of"]).startswith("sha256 6e340b9cffb37a98")  # of one zero byte


def test_what_the_trail_has_no_words_for_is_a_bug(store: Store) -> None:
    with store.writing() as session, pytest.raises(TypeError, match="no words for object"):
        audit.note(session, "exported", detail={"x": object()})


def test_a_rolled_back_savepoint_takes_its_entries_with_it(store: Store) -> None:
    with store.writing() as session:
        audit.note(session, "first")
        inner = session.begin_nested()
        session.add(ClosureRow(id=1, start=DAY, end=DAY, reason="never was"))
        session.flush()
        inner.rollback()
        audit.note(session, "second")
    assert [entry.action for entry in entries(store)] == ["first", "second"]
    assert verdict(store).sound


@pytest.mark.parametrize(
    "statement",
    [
        update(ClosureRow).values(reason="hidden"),
        delete(ClosureRow),
        insert(ClosureRow).values(id=1, start=DAY, end=DAY, reason="slipped in"),
        text("UPDATE closure SET reason = 'hidden'"),
        text("update or ignore main.closure set reason = 'hidden'"),
        text('DELETE FROM "closure"'),
        text("REPLACE INTO [closure] (id) VALUES (1)"),
        text("INSERT OR REPLACE INTO `closure` (id) VALUES (1)"),
        text("WITH x AS (SELECT 1) DELETE FROM closure"),
        text("/* quietly */ DELETE FROM closure"),
        text("DELETE FROM vault.identity"),
        text("DELETE FROM audit_entry"),
        text("UPDATE audit_entry SET detail = '{}'"),
    ],
)
def test_a_statement_past_the_trail_is_refused(store: Store, statement: Executable) -> None:
    add_closure(store)
    with store.writing() as session, pytest.raises(Unaudited):
        session.execute(statement)
    assert len(entries(store)) == 1


def test_what_no_trail_is_kept_of_may_be_written_in_any_way(store: Store) -> None:
    with store.writing() as session:
        session.execute(
            insert(ComplaintSumRow).values(
                month=Month(2026, 9), measure="received", bucket="staff", count=1, cents=0
            )
        )
        session.execute(text("DELETE FROM complaint_sum"))
    assert entries(store) == []


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE audit_entry SET user_id = 1", "never changed"),
        ("DELETE FROM audit_entry WHERE sequence = 1", "never cut"),
        ("INSERT INTO audit_entry SELECT 1, 0, 0, 'x', NULL, NULL, '{}', x'00'", "by one"),
        ("REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 1", "by one"),
    ],
)
def test_the_trail_itself_only_grows(store: Store, statement: str, refusal: str) -> None:
    with store._driver() as driver, pytest.raises(Exception, match=refusal):
        driver.execute(statement)


def test_every_table_states_whether_it_is_audited_and_no_name_stands_twice() -> None:
    assert len({kind.__dict__["__tablename__"] for kind in ROWS.values()}) == len(ROWS)
    unaudited = {name for name, kind in ROWS.items() if kind.__audit__ is None}
    assert {"draft", "complaint_sum", "audit_entry", "sequence_counter"} <= unaudited
    assert not {"complaint", "customer", "identity", "user_account"} & unaudited


def test_an_untouched_trail_is_sound_and_reaches_its_anchor(store: Store) -> None:
    for number in range(5):
        add_closure(store, str(number))
    store.keep_anchor()
    add_closure(store, "after the anchor")
    found = verdict(store)
    assert found.sound
    assert found.rows == store.anchors()[AnchorPlace.KEY_FILE].sequence + 1


def test_an_anchor_is_not_moved_when_nothing_was_written(store: Store) -> None:
    store.keep_anchor()
    before = (store.folder / "keys.json").stat().st_mtime_ns
    store.keep_anchor()
    assert (store.folder / "keys.json").stat().st_mtime_ns == before


def test_a_trail_checked_with_another_stores_keys_is_bad_from_the_first_row(store: Store) -> None:
    assert verdict(store, fresh(store.keyring.store_id)).first_bad == 1


def test_entries_keep_the_key_of_their_time_through_a_rekey(store: Store) -> None:
    add_closure(store)
    with store.reading() as session:
        end = audit.head(session.connection(), store.keyring).sequence
    with store.key_file() as key_file:
        key_file.begin_rekey(store.keyring)
        store.keyring, _ = key_file.finish_rekey(
            store.user.id, PASSPHRASES[Role.SUPERVISOR], last_sequence=end
        )
    add_closure(store)
    assert verdict(store).rows == end + 1
    assert verdict(store).first_bad is None
    without_history = replace(store.keyring, retired=())
    assert verdict(store, without_history).first_bad == 1


def test_a_clock_set_back_does_not_turn_the_trail_back_and_is_told_once(
    store: Store, clock: FixedClock
) -> None:
    clock.move(hours=1)
    add_closure(store, "at eleven")
    clock.move(minutes=-1)
    add_closure(store, "a minute back")
    clock.move(days=-365)
    add_closure(store, "a year back")
    clock.move(days=366)
    add_closure(store, "right again")
    clock.move(days=-2)
    add_closure(store, "back again")
    told = entries(store)
    assert [entry.action for entry in told].count(AuditAction.CLOCK_SET_BACK) == 2
    assert told[1].detail == {"seconds": 60}
    times = [entry.at for entry in told]
    assert times == sorted(times)
    assert verdict(store).sound


def test_a_computer_taken_to_another_time_zone_writes_the_same_times(
    store: Store, clock: FixedClock
) -> None:
    clock.at = START.astimezone(timezone(timedelta(hours=-10)))
    add_closure(store)
    clock.at = START.astimezone(timezone(timedelta(hours=14)))
    add_closure(store)
    assert [entry.at for entry in entries(store)] == [START, START]
    assert {entry.at.tzinfo for entry in entries(store)} == {UTC}


def test_a_correction_of_a_few_seconds_is_not_worth_an_entry(
    store: Store, clock: FixedClock
) -> None:
    add_closure(store)
    clock.move(seconds=-4)
    add_closure(store)
    assert [entry.at for entry in entries(store)] == [START, START]


def test_a_supervisor_sets_the_clock_right_after_it_was_years_ahead(
    store: Store, clock: FixedClock
) -> None:
    clock.move(days=3650)
    add_closure(store, "in ten years")
    clock.move(days=-3650, hours=1)
    with store.writing() as session:
        audit.set_clock_right(session)
    add_closure(store, "today")
    assert entries(store)[-2].action == AuditAction.CLOCK_SET_RIGHT
    assert entries(store)[-1].at == START + timedelta(hours=1)
    assert verdict(store).sound


def test_a_clock_set_right_in_vain_does_not_turn_the_trail_back(
    store: Store, clock: FixedClock
) -> None:
    clock.move(days=1)
    add_closure(store)
    clock.move(days=-1)
    with store.writing() as session:
        audit.set_clock_right(session)
        session.rollback()
    add_closure(store)
    assert entries(store)[-1].at == START + timedelta(days=1)
    assert verdict(store).sound


def test_a_clock_gives_out_no_time_before_the_last() -> None:
    source = FixedClock()
    clock = Clock(source)
    assert clock.now() == START
    source.move(days=-1)
    assert clock.now() == START
    assert clock.behind() == timedelta(days=1)
    source.move(days=1, seconds=1)
    assert clock.now() == START + timedelta(seconds=1)
    clock.not_before(START + timedelta(hours=1))
    assert clock.now() == START + timedelta(hours=1)


def test_staff_cannot_set_the_clock_of_the_store(staff_store: Store) -> None:
    with staff_store.writing() as session, pytest.raises(Refused):
        audit.set_clock_right(session)


@pytest.mark.parametrize(("step", "seconds"), [(1, -1), (2, 0)])
def test_an_entry_that_steps_back_or_skips_a_number_is_bad_although_its_key_is_right(
    store: Store, step: int, seconds: int
) -> None:
    add_closure(store)
    with store.reading() as session:
        end = audit.last_link(session.connection(), store.keyring)
    facts = (end.sequence + step, end.at + seconds, 1, "created", None, None, "{}")
    mac = audit._tied(store.keyring.audit_key, end.mac, facts)
    with store._driver() as driver:
        driver.execute("DROP TRIGGER audit_entry_in_order")
        driver.execute("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*facts, mac))
    assert verdict(store).first_bad == end.sequence + 1


def test_an_empty_trail_has_no_head(store: Store) -> None:
    with store._driver() as driver:
        driver.execute("DROP TRIGGER audit_entry_kept")
        driver.execute("DELETE FROM audit_entry")
    with store.reading() as session:
        connection = session.connection()
        assert audit.head(connection, store.keyring) == Anchor()
        assert audit.last_moment(connection, store.keyring) is None
        assert audit.holds(connection, Anchor())
        assert not audit.holds(connection, store.anchors()[AnchorPlace.KEY_FILE])


def test_nothing_to_tell_is_nothing_told(store: Store) -> None:
    with store.writing() as session:
        audit.append(session, [])
        bulk.delete(session, UserRow, [], detail={})
    assert entries(store) == []


def test_every_action_has_a_label_and_a_features_word_reads_as_one() -> None:
    assert all(action.label for action in AuditAction)
    assert action_text("sealed_intake_opened") == "Sealed intake opened"
    assert action_text(NewAuditEntry("created").action) == "Created"


@pytest.mark.parametrize(("digits", "holds"), [(64, True), (12, True), (11, False), (0, False)])
def test_a_head_cut_too_short_holds_nowhere(store: Store, digits: int, holds: bool) -> None:
    with store.reading() as session:
        end = audit.head(session.connection(), store.keyring)
        cut = Anchor(end.sequence, end.head[:digits])
        assert audit.holds(session.connection(), cut) is holds
