"""Actions: what was promised to be done, by whom and by when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.fields.fields import (
    EXPORT_ONLY,
    FieldKind,
    FileColumn,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import ABOUT_A_CASE
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.texts import mark, tr, trc


class ActionState(StrEnum):
    """Whether an action still waits."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return trc("action", _STATES[self])


class Priority(StrEnum):
    """How soon an action matters."""

    NORMAL = "normal"
    URGENT = "urgent"

    @property
    def label(self) -> str:
        return trc("priority", _PRIORITIES[self])


class ActionSource(StrEnum):
    """What an action came from."""

    CHECKLIST = "checklist"
    COMPLAINT = "complaint"
    PLEDGE = "pledge"
    REVIEW = "review"

    @property
    def label(self) -> str:
        return trc("action source", _ACTION_SOURCES[self])


ADDED_BY_MISTAKE = "added_by_mistake"
"""What stands as the note of an action whose adding was undone: read in the reader's language."""


def ending_text(note: str) -> str:
    """How an action ended, as people read it: their own words, or the program's."""
    return tr("Added by mistake") if note == ADDED_BY_MISTAKE else note


@dataclass(frozen=True)
class NewAction:
    """An action as typed in; `source_id` is the checklist run, complaint or pledge it came from."""

    title: str
    owner: PersonChoice
    due_on: date
    source: ActionSource = ActionSource.REVIEW
    source_id: int | None = None
    item_code: str = ""
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True)
class Action:
    """An action in a list; `owner_text` is how an old record wrote its owner, if otherwise."""

    id: int
    ref: str
    title: str
    owner_id: int | None
    owner: str
    owner_text: str
    due_on: date
    priority: Priority
    state: ActionState
    source: ActionSource
    source_id: int | None
    item_code: str
    created_at: datetime
    done_at: datetime | None
    done_note: str


@dataclass(frozen=True)
class ActionFilter:
    """Which actions a list shows, by state, owner and due day; None leaves a question open."""

    standing: ActionState | None = None
    owner_id: int | None = None
    first: date | None = None
    last: date | None = None

    def lets_through(self, action: Action) -> bool:
        """Whether the list shows an action."""
        return (
            self.standing in (None, action.state)
            and self.owner_id in (None, action.owner_id)
            and (self.first or date.min) <= action.due_on <= (self.last or date.max)
        )


@dataclass(frozen=True)
class ActionSpan:
    """What held of an action from a moment until another (None: it still holds).

    A month that has ended counts and prints an action by what held at its end, whatever became of
    the action later. Whom it is with is printed as it is now: that is who is asked.
    """

    action_id: int
    since: datetime
    until: datetime | None
    state: ActionState
    due_on: date

    def holds_at(self, moment: datetime) -> bool:
        """Whether this was what held at a moment."""
        return self.since <= moment and (self.until is None or moment < self.until)

    def put_into(self, action: Action) -> Action:
        """The action as it was while this held; how it ended is not kept and stays empty."""
        ended_at = None if self.state is ActionState.OPEN else self.since
        return replace(action, state=self.state, due_on=self.due_on, done_at=ended_at, done_note="")


_STATES = {
    ActionState.OPEN: mark("Open"),
    ActionState.DONE: mark("Done"),
    ActionState.CANCELLED: mark("Cancelled"),
}
_PRIORITIES = {Priority.NORMAL: mark("Normal"), Priority.URGENT: mark("Urgent")}
_ACTION_SOURCES = {
    ActionSource.CHECKLIST: mark("Checklist"),
    ActionSource.COMPLAINT: mark("Complaint"),
    ActionSource.PLEDGE: mark("Pledge"),
    ActionSource.REVIEW: mark("Review"),
}
_CHOICE, _MOMENT = FieldKind.CHOICE, FieldKind.MOMENT

ACTION_LINK = RecordDescription(
    "action_link",
    (
        RecordField("action_id", kind=FieldKind.LINK),
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("linked_at", mark("Linked", "field"), _MOMENT),
        RecordField("linked_by", mark("Linked by", "field"), FieldKind.USER),
        RecordField("removed_at", mark("Removed", "field"), _MOMENT),
    ),
    own=("id",),
)
"""That an action serves a complaint."""
ACTION = RecordDescription(
    "action",
    (
        RecordField("ref", mark("Reference", "field"), file=EXPORT_ONLY),
        RecordField(
            "title",
            mark("Title", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=300,
            required=True,
            meaning=mark("What is to be done.", "codebook"),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "owner_id",
            mark("Owner", "field"),
            FieldKind.PERSON,
            required=True,
            meaning=mark("Who is responsible now.", "codebook"),
            file=FileColumn(key="owner", imported=False),
        ),
        RecordField(
            "due_on", mark("Due date", "field"), FieldKind.DAY, required=True, file=EXPORT_ONLY
        ),
        RecordField(
            "priority",
            mark("Priority", "field"),
            _CHOICE,
            choices=tuple(Priority),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "state",
            mark("Status", "field"),
            _CHOICE,
            choices=tuple(ActionState),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "source",
            mark("Source", "field"),
            _CHOICE,
            choices=tuple(ActionSource),
            meaning=mark("What the action came from.", "codebook"),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "source_ref",
            mark("Reference of the source", "field"),
            stored=False,
            meaning=mark("The complaint, check or pledge that it came from.", "codebook"),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "complaints_served",
            mark("Complaints served", "field"),
            FieldKind.NUMBER,
            stored=False,
            meaning=mark("How many complaints the action works against.", "codebook"),
            file=EXPORT_ONLY,
        ),
        RecordField("created_at", mark("Made", "field"), _MOMENT, file=EXPORT_ONLY),
        RecordField("created_by", mark("Made by", "field"), FieldKind.USER, file=EXPORT_ONLY),
        RecordField(
            "done_at",
            mark("Done", "field"),
            _MOMENT,
            meaning=mark("When it was done or cancelled; empty while it is open.", "codebook"),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "done_note",
            mark("How it ended", "field"),
            privacy=Privacy.FREE_TEXT,
            file=EXPORT_ONLY,
            meaning=mark("How an action ended, in the words of whoever did it.", "codebook"),
        ),
    ),
    own=("id", "owner_text", "source_id", "item_code"),
    holding=ABOUT_A_CASE,
)
