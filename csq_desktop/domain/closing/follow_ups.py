"""A complaint logged anew about one that is closed: both keep their numbers, clocks and figures."""

from dataclasses import dataclass

from csq_desktop.domain.complaints.facts import Channel, ComplaintRef
from csq_desktop.domain.fields.fields import FieldKind, RecordDescription, RecordField
from csq_desktop.texts import mark


@dataclass(frozen=True)
class NewFollowUp:
    """What the customer says now, and how it came."""

    channel: Channel
    words: str


@dataclass(frozen=True)
class FollowUps:
    """The complaint that one follows, if any, and those that follow it."""

    follows: ComplaintRef | None = None
    followed_by: tuple[ComplaintRef, ...] = ()


FOLLOW_UP = RecordDescription(
    "complaint_follow_up",
    (
        RecordField("follow_up_id", kind=FieldKind.LINK),
        RecordField("follows_id", kind=FieldKind.LINK),
        RecordField("followed_up_at", mark("Logged as a follow-up", "field"), FieldKind.MOMENT),
        RecordField("followed_up_by", mark("Logged as a follow-up by", "field"), FieldKind.USER),
    ),
    own=("id",),
)
