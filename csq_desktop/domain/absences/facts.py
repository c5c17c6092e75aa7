"""Who is away, from when to when, and who stands in for them meanwhile.

What is theirs stays theirs: whoever stands in finds it on their own Today, and works on it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from csq_desktop.domain.calendar.plausible_days import check_day, check_span
from csq_desktop.domain.fields.fields import FieldKind, RecordDescription, RecordField
from csq_desktop.domain.shop.people import Person, PersonChoice
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

_A_DAY = timedelta(days=1)


class AbsenceState(StrEnum):
    """Where an absence stands on a day."""

    AHEAD = "ahead"
    AWAY = "away"
    OVER = "over"

    @property
    def label(self) -> str:
        """The state in the user's language."""
        return trc("absence", _STATES[self])


_STATES = {
    AbsenceState.AHEAD: mark("Planned", "absence"),
    AbsenceState.AWAY: mark("Away", "absence"),
    AbsenceState.OVER: mark("Over", "absence"),
}


@dataclass(frozen=True)
class NewAbsence:
    """An absence as typed in; both days are days away."""

    person: PersonChoice
    away_from: date
    away_to: date
    substitute: PersonChoice
    second: PersonChoice = ""


@dataclass(frozen=True)
class Absence:
    """An absence; `ended_on` is the day from which the person was back earlier than planned.

    `second_id` stands in wherever the first substitute cannot.
    """

    id: int
    person_id: int
    away_from: date
    away_to: date
    substitute_id: int
    second_id: int | None = None
    ended_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day away; before the first one where the person came back at once."""
        return self.away_to if self.ended_on is None else min(self.away_to, self.ended_on - _A_DAY)

    @property
    def substitutes(self) -> tuple[int, ...]:
        """Who is to stand in, in their order."""
        return tuple(each for each in (self.substitute_id, self.second_id) if each is not None)

    def covers(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.away_from <= day <= self.last_day

    def state(self, day: date) -> AbsenceState:
        """Where it stands on a day."""
        if day < self.away_from <= self.last_day:
            return AbsenceState.AHEAD
        return AbsenceState.AWAY if self.covers(day) else AbsenceState.OVER


@dataclass(frozen=True)
class AbsenceLine:
    """An absence in a list, with the names of those it is about and how much of theirs is open."""

    absence: Absence
    person: str
    substitute: str
    second: str = ""
    open_cases: int = 0


def stand_in(
    person_id: int,
    day: date,
    absences: Iterable[Absence],
    barred: Collection[int] = (),
) -> int | None:
    """Who stands in for a person who is away on a day; None for nobody.

    It is the first of their substitutes who is there and not `barred`: from a case barred are those
    it is about, from everything those who have left. A substitute who is away as well passes it on
    to their own; nobody is asked twice, so a circle ends with nobody.
    """
    away = {absence.person_id: absence for absence in absences if absence.covers(day)}
    return next(_candidates(person_id, away, barred, {person_id}), None)


def _candidates(
    person_id: int, away: dict[int, Absence], barred: Collection[int], asked: set[int]
) -> Iterator[int]:
    for substitute in away[person_id].substitutes if person_id in away else ():
        if substitute in asked:
            continue
        asked.add(substitute)
        if substitute in away:
            yield from _candidates(substitute, away, barred, asked)
        elif substitute not in barred:
            yield substitute


def check(new: Absence, others: Iterable[Absence], people: Collection[Person]) -> None:
    """A UserError for days that cannot be, a substitute who cannot, or a circle of substitutes.

    `others` are the absences there are beside it.
    """
    check_day(new.away_from, "away_from")
    if new.away_to < new.away_from:
        raise UserError(tr("The last day cannot be before the first."), field="away_to")
    check_span(new.away_from, new.away_to, ("away_from", "away_to"))
    _check_substitutes(new, people)
    others = [each for each in others if each.id != new.id and _meets(each, new)]
    if any(each.person_id == new.person_id for each in others):
        message = tr("This person is away on some of these days already.")
        raise UserError(message, field="away_from")
    if _makes_a_circle(new, others):
        message = tr("This makes a circle: on some of these days they stand in for each other.")
        raise UserError(message, field="substitute")


def _check_substitutes(new: Absence, people: Collection[Person]) -> None:
    active = {person.id for person in people if person.active}
    for field, substitute in (("substitute", new.substitute_id), ("second", new.second_id)):
        if substitute == new.person_id:
            raise UserError(tr("Nobody stands in for themselves."), field=field)
        if substitute is not None and substitute not in active:
            raise UserError(tr("This person has left. Choose somebody else."), field=field)
    if new.second_id == new.substitute_id:
        raise UserError(tr("Choose two different people, or only one."), field="second")


def _meets(first: Absence, second: Absence) -> bool:
    return first.away_from <= second.last_day and second.away_from <= first.last_day


def _makes_a_circle(new: Absence, others: Collection[Absence]) -> bool:
    """Whether on one of its days everything of the person would come back to themselves."""
    first_days = {new.away_from, *(each.away_from for each in others)}
    everything = (new, *others)
    return any(
        new.covers(day) and stand_in(new.person_id, day, everything) is None for day in first_days
    )


def acted(name: str, for_name: str) -> str:
    """Who did something, and for whom where they stood in for somebody."""
    return tr("{name} for {absent}", name=name, absent=for_name) if for_name else name


def ended(absence: Absence, day: date) -> Absence:
    """The absence of somebody who is back from a day on; a UserError where it is over by then."""
    if absence.state(day) is AbsenceState.OVER:
        raise UserError(tr("This absence is over."))
    return replace(absence, ended_on=day)


ABSENCE = RecordDescription(
    "absence",
    (
        RecordField("person_id", mark("Person", "field"), FieldKind.PERSON, required=True),
        RecordField("away_from", mark("First day away", "field"), FieldKind.DAY, required=True),
        RecordField("away_to", mark("Last day away", "field"), FieldKind.DAY, required=True),
        RecordField("substitute_id", mark("Substitute", "field"), FieldKind.PERSON, required=True),
        RecordField("second_id", mark("Second substitute", "field"), FieldKind.PERSON),
        RecordField("entered_at", mark("Entered", "field"), FieldKind.MOMENT),
        RecordField("entered_by", mark("Entered by", "field"), FieldKind.USER),
        RecordField("ended_on", mark("Back since", "field"), FieldKind.DAY),
        RecordField("removed_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
)
