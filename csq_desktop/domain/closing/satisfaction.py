"""How content a customer is with the handling, asked after closing; silence is no content."""

from dataclasses import dataclass
from datetime import datetime

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.fields.fields import FieldKind, Privacy, RecordDescription, RecordField
from csq_desktop.domain.fields.holdings import ABOUT_AN_ANSWER
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr

LOWEST, HIGHEST = 1, 5
CONTENT_FROM = 4
"""The lowest answer of a customer who counts as content."""


@dataclass(frozen=True)
class SatisfactionAsk:
    """One asking; `how` None says that nobody asked, for the reason in `words`."""

    id: int
    complaint_id: int
    asked_at: datetime
    asked_by: str
    how: Channel | None
    answered_at: datetime | None = None
    score: int | None = None
    words: str = ""


def check_answer(ask: SatisfactionAsk, score: int, answered_in: Month | None, now: Month) -> None:
    """A UserError for an answer that cannot be: nobody asked, not 1 to 5, or of a month gone by.

    `answered_in` is the month of an earlier answer: its figure is final once it has ended.
    """
    if ask.how is None:
        raise UserError(tr("This customer was not asked."))
    if not LOWEST <= score <= HIGHEST:
        raise UserError(tr("Choose 1 to 5."), field="score")
    if answered_in is not None and answered_in < now:
        raise UserError(
            tr("The month of this answer is over, so it stays. Add a note to the history instead.")
        )


SATISFACTION = RecordDescription(
    "satisfaction_ask",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("inquired_at", mark("Asked on", "field"), FieldKind.MOMENT),
        RecordField("inquired_by", mark("Asked by", "field"), FieldKind.USER),
        RecordField(
            "inquired_how",
            mark("How asked", "field"),
            FieldKind.CHOICE,
            choices=tuple(Channel),
        ),
        RecordField("rated_at", mark("Customer answered", "field"), FieldKind.MOMENT),
        RecordField(
            "rating",
            mark("Satisfaction with the handling", "field"),
            FieldKind.NUMBER,
            smallest=LOWEST,
            largest=HIGHEST,
        ),
        RecordField(
            "rating_words",
            mark("What the customer said of it", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=2_000,
            meaning=mark("What the customer said of how the complaint was handled.", "codebook"),
        ),
    ),
    own=("id", "inquired_month"),
    holding=ABOUT_AN_ANSWER,
)
