"""The monthly review pack: what is asked for, and what was issued."""

from dataclasses import dataclass
from datetime import datetime

from csq_desktop.domain.free_text import IdentitySpan
from csq_desktop.domain.months import Month
from csq_desktop.domain.names import one_line

_AROUND = 60  # characters


@dataclass(frozen=True)
class PackRequest:
    """A pack to make: `languages` one or two of the program's, the first is the main one.

    `message` is the month's message on the cover; empty lets the figures write it.
    """

    month: Month
    languages: tuple[str, ...]
    message: str = ""
    asked: str = ""


@dataclass(frozen=True)
class IssuedPack:
    """A pack that was issued and is kept; `sha256` is of its PDF bytes, in hex.

    `changed` is how many figures it has otherwise than the version before, where that was asked.
    """

    id: int
    month: Month
    version: int
    languages: tuple[str, ...]
    issued_at: datetime
    issued_by: str
    message: str
    pages: int
    sha256: str
    chain_sequence: int
    chain_head: str
    changed: int | None = None


@dataclass(frozen=True)
class MadePack:
    """A pack's PDF before or after it is issued; `unwritable` are characters no typeface has."""

    pdf: bytes
    pages: int
    sha256: str
    unwritable: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedIdentity:
    """What may identify somebody in a text that a pack prints, and on which pages."""

    pages: tuple[int, ...]
    text: str
    span: IdentitySpan

    @property
    def excerpt(self) -> str:
        """The words around it, on one line."""
        start, end = self.span.start - _AROUND, self.span.end + _AROUND
        before, after = "…" if start > 0 else "", "…" if end < len(self.text) else ""
        return f"{before}{one_line(self.text[max(0, start) : end])}{after}"
