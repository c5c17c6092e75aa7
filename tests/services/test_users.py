"""Users: let in, renamed, sent away, let in again; a kill in between leaves old or new."""

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.users import NewUser, Role, User
from csq_desktop.errors import MustWait, Refused, StoreDamaged, UserError, WrongPassphrase
from csq_desktop.services import users
from csq_desktop.services.stores import stores
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.past import audit_trail as entries
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.store import UserRow
from tests.factory import NAMES, PASSPHRASES, FixedClock, copy_store, open_store, user
from tests.storage import older
from tests.tally import Tally

T = TypeVar("T")

NEW = NewUser("Wong Mei Yee", Role.STAFF, "nine kettles sing in the rain")
OTHER = "four umbrellas under one awning"
SUPERVISOR, STAFF, AUDITOR = map(user, (Role.SUPERVISOR, Role.STAFF, Role.AUDITOR))


def do(store: Store, job: Callable[[Session], T]) -> T:
    """Do one job in a transaction of its own."""
    with store.writing() as session:
        return job(session)


def lines(store: Store) -> dict[str, tuple[Role, bool, bool]]:
    """Each user's role, and whether they may and can sign in, by name."""
    with store.reading() as session:
        return {
            line.user.name: (line.user.role, line.active, line.ready)
            for line in users.everyone(session)
        }


def rows(store: Store) -> dict[str, tuple[Role, bool]]:
    """What the rows beside the records say."""
    with store.reading() as session:
        found = session.execute(select(UserRow.name, UserRow.role, UserRow.active))
        return {row.name: (row.role, row.active) for row in found}


def audited(store: Store) -> list[tuple[str, int | None]]:
    with store.reading() as session:
        found = entries.entries(session, TrailFilter(), before=None, count=50)
    return [(entry.action, entry.object_id) for entry in found]


def signs_in(store: Store, user: User, passphrase: str) -> Store:
    """The same store, opened by another user after this one left."""
    store.close()
    return stores.open(store.folder, user.id, passphrase, source=store.clock.now)


def test_the_list_tells_roles_and_when_somebody_came_last(store: Store, clock: FixedClock) -> None:
    with store.reading() as session:
        found = users.everyone(session)
        assert users.names(session)[STAFF.id] == STAFF.name
    assert [line.user for line in found] == [SUPERVISOR, STAFF, AUDITOR]
    assert found[0].last_signed_in == clock.at
    assert found[1].last_signed_in is None
    assert found[1].since == clock.at


def test_a_new_user_signs_in_with_the_first_passphrase(store: Store) -> None:
    made = do(store, partial(users.add, new=NEW))
    assert lines(store)["Wong Mei Yee"] == (Role.STAFF, True, True)
    assert rows(store)["Wong Mei Yee"] == (Role.STAFF, True)
    assert (AuditAction.CREATED, made.id) in audited(store)
    other = signs_in(store, made, NEW.passphrase)
    assert (other.user, other.sees_identities) == (made, False)
    other.close()


def test_a_new_supervisor_sees_identities(store: Store) -> None:
    made = do(store, partial(users.add, new=NewUser("May", Role.SUPERVISOR, NEW.passphrase)))
    other = signs_in(store, made, NEW.passphrase)
    assert other.sees_identities
    other.close()


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (NewUser("  ", Role.STAFF, NEW.passphrase), "user’s name"),
        (NewUser(f" {NAMES[Role.STAFF].upper()} ", Role.STAFF, NEW.passphrase), "already a user"),
        (NewUser(f"{NAMES[Role.STAFF]}\u200b", Role.STAFF, NEW.passphrase), "already a user"),
        (NewUser("x" * 201, Role.STAFF, NEW.passphrase), "1 to 200"),
        (NewUser("May", Role.STAFF, "too short"), "at least 15"),
        (NewUser("Wong Mei Yee", Role.STAFF, "wong mei yee wong mei yee"), "Too easy to guess"),
    ],
)
def test_what_is_wrong_with_a_new_user_is_told(store: Store, new: NewUser, says: str) -> None:
    with pytest.raises(UserError, match=says):
        do(store, partial(users.add, new=new))
    assert len(lines(store)) == len(rows(store)) == 3


