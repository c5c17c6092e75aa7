"""The log of review packs: every time one was looked at, issued, printed, exported or verified."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.fields.fields import EXPORT_ONLY, FieldKind, Privacy, RecordField
from csq_desktop.domain.packs.packs import MadePack, PackRequest
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.retelling import Account
from csq_desktop.domain.words.wording import month_text, number_text
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


class PackRunKind(StrEnum):
    """What was done with a review pack."""

    PREVIEWED = "previewed"
    ISSUED = "issued"
    PRINTED = "printed"
    EXPORTED = "exported"
    WORKBOOK = "workbook"
    MINUTES = "minutes"
    VERIFIED = "verified"

    @property
    def label(self) -> str:
        return trc("pack run", _KINDS[self])


_KINDS = {
    PackRunKind.PREVIEWED: mark("Previewed", "pack run"),
    PackRunKind.ISSUED: mark("Issued", "pack run"),
    PackRunKind.PRINTED: mark("Printed or saved", "pack run"),
    PackRunKind.EXPORTED: mark("Written to a folder", "pack run"),
    PackRunKind.WORKBOOK: mark("Workbook written", "pack run"),
    PackRunKind.MINUTES: mark("Minutes printed or saved", "pack run"),
    PackRunKind.VERIFIED: mark("Verified", "pack run"),
}


@dataclass(frozen=True, kw_only=True)
class NewPackRun:
    """A run to be noted: of what it was, how long it took, its file, and why it failed if it did.

    `pack_id` is of an issued pack. `failure` is a sentence as it is kept (`domain.retelling`).
    """

    kind: PackRunKind
    month: Month
    pack_id: int | None = None
    languages: tuple[str, ...] = ()
    definition: str = ""
    seconds: float = 0.0
    sha256: str = ""
    failure: Account = ""

    @classmethod
    def of(
        cls,
        kind: PackRunKind,
        request: PackRequest,
        pack: MadePack | None = None,
        failure: UserError | None = None,
    ) -> "NewPackRun":
        """The run of a request: the pages that came of it, or why none did."""
        return cls(
            kind=kind,
            month=request.month,
            languages=request.languages,
            definition=request.definition.name,
            seconds=pack.seconds if pack else 0.0,
            sha256=pack.sha256 if pack else "",
            failure=(failure.account or failure.text) if failure else "",
        )


@dataclass(frozen=True, kw_only=True)
class PackRun:
    """A run as it is read in the log; `id` is the number of its entry in the audit trail.

    `as_issued` is what a verification found. `failure` is in the reader's language.
    """

    id: int
    at: datetime
    who: str
    kind: PackRunKind
    month: Month | None = None
    version: int = 0
    languages: tuple[str, ...] = ()
    definition: str = ""
    seconds: float | None = None
    sha256: str = ""
    as_issued: bool | None = None
    failure: str = ""

    @property
    def pack(self) -> str:
        """Which pack: October 2026, version 2; nothing where a verified file was none."""
        if self.month is None:
            return ""
        if not self.version:
            return month_text(self.month)
        return tr("{month}, version {n}", month=month_text(self.month), n=self.version)

    @property
    def took(self) -> str:
        """How long it took, in seconds."""
        if self.seconds is None:
            return ""
        return trc("span", "{n} s", n=number_text(self.seconds, 1))

    @property
    def result(self) -> str:
        """What came of it: done, or why it failed; of a verification, whether it is the file."""
        if self.failure:
            return self.failure
        if self.as_issued is None:
            return tr("Done")
        return tr("The issued file") if self.as_issued else tr("Not an issued file")

    @property
    def tone(self) -> Tone:
        """How the result is coloured."""
        if self.failure:
            return Tone.BAD
        return Tone.WARN if self.as_issued is False else Tone.GOOD


PACK_RUN_FIELDS = (
    RecordField("at", mark("When", "field"), FieldKind.MOMENT, file=EXPORT_ONLY),
    RecordField("who", mark("Who", "field"), file=EXPORT_ONLY),
    RecordField("kind", mark("What was done", "field"), file=EXPORT_ONLY),
    RecordField("month", mark("Month", "field"), file=EXPORT_ONLY),
    RecordField(
        "version",
        mark("Version", "field"),
        FieldKind.NUMBER,
        meaning=mark("Empty for what is not issued.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("languages", mark("Languages", "field"), file=EXPORT_ONLY),
    RecordField(
        "definition",
        mark("Definition", "field"),
        meaning=mark("The name of the sections chosen; empty for all sections.", "codebook"),
        privacy=Privacy.FREE_TEXT,
        file=EXPORT_ONLY,
    ),
    RecordField(
        "seconds",
        mark("Seconds", "field"),
        FieldKind.NUMBER,
        meaning=mark("How long it took to make the pages.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("sha256", mark("SHA-256 of the file", "field"), file=EXPORT_ONLY),
    RecordField(
        "result",
        mark("Result", "field"),
        meaning=mark("Done, or why it failed.", "codebook"),
        file=EXPORT_ONLY,
    ),
)
"""What a file of the log holds."""
