"""Users of a store: who may sign in, in which role, and with which passphrase.

keys.json decides who can open the store; the rows of users beside the records follow it. A change
is written to keys.json inside the transaction that changes the row, after the row was accepted. A
kill in between leaves the change made in keys.json, and the row follows at the next unlock.
"""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import NewUser, Permission, Role, User, UserLine
from csq_desktop.domain.words.names import name_key, one_line
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.keys import passphrases, signing
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.signers import UserRegister
from csq_desktop.storage.keys.slots import NewSlot, Slot
from csq_desktop.storage.keys.waits import Waits
from csq_desktop.storage.records.shop import users as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import store_of
from csq_desktop.texts import tr

_OBJECT = "user"
_ORDER = (Role.SUPERVISOR, Role.STAFF, Role.AUDITOR)
Change = Callable[[KeyFile, Keyring], object]


def everyone(session: Session) -> tuple[UserLine, ...]:
    """Every user the store ever had: those who may sign in first, by role and name."""
    require(session, Permission.ADMINISTER)
    since, last = records.since(session), records.last_sign_ins(session)
    register = store_of(session).register()
    lines = (
        UserLine(
            User(slot.user_id, slot.name, slot.role),
            active=slot.active,
            ready=slot.ready,
            since=since.get(slot.user_id),
            last_signed_in=last.get(slot.user_id),
            fingerprint=_fingerprint(register, slot.user_id),
            asks=register.asks(slot.user_id),
        )
        for slot in _slots(session)
    )
    return tuple(sorted(lines, key=_place))


def names(session: Session) -> dict[int, str]:
    """Every user's name by id, leavers too."""
    return records.names(session)


def own_fingerprint(session: Session) -> str:
    """The fingerprint of the key that the signed-in user signs with."""
    return _fingerprint(store_of(session).register(), desk_of(session).user.id)


def confirm_key(session: Session, user_id: int, fingerprint: str) -> None:
    """Vouch for the key that a user of an older store signs with, once its digits were compared."""
    require(session, Permission.ADMINISTER)
    register = store_of(session).register()
    if not register.asks(user_id) or _fingerprint(register, user_id) != fingerprint:
        raise UserError(tr("This key has changed since it was shown. Compare it again."))
    audit.note(session, AuditAction.KEY_CONFIRMED, _OBJECT, user_id, {"key": fingerprint})
    planned = _slot(session, user_id)
    _change(session, planned, lambda file, keys: file.confirm_signer(keys, user_id))


def add(session: Session, new: NewUser) -> User:
    """Let somebody in with a first passphrase, which they change themselves later."""
    require(session, Permission.ADMINISTER)
    name = _free_name(session, new.name)
    _check(session, new.passphrase, name)
    user_id, taken = ids.reserve(session), {slot.user_id for slot in _slots(session)}
    while user_id in taken:  # reserved by a transaction that was lost after keys.json was written
        user_id = ids.reserve(session)
    slot = NewSlot(user_id, name, new.role, new.passphrase)
    _change(session, _planned(slot), lambda file, keys: file.add_slot(keys, slot))
    return User(user_id, name, new.role)


def rename(session: Session, user_id: int, name: str) -> None:
    """Write a user's name differently; entries of the audit trail follow, they hold the id."""
    require(session, Permission.ADMINISTER)
    old = _slot(session, user_id)
    tidy = _free_name(session, name, besides=user_id)
    planned = Slot(user_id, tidy, old.role, old.active)
    _change(session, planned, lambda file, keys: file.rename(keys, user_id, tidy))


def deactivate(session: Session, user_id: int) -> None:
    """Take a leaver's keys away; the name stays in the records."""
    require(session, Permission.ADMINISTER)
    if user_id == desk_of(session).user.id:
        raise Refused(tr("You cannot deactivate your own account. Ask another supervisor."))
    old = _slot(session, user_id)
    planned = Slot(user_id, old.name, old.role, active=False)
    _change(session, planned, lambda file, keys: file.deactivate(keys, user_id))


