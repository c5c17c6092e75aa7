"""The audit trail in words: who, what, when, which fields, and whether the chain holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.audit.entries import (
    AnchorPlace,
    AuditAction,
    AuditVerdict,
    TrailChange,
    TrailFilter,
    TrailKind,
    TrailLine,
)
from csq_desktop.domain.audit.wording import (
    FIELDS,
    INTERNAL,
    OBJECTS,
    REPAIRS,
    field_text,
    object_text,
)
from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.domain.criteria import Criteria
from csq_desktop.domain.shop.shop import NewShop, Shop, default_hours
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services import audit_trail, users
from csq_desktop.services.actions import actions
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.row import ROWS
from csq_desktop.texts import speaking
from tests.factory import NAMES, FixedClock, open_store, user

T = TypeVar("T")

NEW = NewAction("Replace the lamp", "Ka-ho", date(2026, 10, 12))
STAFF = user(Role.STAFF)
EVERYTHING = TrailFilter()


def do(store: Store, job: Callable[[Session], T]) -> T:
    with store.writing() as session:
        return job(session)


def read(
    store: Store, trail_filter: TrailFilter = EVERYTHING, *, before: int | None = None
) -> tuple[TrailLine, ...]:
    with store.reading() as session:
        return audit_trail.page(session, trail_filter, before=before).lines


def note(
    store: Store, action: str, kind: str | None = None, number: int | None = None, **detail: object
) -> TrailLine:
    """Write an entry and read it back as people do."""
    do(store, lambda session: audit.note(session, action, kind, number, detail))
    return read(store)[0]


def test_an_action_is_told_by_its_reference_and_its_fields(store: Store, clock: FixedClock) -> None:
    made = do(store, partial(actions.promise, new=NEW))
    line = next(line for line in read(store) if line.about.startswith("Action"))
    assert (line.who, line.what, line.about) == (
        NAMES[Role.SUPERVISOR],
        "Created",
        "Action A-2026-0001",
    )
    assert line.at == clock.at
    fields = {change.field: change for change in line.changes}
    assert fields["Due date"].after == "12 Oct 2026"
    assert fields["Made"].after == "5 Oct 2026 10:00"
    assert fields["Made by"].after == NAMES[Role.SUPERVISOR]
    assert fields["Owner"].after == "Ka-ho"
    assert fields["Status"].after == "Open"
    assert not any(change.field.startswith("Id") for change in line.changes)
    do(store, partial(actions.finish, action_id=made))
    line = next(line for line in read(store) if line.what == "Changed")
    assert TrailChange("Status", "Open", "Done") in line.changes


def test_what_is_never_told_is_named_only(store: Store) -> None:
    line = note(store, AuditAction.CHANGED, "complaint", 7, fields=["words", "name_key"])
    assert line.changes == (TrailChange("Customer’s words", shows_values=False),)


def test_a_user_is_told_by_name(store: Store) -> None:
    do(store, partial(users.rename, user_id=STAFF.id, name="May"))
    person, line = read(store)[:2]
    assert (line.about, line.changes) == ("May", (TrailChange("Name", STAFF.name, "May"),))
    assert (person.about, person.changes) == ("Person May", line.changes)
    assert note(store, AuditAction.SIGN_IN_FAILED, "user", 0).about == "Recovery key"
    assert note(store, AuditAction.SIGN_IN_FAILED, "user", 7).about == "Unknown user"


def test_the_shops_settings_are_told_by_their_group(store: Store) -> None:
    do(store, partial(shop.set_up, new=NewShop("Ming Kee", "01", "May")))
    told = [line.about for line in read(store) if line.what == "Created"][:6]
    assert told == [
        "Shop settings · Target score of checklists",
        "Shop settings · Closing times",
        "Shop settings · Smallest number of cases for a percentage",
        "Shop settings · Deadlines",
        "Shop settings · Opening hours",
        "Shop settings · Name",
    ]
    assert note(store, AuditAction.CHANGED, "shop_setting", 1, to={"name": "later"}).about == (
        "Shop settings · Later"
    )
    assert note(store, AuditAction.CHANGED, "shop_setting", 1).about == "Shop settings"


def changed_settings(store: Store) -> list[TrailChange]:
    """What the newest entry says was changed, without when and by whom."""
    plain = {"Effective from", "Made", "Made by", "Version"}
    return [change for change in read(store)[0].changes if change.field not in plain]


@pytest.mark.parametrize(
    ("change", "changes"),
    [
        (
            lambda session: shop.change_shop(session, Shop("Ming Kee", "02")),
            [TrailChange("Branch code", "01", "02")],
        ),
        (
            lambda session: shop.change_shop(
                session, shop.shop(session), Criteria(closed_bands=(5, 20))
            ),
            [TrailChange("Value", "within 3 days and 10 days", "within 5 days and 20 days")],
        ),
        (
            lambda session: shop.change_shop(session, shop.shop(session), Criteria(minimum_n=20)),
            [TrailChange("Value", "10", "20")],
        ),
        (
            lambda session: shop.change_shop(
                session, shop.shop(session), Criteria(checklist_target=0.95)
            ),
            [TrailChange("Value", "90%", "95%")],
        ),
        (
            lambda session: shop.change_hours(
                session, replace(default_hours(), weekly=(((time(9), time(12)),),) + ((),) * 6)
            ),
            [TrailChange("Monday", "10:00–22:00", "09:00–12:00")]
            + [
                TrailChange(f"{day}day", "10:00–22:00", "closed")
                for day in ("Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
            ],
        ),
        (
            lambda session: shop.change_hours(
                session,
                replace(
                    default_hours(),
                    keeps_public_holidays=True,
                    extra_holidays=(date(2026, 12, 24),),
                    worked_holidays=(date(2026, 12, 25),),
                ),
            ),
            [
                TrailChange("Closed on general holidays", "No", "Yes"),
                TrailChange("Other days off", "", "24 Dec 2026"),
                TrailChange("Open on the holidays", "", "25 Dec 2026"),
            ],
        ),
        (
            lambda session: shop.change_policy(
                session,
                {
                    (clock, severity): 30 if severity is Severity.LOW else minutes
                    for clock, severity, minutes in shop.policy(session).minutes
                },
            ),
            [
                TrailChange("Acknowledge, Low", "8 h", "0.5 h"),
                TrailChange("Resolve, Low", "120 h", "0.5 h"),
            ],
        ),
    ],
    ids=["code", "bands", "minimum", "target", "week", "days off", "deadlines"],
)
def test_a_version_of_the_settings_says_what_it_changed(
    store: Store, change: Callable[[Session], object], changes: list[TrailChange]
) -> None:
    do(store, partial(shop.set_up, new=NewShop("Ming Kee", "01", "May")))
    do(store, change)
    assert changed_settings(store) == changes


def test_of_settings_too_long_for_the_trail_only_the_version_is_told(store: Store) -> None:
    line = note(
        store,
        AuditAction.CREATED,
        "shop_setting",
        1,
        to={"name": "hours", "version": 2, "body": "0f"},
    )
    assert line.changes == (TrailChange("Version", after="2"),)


def test_what_nobody_named_is_told_in_its_own_words(store: Store) -> None:
    line = note(store, "bundle_sealed", "review_plan", 3, sealed_for="Head office", digest="0f")
    assert (line.what, line.about) == ("Bundle sealed", "Review plan")
    assert line.changes == (TrailChange("Sealed for", after="Head office"),)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("active", True, "Yes"),
        ("active", False, "No"),
        ("remedy_cents", 45900, "HK$459"),
        ("count", 12500, "12,500"),
        pytest.param("owner_id", STAFF.id, STAFF.name, id="owner by number"),
        ("owner", "Ka-ho", "Ka-ho"),
        ("at", "2026-10-05T02:00:00+00:00", "5 Oct 2026 10:00"),
        ("at", "2026-10-05T02:00:00", "2026-10-05T02:00:00"),
        ("day", "2026-10-05", "5 Oct 2026"),
        ("reason", None, ""),
        ("languages", ["en", "zh_HK", "la"], "English, 繁體中文, la"),
        ("value", {"n": 1}, "{'n': 1}"),
        ("limits", {"en": "Weekdays", "zh_HK": "平日", "zh_CN": "平日"}, "Weekdays · 平日"),
        ("batch", 1_681_808_755, "1681808755"),
        ("what", "complaints", "Complaints"),
        ("what", "figures", "Figures of 24 months"),
        ("reason", "x" * 300, "x" * 199 + "…"),
    ],
)
def test_values_are_told_as_people_write_them(
    store: Store, name: str, value: object, text: str
) -> None:
    line = note(store, AuditAction.CHANGED, "complaint", 1, **{name: value})
    assert [change.after for change in line.changes] == [text]


def test_an_entry_that_no_program_writes_is_shown_as_it_stands(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.writing() as session, monkeypatch.context() as patch:
        patch.setattr(audit, "in_words", lambda _: "[1, 2]")
        audit.note(session, AuditAction.CHANGED, "complaint", 1)
    assert read(store)[0].changes == (TrailChange("Text", after="[1, 2]"),)
    body = {"name": "deadlines", "version": 1, "body": {"minutes": "soon"}}
    line = note(store, AuditAction.CREATED, "shop_setting", 99, to=body)
    assert [change.field for change in line.changes] == ["Text"]
    assert "'minutes': 'soon'" in line.changes[0].after


def test_an_entry_that_has_nothing_more_to_say_says_nothing_more(store: Store) -> None:
    assert {line.changes for line in read(store) if line.what.startswith("Signed")} == {()}


def test_a_link_to_a_customer_who_is_gone_is_no_blank(store: Store) -> None:
    line = note(store, AuditAction.CREATED, "complaint", 1, to={"customer_id": 77})
    assert line.changes == (TrailChange("Customer", after="Removed customer"),)


def test_a_word_the_field_no_longer_knows_stays_itself(store: Store) -> None:
    line = note(store, AuditAction.CHANGED, "complaint", 1, to={"state": "asleep"})
    assert line.changes[0].after == "asleep"


def test_the_trail_is_read_page_by_page(store: Store) -> None:
    with store.writing() as session:
        for number in range(150):
            audit.note(session, f"note_{number}")
    with store.reading() as session:
        first = audit_trail.page(session, TrailFilter())
        rest = audit_trail.page(session, TrailFilter(), before=first.lines[-1].sequence)
        everything = audit_trail.count(session, TrailFilter())
    assert (len(first.lines), first.more, rest.more) == (audit_trail.PAGE, True, False)
    sequences = [line.sequence for line in (*first.lines, *rest.lines)]
    assert sequences == list(range(everything, 0, -1))


def test_the_trail_is_filtered_by_who_what_and_when(store: Store, clock: FixedClock) -> None:
    do(store, partial(actions.promise, new=NEW))
    begun = clock.at
    clock.move(days=1)
    do(store, lambda session: audit.note(session, AuditAction.REVEALED, "customer", 1))
    do(store, lambda session: audit.note(session, "bundle_sealed"))
    kinds = {
        kind: [line.what for line in read(store, TrailFilter(kind=kind))] for kind in TrailKind
    }
    assert kinds[TrailKind.IDENTITIES] == ["Identity shown"]
    assert set(kinds[TrailKind.CHANGES]) == {"Created"}
    assert kinds[TrailKind.OUTPUT] == []
    assert kinds[TrailKind.STORE] == ["Bundle sealed", "Database created"]
    assert set(kinds[TrailKind.SIGNING_IN]) == {"Signed in", "Signed out"}
    today = TrailFilter(since=clock.at - timedelta(hours=1))
    assert [line.what for line in read(store, today)] == ["Bundle sealed", "Identity shown"]
    until = read(store, TrailFilter(until=begun))
    assert {line.at for line in until} == {begun}
    assert read(store, TrailFilter(user_id=STAFF.id)) == ()
    with store.reading() as session:
        assert audit_trail.count(session, TrailFilter(kind=TrailKind.IDENTITIES)) == 1
        assert (STAFF.id, STAFF.name) in audit_trail.people(session)


def test_a_sound_chain_is_told_so(store: Store) -> None:
    with store.reading() as session:
        trail = audit_trail.verify(session)
        rows = audit_trail.count(session, TrailFilter())
    assert (trail.verdict.sound, trail.verdict.rows, trail.verdict.unsigned) == (True, rows, 0)
    assert trail.words == (
        f"All {rows} entries are as they were written: none was changed or removed."
    )


@pytest.mark.parametrize(
    ("verdict", "says"),
    [
        (AuditVerdict(1, "ab"), "The one entry is as it was"),
        (AuditVerdict(4, "ab", 5), "Entry 5 was changed"),
        (AuditVerdict(4, "ab", 5, not_written_by=2), "From entry 5 on, Ann’s signature is missing"),
        (AuditVerdict(4, "ab", 5, not_written_by=0), "Recovery key’s signature"),
        (AuditVerdict(4, "ab", unsigned=3), "first 3 entries are older than the signatures"),
        (AuditVerdict(4, "ab", unconfirmed=(2, 7)), "Ann signs with a key that no supervisor"),
        (
            AuditVerdict(4, "ab", 5, (AnchorPlace.VAULT,)),
            "not the audit trail noted in the vault (vault.db)",
        ),
    ],
)
def test_what_a_check_found_is_told_in_words(verdict: AuditVerdict, says: str) -> None:
    assert says in audit_trail.verdict_text(verdict, {2: "Ann"})


def test_what_an_opening_missed_is_not_denied_afterwards(store: Store) -> None:
    with store.writing() as session:
        audit.note(session, AuditAction.TRAIL_BROKEN)
    with store.reading() as session:
        trail = audit_trail.verify(session)
    assert trail.sound
    assert "removed" not in trail.words
    assert trail.words.endswith(
        "Others were found missing or changed when the database was opened."
    )


def test_auditors_read_the_trail_and_staff_do_not(tmp_path: Path, clock: FixedClock) -> None:
    auditor = open_store(tmp_path, Role.AUDITOR, source=clock)
    assert read(auditor)[0].who == NAMES[Role.AUDITOR]
    with auditor.reading() as session:
        assert audit_trail.verify(session).verdict.sound
    auditor.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.reading() as session:
        asked: tuple[Callable[[Session], object], ...] = (
            audit_trail.verify,
            audit_trail.people,
            partial(audit_trail.page, trail_filter=TrailFilter()),
            partial(audit_trail.count, trail_filter=TrailFilter()),
        )
        for ask in asked:
            with pytest.raises(Refused):
                ask(session)
    staff.close()


def test_every_audited_object_and_field_has_a_name() -> None:
    schema.complete()
    audited = [row for row in ROWS.values() if row.__audit__ is not None]
    assert {row.__audit__ for row in audited} - OBJECTS.keys() == set()
    fields = {
        f"{row.__audit__}.{column.key}"
        for row in audited
        for column in inspect(row).mapper.column_attrs
        if column.key not in FIELDS and column.key not in INTERNAL
    }
    assert fields == set()
    assert set(FIELDS) & INTERNAL == set()


def test_what_a_crash_left_is_named_in_the_readers_language(store: Store) -> None:
    for name in REPAIRS:
        line = note(store, AuditAction.REPAIRED, what=name, count=2)
        assert line.changes[-1].after == REPAIRS[name]
        with speaking("zh_HK"):
            assert not read(store)[0].changes[-1].after.isascii()
    assert note(store, AuditAction.REPAIRED, what="halves").changes[-1].after == "halves"


def test_a_remembered_failure_is_read_in_the_readers_language(store: Store) -> None:
    account = {"text": "There is no backup to compare the audit trail with."}
    line = note(store, AuditAction.CHECK_FAILED, value={"failure": account, "seen_at": None})
    assert account["text"] in line.changes[-1].after
    with speaking("zh_HK"):
        assert "沒有可與審計紀錄比對的備份。" in read(store)[0].changes[-1].after


def test_names_of_objects_and_fields_are_translated() -> None:
    assert (object_text("complaint"), field_text("ack_due_at")) == ("Complaint", "Acknowledge by")
