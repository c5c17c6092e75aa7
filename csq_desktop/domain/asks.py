"""What issued packs ask of management, what was decided on it, and what became of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.actions import Action, ActionState
from csq_desktop.domain.months import Month
from csq_desktop.domain.people import PersonChoice
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.wording import month_text
from csq_desktop.texts import mark, tr, trc, trn

_MOST_REFS = 6


class AskKind(StrEnum):
    """What kind of thing is asked for."""

    DECIDE = "decide"  # a missed pledge that no action is about
    CHANGE_WORK = "change_work"  # a pledge that a stable process stays below
    COMPLETE = "complete"  # the open action about a missed pledge
    OVERDUE_ACTIONS = "overdue_actions"
    CRITICAL_ITEMS = "critical_items"
    OVERDUE_CASES = "overdue_cases"
    LONG_WAITS = "long_waits"
    WRITTEN = "written"  # somebody's own words


@dataclass(frozen=True, kw_only=True)
class AskFacts:
    """What a pack asks for, as facts: the sentence is made in the language of its reader.

    `refs` are the numbers of the cases or actions meant, `number` how many there are; `text` are
    somebody's own words.
    """

    kind: AskKind
    pledge_id: int | None = None
    action_id: int | None = None
    refs: tuple[str, ...] = ()
    number: int = 0
    text: str = ""

    def repeats(self, other: "AskFacts", *, same_month: bool = False) -> bool:
        """Whether the same was asked before: of the same pledge, action, cases, or in these words.

        What is only counted is another matter each month.
        """
        if self.kind in _COUNTED:
            return same_month and self.kind is other.kind
        return self == other or (self.pledge_id is not None and self.pledge_id == other.pledge_id)


_COUNTED = (AskKind.CRITICAL_ITEMS, AskKind.LONG_WAITS)


class AskDecision(StrEnum):
    """What was answered to an ask; TAKEN_BACK undoes the answer before it."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        return trc("decision", _DECISIONS[self])


_DECISIONS = {
    AskDecision.YES: mark("Agreed", "decision"),
    AskDecision.NO: mark("Declined", "decision"),
    AskDecision.LATER: mark("Later", "decision"),
    AskDecision.TAKEN_BACK: mark("Taken back", "decision"),
}


@dataclass(frozen=True, kw_only=True)
class NewAskAnswer:
    """An answer as typed in; with `action_title` what was agreed begins an action."""

    ask_id: int
    decision: AskDecision
    decided_by: PersonChoice
    owner: PersonChoice = ""
    due_on: date | None = None
    comment: str = ""
    action_title: str = ""


@dataclass(frozen=True, kw_only=True)
class AskAnswer:
    """An answer that was recorded: who decided, who owns it, by when, and why."""

    id: int
    decision: AskDecision
    answered_at: datetime
    answered_on: date
    decided_by: str
    owner: str
    due_on: date | None
    comment: str
    action: Action | None


class AskState(StrEnum):
    """What became of an ask."""

    UNANSWERED = "unanswered"
    LATER = "later"
    AGREED = "agreed"
    LATE = "late"
    DONE = "done"
    CANCELLED = "cancelled"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return trc("ask", _STATES[self])

    @property
    def tone(self) -> Tone:
        """How it is coloured: an ask without an answer is as bad as late work."""
        return _TONES.get(self, Tone.PLAIN)


