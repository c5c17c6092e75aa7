"""What a file of the requests of review packs holds."""

from csq_desktop.domain.fields.fields import EXPORT_ONLY, FieldKind, Privacy, RecordField
from csq_desktop.texts import mark

ASK_FIELDS = (
    RecordField(
        "months",
        mark("Months", "field"),
        meaning=mark("The months whose review packs requested it, the first one first.",
                     "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("asked_on", mark("Requested on", "field"), FieldKind.DAY, file=EXPORT_ONLY),
    RecordField(
        "request", mark("Request", "field"), privacy=Privacy.FREE_TEXT, file=EXPORT_ONLY
    ),
    RecordField(
        "state",
        mark("Status", "field"),
        meaning=mark("What became of it by the day of the export.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "decision",
        mark("Decision", "field"),
        meaning=mark("The decision that holds; empty while there is none.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("decided_by", mark("Decided by", "field"), file=EXPORT_ONLY),
    RecordField(
        "decided_on",
        mark("Decided on", "field"),
        FieldKind.DAY,
        meaning=mark("The day the decision was recorded.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("owner", mark("Owner", "field"), file=EXPORT_ONLY),
    RecordField("due_on", mark("Due date", "field"), FieldKind.DAY, file=EXPORT_ONLY),
    RecordField(
        "action",
        mark("Action", "field"),
        meaning=mark("The number of the action that the decision began.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("comment", mark("Note", "field"), privacy=Privacy.FREE_TEXT, file=EXPORT_ONLY),
)  # fmt: skip
