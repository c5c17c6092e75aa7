"""What stands beside a case as a file carries it, and whether a case can have had it.

The names are those of the columns of each record, so that one description serves both ways. People
and entries of lists stand there in words: another store has other numbers and codes for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from csq_desktop.domain.calendar.plausible_days import is_plausible
from csq_desktop.domain.causes.fields import CASE_CAUSE, WHY
from csq_desktop.domain.closing.involved import INVOLVED, InvolvedAs
from csq_desktop.domain.closing.responses import RESPONSE, Response
from csq_desktop.domain.closing.satisfaction import HIGHEST, LOWEST, SATISFACTION
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.containment.facts import CONTAINMENT
from csq_desktop.domain.fields.fields import LONGEST_LINE_OF_TEXT, RecordDescription
from csq_desktop.domain.referrals.facts import REFERRAL, ReferralResult

MOST_OF_A_KIND = 100
"""Nobody makes a customer more promises; a cell with more is no export."""


@dataclass(frozen=True)
class FiledPromise:
    """A promise to the customer."""

    promised: str
    due_at: datetime
    made_at: datetime
    owner: str = ""
    done_at: datetime | None = None
    moved_at: datetime | None = None
    consented: bool = False
    note: str = ""


@dataclass(frozen=True)
class FiledWhy:
    """One answer of a chain of whys."""

    step: int
    why: str
    entered_at: datetime
    evidence: str = ""


@dataclass(frozen=True)
class FiledCause:
    """A cause beside the main one, with the answers that led to it."""

    cause: str
    entered_at: datetime
    whys: tuple[FiledWhy, ...] = ()


@dataclass(frozen=True)
class FiledContainment:
    """A step against further harm."""

    contained: str
    done_at: datetime
    entered_at: datetime
    owner: str = ""


@dataclass(frozen=True)
class FiledInvolved:
    """Somebody named in the case."""

    person: str
    part: InvolvedAs
    named_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class FiledResponse:
    """The decision of a round as it was communicated, and the customer's response."""

    case_round: int
    communicated_at: datetime | None = None
    communicated_how: Channel | None = None
    communicated_note: str = ""
    response: Response | None = None
    responded_at: datetime | None = None
    alternatives: str = ""
    response_note: str = ""


@dataclass(frozen=True)
class FiledSatisfaction:
    """The customer asked how content they are, and the answer."""

    inquired_at: datetime
    inquired_how: Channel | None = None
    rated_at: datetime | None = None
    rating: int | None = None
    rating_words: str = ""


@dataclass(frozen=True)
class FiledReferral:
    """A referral to a body outside, and what came of it."""

    referred_to: str
    referred_on: date
    referral_reason: str
    body_reference: str = ""
    handed_over: str = ""
    answer_due_on: date | None = None
    answered_on: date | None = None
    referral_result: ReferralResult | None = None
    result_note: str = ""


FILED: dict[str, tuple[type[Any], RecordDescription]] = {
    "promises": (FiledPromise, PROMISE),
    "further_causes": (FiledCause, CASE_CAUSE),
    "whys": (FiledWhy, WHY),
    "containment": (FiledContainment, CONTAINMENT),
    "involved": (FiledInvolved, INVOLVED),
    "responses": (FiledResponse, RESPONSE),
    "satisfaction": (FiledSatisfaction, SATISFACTION),
    "referrals": (FiledReferral, REFERRAL),
}
"""What each column of a file holds, and the record that it is of."""
_TO_COME = ("due_at", "answer_due_on")
_A_MINUTE, _A_DAY = timedelta(minutes=1), timedelta(days=1)


def are_sound(key: str, filed: Sequence[Any], now: datetime) -> bool:
    """Whether a case can have what a cell of the column `key` says by now."""
    record = FILED[key][1]
    return len(filed) <= MOST_OF_A_KIND and all(
        _fits(each, record) and _is_dated(each, now) and _agrees(each, now) for each in filed
    )


def _fits(each: Any, record: RecordDescription) -> bool:
    """Whether no text is longer than its field, and every field that must say something does."""
    described = {field.key: field for field in record.stored}
    for name, text in _texts(each):
        field = described.get(name)
        is_needed = field is None or field.required
        longest = LONGEST_LINE_OF_TEXT if field is None else field.longest
        if len(text) > longest or (is_needed and name != "owner" and not text.strip()):
            return False
    return True


def _texts(each: Any) -> Iterator[tuple[str, str]]:
    values = ((field.name, getattr(each, field.name)) for field in fields(each))
    return ((name, value) for name, value in values if type(value) is str)


def _is_dated(each: Any, now: datetime) -> bool:
    """Whether its days can be; a shop's day may be one further than that of the clock."""
    for field in fields(each):
        value = getattr(each, field.name)
        day = value.date() if isinstance(value, datetime) else value
        if not isinstance(day, date):
            continue
        has_come = field.name in _TO_COME or day <= (now + _A_DAY).date()
        if not (has_come and is_plausible(day)):
            return False
    return True


def _agrees(each: Any, now: datetime) -> bool:
    """Whether its fields fit each other."""
    match each:
        case FiledPromise():
            ends = (each.done_at, each.moved_at)
            return all(end is None or end >= each.made_at - _A_MINUTE for end in ends)
        case FiledCause():
            return are_sound("whys", each.whys, now)
        case FiledWhy(step=number) | FiledResponse(case_round=number):
            return number >= 1
        case FiledInvolved():
            return each.ended_at is None or each.ended_at >= each.named_at
        case FiledSatisfaction():
            return _is_answer(each)
        case FiledReferral():
            return (each.answered_on is None) == (each.referral_result is None)
    return True


def _is_answer(ask: FiledSatisfaction) -> bool:
    """Whether an answer has its moment, lies on the scale, and is of a customer who was asked."""
    if ask.rating is None or ask.rated_at is None:
        return ask.rating is None and ask.rated_at is None
    return LOWEST <= ask.rating <= HIGHEST and ask.inquired_how is not None
