"""A breach as facts, what stands in the vault about it, and what can be done with it when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from csq_desktop.domain.breaches import clock
from csq_desktop.domain.breaches.fields import BREACH_TEXT, BREACH_WORDS
from csq_desktop.domain.breaches.harm import HarmAssessment
from csq_desktop.domain.breaches.notices import NoticeAudience
from csq_desktop.domain.breaches.words import (
    BreachKind,
    CountBasis,
    FoundThrough,
    NotifyMethod,
    NotifyParty,
    PeopleKind,
    detail_label,
)
from csq_desktop.domain.calendar.plausible_days import check_day, check_due
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

MOST_PEOPLE = 100_000_000


@dataclass(frozen=True)
class BreachWords:
    """What is written about a breach; it may name people, so it stands in the vault."""

    account: str = ""
    finder: str = ""
    breach_containment: str = ""
    harm_note: str = ""
    breach_follow_up: str = ""
    lessons: str = ""
    prevention: str = ""


@dataclass(frozen=True)
class BreachFacts:
    """What happened, as it is typed in and put right later.

    Without `happened_from` nobody knows when it was; with `happened_to` it is a span.
    """

    kind: BreachKind
    found_at: datetime
    found_through: FoundThrough
    account: str
    finder: str = ""
    happened_from: datetime | None = None
    happened_to: datetime | None = None
    people: tuple[PeopleKind, ...] = ()
    people_count: int | None = None
    count_basis: CountBasis = CountBasis.UNKNOWN
    detail_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewDecision:
    """Whether a party is notified and why; and when and how, where that is done already."""

    party: NotifyParty
    notify: bool
    reason: str
    notified_at: datetime | None = None
    method: NotifyMethod | None = None


@dataclass(frozen=True)
class BreachDecision:
    """One decision; a later one about the same party takes its place, and both stay."""

    id: int
    party: NotifyParty
    notify: bool
    decided_at: datetime
    decided_by: str
    reason: str = ""
    notified_at: datetime | None = None
    method: NotifyMethod | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do: nobody is notified, or somebody was."""
        return not self.notify or self.notified_at is not None

    @property
    def text(self) -> str:
        """The decision in words."""
        if not self.notify:
            return tr("Not notified")
        return tr("Notified") if self.is_done else tr("To be notified")


@dataclass(frozen=True)
class BreachEnding:
    """How a breach ends: what was learned, what prevents another, and the action that does it."""

    lessons: str
    prevention: str
    action_id: int | None = None


