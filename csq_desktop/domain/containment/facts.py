"""What was done against further harm on a case before its cause was known, when and by whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from csq_desktop.domain.fields.fields import FieldKind, Privacy, RecordDescription, RecordField
from csq_desktop.domain.fields.holdings import ABOUT_A_CASE
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class NewContainment:
    """A step as typed in; nobody named means whoever enters it."""

    step: str
    done_at: datetime
    by: PersonChoice = ""


@dataclass(frozen=True)
class Containment:
    """One step against further harm."""

    id: int
    complaint_id: int
    step: str
    done_at: datetime
    owner_id: int | None
    owner: str


def check(new: NewContainment, received_at: datetime, now: datetime) -> None:
    """A UserError for a step that says nothing, or that nobody can have taken then."""
    if not new.step.strip():
        raise UserError(tr("Enter what was done."), field="contained")
    CONTAINMENT.field("contained").check(new.step)
    if new.done_at > now + _MINUTE:
        raise UserError(tr("The time cannot be in the future."), field="done_at")
    if new.done_at < received_at - _MINUTE:
        raise UserError(tr("The time cannot be before the complaint."), field="done_at")


CONTAINMENT = RecordDescription(
    "containment",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField(
            "contained",
            mark("Containment", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=2_000,
            required=True,
            meaning=mark("What was done to contain the problem.", "codebook"),
        ),
        RecordField("done_at", mark("Done", "field"), FieldKind.MOMENT, required=True),
        RecordField("owner_id", mark("Owner", "field"), FieldKind.PERSON),
        RecordField("entered_at", mark("Entered", "field"), FieldKind.MOMENT),
        RecordField("entered_by", mark("Entered by", "field"), FieldKind.USER),
        RecordField("removed_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=ABOUT_A_CASE,
)