def test_a_user_is_renamed_in_both_places(store: Store) -> None:
    do(store, partial(users.rename, user_id=STAFF.id, name=" Lee  Ka Yan Amy "))
    assert lines(store)["Lee Ka Yan Amy"] == (Role.STAFF, True, True)
    assert "Lee Ka Yan Amy" in rows(store)
    other = signs_in(store, STAFF, PASSPHRASES[Role.STAFF])
    assert other.user.name == "Lee Ka Yan Amy"
    other.close()


def test_two_users_are_not_called_the_same(store: Store) -> None:
    with pytest.raises(UserError, match="already a user"):
        do(store, partial(users.rename, user_id=STAFF.id, name=AUDITOR.name))
    do(store, partial(users.rename, user_id=STAFF.id, name=STAFF.name))


def test_a_leaver_cannot_sign_in_and_keeps_the_name(store: Store) -> None:
    do(store, partial(users.deactivate, user_id=STAFF.id))
    assert lines(store)[STAFF.name] == (Role.STAFF, False, False)
    assert rows(store)[STAFF.name] == (Role.STAFF, False)
    with pytest.raises(WrongPassphrase):
        signs_in(store, STAFF, PASSPHRASES[Role.STAFF])


def test_a_leaver_is_let_in_again_in_another_role(store: Store) -> None:
    do(store, partial(users.deactivate, user_id=STAFF.id))
    back = partial(users.reactivate, user_id=STAFF.id, passphrase=OTHER, role=Role.AUDITOR)
    do(store, back)
    assert lines(store)[STAFF.name] == (Role.AUDITOR, True, True)
    signs_in(store, STAFF, OTHER).close()


@pytest.mark.parametrize(
    ("who", "says"), [(SUPERVISOR, "Change your own passphrase"), (STAFF, "can already sign in")]
)
def test_only_leavers_are_let_in_again(store: Store, who: User, says: str) -> None:
    before = lines(store)
    back = partial(users.reactivate, user_id=who.id, passphrase=OTHER, role=Role.AUDITOR)
    with pytest.raises(UserError, match=says):
        do(store, back)
    assert lines(store) == before
    signs_in(store, who, PASSPHRASES[who.role]).close()


def test_a_leavers_name_may_be_taken_meanwhile(store: Store) -> None:
    do(store, partial(users.deactivate, user_id=STAFF.id))
    do(store, partial(users.add, new=NewUser(STAFF.name, Role.STAFF, NEW.passphrase)))
    with pytest.raises(UserError, match="already a user"):
        do(store, partial(users.reactivate, user_id=STAFF.id, passphrase=OTHER))


def test_one_active_supervisor_always_stays(store: Store) -> None:
    with pytest.raises(Refused, match="your own account"):
        do(store, partial(users.deactivate, user_id=SUPERVISOR.id))
    made = do(store, partial(users.add, new=NewUser("May", Role.SUPERVISOR, NEW.passphrase)))
    other = signs_in(store, made, NEW.passphrase)
    do(other, partial(users.deactivate, user_id=SUPERVISOR.id))
    with pytest.raises(Refused, match="your own account"):
        do(other, partial(users.deactivate, user_id=made.id))
    assert [
        name
        for name, (role, active, _) in lines(other).items()
        if active and (role is Role.SUPERVISOR)
    ] == ["May"]
    other.close()


def test_a_supervisor_gives_another_user_a_new_passphrase(store: Store) -> None:
    do(store, partial(users.set_passphrase, user_id=STAFF.id, passphrase=OTHER))
    assert (AuditAction.PASSPHRASE_SET, STAFF.id) in audited(store)
    assert lines(store)[STAFF.name] == (Role.STAFF, True, True)
    with pytest.raises(WrongPassphrase):
        signs_in(store, STAFF, PASSPHRASES[Role.STAFF])
    signs_in(store, STAFF, OTHER).close()


