"""The monthly review pack: what is asked for, and what was issued."""

from dataclasses import dataclass
from datetime import datetime

from csq_desktop.domain.fields import EXPORT_ONLY, FieldKind, RecordField
from csq_desktop.domain.free_text import IdentitySpan
from csq_desktop.domain.months import Month
from csq_desktop.domain.names import one_line
from csq_desktop.texts import mark

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


PACK_FIELDS = (
    RecordField(
        "month",
        mark("Month", "field"),
        meaning=mark("Year and month, as in 2026-10.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "version",
        mark("Version", "field"),
        FieldKind.NUMBER,
        meaning=mark("A month may be issued again; the highest version holds.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("languages", mark("Languages", "field"), file=EXPORT_ONLY),
    RecordField("issued_at", mark("Issued", "field"), FieldKind.MOMENT, file=EXPORT_ONLY),
    RecordField("issued_by", mark("Issued by", "field"), file=EXPORT_ONLY),
    RecordField("pages", mark("Pages", "field"), FieldKind.NUMBER, file=EXPORT_ONLY),
    RecordField(
        "sha256",
        mark("SHA-256 of the file", "field"),
        meaning=mark("Shows whether a PDF is the one that was issued.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "audit_code",
        mark("Audit code", "field"),
        meaning=mark("The audit code when it was issued.", "codebook"),
        file=EXPORT_ONLY,
    ),
)
"""What a file of the issued packs holds."""
