"""The description of an evidence file, field by field."""

from csq_desktop.domain.evidence.facts import FileKind, FilePlace
from csq_desktop.domain.fields.fields import (
    LONGEST_TEXT,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import OF_A_FILE
from csq_desktop.domain.shop.shop_lists import EVIDENCE_CATEGORIES
from csq_desktop.texts import mark

EVIDENCE = RecordDescription(
    "evidence",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("number", mark("Number", "field"), FieldKind.NUMBER),
        RecordField(
            "evidence_category",
            mark("Kind of evidence", "field"),
            shop_list=EVIDENCE_CATEGORIES,
            required=True,
            typed=True,
        ),
        RecordField(
            "note",
            mark("Note", "field"),
            caption=mark("What it shows"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_TEXT,
            typed=True,
            meaning=mark("What a photo or file shows.", "codebook"),
        ),
        RecordField("dated_on", mark("Taken or received on", "field"), FieldKind.DAY, typed=True),
        RecordField("file_kind", mark("Type", "field"), FieldKind.CHOICE, choices=tuple(FileKind)),
        RecordField("pages", mark("Pages", "field"), FieldKind.NUMBER),
        RecordField("size", mark("Size in bytes", "field"), FieldKind.NUMBER),
        RecordField(
            "location", mark("Who can see it", "field"), FieldKind.CHOICE, choices=tuple(FilePlace)
        ),
        RecordField("copy_of_id", kind=FieldKind.LINK),
        RecordField("covered", mark("Areas blacked out", "field"), FieldKind.NUMBER),
        RecordField("added_at", mark("Added", "field"), FieldKind.MOMENT),
        RecordField("added_by", mark("Added by", "field"), FieldKind.USER),
        RecordField("voided_at", mark("Voided", "field"), FieldKind.MOMENT),
        RecordField("voided_by", mark("Voided by", "field"), FieldKind.USER),
        RecordField(
            "void_reason",
            mark("Reason", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_TEXT,
            meaning=mark("Why a photo or file no longer counts.", "codebook"),
        ),
    ),
    own=("id", "sha256"),
    holding=OF_A_FILE,
)
