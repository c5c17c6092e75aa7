"""How good a passphrase is, told while it is typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from csq_desktop.errors import UserError
from csq_desktop.storage.keys import passphrases
from csq_desktop.texts import tr

_STRONG = 20  # characters of one's own: beyond what a thief of the files can ever try


@dataclass(frozen=True)
class PassphraseStrength:
    """Whether a passphrase may be used, why or why not, and how far it has come (0..1)."""

    allowed: bool
    text: str
    share: float


def judge(passphrase: str, also_forbidden: Iterable[str] = ()) -> PassphraseStrength:
    """Say what is still missing, or how strong it is; pass the shop's and the user's names."""
    forbidden = tuple(also_forbidden)
    own = passphrases.own_characters(passphrase, forbidden)
    share = min(1.0, own / _STRONG)
    try:
        passphrases.check(passphrase, also_forbidden=forbidden)
    except UserError as error:
        return PassphraseStrength(False, error.text, min(share, 0.5))
    if own < _STRONG:
        return PassphraseStrength(True, tr("Good. One more word makes it strong."), share)
    return PassphraseStrength(True, tr("Strong."), share)
