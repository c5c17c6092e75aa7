"""The decision communicated to the customer, and if they accept it (ISO 10002, 7.7 and 7.8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.fields.fields import FieldKind, Privacy, RecordDescription, RecordField
from csq_desktop.domain.fields.holdings import ABOUT_AN_ANSWER
from csq_desktop.domain.shop.shop_lists import REFERRAL_BODIES
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


class Response(StrEnum):
    """What the customer says to the decision; no answer is never taken for an acceptance."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SILENT = "silent"

    @property
    def label(self) -> str:
        """The response in the user's language."""
        return trc("response", _RESPONSES[self])


_RESPONSES = {
    Response.ACCEPTED: mark("Accepted"),
    Response.REJECTED: mark("Rejected"),
    Response.SILENT: mark("No answer"),
}


@dataclass(frozen=True)
class Communicated:
    """How and when the customer was told the decision."""

    at: datetime
    how: Channel
    note: str = ""


@dataclass(frozen=True)
class NewResponse:
    """What the customer said; `alternatives` are codes of the shop's list that they were named."""

    response: Response
    at: datetime
    alternatives: tuple[str, ...] = ()
    note: str = ""

    def check(self) -> None:
        """A UserError for a rejection without an alternative: the customer must hear of one."""
        if self.response is Response.REJECTED and not self.alternatives:
            raise UserError(
                tr("Choose what the customer was told they can do next."), field="alternatives"
            )


@dataclass(frozen=True)
class ResponseLine:
    """What is known of a round: when and how the decision was communicated, and the response."""

    round: int
    communicated_at: datetime | None = None
    communicated_how: Channel | None = None
    communicated_by: str = ""
    communicated_note: str = ""
    response: Response | None = None
    responded_at: datetime | None = None
    alternatives: tuple[str, ...] = ()
    response_note: str = ""


def check_moment(at: datetime, *, not_before: datetime, now: datetime) -> None:
    """A UserError for a moment before the receipt or in the future; the field shows no seconds."""
    if at < not_before.replace(second=0) or at > now:
        raise UserError(tr("The time must be after receipt and not in the future."), field="at")


RESPONSE = RecordDescription(
    "complaint_response",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("case_round", mark("Round", "field"), FieldKind.NUMBER),
        RecordField("communicated_at", mark("Decision communicated", "field"), FieldKind.MOMENT),
        RecordField(
            "communicated_how",
            mark("How communicated", "field"),
            FieldKind.CHOICE,
            choices=tuple(Channel),
        ),
        RecordField("communicated_by", mark("Communicated by", "field"), FieldKind.USER),
        RecordField(
            "communicated_note",
            mark("What was said", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=2_000,
            meaning=mark("What the customer was told of the decision.", "codebook"),
        ),
        RecordField(
            "response",
            mark("Customer’s response", "field"),
            FieldKind.CHOICE,
            choices=tuple(Response),
        ),
        RecordField("responded_at", mark("Customer responded", "field"), FieldKind.MOMENT),
        RecordField(
            "alternatives",
            mark("Alternatives named", "field"),
            longest=2_000,
            shop_list=REFERRAL_BODIES,  # codes, a line each
        ),
        RecordField(
            "response_note",
            mark("What the customer replied", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=2_000,
            meaning=mark("What the customer said of the decision.", "codebook"),
        ),
    ),
    own=("id",),
    holding=ABOUT_AN_ANSWER,
)
