"""On what a document is printed, its languages and its paper, and the pages that come of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES, tr

PAPERS = ("A4", "A3")


@dataclass(frozen=True)
class PaperSheet:
    """One language or two of texts.LANGUAGES (none: the one spoken), and one of PAPERS."""

    languages: tuple[str, ...] = ()
    paper: str = PAPERS[0]


PLAIN = PaperSheet()


def check_languages(languages: Sequence[str], *, most: int = 2) -> None:
    """Refuse what no document is printed in: no language, the same one twice, or too many."""
    is_known = set(languages) <= set(LANGUAGES)
    if not is_known or not 1 <= len(set(languages)) == len(languages) <= most:
        raise UserError(tr("Choose one language, or two different ones."))


class PrintedPages(bytes):
    """The bytes of a PDF; `unwritable` are the characters its pages show an open square for."""

    unwritable: tuple[str, ...] = ()

    @classmethod
    def of(cls, pdf: bytes, unwritable: Iterable[str]) -> Self:
        """A PDF whose making knows which characters no typeface has."""
        pages = cls(pdf)
        pages.unwritable = tuple(unwritable)
        return pages


def unwritable_text(pdf: bytes) -> str:
    """What to say before a PDF is printed or saved; empty where all its characters are there."""
    characters = pdf.unwritable if isinstance(pdf, PrintedPages) else ()
    if not characters:
        return ""
    return tr(
        "These characters cannot be printed and appear as □: {characters}",
        characters=" ".join(characters),
    )
