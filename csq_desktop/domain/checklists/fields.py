"""What the files of checks and of their answers hold: every column with its words."""

from csq_desktop.domain.fields.fields import EXPORT_ONLY, FieldKind, Privacy, RecordField
from csq_desktop.texts import mark

_MOMENT, _NUMBER, _YES_NO = FieldKind.MOMENT, FieldKind.NUMBER, FieldKind.YES_NO
_CHECK = RecordField(
    "ref",
    mark("Reference", "field"),
    meaning=mark("The number of the check.", "codebook"),
    file=EXPORT_ONLY,
)
_CHECKLIST = RecordField(
    "title",
    mark("Checklist", "field"),
    meaning=mark("The title of the checklist in the language of this file.", "codebook"),
    file=EXPORT_ONLY,
)
_DAY = RecordField(
    "for_day",
    mark("For the day", "field"),
    FieldKind.DAY,
    meaning=mark("The day the check counts for.", "codebook"),
    file=EXPORT_ONLY,
)
_PHOTOS = RecordField(
    "photos",
    mark("Photos", "field"),
    _NUMBER,
    meaning=mark("How many photos are kept with it; they are not in this file.", "codebook"),
    file=EXPORT_ONLY,
)
CHECK_FIELDS = (
    _CHECK,
    _CHECKLIST,
    RecordField(
        "version",
        mark("Version", "field"),
        _NUMBER,
        meaning=mark("The version of the checklist that was used.", "codebook"),
        file=EXPORT_ONLY,
    ),
    _DAY,
    RecordField(
        "state",
        mark("Status", "field"),
        meaning=mark("In progress, or completed.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("started_at", mark("Started", "field"), _MOMENT, file=EXPORT_ONLY),
    RecordField("started_by", mark("Started by", "field"), file=EXPORT_ONLY),
    RecordField("finished_at", mark("Finished", "field"), _MOMENT, file=EXPORT_ONLY),
    RecordField("finished_by", mark("Finished by", "field"), file=EXPORT_ONLY),
    RecordField("gained", mark("Points earned", "field"), _NUMBER, file=EXPORT_ONLY),
    RecordField(
        "possible",
        mark("Points available", "field"),
        _NUMBER,
        meaning=mark("Without the items that do not apply.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "score",
        mark("Score", "field"),
        _NUMBER,
        meaning=mark("From 0 to 1, after the cap for failed critical items.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("failed_items", mark("Items failed", "field"), _NUMBER, file=EXPORT_ONLY),
    RecordField(
        "critical_failed",
        mark("Critical items failed", "field"),
        _NUMBER,
        meaning=mark("Part of the items failed.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "late",
        mark("Late", "field"),
        _YES_NO,
        meaning=mark("Whether the check was finished after it was due.", "codebook"),
        file=EXPORT_ONLY,
    ),
    _PHOTOS,
    RecordField("note", mark("Note", "field"), privacy=Privacy.FREE_TEXT, file=EXPORT_ONLY),
)
CHECK_ANSWER_FIELDS = (
    _CHECK,
    _CHECKLIST,
    _DAY,
    RecordField("section", mark("Section", "field"), file=EXPORT_ONLY),
    RecordField(
        "item_code",
        mark("Code", "field"),
        meaning=mark("The code of the item within its checklist.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("item", mark("Item", "field"), file=EXPORT_ONLY),
    RecordField(
        "critical",
        mark("Critical", "field"),
        _YES_NO,
        meaning=mark("Whether failing this item caps the score.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("weight", mark("Weight", "field"), _NUMBER, file=EXPORT_ONLY),
    RecordField("choice", mark("Answer", "field"), file=EXPORT_ONLY),
    RecordField(
        "share",
        mark("Score of the answer", "field"),
        _NUMBER,
        meaning=mark("From 0 to 1; empty where the item does not apply.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("fails", mark("Fails", "field"), _YES_NO, file=EXPORT_ONLY),
    RecordField("comment", mark("Note", "field"), privacy=Privacy.FREE_TEXT, file=EXPORT_ONLY),
    _PHOTOS,
    RecordField("answered_at", mark("Answered", "field"), _MOMENT, file=EXPORT_ONLY),
    RecordField("answered_by", mark("Answered by", "field"), file=EXPORT_ONLY),
)
