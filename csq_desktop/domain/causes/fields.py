"""What is kept of why a complaint arose: further causes, and each answer of a 5-whys chain."""

from csq_desktop.domain.fields.fields import FieldKind, Privacy, RecordDescription, RecordField
from csq_desktop.domain.fields.holdings import ABOUT_A_CASE
from csq_desktop.texts import mark

_FREE = Privacy.FREE_TEXT
CASE_CAUSE = RecordDescription(
    "complaint_cause",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField(
            "cause",
            mark("Cause", "field"),
            privacy=_FREE,
            shop_list="root_causes",  # or one's own words
            required=True,
            meaning=mark("A further cause of the complaint, as far as it was found.", "codebook"),
        ),
        RecordField("entered_at", mark("Entered", "field"), FieldKind.MOMENT),
        RecordField("entered_by", mark("Entered by", "field"), FieldKind.USER),
        RecordField("removed_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=ABOUT_A_CASE,
)
"""A cause beside the main one, which stands on the case itself."""
WHY = RecordDescription(
    "cause_why",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("step", mark("Step", "field"), FieldKind.NUMBER, smallest=1),
        RecordField(
            "why",
            mark("Why", "field"),
            privacy=_FREE,
            longest=1_000,
            required=True,
            meaning=mark("An answer to the question why it happened.", "codebook"),
        ),
        RecordField(
            "evidence",
            mark("Evidence", "field"),
            privacy=_FREE,
            longest=1_000,
            meaning=mark("What an answer to the question why rests on.", "codebook"),
        ),
        RecordField("entered_at", mark("Entered", "field"), FieldKind.MOMENT),
        RecordField("entered_by", mark("Entered by", "field"), FieldKind.USER),
        RecordField("removed_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id", "cause_id"),
    holding=ABOUT_A_CASE,
)
"""One answer to “why?”; the chain of the main cause belongs to no further cause."""