def test_a_new_role_comes_with_a_new_passphrase(store: Store) -> None:
    give = partial(users.set_passphrase, user_id=STAFF.id, passphrase=OTHER, role=Role.SUPERVISOR)
    do(store, give)
    other = signs_in(store, STAFF, OTHER)
    assert (other.user.role, other.sees_identities) == (Role.SUPERVISOR, True)
    other.close()


def test_a_passphrase_is_given_to_others_who_may_sign_in(store: Store) -> None:
    with pytest.raises(Refused, match="My passphrase"):
        do(store, partial(users.set_passphrase, user_id=SUPERVISOR.id, passphrase=OTHER))
    do(store, partial(users.deactivate, user_id=STAFF.id))
    with pytest.raises(UserError, match="deactivated"):
        do(store, partial(users.set_passphrase, user_id=STAFF.id, passphrase=OTHER))
    with pytest.raises(UserError, match="has been removed"):
        do(store, partial(users.set_passphrase, user_id=7, passphrase=OTHER))


@pytest.mark.parametrize("role", [*Role])
def test_everybody_changes_their_own_passphrase(
    tmp_path: Path, clock: FixedClock, role: Role
) -> None:
    store = open_store(tmp_path, role, source=clock)
    do(store, partial(users.change_own_passphrase, old=PASSPHRASES[role], new=OTHER))
    assert audited(store)[0] == (AuditAction.PASSPHRASE_CHANGED, user(role).id)
    signs_in(store, user(role), OTHER).close()


def test_the_old_passphrase_is_asked_and_wrong_ones_have_to_wait(store: Store) -> None:
    change = partial(users.change_own_passphrase, old="not the one at all", new=OTHER)
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            do(store, change)
    with pytest.raises(MustWait):
        do(store, change)
    old = PASSPHRASES[Role.SUPERVISOR]
    with pytest.raises(MustWait):
        do(store, partial(users.confirm, passphrase=old))


@pytest.mark.parametrize(
    ("new", "says"),
    [(PASSPHRASES[Role.SUPERVISOR], "same as the old one"), ("short", "at least 15")],
)
def test_the_new_passphrase_is_new_and_good(store: Store, new: str, says: str) -> None:
    old = PASSPHRASES[Role.SUPERVISOR]
    with pytest.raises(UserError, match=says):
        do(store, partial(users.change_own_passphrase, old=old, new=new))
    do(store, partial(users.confirm, passphrase=old))


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
@pytest.mark.parametrize(
    "job",
    [
        users.everyone,
        partial(users.add, new=NEW),
        partial(users.rename, user_id=STAFF.id, name="May"),
        partial(users.deactivate, user_id=AUDITOR.id),
        partial(users.reactivate, user_id=AUDITOR.id, passphrase=OTHER),
        partial(users.set_passphrase, user_id=AUDITOR.id, passphrase=OTHER),
    ],
)
def test_only_supervisors_see_to_users(
    tmp_path: Path, clock: FixedClock, role: Role, job: Callable[[Session], object]
) -> None:
    store = open_store(tmp_path, role, source=clock)
    with pytest.raises(Refused):
        do(store, job)
    store.close()


def test_an_earlier_key_file_put_back_is_noticed(store: Store) -> None:
    earlier = (store.folder / "keys.json").read_bytes()
    do(store, partial(users.deactivate, user_id=STAFF.id))
    store.close()
    (store.folder / "keys.json").write_bytes(earlier)
    with pytest.raises(StoreDamaged, match="older copy"):
        stores.open(store.folder, SUPERVISOR.id, PASSPHRASES[Role.SUPERVISOR], source=FixedClock())


