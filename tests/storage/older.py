"""Stores as older programs left them: whole, or as far as the key file is concerned."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from csq_desktop.domain.stores.backups import BackupOpener
from csq_desktop.domain.users import Role
from csq_desktop.services.stores import backups, stores
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.keys.contents import seal
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, template
from tests.old_files.make import HERE, PASSPHRASE

OLD_CLOCK = FixedClock(datetime(2030, 1, 2, 3, 0, tzinfo=UTC))  # after the stored file


def ask_anew(folder: Path, role: Role) -> None:
    """Have a user's key wait for a supervisor, as after the first sign-in since the upgrade."""
    owner, user = template().users[Role.SUPERVISOR].keyring, template().users[role]
    signer = user.keyring.signer
    assert signer is not None
    file = KeyFile.load(folder / KEY_FILE)
    signers = file.register.signers
    others = tuple(each for each in signers.confirmed if each.user_id != user.user.id)
    asking = replace(signers, confirmed=others).with_request(signer, file.register.edition)
    before = file._contents
    file._contents = seal(
        replace(before, signers=asking, edition=before.edition + 1), owner, before
    )
    file.save()


@dataclass(frozen=True)
class OldStore:
    """A closed store that an earlier release wrote, restored and not yet opened."""

    folder: Path
    ring: Keyring
    user_id: int

    def open(self) -> Store:
        """Signed in as its supervisor."""
        return stores.open(self.folder, self.user_id, PASSPHRASE, source=OLD_CLOCK)

    def driver(self) -> closing[Any]:
        """A connection to store.db past the program."""
        return closing(engine.connect(self.folder / STORE_FILE, self.ring.store_key))

    def run(self, *statements: str) -> None:
        """What somebody with the store's key does in a program of their own."""
        with self.driver() as driver:
            for statement in statements:
                driver.execute(statement)


def restored(backup: Path, folder: Path) -> OldStore:
    """A backup of an old store as a store."""
    backups.restore(backup, folder, BackupOpener(passphrase=PASSPHRASE), source=OLD_CLOCK)
    key_file = KeyFile.load(folder / KEY_FILE)
    (slot,) = key_file.slots()
    return OldStore(folder, key_file.unlock(slot.user_id, PASSPHRASE), slot.user_id)


def old_store(tmp_path: Path) -> OldStore:
    """The stored file from before programs signed."""
    return restored(HERE / "s0014-v0003.csqbackup", tmp_path / "Old.csq")
