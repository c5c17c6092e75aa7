"""A problem that several complaints have in common: its cause, who sees to it, its complaints.

Each complaint is still counted and keeps its own deadlines; the problem holds the cause once, and
one reply for all.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.fields.fields import (
    LONGEST_TEXT,
    LONGEST_WORDS,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import ABOUT_A_CASE
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


class ProblemState(StrEnum):
    """Where a problem stands."""

    OPEN = "open"
    SOLVED = "solved"

    @property
    def label(self) -> str:
        """The state in the user's language."""
        return trc("problem", _STATES[self])

    @property
    def tone(self) -> Tone:
        """How it is marked."""
        return Tone.WARN if self is ProblemState.OPEN else Tone.GOOD


_STATES = {ProblemState.OPEN: mark("Open"), ProblemState.SOLVED: mark("Solved")}


@dataclass(frozen=True)
class NewProblem:
    """A problem as typed in; `cause`, `product` and `touch_point` as on a complaint."""

    problem_title: str
    cause: str = ""
    product: str = ""
    touch_point: str = ""
    owner: PersonChoice = ""


@dataclass(frozen=True)
class ProblemMember:
    """A complaint of a problem; `is_answered` once its customer has had the decision."""

    id: int
    ref: str
    summary: str
    state: State
    customer_id: int | None
    received_at: datetime
    joined_at: datetime

    @property
    def is_answered(self) -> bool:
        """Whether the customer has had the decision."""
        return self.state in (State.ANSWERED, State.CLOSED)

    @property
    def is_closed(self) -> bool:
        """Whether the case is closed."""
        return self.state is State.CLOSED


@dataclass(frozen=True)
class Problem:
    """A problem with its complaints, the oldest first; voided ones are not among them."""

    id: int
    problem_title: str
    cause: str
    product: str
    touch_point: str
    owner_id: int | None
    owner: str
    opened_at: datetime
    reply_to_all: str
    solved_at: datetime | None
    members: tuple[ProblemMember, ...]

    @property
    def state(self) -> ProblemState:
        """Where it stands."""
        return ProblemState.OPEN if self.solved_at is None else ProblemState.SOLVED

    @property
    def seen(self) -> tuple[datetime, ...]:
        """When its complaints were received, the first and the last; nothing without any."""
        moments = [member.received_at for member in self.members]
        return (min(moments), max(moments)) if moments else ()

    @property
    def open_members(self) -> tuple[ProblemMember, ...]:
        """The complaints that are still open."""
        return tuple(member for member in self.members if not member.is_closed)

    @property
    def unanswered(self) -> tuple[ProblemMember, ...]:
        """The complaints whose customers have not had the decision."""
        return tuple(member for member in self.members if not member.is_answered)


def check(new: NewProblem) -> None:
    """A UserError for a problem without a name, or with texts that are too long."""
    if not new.problem_title.strip():
        raise UserError(tr("Enter what the problem is."), field="problem_title")
    for key in ("problem_title", "cause", "product"):
        PROBLEM.field(key).check(getattr(new, key))


_FREE = Privacy.FREE_TEXT
PROBLEM = RecordDescription(
    "problem",
    (
        RecordField(
            "problem_title",
            mark("Problem", "field"),
            privacy=_FREE,
            required=True,
            meaning=mark("What several complaints have in common.", "codebook"),
        ),
        RecordField(
            "cause",
            mark("Cause", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            shop_list="root_causes",  # or one's own words
            meaning=mark("What led to several complaints, as far as it was found.", "codebook"),
        ),
        RecordField(
            "product",
            mark("Product", "field"),
            privacy=_FREE,
            meaning=mark("The product or service that several complaints are about.", "codebook"),
        ),
        RecordField(
            "touch_point", mark("Touchpoint", "field"), FieldKind.CHOICE, shop_list="touch_points"
        ),
        RecordField("owner_id", mark("Owner", "field"), FieldKind.PERSON),
        RecordField("opened_at", mark("Opened", "field"), FieldKind.MOMENT),
        RecordField("opened_by", mark("Opened by", "field"), FieldKind.USER),
        RecordField(
            "reply_to_all",
            mark("Reply to all", "field"),
            privacy=_FREE,
            longest=LONGEST_WORDS,
            meaning=mark("What everybody who complained of the same is answered.", "codebook"),
        ),
        RecordField("solved_at", mark("Solved", "field"), FieldKind.MOMENT),
        RecordField("removed_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=ABOUT_A_CASE,
)
PROBLEM_CASE = RecordDescription(
    "problem_case",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("joined_at", mark("Joined", "field"), FieldKind.MOMENT),
        RecordField("joined_by", mark("Joined by", "field"), FieldKind.USER),
        RecordField("left_at", mark("Left", "field"), FieldKind.MOMENT),
    ),
    own=("id", "problem_id"),
)
