"""What issued packs ask of management, what was decided on it, and what became of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.actions import Action, ActionState
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import RepeatFailure
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import MOST_REFS, listed, month_text
from csq_desktop.texts import mark, tr, trc, trn

REQUESTS_PART = "requests"
"""The part of the review packs page where decisions on requests are recorded."""


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

    `refs` are the numbers of the cases or actions meant, `number` how many there are; of critical
    items they are those of the checks that the items failed in. `text` are somebody's own words.
    """

    kind: AskKind
    pledge_id: int | None = None
    action_id: int | None = None
    refs: tuple[str, ...] = ()
    number: int = 0
    text: str = ""

    def repeats(self, other: "AskFacts", *, same_month: bool = False) -> bool:
        """Whether the same was asked before: of the same pledge, action, cases, or in these words.

        Cases and actions that were asked about before are the same matter, whatever else was named
        with them then. What is only counted is another matter each month.
        """
        if any(self.kind in kinds and other.kind in kinds for kinds in _NAMED) and self.refs:
            return set(self.refs) <= set(other.refs) or (same_month and not other.refs)
        if self.kind in _COUNTED:
            return same_month and self.kind is other.kind
        return self == other or (self.pledge_id is not None and self.pledge_id == other.pledge_id)

    @property
    def named(self) -> int:
        """How many complaints or actions it names; of critical items it names the checks."""
        if self.kind is AskKind.CRITICAL_ITEMS:
            return 0
        return len(self.refs) or int(self.action_id is not None)

    @property
    def is_about_cases(self) -> bool:
        """Whether it names complaints."""
        return self.kind in _CASES


_CASES = (AskKind.OVERDUE_CASES, AskKind.LONG_WAITS)
_NAMED = (_CASES, (AskKind.OVERDUE_ACTIONS,))
"""Kinds that name what they are about: complaints, or actions."""
_COUNTED = (AskKind.CRITICAL_ITEMS, AskKind.LONG_WAITS)


class AskDecision(StrEnum):
    """What was answered to an ask; DONE ends what was agreed, TAKEN_BACK undoes an answer."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    DONE = "done"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        return trc("decision", _DECISIONS[self])

    @property
    def is_over(self) -> bool:
        """Whether nobody has anything to do after it."""
        return self in (AskDecision.NO, AskDecision.DONE)


_DECISIONS = {
    AskDecision.YES: mark("Agreed", "decision"),
    AskDecision.NO: mark("Declined", "decision"),
    AskDecision.LATER: mark("Later", "decision"),
    AskDecision.DONE: mark("Done", "decision"),
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
    is read in. `closed` of the cases or actions it names have been ended since; `ended_at` is when
    the last of them was, None while one is open or it names none.
    """

    id: int
    number: int
    months: tuple[Month, ...]
    asked_on: date
    facts: AskFacts
    sentence: str
    answers: tuple[AskAnswer, ...] = ()
    closed: int = 0
    ended_at: datetime | None = None

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
        """Whether it waits for a decision: there is none yet, or it was put off."""
        return self.answer is None or self.answer.decision is AskDecision.LATER

    @property
    def can_be_answered(self) -> bool:
        """Whether it waits for a decision, or for somebody to say that it is done.

        What was agreed without an action stays open until then.
        """
        answer = self.answer
        if answer is None or self.waits:
            return True
        return self.is_agreed and answer.action is None and self.is_open

    @property
    def is_agreed(self) -> bool:
        """Whether it was agreed, and nobody has said that it is done."""
        return self.answer is not None and self.answer.decision is AskDecision.YES

    @property
    def settled_at(self) -> datetime | None:
        """When it was settled: declined, or agreed and done; None while it is open.

        An ask leaves only by a decision. What was agreed is done when its action has ended, or
        every case or action it names, or when somebody says so.
        """
        answer = self.answer
        if answer is None or self.waits:
            return None
        if not self.is_agreed:
            return answer.answered_at
        if answer.action is not None:
            return answer.action.done_at
        return max(answer.answered_at, self.ended_at) if self.ended_at else None

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
        if action is not None and action.state is ActionState.CANCELLED:
            return AskState.CANCELLED
        if not self.is_open:
            return AskState.DONE
        due_on = action.due_on if action else answer.due_on
        return AskState.LATE if due_on is not None and due_on < today else AskState.AGREED

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


def sentence(
    facts: AskFacts, pledge: str = "", action: Action | None = None, items: Sequence[str] = ()
) -> str:
    """What is asked, in one sentence, in the language it is read in; `items` are critical ones."""
    if facts.kind is AskKind.WRITTEN:
        return facts.text
    if facts.pledge_id is not None:
        return tr("{pledges}: {asked}", pledges=pledge, asked=_of_pledge(facts, action))
    refs = refs_listed(facts.refs)
    match facts.kind:
        case AskKind.OVERDUE_ACTIONS:
            return trn("Complete the overdue action {refs}, or set a new due date with a reason.",
                       "Complete the {n} overdue actions, or set new due dates with reasons: "
                       "{refs}.", facts.number, refs=refs)  # fmt: skip
        case AskKind.OVERDUE_CASES:
            return trn("Deal with the overdue complaint {cases}.",
                       "Deal with the {n} overdue complaints: {cases}.",
                       facts.number, cases=refs)  # fmt: skip
        case AskKind.CRITICAL_ITEMS if items:
            return trn("Correct the failed critical item {items} and show that it is fixed.",
                       "Correct the {n} failed critical items and show that they are fixed: "
                       "{items}.", len(items), items=listed(items))  # fmt: skip
        case AskKind.CRITICAL_ITEMS:
            return trn("Correct the failed critical item and show that it is fixed.",
                       "Correct the {n} failed critical items and show that they are fixed.",
                       facts.number)  # fmt: skip
        case _:
            if facts.refs:
                return trn("Resolve the complaint {cases}, open for more than 30 days.",
                           "Resolve the {n} complaints open for more than 30 days: {cases}.",
                           facts.number, cases=refs)  # fmt: skip
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


def item_named(failure: RepeatFailure, *details: str) -> str:
    """An item that failed, in which checklist and checks, and more about it."""
    name, checklist = tr("“{item}”", item=failure.text.text), failure.template_title.text
    about = tr(", ").join(filter(None, (checklist, refs_listed(failure.refs), *details)))
    return tr("{item} ({checklist})", item=name, checklist=about)


def refs_listed(refs: Sequence[str]) -> str:
    """The first numbers, and how many more there are."""
    items, more = list(refs[:MOST_REFS]), len(refs) - MOST_REFS
    if more > 0:
        items.append(trn("{n} more", "{n} more", more))
    return tr(", ").join(items)
