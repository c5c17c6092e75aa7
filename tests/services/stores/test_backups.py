"""Backups as a supervisor meets them: in a folder, remembered, brought back, keys changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.complaints.facts import CallerIdentity
from csq_desktop.domain.customers.facts import CustomerFilter, Identity, NewCustomer
from csq_desktop.domain.past.facts import PastSubject
from csq_desktop.domain.stores.backups import BackupContents, BackupOpener, BackupState, MadeBackup
from csq_desktop.domain.users import Role
from csq_desktop.errors import (
    Cancelled,
    NoSpace,
    Refused,
    StoreBusy,
    UserError,
    WrongPassphrase,
)
from csq_desktop.services import audit_trail
from csq_desktop.services.customers import customers, intake
from csq_desktop.services.past import past
from csq_desktop.services.stores import backups, key_change, recovery_sheets, stores
from csq_desktop.storage.backup import making as backup
from csq_desktop.storage.files import space
from csq_desktop.storage.maintenance import rekeying
from csq_desktop.storage.records.shop.stores import keep_setting
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from tests.factory import NAMES, PASSPHRASES, START, FixedClock, open_store, template, user
from tests.services.small_shop import logged, set_up

CODE = template().users[Role.SUPERVISOR].recovery_code
SUPERVISOR, STAFF = user(Role.SUPERVISOR), user(Role.STAFF)
MINE = PASSPHRASES[Role.SUPERVISOR]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 22, 10, 5, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A shop with a customer and a complaint."""
    opened = open_store(tmp_path, source=clock)
    set_up(opened)
    with opened.writing() as session:
        customers.add(session, NewCustomer(Identity(name="Yau Pui Shan", phone="9123 4567")))
        logged(session, clock)
    yield opened
    opened.let_go()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def described(backup: MadeBackup, **opener: str) -> BackupContents:
    return backups.describe(backup.file, BackupOpener(**opener))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@contextmanager
