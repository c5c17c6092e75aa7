"""A disclosure, field by field, and what the fields it names are called."""

from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.disclosures.words import DisclosureAuthority, DisclosureForm, RecipientKind
from csq_desktop.domain.fields.fields import (
    EXPORT_ONLY,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import OF_A_REQUEST
from csq_desktop.texts import mark, trc

HISTORY, CONSENTS, EVERYTHING = "history", "consents", "everything"
EVIDENCE_FILES = "evidence_files"
_DESCRIBED = (IDENTITY, CUSTOMER, COMPLAINT)
_MORE = {
    HISTORY: mark("History of complaints", "disclosed"),
    CONSENTS: mark("Consents", "disclosed"),
    EVIDENCE_FILES: mark("Evidence files", "disclosed"),
    EVERYTHING: mark("Everything in the database", "disclosed"),
}
HAND_FIELDS = (
    *(f"identity.{key}" for key in ("name", "phone", "email", "address", "their_reference")),
    *("complaint.ref", "complaint.words", HISTORY, EVIDENCE_FILES, CONSENTS),
)
"""What somebody who records a disclosure by hand can tick."""


def field_label(code: str) -> str:
    """What a field named in a disclosure is called; the code itself where nothing has it now."""
    if code in _MORE:
        return trc("disclosed", _MORE[code])
    record, _, key = code.rpartition(".")
    for described in _DESCRIBED:
        if record in ("", described.name):
            for field in described.fields:
                names = (field.key, field.file.key if field.file else "")
                if key in names and field.label:
                    return field.title
    return code


DISCLOSURE = RecordDescription(
    "disclosure",
    (
        RecordField("ref", mark("Reference", "field"), file=EXPORT_ONLY),
        RecordField("day", mark("Day", "field"), FieldKind.DAY, file=EXPORT_ONLY),
        RecordField("at", mark("Recorded", "field"), FieldKind.MOMENT, file=EXPORT_ONLY),
        RecordField("user_id", mark("User", "field"), FieldKind.USER, file=EXPORT_ONLY),
        RecordField(
            "recipient_kind",
            mark("Kind of recipient", "field"),
            FieldKind.CHOICE,
            choices=tuple(RecipientKind),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "recipient",
            mark("Recipient", "field"),
            privacy=Privacy.FREE_TEXT,
            file=EXPORT_ONLY,
            meaning=mark("Who received the data.", "codebook"),
        ),
        RecordField(
            "purpose",
            mark("Purpose", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=500,
            file=EXPORT_ONLY,
            meaning=mark("What they were handed over for.", "codebook"),
        ),
        RecordField("fields", mark("Fields", "field"), file=EXPORT_ONLY),
        RecordField(
            "authority",
            mark("Authority", "field"),
            FieldKind.CHOICE,
            choices=tuple(DisclosureAuthority),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "form",
            mark("Form", "field"),
            FieldKind.CHOICE,
            choices=tuple(DisclosureForm),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "customers", mark("Number of customers", "field"), FieldKind.NUMBER, file=EXPORT_ONLY
        ),
        RecordField("by_hand", mark("Recorded by hand", "field"), FieldKind.YES_NO),
        RecordField("blanked_at", mark("Words erased", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=OF_A_REQUEST,
)
"""It only grows; its words go when a person it is about is erased."""