_STATES = {
    AskState.UNANSWERED: mark("No answer yet", "ask"),
    AskState.LATER: mark("Postponed", "ask"),
    AskState.AGREED: mark("Agreed", "ask"),
    AskState.LATE: mark("Agreed, overdue", "ask"),
    AskState.DONE: mark("Done", "ask"),
    AskState.CANCELLED: mark("Agreed, cancelled", "ask"),
    AskState.DECLINED: mark("Declined", "ask"),
}
_TONES = {
    AskState.UNANSWERED: Tone.BAD,
    AskState.LATE: Tone.BAD,
    AskState.LATER: Tone.WARN,
    AskState.DONE: Tone.GOOD,
}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One ask with its answers, oldest first, from the pack that asked it first.

    `months` are those whose packs asked it, the first one first; `sentence` is in the language it
    is read in. `closed` of the cases it names have been closed since.
    """

    id: int
    number: int
    months: tuple[Month, ...]
    asked_on: date
    facts: AskFacts
    sentence: str
    answers: tuple[AskAnswer, ...] = ()
    closed: int = 0

    @property
    def month(self) -> Month:
        """The month whose pack asked it first."""
        return self.months[0]

    @property
    def answer(self) -> AskAnswer | None:
        """The answer that holds; None while there is none, or it was taken back."""
        last = self.answers[-1] if self.answers else None
        return None if last is None or last.decision is AskDecision.TAKEN_BACK else last

    @property
    def waits(self) -> bool:
        """Whether a decision can be recorded: there is none yet, or it was put off."""
        return self.answer is None or self.answer.decision is AskDecision.LATER

    @property
    def settled_at(self) -> datetime | None:
        """When it was settled: declined, or agreed and its action ended; None while it is open.

        An ask leaves only by a decision, and one that began an action only with that.
        """
        answer = self.answer
        if answer is None or self.waits:
            return None
        return answer.action.done_at if answer.action else answer.answered_at

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision or for what was decided."""
        return self.settled_at is None

    def state(self, today: date) -> AskState:
        """What became of it, as of a day."""
        answer = self.answer
        if answer is None:
            return AskState.UNANSWERED
        if answer.decision is AskDecision.LATER:
            return AskState.LATER
        if answer.decision is AskDecision.NO:
            return AskState.DECLINED
        action = answer.action
        if action is None or action.state is ActionState.OPEN:
            due_on = action.due_on if action else None
            return AskState.LATE if due_on is not None and due_on < today else AskState.AGREED
        return AskState.DONE if action.state is ActionState.DONE else AskState.CANCELLED

    def age(self, today: date) -> int:
        """Days since the pack that asked it first was issued."""
        return (today - self.asked_on).days

    def waited(self, today: date) -> str:
        """For how long it has waited, in words; empty once it is settled."""
        if not self.is_open:
            return ""
        days = self.age(today)
        return (
            trn("requested {n} day ago", "requested {n} days ago", days)
            if days
            else tr("requested today")
        )

    @property
    def asked_in(self) -> str:
        """The months whose packs asked it, in words."""
        first, *again = map(month_text, self.months)
        if not again:
            return first
        return tr("{month}, again {months}", month=first, months=tr(", ").join(again))


def sentence(facts: AskFacts, pledge: str = "", action: Action | None = None) -> str:
    """What is asked, in one sentence, in the language it is read in."""
    if facts.kind is AskKind.WRITTEN:
        return facts.text
    if facts.pledge_id is not None:
        return tr("{pledges}: {asked}", pledges=pledge, asked=_of_pledge(facts, action))
    refs = _listed(facts.refs)
    match facts.kind:
        case AskKind.OVERDUE_ACTIONS:
            return trn("Complete the overdue action {refs}, or set a new due date with a reason.",
                       "Complete the {n} overdue actions, or set new due dates with reasons: "
                       "{refs}.", facts.number, refs=refs)  # fmt: skip
        case AskKind.OVERDUE_CASES:
            return trn("Deal with the overdue complaint {cases}.",
                       "Deal with the {n} overdue complaints: {cases}.",
                       facts.number, cases=refs)  # fmt: skip
        case AskKind.CRITICAL_ITEMS:
            return trn("Correct the failed critical item and show that it is fixed.",
                       "Correct the {n} failed critical items and show that they are fixed.",
                       facts.number)  # fmt: skip
        case _:
            return trn("Resolve the complaint open for more than 30 days.",
                       "Resolve the {n} complaints open for more than 30 days.",
                       facts.number)  # fmt: skip


def _of_pledge(facts: AskFacts, action: Action | None) -> str:
    if facts.kind is AskKind.COMPLETE and action is not None:
        return tr("Complete {ref}: {title}.", ref=action.ref, title=action.title)
    if facts.kind is AskKind.CHANGE_WORK:
        return tr(
            "Decide on a different way of working: a stable process does not improve by itself."
        )
    return tr("Decide what to change, who is responsible and by when.")


def _listed(refs: Sequence[str]) -> str:
    """The first numbers, and how many more there are."""
    items, more = list(refs[:_MOST_REFS]), len(refs) - _MOST_REFS
    if more > 0:
        items.append(trn("{n} more", "{n} more", more))
    return tr(", ").join(items)