def no_space(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(space, "MARGIN", 1 << 60)
        yield


def state(store: Store) -> BackupState:
    with store.reading() as session:
        return backups.state(session)


def due(session: Session) -> bool:
    return backups.state(session).due(desk_of(session).now())


def test_a_backup_goes_outside_the_stores_own_folder(store: Store) -> None:
    made = backups.make(store)
    assert made.file == paths.default_backups_folder("Shop") / "Shop 2026-11-22 1805.csqbackup"
    assert (made.customers, made.complaints, made.removed) == (1, 1, ())
    assert not state(store).inside


def test_a_folder_inside_the_store_is_said_to_be_inside(store: Store, stick: Path) -> None:
    own = store.folder / "backups"
    own.mkdir(exist_ok=True)
    with store.writing() as session, pytest.raises(UserError, match="database’s own folder"):
        backups.choose_folder(session, own)
    assert not state(store).place_chosen
    with store.writing() as session:
        backups.keep_folder(session, own)  # as earlier versions did
    assert backups.make(store).file.parent == own
    assert state(store).inside
    backups.make(store, stick)
    assert not state(store).inside


@pytest.mark.parametrize(("chosen", "inside"), [(False, True), (True, False)])
def test_backups_of_earlier_versions_stood_inside_unless_a_folder_was_chosen(
    store: Store, stick: Path, chosen: bool, inside: bool
) -> None:
    before = {"good_at": START.isoformat(), "good_file": "x", "failed_at": None, "failure": ""}
    with store.writing() as session:
        keep_setting(session, "backup_state", before)
        backups.choose_folder(session, stick if chosen else None)
    assert state(store) == BackupState(
        good_at=START, good_file="x", inside=inside, place_chosen=True
    )


def test_documents_that_cannot_be_written_are_a_refusal_with_a_sentence(store: Store) -> None:
    place = paths.default_backups_folder("Shop")
    place.parent.parent.mkdir(parents=True, exist_ok=True)
    place.parent.write_text("in the way")
    assert place.parent.name == "CSQ backups"
    with pytest.raises(UserError, match="“CSQ backups” could not be written"):
        backups.make(store)
    assert state(store).failing


def test_folders_used_earlier_are_thinned_out_too(
    store: Store, clock: FixedClock, stick: Path
) -> None:
    own = store.folder / "backups"
    own.mkdir(exist_ok=True)
    backups.make(store, own)
    backups.make(store, stick)
    clock.move(days=34)
    kept = backups.make(store)
    assert kept.removed == ()
    clock.move(days=1)
    made = backups.make(store)
    assert made.removed == ("Shop 2026-11-22 1805.csqbackup",) * 2
    month = {"Shop 2026-11 without identities.csqbackup"}
    assert names(own) == names(stick) == month
    assert {kept.file, made.file} <= set(kept.file.parent.iterdir())


def test_the_first_backup_of_a_month_gets_one_without_identities(
    store: Store, clock: FixedClock, stick: Path
) -> None:
    for _ in range(2):
        backups.make(store, stick)
        clock.move(days=1)
    clock.move(days=10)
    backups.make(store, stick)
    assert names(stick) == {
        "Shop 2026-11-22 1805.csqbackup",
        "Shop 2026-11-23 1805.csqbackup",
        "Shop 2026-12-04 1805.csqbackup",
        "Shop 2026-11 without identities.csqbackup",
        "Shop 2026-12 without identities.csqbackup",
    }
    told = backups.label(stick / "Shop 2026-12 without identities.csqbackup")
    assert (told.identities, told.made_at) == (False, clock.at)


def test_in_a_folder_what_nobody_needs_goes(store: Store, clock: FixedClock, stick: Path) -> None:
    made = backups.make(store, stick)
    for _ in range(8):
        clock.move(days=1)
        made = backups.make(store, stick)
    assert len(made.removed) == 1
    assert len(names(stick)) == 9
    with store.reading() as session:
        (line, *_) = audit_trail.page(session, TrailFilter()).lines
    assert not names(stick) & set(made.removed)
    assert line.what in ("Changed", "Created", "Backup made")


def test_a_named_file_stands_alone(store: Store, clock: FixedClock, stick: Path) -> None:
    made = backups.make(store, stick / "before the sale.csqbackup")
    assert names(stick) == {made.file.name} == {"before the sale.csqbackup"}
    clock.move(days=40)
    backups.make(store)
    assert names(stick) == {made.file.name}


def test_a_copy_brought_back_removes_nothing_of_the_store_it_came_from(
    store: Store, clock: FixedClock, stick: Path, tmp_path: Path
) -> None:
    backups.make(store, stick)
    clock.move(hours=1)
    made = backups.make(store)
    before = names(stick) | names(made.file.parent)
    back = backups.restore(
        made.file, tmp_path / "Back.csq", BackupOpener(recovery_key=CODE), source=clock
    )
    clock.move(days=40)
    copy = stores.open(back.folder, SUPERVISOR.id, MINE, source=clock)
    backups.make(copy)
    copy.close()
    assert names(stick) | names(made.file.parent) == before


def test_the_folder_can_be_chosen(store: Store, stick: Path) -> None:
    with store.writing() as session:
        assert backups.folder(session) == paths.default_backups_folder("Shop")
        backups.choose_folder(session, stick)
    made = backups.make(store)
    assert made.file.parent == stick
    with store.reading() as session:
        kept = backups.in_folder(session)
        assert [one.identities for one in kept] == [True, False]
        assert kept[0].file == made.file.name
    with store.writing() as session:
        backups.choose_folder(session, None)
        assert backups.folder(session) == paths.default_backups_folder("Shop")


def test_a_stick_that_is_not_plugged_in_is_told_and_remembered(store: Store, stick: Path) -> None:
    with store.writing() as session:
        backups.choose_folder(session, stick)
    stick.rmdir()
    with pytest.raises(UserError, match=r"folder “stick” for backups is not there"):
        backups.make(store)
    with store.writing() as session:
        assert backups.state(session).failing
        with pytest.raises(UserError, match="is not there"):
            backups.choose_folder(session, stick)
    assert not stick.exists()


def test_a_good_backup_is_remembered_until_it_is_a_day_old(store: Store, clock: FixedClock) -> None:
    with store.reading() as session:
        assert due(session)
    made = backups.make(store)
    clock.move(hours=23)
    with store.reading() as session:
        state = backups.state(session)
        assert (state.good_at, state.good_file) == (made.contents.label.made_at, made.file.name)
        assert not due(session)
    clock.move(hours=1)
    with store.reading() as session:
        assert due(session)


def test_a_failed_backup_is_told_until_one_succeeds(
    store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(store)
    clock.move(hours=1)
    with no_space(monkeypatch), pytest.raises(NoSpace):
        backups.make(store)
    with store.reading() as session:
        state = backups.state(session)
        assert (state.failed_at, state.good_file) == (clock.at, made.file.name)
        assert "free some space" in state.failure
        assert due(session)
    assert made.file.exists()
    backups.make(store)
    with store.reading() as session:
        assert not backups.state(session).failing
        assert not due(session)


def test_the_first_backup_may_fail_as_well(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with no_space(monkeypatch), pytest.raises(NoSpace):
        backups.make(store)
    with store.reading() as session:
        assert backups.state(session).good_at is None


def test_when_even_the_failure_cannot_be_written_it_is_told_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NoSpace("")

    with no_space(monkeypatch), monkeypatch.context() as patched:
        patched.setattr("csq_desktop.storage.records.shop.stores.keep_setting", full)
        with pytest.raises(NoSpace, match="free some space"):
            backups.make(store)
    with store.reading() as session:
        assert not backups.state(session).failing
        assert due(session)


@pytest.mark.parametrize("fault", [Cancelled(""), StoreBusy("")], ids=["cancelled", "busy"])
def test_a_backup_called_off_is_no_failure(
    store: Store, monkeypatch: pytest.MonkeyPatch, fault: UserError
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(backup, "make", stop)
    with pytest.raises(type(fault)):
        backups.make(store)
    with store.reading() as session:
        assert not backups.state(session).failing


def test_backups_are_told_in_the_trail(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    backups.make(store)
    with no_space(monkeypatch), pytest.raises(NoSpace):
        backups.make(store)
    with store.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT action FROM audit_entry WHERE action LIKE 'back%' ORDER BY sequence"
        )
        assert rows.scalars().all() == [AuditAction.BACKED_UP, AuditAction.BACKUP_FAILED]


def test_each_step_is_told(store: Store) -> None:
    told: list[tuple[float, float, str]] = []
    backups.make(store, progress=lambda *step: told.append(step))
    assert [step[:2] for step in told] == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert told[0][2] == "Copying the database …"


def test_staff_neither_make_nor_list_backups(store: Store, tmp_path: Path) -> None:
    store.close()
    staff = open_store(tmp_path, Role.STAFF)
    with pytest.raises(Refused):
        backups.make(staff)
    with staff.reading() as session:
        assert due(session)
        for service in (backups.in_folder, lambda session: backups.choose_folder(session, None)):
            with pytest.raises(Refused):
                service(session)
    staff.close()


def test_a_backup_is_brought_back_with_the_recovery_key(store: Store, tmp_path: Path) -> None:
    made = backups.make(store)
    assert backups.label(made.file).name == "Shop"
    assert described(made, recovery_key=CODE) == made.contents
    back = backups.restore(
        made.file, tmp_path / "Back.csq", BackupOpener(recovery_key=CODE), source=FixedClock()
    )
    assert (back.customers, back.complaints) == (1, 1)
    assert back.contents.text == "1 customer with archived ones, 1 record of feedback"
    opened = stores.open_with_recovery(
        back.folder, CODE, "nine kettles sing in the rain", source=FixedClock()
    )
    with opened.reading(identities=True) as session:
        (number,) = customers.line_ids(session, CustomerFilter())
        assert customers.read(session, number).complaints == 0
    opened.close()


def test_a_backup_is_brought_back_with_a_supervisors_passphrase(
    store: Store, tmp_path: Path
) -> None:
    made = backups.make(store)
    assert backups.people(made.file) == (SUPERVISOR,)
    back = backups.restore(
        made.file, tmp_path / "a.csq", BackupOpener(passphrase=MINE), source=FixedClock()
    )
    stores.open(back.folder, SUPERVISOR.id, MINE, source=FixedClock()).close()
    named = NAMES[Role.SUPERVISOR]
    backups.restore(
        made.file,
        tmp_path / "b.csq",
        BackupOpener(user=named, passphrase=MINE),
        source=FixedClock(),
    )
    with pytest.raises(UserError, match="No supervisor called “Lee Ka Yan” can open this backup"):
        described(made, user=NAMES[Role.STAFF], passphrase=PASSPHRASES[Role.STAFF])
    with pytest.raises(WrongPassphrase):
        described(made)


def test_after_somebody_left_all_keys_can_be_changed(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        number = logged(session, clock)
        caller = CallerIdentity(name="Mok Tsz Kit", phone="", email="")
        intake.hand_in(session, number, caller)
    steps: list[float] = []
    told = key_change.rekey(store, MINE, lambda done, total, _words: steps.append(done / total))
    assert steps == sorted(steps)
    assert 0 <= steps[0] < steps[-1] < 1
    with store.reading(identities=True) as session:  # the window works on with the same store
        assert len(customers.line_ids(session, CustomerFilter())) == 2
        assert audit_trail.verify(session).verdict.sound
    assert told.without_passphrase == (NAMES[Role.STAFF], NAMES[Role.AUDITOR])
    store.close()
    again = stores.open(store.folder, SUPERVISOR.id, MINE, source=clock)
    with again.reading(identities=True) as session:
        assert len(customers.line_ids(session, CustomerFilter())) == 2
        assert intake.waiting(session) == 0
        assert recovery_sheets.state(session).stored is False
        assert audit_trail.verify(session).verdict.sound
        assert not key_change.rekey_waits(session)
        lines = audit_trail.page(session, TrailFilter()).lines
        assert "All keys changed" in {line.what for line in lines}
        case = past.read(session, PastSubject.COMPLAINT, number)
        assert case.is_intact, "entries of before are chained with the keys of before"
        assert case.fields
        (*_, oldest) = backups.in_folder(session)
        before = backups.folder(session) / oldest.file
    assert backups.describe(before, BackupOpener(recovery_key=CODE))
    made = backups.make(again)
    assert described(made, recovery_key=told.sheet.code).customers == 2
    with pytest.raises(WrongPassphrase):
        described(made, recovery_key=CODE)
    again.close()


def test_a_kill_after_all_keys_are_new_never_leaves_the_recovery_key_marked_as_stored(
    store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_args: object) -> None:
        raise KeyboardInterrupt

    with store.writing() as session:
        recovery_sheets.stored(session)
    monkeypatch.setattr(rekeying, "renew_intake", kill)
    with pytest.raises(KeyboardInterrupt):
        key_change.rekey(store, MINE)
    store.close()
    again = stores.open(store.folder, SUPERVISOR.id, MINE, source=clock)
    with again.reading() as session:
        assert not recovery_sheets.state(session).stored
    again.close()


def test_once_the_backup_is_made_a_change_of_keys_is_not_broken_off(store: Store) -> None:
    def stop(done: float, total: float, words: str) -> None:
        if done >= 1:
            raise Cancelled("stop")

    key = store.keyring.store_key
    key_change.rekey(store, MINE, stop)
    assert store.keyring.store_key != key
    with store.writing() as session:
        links = len(backups.ledger(session).links)
        backups.keep_link(session, store.keyring)  # the same keys follow nothing
        assert len(backups.ledger(session).links) == links == 1


def test_a_change_of_keys_that_fails_leaves_the_store_open(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NoSpace("full")

    monkeypatch.setattr(rekeying, "rekey", refuse)
    with pytest.raises(NoSpace):
        key_change.rekey(store, MINE)
    with store.reading() as session:
        assert not key_change.rekey_waits(session)


def test_keys_are_changed_by_a_supervisor_with_the_passphrase(store: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        key_change.rekey(store, "some other words entirely")
    with store.reading() as session:
        assert not key_change.rekey_waits(session)
    store.close()
    staff = open_store(tmp_path, Role.STAFF)
    with pytest.raises(Refused):
        key_change.rekey(staff, PASSPHRASES[Role.STAFF])
    staff.close()


def test_a_change_of_keys_that_was_broken_off_goes_on(
    store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("csq_desktop.storage.backup.census.take", stop)
        patched.setattr(backups, "make", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            key_change.rekey(store, MINE)
    store.close()
    again = stores.open(store.folder, SUPERVISOR.id, MINE, source=clock)
    with again.reading() as session:
        assert key_change.rekey_waits(session)
    with pytest.raises(UserError, match="keys of this database are being changed"):
        backups.make(again)
    key_change.rekey(again, MINE)
    again.close()
    last = stores.open(store.folder, SUPERVISOR.id, MINE, source=clock)
    with last.reading() as session:
        assert not key_change.rekey_waits(session)
    last.close()
