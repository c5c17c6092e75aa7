"""What the command line asks a person for; secrets come from here or the environment alone."""

import getpass
import os

from csq_desktop.domain.words.wording import labelled
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

PASSPHRASE = "CSQ_PASSPHRASE"
RECOVERY_KEY = "CSQ_RECOVERY_KEY"


def passphrase() -> str:
    """The passphrase of whoever signs in."""
    return os.environ.get(PASSPHRASE) or getpass.getpass(labelled(tr("Passphrase"), ""))


def new_passphrase() -> str:
    """A passphrase to be, typed twice; UserError when the two differ."""
    preset = os.environ.get(PASSPHRASE)
    if preset:
        return preset
    first = getpass.getpass(labelled(tr("Passphrase"), ""))
    if first != getpass.getpass(labelled(tr("The same passphrase again"), "")):
        raise UserError(tr("The two passphrases differ."))
    return first


def recovery_key(argument: str) -> str:
    """The one secret that opens everything; never an argument, which other users can read."""
    if argument:
        raise UserError(
            tr(
                "Do not put the recovery key in the command: other users of this "
                "computer can read it there. Leave it out: the program asks for it, or "
                "reads it from {name}.",
                name=RECOVERY_KEY,
            )
        )
    return os.environ.get(RECOVERY_KEY) or getpass.getpass(labelled(tr("Recovery key"), ""))


def words(question: str) -> str:
    """What is no secret, such as a name."""
    return input(labelled(question, "")).strip()
