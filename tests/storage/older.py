"""A store as an older program left it, as far as its key file is concerned."""

from dataclasses import replace
from pathlib import Path

from csq_desktop.domain.users import Role
from csq_desktop.storage.keys.contents import seal
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from tests.factory import template


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
