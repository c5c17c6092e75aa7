"""The monthly review pack: what is asked for, and what was issued."""

from base64 import b64decode
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.fields.fields import EXPORT_ONLY, FieldKind, RecordField
from csq_desktop.domain.privacy.free_text import IdentitySpan
from csq_desktop.domain.words.names import one_line
from csq_desktop.texts import mark, trc

_AROUND = 60  # characters


class PackSection(StrEnum):
    """A part of a pack that a definition places or leaves out; the others are in every pack."""

    TARGETS = "targets"
    PLEDGES = "pledges"
    BALANCE = "balance"
    RECEIVED = "received"
    CATEGORIES = "categories"
    SPEED = "speed"
    OUTCOME = "outcome"
    CHECKLISTS = "checklists"
    ACTIONS = "actions"

    @property
    def label(self) -> str:
        """The section in the user's language."""
        return trc("pack section", _SECTIONS[self])


_SECTIONS = {
    PackSection.TARGETS: mark("All targets"),
    PackSection.PLEDGES: mark("Pledges"),
    PackSection.BALANCE: mark("Complaints in and out"),
    PackSection.RECEIVED: mark("Complaints received by month"),
    PackSection.CATEGORIES: mark("Complaints by category"),
    PackSection.SPEED: mark("Deadlines"),
    PackSection.OUTCOME: mark("Outcomes and remedies"),
    PackSection.CHECKLISTS: mark("Checklists"),
    PackSection.ACTIONS: mark("Actions"),
}


def picture_bytes(picture: str) -> bytes:
    """A picture kept in Base64; nothing where there is none, or what is there is no Base64."""
    try:
        return b64decode(picture, validate=True)
    except ValueError:
        return b""


@dataclass(frozen=True)
class DefinedSection:
    """A section of a pack, and what the shop remarks on it, in words and with a picture.

    `picture` is a JPEG in Base64, `shows` says what is on it, for who cannot see it.
    """

    section: PackSection
    note: str = ""
    picture: str = ""
    shows: str = ""

    @property
    def jpeg(self) -> bytes:
        """The bytes of the picture."""
        return picture_bytes(self.picture)


@dataclass(frozen=True)
class PackDefinition:
    """Which sections a pack has, in their order; it never touches a figure."""

    name: str
    sections: tuple[DefinedSection, ...]

    @property
    def missing(self) -> tuple[PackSection, ...]:
        """The sections that are not printed."""
        there = {each.section for each in self.sections}
        return tuple(section for section in PackSection if section not in there)

    @property
    def pictures(self) -> int:
        """How many of its sections have a picture."""
        return sum(bool(each.picture) for each in self.sections)


WHOLE_PACK = PackDefinition("", tuple(map(DefinedSection, PackSection)))


@dataclass(frozen=True)
class PackRequest:
    """A pack to make: `languages` one or two of the program's, the first is the main one.

    `message` is the month's message on the cover; empty lets the figures write it. `reason` is why
    the month is issued again.
    """

    month: Month
    languages: tuple[str, ...]
    message: str = ""
    asked: str = ""
    reason: str = ""
    definition: PackDefinition = WHOLE_PACK


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
    reason: str = ""
    changed: int | None = None


@dataclass(frozen=True)
class MadePack:
    """A pack's PDF before or after it is issued, and how long it took to make in `seconds`."""

    pdf: bytes
    pages: int
    sha256: str
    seconds: float = field(default=0.0, compare=False)


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
