"""What a legal hold, a record that is left and an erasure consist of."""

from csq_desktop.domain.fields.fields import (
    LONGEST_TEXT,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import LEFT_FOR_NOW, OF_A_HOLD
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import ErasureMode
from csq_desktop.texts import mark

LEGAL_HOLD = RecordDescription(
    "legal_hold",
    (
        RecordField("customer_id", kind=FieldKind.LINK),
        RecordField(
            "reason",
            mark("Reason", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_TEXT,
            required=True,
            typed=True,
            meaning=mark("Why nothing of a customer may be erased.", "codebook"),
        ),
        RecordField("placed_at", mark("Placed", "field"), FieldKind.MOMENT),
        RecordField("placed_by", mark("Placed by", "field"), FieldKind.USER),
        RecordField("released_at", mark("Released", "field"), FieldKind.MOMENT),
        RecordField("released_by", mark("Released by", "field"), FieldKind.USER),
        RecordField(
            "release_reason",
            mark("Reason of the release", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_TEXT,
            typed=True,
            meaning=mark("Why a hold on erasing ended.", "codebook"),
        ),
    ),
    own=("id",),
    holding=OF_A_HOLD,
)
RETENTION_LEFT = RecordDescription(
    "retention_left",
    (
        RecordField("kind", mark("Kind", "field"), FieldKind.CHOICE, choices=tuple(RecordKind)),
        RecordField("until", mark("Left until", "field"), FieldKind.DAY),
        RecordField(
            "reason",
            mark("Reason", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_TEXT,
            required=True,
            typed=True,
            meaning=mark("Why a record stays longer than its rule says.", "codebook"),
        ),
        RecordField("written_at", mark("Written", "field"), FieldKind.MOMENT),
        RecordField("written_by", mark("Written by", "field"), FieldKind.USER),
    ),
    own=("id", "record_id"),
    holding=LEFT_FOR_NOW,
)
ERASURE = RecordDescription(
    "erasure",
    (
        RecordField("number", mark("Number", "field"), FieldKind.NUMBER),
        RecordField("code", mark("Code", "field")),
        RecordField("erased_at", mark("Erased", "field"), FieldKind.MOMENT),
        RecordField("approver", mark("Approved by", "field")),
        RecordField("kind", mark("Kind", "field"), FieldKind.CHOICE, choices=tuple(RecordKind)),
        RecordField("months", mark("Months of the rule", "field"), FieldKind.NUMBER),
        RecordField("by_rule", mark("Due by the rule", "field"), FieldKind.YES_NO),
        RecordField(
            "mode", mark("Kind of erasure", "field"), FieldKind.CHOICE, choices=tuple(ErasureMode)
        ),
        RecordField("replayed", mark("Repeated after a restore", "field"), FieldKind.YES_NO),
    ),
    own=("id", "records", "cases", "spared", "named", "counts"),
)
