"""What a file of the data inventory holds: a row for each field that may speak of a person."""

from csq_desktop.domain.fields.fields import EXPORT_ONLY, FieldKind, RecordField
from csq_desktop.texts import mark

_NUMBER = FieldKind.NUMBER
INVENTORY_FIELDS = (
    RecordField("record", mark("Record", "field"), file=EXPORT_ONLY),
    RecordField("field", mark("Field", "field"), file=EXPORT_ONLY),
    RecordField("field_meaning", mark("What it holds", "field"), file=EXPORT_ONLY),
    RecordField(
        "privacy",
        mark("Kind of data", "field"),
        meaning=mark("An identity, or words in which somebody may be named.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("stored_in", mark("Stored in", "field"), file=EXPORT_ONLY),
    RecordField("seen_by", mark("Seen by", "field"), file=EXPORT_ONLY),
    RecordField("purposes", mark("Held to", "field"), file=EXPORT_ONLY),
    RecordField(
        "months",
        mark("Months kept", "field"),
        _NUMBER,
        meaning=mark("The shop’s retention rule; empty where no rule decides.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "kept_from", mark("Kept from when, or why without a rule", "field"), file=EXPORT_ONLY
    ),
    RecordField("received_by", mark("Handed over in 12 months", "field"), file=EXPORT_ONLY),
    RecordField(
        "records",
        mark("Records now", "field"),
        _NUMBER,
        meaning=mark("What stands in the vault is not counted here.", "codebook"),
        file=EXPORT_ONLY,
    ),
)
