"""Making a new store: complete under a draft name first, so that a kill leaves no half store."""

import glob
import os
import secrets
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.audit import Action
from csq_desktop.domain.users import Role, User
from csq_desktop.errors import UserError
from csq_desktop.storage import atomic, audit, engine, gate, ids, schema, sealing
from csq_desktop.storage.desk import DESK, Clock, Desk
from csq_desktop.storage.engine import FileKeys
from csq_desktop.storage.faults import user_errors
from csq_desktop.storage.kdf import KdfCost
from csq_desktop.storage.key_file import KeyFile
from csq_desktop.storage.keyring import Keyring
from csq_desktop.storage.recorder import RecordedSession
from csq_desktop.storage.slots import NewSlot
from csq_desktop.storage.tables.customers import VaultSecretRow
from csq_desktop.storage.tables.store import UserRow
from csq_desktop.texts import tr

KEY_FILE = "keys.json"
INTAKE_SECRET = "intake"
_DRAFT_LIVES_S = 3600


@dataclass(frozen=True)
class NewStore:
    """Who a new store is made for: its first supervisor and the passphrase that will open it.

    `fill` writes the first rows of the features, so that a store appears with them or not at all.
    """

    supervisor: str
    passphrase: str = field(repr=False)
    fill: Callable[[Session], object] | None = None


@dataclass(frozen=True)
class Made:
    """A store just made: its first user, its keys, and the recovery key to print."""

    user: User
    keyring: Keyring
    recovery_code: str = field(repr=False)


def make(folder: Path, new: NewStore, cost: KdfCost, clock: Clock) -> Made:
    """Make the folder of a new store; it appears complete or not at all."""
    if folder.exists():
        raise UserError(tr("There is already something called “{name}”.", name=folder.name))
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.new")
    with user_errors():
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        draft.mkdir(mode=0o700)
        try:
            made = _fill(draft, new, cost, clock)
            os.rename(draft, folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        atomic.sync_folder(folder.parent)
    return made


def _sweep(folder: Path) -> None:
    """Clear away what a kill left of earlier tries; a younger draft may be another program's."""
    oldest = time.time() - _DRAFT_LIVES_S
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.*.new"):
        if left.stat().st_mtime < oldest:
            shutil.rmtree(left, ignore_errors=True)


def _fill(draft: Path, new: NewStore, cost: KdfCost, clock: Clock) -> Made:
    private, public = sealing.new_identity()
    site = ids.new_site()
    user = User(ids.number(site, 1), new.supervisor, Role.SUPERVISOR)
    _, keyring, code = KeyFile.create(
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
    carried = {DESK: Desk(user, clock, True), audit.KEYRING: keyring}
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
    return Made(user, keyring, code)


def _add_first_rows(session: RecordedSession, user_id: int, intake_secret: str) -> None:
    desk = session.info[DESK]
    audit.note(session, Action.STORE_CREATED)
    session.add_all(
        [
            UserRow(id=user_id, name=desk.user.name, role=desk.user.role, created_at=desk.now()),
            VaultSecretRow(name=INTAKE_SECRET, value=intake_secret),
        ]
    )
