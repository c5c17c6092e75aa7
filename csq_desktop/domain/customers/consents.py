"""Consents: what a customer's dated answers about one purpose come to on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

MARKETING, SURVEY, OFFERS_BY_PHONE = "marketing", "survey", "offers_by_phone"


@dataclass(frozen=True)
class Purpose:
    """What personal data may be used for once the customer has agreed to it."""

    code: str
    wording: ThreeTexts

    @property
    def label(self) -> str:
        """The purpose in the language texts come in now."""
        return self.wording.text


@dataclass(frozen=True)
class NewAnswer:
    """An answer as typed in: about what, on which day, how it came and who gave it."""

    consent: Consent
    day: date
    purpose: str = MARKETING
    channel: str = ""
    source: str = ""


@dataclass(frozen=True)
class DatedAnswer:
    """An answer with its day; `number` rises in the order in which answers were recorded.

    A file may leave the day out: `is_dated` is false where it is only the day of the import.
    """

    day: date
    number: int
    consent: Consent
    is_dated: bool = True
    has_source: bool = True

    @property
    def ends_opt_out(self) -> bool:
        """Whether it is a consent that can follow an opt-out: of a known day, from somebody."""
        return self.consent is Consent.AGREED and self.is_dated and self.has_source


def standing(answers: Iterable[DatedAnswer], day: date) -> Consent:
    """Where a customer stands on a day, by answers in any order.

    An opt-out stands until a consent that is dated on or after it and says where it comes from
    (PDPO, Part 6A): neither "not asked" nor a list without dates ends it. Of one day, what was
    recorded later counts.
    """
    state = Consent.NOT_ASKED
    until = (answer for answer in answers if answer.day <= day)
    for answer in sorted(until, key=lambda each: (each.day, each.number)):
        if answer.consent is Consent.REFUSED:
            state = Consent.REFUSED
        elif answer.ends_opt_out or (
            answer.consent is Consent.AGREED and state is not Consent.REFUSED
        ):
            state = Consent.AGREED
    return state


def check_answer(answer: NewAnswer, today: date, since: date | None) -> None:
    """A UserError for an answer that nobody can have given; `since` is the day of an opt-out."""
    if answer.consent is Consent.NOT_ASKED:
        raise UserError(tr("Choose what the customer said."), field="answer")
    if answer.day > today:
        raise UserError(tr("This is in the future."), field="day")
    if answer.consent is not Consent.AGREED:
        return
    if not answer.source.strip():
        raise UserError(tr("Enter who agreed, or on which form."), field="source")
    if since is not None and answer.day < since:
        raise UserError(
            tr("The customer opted out after that day. Only a later consent ends an opt-out."),
            field="day",
        )


def opted_out_on(answers: Iterable[DatedAnswer], day: date) -> date | None:
    """The day of the opt-out that stands; None where none does."""
    every = [answer for answer in answers if answer.day <= day]
    if standing(every, day) is not Consent.REFUSED:
        return None
    return max(answer.day for answer in every if answer.consent is Consent.REFUSED)
