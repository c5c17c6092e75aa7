"""Signing a case with the passphrase typed again: who, when, what it means, on which content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from csq_desktop.domain.fields.fields import FieldKind, RecordDescription, RecordField
from csq_desktop.texts import mark, trc


class SignatureMeaning(StrEnum):
    """What whoever signs says by it."""

    WROTE = "wrote"
    CHECKED = "checked"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        """The meaning in the user's language."""
        return trc("signature", _MEANINGS[self])


_MEANINGS = {
    SignatureMeaning.WROTE: mark("Wrote it"),
    SignatureMeaning.CHECKED: mark("Checked it"),
    SignatureMeaning.APPROVED: mark("Approved it"),
}


@dataclass(frozen=True)
class Signing:
    """What somebody types to sign: their passphrase, and what they mean."""

    meaning: SignatureMeaning
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class CaseSignature:
    """A signature under a case; `holds` while the content is as it was signed."""

    id: int
    complaint_id: int
    signed_at: datetime
    signed_by: int
    signer_name: str
    meaning: SignatureMeaning
    content_sha256: str
    holds: bool = True


def digest_of(content: Mapping[str, object]) -> str:
    """The SHA-256 of a case's content: JSON with sorted keys, which any program can repeat."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode("utf-8")).hexdigest()


SIGNATURE = RecordDescription(
    "complaint_signature",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("signed_at", mark("Signed", "field"), FieldKind.MOMENT),
        RecordField("signed_by", mark("Signed by", "field"), FieldKind.USER),
        RecordField("signer_name", mark("Name of the signer", "field")),
        RecordField(
            "meaning", mark("Meaning", "field"), FieldKind.CHOICE, choices=tuple(SignatureMeaning)
        ),
    ),
    own=("id", "last_event_id", "content_sha256"),
)
