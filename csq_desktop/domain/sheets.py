"""On what a document is printed: its languages and its paper."""

from dataclasses import dataclass

PAPERS = ("A4", "A3")


@dataclass(frozen=True)
class PaperSheet:
    """One language or two of texts.LANGUAGES (none: the one spoken), and one of PAPERS."""

    languages: tuple[str, ...] = ()
    paper: str = PAPERS[0]


PLAIN = PaperSheet()
