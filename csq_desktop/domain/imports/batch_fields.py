"""What a file of the imports themselves holds: every column with its words."""

from csq_desktop.domain.fields.fields import EXPORT_ONLY, FieldKind, RecordField
from csq_desktop.texts import mark

_NUMBER, _MOMENT = FieldKind.NUMBER, FieldKind.MOMENT
BATCH_FIELDS = (
    RecordField("id", mark("Number of the import", "field"), _NUMBER, file=EXPORT_ONLY),
    RecordField("kind", mark("Kind", "field"), file=EXPORT_ONLY),
    RecordField("at", mark("When", "field"), _MOMENT, file=EXPORT_ONLY),
    RecordField("by", mark("User", "field"), file=EXPORT_ONLY),
    RecordField(
        "added",
        mark("Added", "field"),
        _NUMBER,
        meaning=mark("Rows that became new records.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "updated",
        mark("Updated", "field"),
        _NUMBER,
        meaning=mark("Rows that changed a record.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "duplicates",
        mark("Duplicates", "field"),
        _NUMBER,
        meaning=mark("Rows skipped because another row of the file was the same.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "invalid",
        mark("Invalid", "field"),
        _NUMBER,
        meaning=mark("Rows skipped because of a fault.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "undone_at",
        mark("Undone", "field"),
        _MOMENT,
        meaning=mark("Empty where the import was not undone.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "file_sha256",
        mark("SHA-256 of the file", "field"),
        meaning=mark("Shows whether a file is the one that was imported.", "codebook"),
        file=EXPORT_ONLY,
    ),
)
