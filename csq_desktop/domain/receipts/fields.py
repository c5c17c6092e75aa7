"""The record of a receipt, field by field."""

from csq_desktop.domain.fields import FieldKind, RecordDescription, RecordField
from csq_desktop.texts import mark

RECEIPT = RecordDescription(
    "receipt",
    (
        RecordField("ref", mark("Reference", "field")),
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("letter_id", kind=FieldKind.LINK),
        RecordField("received_at", mark("Received", "field"), FieldKind.MOMENT),
        RecordField("confirmed_at", mark("Confirmed", "field"), FieldKind.MOMENT),
        RecordField("confirmed_by", mark("Confirmed by", "field"), FieldKind.USER),
    ),
    own=("id", "words_digest", "salt"),
)
"""Of the words it has a salted digest; once the salt is blanked, nobody can tell what they were."""
