"""On what a document is printed: its languages and its paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES, tr

PAPERS = ("A4", "A3")


@dataclass(frozen=True)
class PaperSheet:
    """One language or two of texts.LANGUAGES (none: the one spoken), and one of PAPERS."""

    languages: tuple[str, ...] = ()
    paper: str = PAPERS[0]


PLAIN = PaperSheet()


def check_languages(languages: Sequence[str]) -> None:
    """Refuse what no document is printed in: no language, the same one twice, or three."""
    is_known = set(languages) <= set(LANGUAGES)
    if not is_known or not 1 <= len(set(languages)) == len(languages) <= 2:
        raise UserError(tr("Choose one language, or two different ones."))
