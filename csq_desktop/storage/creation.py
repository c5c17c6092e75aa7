"""Making a new store: complete under a draft name first, so that a kill leaves no half store."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import Role, User
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import signatures
from csq_desktop.storage.audit.recorder import RecordedSession
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.drafting import draft_of, refuse_existing
from csq_desktop.storage.files.engine import FileKeys
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.keys.slots import NewSlot
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.sessions import gate, ids
from csq_desktop.storage.sessions.desk import DESK, Clock, SessionContext
from csq_desktop.storage.tables.customers.customers import VaultSecretRow
from csq_desktop.storage.tables.shop.people import PersonRow
from csq_desktop.storage.tables.store import UserRow

INTAKE_SECRET = "intake"


@dataclass(frozen=True)
class NewStore:
    """Who a new store is made for: its first supervisor and the passphrase that will open it.

    `fill` writes the first rows of the features, so that a store appears with them or not at all.
    """

    supervisor: str
    passphrase: str = field(repr=False)
    fill: Callable[[Session], object] | None = None


@dataclass(frozen=True)
class CreatedStore:
    """A store just made: its first user, its keys, and the recovery key to print."""

    user: User
    keyring: Keyring
    recovery_code: str = field(repr=False)


def make(folder: Path, new: NewStore, cost: KdfCost, clock: Clock) -> CreatedStore:
    """Make the folder of a new store; it appears complete or not at all."""
    refuse_existing(folder)
    with user_errors(), draft_of(folder, "new") as draft:
        return _fill(draft, new, cost, clock)


def _fill(draft: Path, new: NewStore, cost: KdfCost, clock: Clock) -> CreatedStore:
    private, public = sealing.new_identity()
    site = ids.new_site()
    user = User(ids.number(site, 1), new.supervisor, Role.SUPERVISOR)
    key_file, keyring, code = KeyFile.create(
        draft / KEY_FILE,
        str(uuid.uuid4()),
        first=NewSlot(user.id, user.name, user.role, new.passphrase),
        intake_recipient=public,
        cost=cost,
    )
    keys = FileKeys(keyring.store_key, keyring.vault_key)
    engine.create(draft, keys)
    writer = engine.writer(draft, keys)
    gate.watch(writer)
    carried = {
        DESK: SessionContext(user, clock, True),
        audit.KEYRING: keyring,
        signatures.REGISTER: lambda: key_file.register,
    }
    try:
        with RecordedSession(writer, info=carried) as session, session.begin():
            schema.create(session.connection())
            ids.start(session, site)
            _add_first_rows(session, ids.reserve(session), private)
            if new.fill is not None:
                session.flush()
                new.fill(session)
    finally:
        writer.dispose()
    return CreatedStore(user, keyring, code)


def _add_first_rows(session: RecordedSession, user_id: int, intake_secret: str) -> None:
    desk = session.info[DESK]
    audit.note(session, AuditAction.STORE_CREATED)
    user = UserRow(id=user_id, name=desk.user.name, role=desk.user.role, created_at=desk.now())
    session.add_all([user, VaultSecretRow(name=INTAKE_SECRET, value=intake_secret)])
    session.flush()  # the user is written before the person who refers to them
    session.add(PersonRow.of_user(user))
