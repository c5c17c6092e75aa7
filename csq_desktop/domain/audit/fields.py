"""What a file of the audit trail holds: every column with its words."""

from csq_desktop.domain.fields.fields import EXPORT_ONLY, FieldKind, Privacy, RecordField
from csq_desktop.texts import mark

TRAIL_FIELDS = (
    RecordField(
        "sequence",
        mark("Number", "field"),
        FieldKind.NUMBER,
        meaning=mark("Entries are numbered from 1 without a gap.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("at", mark("When", "field"), FieldKind.MOMENT, file=EXPORT_ONLY),
    RecordField("who", mark("User", "field"), file=EXPORT_ONLY),
    RecordField("what", mark("What", "field"), file=EXPORT_ONLY),
    RecordField("about", mark("Record", "field"), file=EXPORT_ONLY),
    RecordField(
        "changes",
        mark("Details", "field"),
        privacy=Privacy.FREE_TEXT,
        meaning=mark(
            "Field by field: before → after. Words that may name somebody are not shown.",
            "codebook",
        ),
        file=EXPORT_ONLY,
    ),
)
