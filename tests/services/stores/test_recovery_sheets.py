"""Recovery sheets: a new one makes the old one worthless, and none is forgotten in a printer."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, WrongPassphrase
from csq_desktop.services.stores import recovery_sheets, stores
from csq_desktop.storage.records.past import audit_trail as entries
from csq_desktop.storage.store import Store
from tests.factory import NAMES, PASSPHRASES, FixedClock, open_store, template

T = TypeVar("T")

PASSPHRASE = PASSPHRASES[Role.SUPERVISOR]
OTHER = "four umbrellas under one awning"


def do(store: Store, job: Callable[[Session], T]) -> T:
    with store.writing() as session:
        return job(session)


def test_a_new_sheet_opens_the_store_and_the_old_one_does_not(
    store: Store, clock: FixedClock
) -> None:
    sheet = recovery_sheets.renew(store, PASSPHRASE)
    assert (sheet.supervisor, sheet.day) == (NAMES[Role.SUPERVISOR], clock.at.date())
    assert sheet.code not in repr(sheet)
    store.close()
    old = template().users[Role.SUPERVISOR].recovery_code
    with pytest.raises(WrongPassphrase):
        stores.open_with_recovery(store.folder, old, OTHER, source=clock)
    stores.open_with_recovery(store.folder, sheet.code, OTHER, source=clock).close()


def test_a_new_sheet_is_told_in_the_trail_and_waits_to_be_confirmed(
    store: Store, clock: FixedClock
) -> None:
    assert do(store, recovery_sheets.reminder) == ""
    recovery_sheets.renew(store, PASSPHRASE)
    made = clock.at
    clock.move(minutes=3)
    with store.reading() as session:
        assert recovery_sheets.state(session).made_at == made
        assert "Nobody has confirmed" in recovery_sheets.reminder(session)
        found = entries.entries(session, TrailFilter(), before=None, count=5)
    assert AuditAction.RECOVERY_RENEWED in [entry.action for entry in found]
    do(store, recovery_sheets.stored)
    with store.reading() as session:
        state = recovery_sheets.state(session)
        assert recovery_sheets.reminder(session) == ""
    assert (state.made_at, state.stored) == (made, True)


def test_a_kill_after_the_key_is_new_never_leaves_it_marked_as_stored(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_args: object) -> None:
        raise KeyboardInterrupt

    do(store, recovery_sheets.stored)
    with monkeypatch.context() as patched:
        patched.setattr("csq_desktop.storage.store.Store.keep_key_file_copy", kill)
        with pytest.raises(KeyboardInterrupt):
            recovery_sheets.renew(store, PASSPHRASE)
    with store.reading() as session:
        assert not recovery_sheets.state(session).stored
        found = entries.entries(session, TrailFilter(), before=None, count=5)
    assert AuditAction.RECOVERY_RENEWED in [entry.action for entry in found]


def test_a_sheet_of_unknown_age_can_be_confirmed(store: Store, clock: FixedClock) -> None:
    do(store, recovery_sheets.stored)
    with store.reading() as session:
        assert recovery_sheets.state(session).made_at == clock.at


def test_an_unconfirmed_sheet_is_told_at_the_next_sign_in(store: Store, clock: FixedClock) -> None:
    do(store, recovery_sheets.note_new)
    store.close()
    again = stores.open(store.folder, store.user.id, PASSPHRASE, source=clock)
    assert len(again.findings) == 1
    do(again, recovery_sheets.stored)
    again.close()
    third = stores.open(store.folder, store.user.id, PASSPHRASE, source=clock)
    assert third.findings == ()
    third.close()


def test_the_own_passphrase_is_asked_first(store: Store) -> None:
    before = (store.folder / "keys.json").read_bytes()
    with pytest.raises(WrongPassphrase):
        recovery_sheets.renew(store, OTHER)
    assert (store.folder / "keys.json").read_bytes() == before


def test_a_sheet_taken_out_of_its_envelope_has_to_be_replaced(
    store: Store, clock: FixedClock
) -> None:
    do(store, recovery_sheets.stored)
    do(store, recovery_sheets.opened)
    with store.reading() as session:
        state = recovery_sheets.state(session)
        assert (state.made_at, state.stored) == (clock.at, False)
        assert recovery_sheets.reminder(session)


def test_the_sheet_of_a_store_just_made_is_printed(store: Store) -> None:
    code = template().users[Role.SUPERVISOR].recovery_code
    sheet = recovery_sheets.first_sheet(store, code)
    assert (sheet.supervisor, sheet.code) == (store.user.name, code)
    assert recovery_sheets.pdf(sheet, "en").startswith(b"%PDF-")


def test_the_sheet_of_a_store_just_made_is_put_away(store: Store) -> None:
    recovery_sheets.mark_stored(store)
    with store.reading() as session:
        assert recovery_sheets.state(session).stored


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_only_supervisors_make_and_confirm_sheets(
    tmp_path: Path, clock: FixedClock, role: Role
) -> None:
    store = open_store(tmp_path, role, source=clock)
    with pytest.raises(Refused):
        recovery_sheets.renew(store, PASSPHRASES[role])
    with pytest.raises(Refused):
        do(store, recovery_sheets.stored)
    store.close()