def test_what_the_database_refuses_never_reaches_the_key_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (store.folder / "keys.json").read_bytes()

    def refused(*_: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(Session, "flush", refused)
    with pytest.raises(UserError, match="disk is full"), store.writing() as session:
        users.deactivate(session, STAFF.id)
    monkeypatch.undo()
    assert (store.folder / "keys.json").read_bytes() == before


def test_an_id_that_stands_in_the_key_file_alone_is_not_given_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    following, given = iter([STAFF.id, AUDITOR.id]), ids.reserve

    def reserved(session: Session, n: int = 1) -> int:
        return next(following, None) or given(session, n)

    monkeypatch.setattr(ids, "reserve", reserved)
    made = do(store, partial(users.add, new=NEW))
    assert made.id not in (STAFF.id, AUDITOR.id)


CHANGES: dict[str, Callable[[Session], object]] = {
    "add": partial(users.add, new=NEW),
    "rename": partial(users.rename, user_id=STAFF.id, name="May"),
    "deactivate": partial(users.deactivate, user_id=STAFF.id),
    "promote": partial(
        users.set_passphrase, user_id=STAFF.id, passphrase=OTHER, role=Role.SUPERVISOR
    ),
}
POINTS = ("before the key file", "after the key file", "before the commit", "after the commit")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_at(point: str, session: Session) -> None:
    replace = os.replace

    def replaced(draft: Path, target: Path) -> None:
        if target.name == "keys.json" and point == POINTS[0]:
            _die()
        replace(draft, target)
        if target.name == "keys.json" and point == POINTS[1]:
            _die()

    patch.object(os, "replace", replaced).start()
    moment = {POINTS[2]: "before_commit", POINTS[3]: "after_commit"}.get(point)
    if moment:
        event.listen(session, moment, lambda _session: _die())


def _killed(tmp_path: Path, change: Callable[[Session], object], point: str) -> None:
    """Do the change in a copy of this process that is killed at the point."""
    child = os.fork()
    if child == 0:
        with open_store(tmp_path).writing() as session:
            _kill_at(point, session)
            change(session)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.no_cover
@pytest.mark.fault("T7")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_kill_leaves_a_user_as_before_or_as_wanted(
    tmp_path: Path, change: str, point: str, tally: Tally
) -> None:
    copy_store(tmp_path)
    before = open_store(tmp_path)
    old = lines(before)
    before.close()
    _killed(tmp_path, CHANGES[change], point)
    with tally.round("unopenable"):
        store = open_store(tmp_path)
    found = lines(store)
    tally.lost += (found == old) is not (point == POINTS[0])
    assert rows(store) == {name: fact[:2] for name, fact in found.items()}
    do(store, partial(users.add, new=NewUser("Au Yeung", Role.STAFF, NEW.passphrase)))
    store.close()


def test_everybody_signs_with_a_key_of_their_own(store: Store) -> None:
    with store.reading() as session:
        keys = {line.user.name: line.fingerprint for line in users.everyone(session)}
        assert users.own_fingerprint(session) == keys[NAMES[Role.SUPERVISOR]]
    assert len(set(keys.values())) == 3
    assert all(len(key) == 19 for key in keys.values())


def test_a_key_that_waits_is_confirmed_once_its_digits_were_compared(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = copy_store(tmp_path)
    older.ask_anew(folder, Role.STAFF)
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.reading() as session:
        key = users.own_fingerprint(session)
        with pytest.raises(Refused):
            users.confirm_key(session, STAFF.id, key)
    staff.close()
    store = open_store(tmp_path, source=clock)
    assert store.losses == ()
    (asking,) = (line for line in do(store, users.everyone) if line.asks)
    assert (asking.user, asking.fingerprint) == (STAFF, key)
    with store.reading() as session:
        assert audit.verify(session, store.keyring).unconfirmed == (STAFF.id,)
    with pytest.raises(UserError, match="has changed since it was shown"):
        do(store, partial(users.confirm_key, user_id=STAFF.id, fingerprint="0000"))
    do(store, partial(users.confirm_key, user_id=STAFF.id, fingerprint=key))
    assert not any(line.asks for line in do(store, users.everyone))
    with pytest.raises(UserError, match="has changed since it was shown"):
        do(store, partial(users.confirm_key, user_id=STAFF.id, fingerprint=key))
    with store.reading() as session:
        verdict = audit.verify(session, store.keyring)
    assert (verdict.sound, verdict.unconfirmed) == (True, ())
    assert (AuditAction.KEY_CONFIRMED, STAFF.id) in audited(store)
