"""The records of letters and receipts, field by field; the words of letters are in the vault."""

from csq_desktop.domain.customers.facts import SpokenLanguage
from csq_desktop.domain.fields.fields import (
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import OF_A_LETTER
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind
from csq_desktop.domain.letters.facts import LONGEST_RECIPIENT
from csq_desktop.domain.letters.templates import LONGEST_BODY, LONGEST_SUBJECT
from csq_desktop.texts import mark

LETTER = RecordDescription(
    "letter",
    (
        RecordField("ref", mark("Reference", "field")),
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("customer_id", kind=FieldKind.LINK),
        RecordField(
            "letter_kind",
            mark("Kind of letter", "field"),
            FieldKind.CHOICE,
            choices=tuple(LetterKind),
        ),
        RecordField(
            "letter_language",
            mark("Language of the letter", "field"),
            FieldKind.CHOICE,
            choices=tuple(SpokenLanguage),
        ),
        RecordField("template_version", mark("Version of the template", "field"), FieldKind.NUMBER),
        RecordField("written_at", mark("Written", "field"), FieldKind.MOMENT),
        RecordField("written_by", mark("Written by", "field"), FieldKind.USER),
        RecordField("submitted_at", mark("Given to review", "field"), FieldKind.MOMENT),
        RecordField("reviewed_by", mark("Reviewed by", "field"), FieldKind.USER),
        RecordField("approved_at", mark("Approved", "field"), FieldKind.MOMENT),
        RecordField("issued_at", mark("Issued", "field"), FieldKind.MOMENT),
        RecordField("issued_by", mark("Issued by", "field"), FieldKind.USER),
        RecordField(
            "delivery", mark("Sent", "field"), FieldKind.CHOICE, choices=tuple(LetterDelivery)
        ),
        RecordField("sent_at", mark("Sent on", "field"), FieldKind.MOMENT),
        RecordField("corrects_id", mark("Corrects", "field"), FieldKind.LINK),
        RecordField("discarded_at", mark("Discarded", "field"), FieldKind.MOMENT),
    ),
    own=("id", "sha256"),
)

LETTER_WORDS = RecordDescription(
    "letter_words",
    (
        RecordField(
            "recipient",
            mark("Recipient", "field"),
            privacy=Privacy.IDENTITY,
            longest=LONGEST_RECIPIENT,
            meaning=mark("Name and address on a letter.", "codebook"),
        ),
        RecordField(
            "salutation",
            mark("Salutation", "field"),
            privacy=Privacy.IDENTITY,
            longest=LONGEST_SUBJECT,
            meaning=mark("How a letter greets its reader.", "codebook"),
        ),
        RecordField(
            "subject",
            mark("Subject", "field"),
            privacy=Privacy.IDENTITY,
            longest=LONGEST_SUBJECT,
            meaning=mark("What a letter is about.", "codebook"),
        ),
        RecordField(
            "body",
            caption=mark("Text of the letter"),
            privacy=Privacy.IDENTITY,
            longest=LONGEST_BODY,
            meaning=mark("What a letter says.", "codebook"),
        ),
        RecordField(
            "review",
            mark("Asked to be changed", "field"),
            privacy=Privacy.IDENTITY,
            meaning=mark("What a second person wanted changed in a letter.", "codebook"),
        ),
        RecordField(
            "frame",
            mark("As it was printed", "field"),
            privacy=Privacy.IDENTITY,
            meaning=mark("The letter as it was printed.", "codebook"),
        ),
    ),
    own=("letter_id",),
    holding=OF_A_LETTER,
)

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