def reactivate(
    session: Session, user_id: int, passphrase: str, *, role: Role | None = None
) -> None:
    """Let a leaver in again, in the old role or another, with a new passphrase."""
    require(session, Permission.ADMINISTER)
    if user_id == desk_of(session).user.id:
        raise Refused(tr("Change your own passphrase under My passphrase."))
    old = _slot(session, user_id)
    if old.active:
        raise UserError(tr("This user can already sign in."))
    _free_name(session, old.name, besides=user_id)
    _give(session, user_id, passphrase, role)


def set_passphrase(
    session: Session, user_id: int, passphrase: str, *, role: Role | None = None
) -> None:
    """Give another user a new passphrase, and another role where one is named."""
    require(session, Permission.ADMINISTER)
    if user_id == desk_of(session).user.id:
        raise Refused(tr("Change your own passphrase under My passphrase."))
    if not _slot(session, user_id).active:
        raise UserError(tr("This user is deactivated. Reactivate the account first."))
    _give(session, user_id, passphrase, role)


def change_own_passphrase(session: Session, old: str, new: str) -> None:
    """Change the signed-in user's passphrase; a wrong old one counts as a wrong sign-in."""
    confirm(session, old)
    if new == old:
        raise UserError(
            tr("The new passphrase is the same as the old one. Choose another one."),
            field="new_passphrase",
        )
    _check(session, new, desk_of(session).user.name)
    write_own_passphrase(session, new)


def write_own_passphrase(session: Session, passphrase: str) -> None:
    """Put the signed-in user's slot under a passphrase that was checked already."""
    store, user = store_of(session), desk_of(session).user
    with store.key_file() as key_file:
        slot = key_file.slot(user.id)
    audit.note(session, AuditAction.PASSPHRASE_CHANGED, _OBJECT, user.id)
    _change(session, slot, lambda file, keys: file.change_passphrase(keys, user.id, passphrase))


def confirm(session: Session, passphrase: str) -> None:
    """WrongPassphrase or MustWait unless this is the signed-in user's passphrase."""
    store, desk = store_of(session), desk_of(session)
    with (
        store.key_file() as key_file,
        Waits(store.folder, key_file.store_id).attempt(desk.user.id, desk.now()),
    ):
        key_file.unlock(desk.user.id, passphrase)


def _give(session: Session, user_id: int, passphrase: str, role: Role | None) -> None:
    old = _slot(session, user_id)
    _check(session, passphrase, old.name)
    slot = NewSlot(user_id, old.name, role or old.role, passphrase)
    audit.note(session, AuditAction.PASSPHRASE_SET, _OBJECT, user_id)
    _change(session, _planned(slot), lambda file, keys: file.replace_slot(keys, slot))


def _change(session: Session, planned: Slot, write: Change) -> None:
    store = store_of(session)
    records.follow(session, planned)
    session.flush()  # so that the database refuses before keys.json is written
    with store.key_file() as key_file:
        write(key_file, store.keyring)
    store.keep_key_file_copy(session)


def _fingerprint(register: UserRegister, user_id: int) -> str:
    signer = register.signer(user_id)
    return "" if signer is None else signing.fingerprint(signer.public)


def _planned(new: NewSlot) -> Slot:
    return Slot(new.user_id, new.name, new.role, active=True)


def _slots(session: Session) -> tuple[Slot, ...]:
    with store_of(session).key_file() as key_file:
        return key_file.slots()


def _slot(session: Session, user_id: int) -> Slot:
    for slot in _slots(session):
        if slot.user_id == user_id:
            return slot
    raise UserError(tr("This user has been removed."))


def _free_name(session: Session, name: str, *, besides: int | None = None) -> str:
    tidy = one_line(name)
    if not tidy:
        raise UserError(tr("Enter the user’s name."), field="name")
    others = (slot for slot in _slots(session) if slot.active and slot.user_id != besides)
    if any(name_key(slot.name) == name_key(tidy) for slot in others):
        raise UserError(tr("There is already a user called {name}.", name=tidy), field="name")
    return tidy


def _check(session: Session, passphrase: str, name: str) -> None:
    passphrases.check(passphrase, also_forbidden=(name, *shop_words(session)))


def shop_words(session: Session) -> Iterable[str]:
    """Words of the shop that no passphrase may consist of."""
    this_shop = shop.shop(session)
    return this_shop.name, this_shop.branch_code


def _place(line: UserLine) -> tuple[bool, int, str]:
    return not line.active, _ORDER.index(line.user.role), line.user.name
