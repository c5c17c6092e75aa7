"""The errors a user is told about: each carries one translated sentence that says what to do."""


class UserError(Exception):
    """Something the user can act on; `text` is a finished sentence in the user's language.

    `field` is the key of the field it speaks of, where it is one: a form shows it beneath that.
    `account` is what the sentence was made of, where somebody keeps it (`domain.retelling`).
    """

    account: str | dict[str, object] = ""

    def __init__(self, text: str, *, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class Refused(UserError):
    """The user's role does not allow the action."""


class WrongPassphrase(UserError):
    """The passphrase or recovery key opens no slot."""


class MustWait(UserError):
    """Too many wrong passphrases: the next try is possible after `seconds`."""

    def __init__(self, text: str, seconds: int) -> None:
        super().__init__(text)
        self.seconds = seconds


class NotAStore(UserError):
    """The folder is not a store, or one of its files is missing."""


class StoreBusy(UserError):
    """Another program has the store open."""


class StoreDamaged(UserError):
    """A file of the store fails its integrity check."""


class StoreTooNew(UserError):
    """The store was written by a newer version of the program."""


class NoSpace(UserError):
    """The disk is full; nothing of the action was kept."""


class Cancelled(UserError):
    """The user stopped a long job; nothing of it was kept."""
