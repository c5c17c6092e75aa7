"""A breach, its decisions, people and notices, field by field; what is in words is in the vault."""

from csq_desktop.domain.breaches import harm
from csq_desktop.domain.breaches.notices import NoticeAudience
from csq_desktop.domain.breaches.words import (
    BreachKind,
    CountBasis,
    FoundThrough,
    NotifyMethod,
    NotifyParty,
)
from csq_desktop.domain.fields.fields import (
    EXPORT_ONLY,
    LONGEST_TEXT,
    LONGEST_WORDS,
    Choice,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import OF_A_BREACH
from csq_desktop.texts import mark

_MOMENT, _DAY, _USER = FieldKind.MOMENT, FieldKind.DAY, FieldKind.USER
_LINK, _IDENTITY = FieldKind.LINK, Privacy.IDENTITY


def _choice(key: str, label: str, choices: tuple[Choice, ...]) -> RecordField:
    return RecordField(key, label, FieldKind.CHOICE, choices=choices, file=EXPORT_ONLY)


_LIKELIHOOD = tuple(harm.Likelihood)
PRIVACY_BREACH = RecordDescription(
    "data_breach",
    (
        RecordField("ref", mark("Reference", "field"), file=EXPORT_ONLY),
        _choice("breach_kind", mark("Kind of breach", "field"), tuple(BreachKind)),
        RecordField("happened_from", mark("Happened, or began", "field"), _MOMENT,
                    file=EXPORT_ONLY),
        RecordField("happened_to", mark("Happened until", "field"), _MOMENT, file=EXPORT_ONLY),
        RecordField("found_at", mark("Breach found", "field"), _MOMENT, file=EXPORT_ONLY),
        RecordField("found_on", mark("Day the breach was found", "field"), _DAY),
        _choice("found_through", mark("How it was found", "field"), tuple(FoundThrough)),
        RecordField("people_kinds", mark("Whose data", "field"), file=EXPORT_ONLY),
        RecordField("people_count", mark("People concerned", "field"), FieldKind.NUMBER,
                    file=EXPORT_ONLY),
        _choice("count_basis", mark("Number of people", "field"), tuple(CountBasis)),
        RecordField("detail_kinds", mark("Kinds of data", "field"), file=EXPORT_ONLY),
        RecordField("contained_at", mark("Breach contained", "field"), _MOMENT, file=EXPORT_ONLY),
        _choice("sensitivity", mark("Sensitivity of the data", "field"), tuple(harm.Sensitivity)),
        _choice("protection", mark("Protection of the data", "field"), tuple(harm.ProtectionKind)),
        _choice("exposure", mark("How long open", "field"), tuple(harm.Exposure)),
        _choice("obtained", mark("Who got the data", "field"), tuple(harm.ReachedBy)),
        _choice("recovery", mark("Recovered", "field"), tuple(harm.Recovery)),
        _choice("identity_theft", mark("Identity theft or fraud", "field"), _LIKELIHOOD),
        _choice("physical_harm", mark("Physical harm or stalking", "field"), _LIKELIHOOD),
        _choice("financial_harm", mark("Financial loss", "field"), _LIKELIHOOD),
        _choice("distress", mark("Humiliation or distress", "field"), _LIKELIHOOD),
        _choice("harm_level", mark("Risk of harm", "field"), tuple(harm.HarmLevel)),
        RecordField("harm_at", mark("Harm assessed", "field"), _MOMENT, file=EXPORT_ONLY),
        RecordField("harm_by", mark("Harm assessed by", "field"), _USER),
        RecordField("review_on", mark("Look again on", "field"), _DAY, file=EXPORT_ONLY),
        RecordField("breach_ended_at", mark("Breach ended", "field"), _MOMENT, file=EXPORT_ONLY),
        RecordField("breach_ended_by", mark("Breach ended by", "field"), _USER),
        RecordField("action_id", kind=_LINK),
        RecordField("logged_at", mark("Logged", "field"), _MOMENT, file=EXPORT_ONLY),
        RecordField("logged_by", mark("Logged by", "field"), _USER),
        RecordField("blanked_at", mark("Words erased", "field"), _MOMENT),
        RecordField("who_was_notified", mark("Who was notified", "field"), stored=False,
                    file=EXPORT_ONLY),
    ),
    own=("id",),
)  # fmt: skip
BREACH_DECISION = RecordDescription(
    "breach_decision",
    (
        RecordField("breach_id", kind=_LINK),
        RecordField("party", mark("Who is notified", "field"), FieldKind.CHOICE,
                    choices=tuple(NotifyParty)),
        RecordField("notify", mark("Notify", "field"), FieldKind.YES_NO),
        RecordField("notify_decided_at", mark("Notification decided", "field"), _MOMENT),
        RecordField("notify_decided_by", mark("Notification decided by", "field"), _USER),
        RecordField("notified_at", mark("Notified", "field"), _MOMENT),
        RecordField("notify_method", mark("How notified", "field"), FieldKind.CHOICE,
                    choices=tuple(NotifyMethod)),
    ),
    own=("id",),
)  # fmt: skip
BREACH_CUSTOMER = RecordDescription(
    "breach_customer",
    (
        RecordField("breach_id", kind=_LINK),
        RecordField("customer_id", mark("Customer", "field"), _LINK),
        RecordField("concerned_at", mark("Recorded as concerned", "field"), _MOMENT),
    ),
    own=("id",),
)
BREACH_NOTICE = RecordDescription(
    "breach_notice",
    (
        RecordField("breach_id", kind=_LINK),
        RecordField("audience", mark("Notice to", "field"), FieldKind.CHOICE,
                    choices=tuple(NoticeAudience)),
        RecordField("notice_language", mark("Language of the notice", "field")),
        RecordField("customer_id", mark("Customer", "field"), _LINK),
        RecordField("disclosure_id", kind=_LINK),
        RecordField("printed_at", mark("Printed", "field"), _MOMENT),
        RecordField("printed_by", mark("Printed by", "field"), _USER),
    ),
    own=("id",),
)  # fmt: skip
BREACH_WORDS = RecordDescription(
    "breach_words",
    tuple(
        RecordField(key, label, privacy=_IDENTITY, longest=LONGEST_TEXT, meaning=meaning)
        for key, label, meaning in (
            (
                "account",
                mark("What happened", "field"),
                mark("What happened to the personal data.", "codebook"),
            ),
            ("finder", mark("Found by", "field"), mark("Who found the breach.", "codebook")),
            (
                "breach_containment",
                mark("Done against further harm", "field"),
                mark("What was done against further harm from a breach.", "codebook"),
            ),
            (
                "harm_note",
                mark("Why the harm is assessed so", "field"),
                mark("Why the risk of harm was assessed so.", "codebook"),
            ),
            (
                "breach_follow_up",
                mark("Follow-up of the breach", "field"),
                mark("What was done after a breach.", "codebook"),
            ),
            ("lessons", mark("Lessons", "field"), mark("What a breach taught.", "codebook")),
            (
                "prevention",
                mark("Preventive measure", "field"),
                mark("What prevents another breach.", "codebook"),
            ),
        )
    ),
    own=("breach_id",),
    holding=OF_A_BREACH,
)
BREACH_TEXT = RecordDescription(
    "breach_text",
    (
        RecordField(
            "wording",
            mark("Words of a decision or notice", "field"),
            privacy=_IDENTITY,
            longest=LONGEST_WORDS,
            meaning=mark(
                "Why somebody was notified of a breach, or what a notice said.", "codebook"
            ),
        ),
    ),
    own=("id", "breach_id"),
    holding=OF_A_BREACH,
)
"""The reason of a decision, or what a notice said, under the number of either."""