@dataclass(frozen=True)
class Breach:
    """One breach; `words` are empty for whoever cannot see identities, and after their erasure."""

    id: int
    ref: str
    kind: BreachKind
    found_at: datetime
    found_on: date
    found_through: FoundThrough
    count_basis: CountBasis
    logged_at: datetime
    logged_by: str
    happened_from: datetime | None = None
    happened_to: datetime | None = None
    people: tuple[PeopleKind, ...] = ()
    people_count: int | None = None
    detail_kinds: tuple[str, ...] = ()
    contained_at: datetime | None = None
    assessment: HarmAssessment | None = None
    assessed_at: datetime | None = None
    assessed_by: str = ""
    review_on: date | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    action_id: int | None = None
    action_ref: str = ""
    erased: bool = False
    words: BreachWords = BreachWords()
    decisions: tuple[BreachDecision, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None

    @property
    def notify_by(self) -> date:
        """The last of the days within which it should be notified."""
        return clock.notify_by(self.found_on)

    @property
    def standing(self) -> Mapping[NotifyParty, BreachDecision]:
        """The decision that holds about each party, in the order of the parties."""
        latest = {decision.party: decision for decision in self.decisions}
        return {party: latest[party] for party in NotifyParty if party in latest}

    @property
    def undecided(self) -> tuple[NotifyParty, ...]:
        """The parties about which nothing is decided."""
        return tuple(party for party in NotifyParty if party not in self.standing)

    @property
    def to_notify(self) -> tuple[NotifyParty, ...]:
        """The parties that are to be notified and were not."""
        return tuple(party for party, each in self.standing.items() if not each.is_done)

    @property
    def is_waiting(self) -> bool:
        """Whether a decision or a notification is outstanding."""
        return self.is_open and bool(self.undecided or self.to_notify)

    @property
    def people_text(self) -> str:
        """How many people of which kinds, in words."""
        if self.people_count is None:
            number = CountBasis.UNKNOWN.label
        elif self.count_basis is CountBasis.ESTIMATED:
            number = tr("about {n}", n=count_text(self.people_count))
        else:
            number = count_text(self.people_count)
        kinds = tr(", ").join(kind.label for kind in self.people)
        return tr(" · ").join(filter(None, (number, kinds)))

    @property
    def detail_text(self) -> str:
        """Which kinds of data, in words."""
        return tr(", ").join(map(detail_label, self.detail_kinds))

    @property
    def decided_text(self) -> str:
        """What holds about each party, a line for each."""
        return "\n".join(
            tr("{party}: {decision}", party=party.label, decision=decision.text)
            for party, decision in self.standing.items()
        )

    @property
    def state_text(self) -> str:
        """Where it stands, in words."""
        if not self.is_open:
            return tr("Ended")
        if self.contained_at is None:
            return tr("Not contained")
        if self.assessment is None:
            return tr("Not assessed")
        if self.undecided:
            return tr("To be decided")
        return tr("To be notified") if self.to_notify else tr("Followed up")

    def tone(self, today: date) -> Tone:
        """How that is marked."""
        if not self.is_open:
            return Tone.GOOD
        return clock.tone(self.found_on, today) if self.is_waiting else Tone.ACCENT

    def days_text(self, today: date) -> str:
        """Which of the five days it is, while something is outstanding."""
        return clock.days_text(self.found_on, today) if self.is_waiting else ""


@dataclass(frozen=True)
class ConcernedCustomer:
    """A customer of the records whose data are concerned, and since when that is recorded."""

    customer_id: int
    ref: str
    added_at: datetime
    name: str = ""


@dataclass(frozen=True)
class PrintedNotice:
    """A notice that went to paper: to whom, in which language, when and by whom."""

    id: int
    audience: NoticeAudience
    language: str
    printed_at: datetime
    printed_by: str
    customer_ref: str = ""


def check(facts: BreachFacts, found_on: date, now: datetime) -> None:
    """A UserError for a breach that cannot be recorded so."""
    check_day(found_on, "found_at")
    if facts.found_at > now:
        raise UserError(tr("It cannot have been found in the future."), field="found_at")
    _check_span(facts)
    if not facts.account.strip():
        raise UserError(tr("Enter what happened."), field="account")
    if not facts.detail_kinds:
        raise UserError(tr("Select the kinds of data. Tick Other data if unsure."),
                        field="detail_kinds")  # fmt: skip
    has_number = facts.people_count is not None
    if has_number is (facts.count_basis is CountBasis.UNKNOWN):
        raise UserError(tr("Enter a number, or choose that it is not known yet."),
                        field="people_count")  # fmt: skip
    if has_number and not 0 <= (facts.people_count or 0) <= MOST_PEOPLE:
        raise UserError(tr("Enter how many people are concerned."), field="people_count")
    check_words({"account": facts.account, "finder": facts.finder})


def check_words(words: Mapping[str, str]) -> None:
    """A UserError for a text that is too long."""
    for key, text in words.items():
        BREACH_WORDS.field(key).check(text)


def check_open(breach: Breach) -> None:
    """A UserError where a breach has ended."""
    if not breach.is_open:
        raise UserError(tr("This breach has ended. Reopen it first."))


def check_containment(breach: Breach, at: datetime, text: str, now: datetime) -> None:
    """A UserError for a containment without words, or before the breach was found."""
    check_open(breach)
    if not text.strip():
        raise UserError(tr("Enter what was done against further harm."), field="breach_containment")
    if not breach.found_at <= at <= now:
        raise UserError(
            tr("The time must be after the breach was found and not in the future."),
            field="contained_at",
        )
    check_words({"breach_containment": text})


def check_assessment(breach: Breach, assessment: HarmAssessment) -> None:
    """A UserError where a breach has ended or the note is too long."""
    check_open(breach)
    check_words({"harm_note": assessment.note})


def check_decision(breach: Breach, new: NewDecision, now: datetime) -> None:
    """A UserError for a decision without reason, or a notification before the breach was found."""
    check_open(breach)
    if not new.reason.strip():
        raise UserError(tr("Enter the reason for the decision."), field="reason")
    BREACH_TEXT.field("wording").check(new.reason)
    if new.notify and new.notified_at is not None:
        check_notified(breach, new.notified_at, now)


def check_notified(breach: Breach, at: datetime, now: datetime) -> None:
    """A UserError for a notification before the breach was found, or still to come."""
    check_open(breach)
    if not breach.found_at <= at <= now:
        raise UserError(
            tr("The time must be after the breach was found and not in the future."),
            field="notified_at",
        )


def check_follow_up(breach: Breach, text: str, review_on: date | None, today: date) -> None:
    """A UserError for a follow-up without words or with a day that is no day to look again."""
    check_open(breach)
    if not text.strip():
        raise UserError(tr("Enter what was done, or what is still to be done."),
                        field="breach_follow_up")  # fmt: skip
    if review_on is not None:
        check_due(review_on, today, "review_on")
    check_words({"breach_follow_up": text})


def check_end(breach: Breach, ending: BreachEnding) -> None:
    """A UserError for a breach that cannot end yet, or ends without a lesson."""
    check_open(breach)
    if breach.contained_at is None:
        raise UserError(tr("Record the containment first."))
    if breach.assessment is None:
        raise UserError(tr("Assess the harm first."))
    if breach.undecided:
        raise UserError(
            tr("Decide first whether to notify: {parties}", parties=_listed(breach.undecided))
        )
    if breach.to_notify:
        raise UserError(
            tr("Record first that these were notified: {parties}",
               parties=_listed(breach.to_notify))
        )  # fmt: skip
    if not ending.lessons.strip():
        raise UserError(tr("Enter what was learned."), field="lessons")
    if not ending.prevention.strip():
        raise UserError(tr("Enter what prevents another breach."), field="prevention")
    check_words({"lessons": ending.lessons, "prevention": ending.prevention})


def codes(text: str) -> tuple[str, ...]:
    """The codes of a column, which stand there with blanks between them."""
    return tuple(text.split())


def coded(values: Sequence[str]) -> str:
    """Codes as a column holds them, each once."""
    return " ".join(dict.fromkeys(values))


def _listed(parties: Iterable[NotifyParty]) -> str:
    return tr(", ").join(party.label for party in parties)


def _check_span(facts: BreachFacts) -> None:
    start, end = facts.happened_from, facts.happened_to
    if start is None and end is not None:
        raise UserError(tr("Enter when it began, or leave both empty."), field="happened_from")
    if start is not None and start > facts.found_at:
        raise UserError(tr("It cannot have been found before it happened."), field="happened_from")
    if start is not None and end is not None and end < start:
        raise UserError(tr("It cannot end before it begins."), field="happened_to")
