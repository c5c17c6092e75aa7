"""A request, its notices and whoever asks, field by field."""

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.fields.fields import (
    EXPORT_ONLY,
    LONGEST_TEXT,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import OF_A_REQUEST
from csq_desktop.domain.requests.words import (
    CheckMethod,
    NoticeAnswer,
    PrivacyRequestKind,
    RequesterKind,
    RequestOutcome,
)
from csq_desktop.texts import mark

_FREE = Privacy.FREE_TEXT
PRIVACY_REQUEST = RecordDescription(
    "data_request",
    (
        RecordField("ref", mark("Reference", "field"), file=EXPORT_ONLY),
        RecordField(
            "request_kind",
            mark("Kind of request", "field"),
            FieldKind.CHOICE,
            choices=tuple(PrivacyRequestKind),
            file=EXPORT_ONLY,
        ),
        RecordField("customer_id", mark("Customer", "field"), FieldKind.LINK),
        RecordField("received_at", mark("Received", "field"), FieldKind.MOMENT),
        RecordField(
            "received_on", mark("Day of receipt", "field"), FieldKind.DAY, file=EXPORT_ONLY
        ),
        RecordField(
            "channel",
            mark("Channel", "field"),
            FieldKind.CHOICE,
            choices=tuple(Channel),
            file=EXPORT_ONLY,
        ),
        RecordField("asked_language", mark("Language asked for", "field"), file=EXPORT_ONLY),
        RecordField(
            "requester",
            mark("Who asks", "field"),
            FieldKind.CHOICE,
            choices=tuple(RequesterKind),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "asked",
            mark("What the request says", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("What the person asked for, in their own words.", "codebook"),
        ),
        RecordField(
            "wrong",
            mark("Said to be wrong", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("What the person says is wrong in the records.", "codebook"),
        ),
        RecordField(
            "right",
            mark("Should say", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("What the person says it should be.", "codebook"),
        ),
        RecordField("logged_at", mark("Logged", "field"), FieldKind.MOMENT),
        RecordField("logged_by", mark("Logged by", "field"), FieldKind.USER),
        RecordField(
            "checked_at", mark("Identity checked", "field"), FieldKind.MOMENT, file=EXPORT_ONLY
        ),
        RecordField("checked_by", mark("Identity checked by", "field"), FieldKind.USER),
        RecordField(
            "check_method",
            mark("How identity was checked", "field"),
            FieldKind.CHOICE,
            choices=tuple(CheckMethod),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "check_note",
            mark("Note on the check", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("How it was checked that the right person asks.", "codebook"),
        ),
        RecordField("fee_cents", mark("Fee", "field"), FieldKind.MONEY, file=EXPORT_ONLY),
        RecordField(
            "delay_on", mark("Notice of delay given", "field"), FieldKind.DAY, file=EXPORT_ONLY
        ),
        RecordField(
            "delay_reason",
            mark("Reason for the delay", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("Why the answer takes longer than 40 days.", "codebook"),
        ),
        RecordField("copied_at", mark("Copy made", "field"), FieldKind.MOMENT, file=EXPORT_ONLY),
        RecordField("copy_sha256", mark("Digest of the copy", "field")),
        RecordField("corrected_on", mark("Corrected", "field"), FieldKind.DAY, file=EXPORT_ONLY),
        RecordField(
            "correction",
            mark("What was corrected", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("What was changed in the records.", "codebook"),
        ),
        RecordField(
            "request_outcome",
            mark("Outcome of the request", "field"),
            FieldKind.CHOICE,
            choices=tuple(RequestOutcome),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "complied_on", mark("Request answered", "field"), FieldKind.DAY, file=EXPORT_ONLY
        ),
        RecordField("complied_by", mark("Request answered by", "field"), FieldKind.USER),
        RecordField(
            "reasons",
            mark("Reasons", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("Why the request was answered as it was.", "codebook"),
        ),
        RecordField("blanked_at", mark("Words erased", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=OF_A_REQUEST,
)
CORRECTION_NOTICE = RecordDescription(
    "correction_notice",
    (
        RecordField("request_id", kind=FieldKind.LINK),
        RecordField("disclosure_id", kind=FieldKind.LINK),
        RecordField("told_disclosure_id", kind=FieldKind.LINK),
        RecordField(
            "notice_answer",
            mark("Answer about the correction", "field"),
            FieldKind.CHOICE,
            choices=tuple(NoticeAnswer),
        ),
        RecordField("told_on", mark("Told on", "field"), FieldKind.DAY),
    ),
    own=("id",),
)
REQUESTER = RecordDescription(
    "requester",
    (
        RecordField(
            "requester_name",
            mark("Name of whoever asks", "field"),
            privacy=Privacy.IDENTITY,
            meaning=mark("Who asks on behalf of a customer.", "codebook"),
        ),
        RecordField(
            "contact",
            mark("Contact of whoever asks", "field"),
            privacy=Privacy.IDENTITY,
            longest=LONGEST_TEXT,
            meaning=mark("How to reach whoever asks on behalf of a customer.", "codebook"),
        ),
    ),
    own=("request_id",),
    holding=OF_A_REQUEST,
)
