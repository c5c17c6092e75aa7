"""How a list is narrowed in words, as on a command line: the filters of the window by their names.

Whoever writes a word that a list does not have is told which there are.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionFilter, ActionState
from csq_desktop.domain.audit.entries import TrailFilter, TrailKind
from csq_desktop.domain.calendar.plausible_days import check_day
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.complaints.facts import Channel, ComplaintQueue, Filter, Severity, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.customers.facts import Consent, CustomerFilter
from csq_desktop.domain.disclosures.facts import DisclosureFilter, DisclosureView
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.events import EventFilter, EventView
from csq_desktop.domain.exports import lists
from csq_desktop.domain.exports.filters import ListFilter, Shown
from csq_desktop.domain.exports.options import OPTIONS
from csq_desktop.domain.pledges.facts import CountFilter
from csq_desktop.domain.words.names import name_key
from csq_desktop.errors import UserError
from csq_desktop.services import audit_trail, people
from csq_desktop.services.checklists import templates
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import lists as shop_lists
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.texts import tr

Words = Mapping[str, str]
Choice = TypeVar("Choice")
Code = TypeVar("Code", bound=StrEnum)


def shown(session: Session, key: str, words: Words) -> Shown:
    """What of a list is asked for by `words`; None, the whole list, where there are none.

    A UserError says which words there are, where one is no such word.
    """
    if not words:
        return None
    label, options = lists.list_of(key).label, OPTIONS.get(key, ())
    if not options:
        raise UserError(tr("The list “{list}” is only exported whole.", list=label))
    for name in words:
        if name not in options:
            raise UserError(
                tr(
                    "“{option}” does not narrow the list “{list}”. Use {options}.",
                    option=_option(name),
                    list=label,
                    options=_listed(map(_option, options)),
                )
            )
    return _FILTERS[key](_Reader(session, words))


class _Reader:
    """The words of a filter, read one by one as what they stand for."""

    def __init__(self, session: Session, words: Words) -> None:
        self.session, self.words = session, words
        self._zone = shop.zone(session)
        first, last = self.day("from"), self.day("to")
        if first and last and first > last:
            raise UserError(tr("The first day is after the last one."))
        self.days = (first, last)

    @property
    def moments(self) -> tuple[datetime | None, datetime | None]:
        """When the first day begins, and when the day after the last does, in the shop's zone."""
        first, last = self.days
        after = last + timedelta(days=1) if last else None
        return self._begin(first), self._begin(after)

    def _begin(self, day: date | None) -> datetime | None:
        return datetime.combine(day, time.min, self._zone) if day else None

    def text(self, name: str) -> str:
        """A word as it is."""
        return self.words.get(name, "").strip()

    def flag(self, name: str) -> bool:
        """Whether something was asked for that needs no word."""
        return name in self.words

    def day(self, name: str) -> date | None:
        """A day written YYYY-MM-DD."""
        text = self.text(name)
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError as error:
            raise UserError(tr("“{text}” is not a day written YYYY-MM-DD.", text=text)) from error
        if day is not None:
            check_day(day)
        return day

    def code(self, name: str, codes: type[Code]) -> Code | None:
        """One of the program's codes, by its name or by what it is called."""
        labels = {str(getattr(code, "label", code)): code for code in codes}
        return self._chosen(name, {code.value: code for code in codes}, labels)

    def listed(self, name: str, list_name: str) -> str:
        """The code of an entry of one of the shop's lists, by its code or its words."""
        codes = {entry.code: entry.code for entry in shop_lists.everything(list_name)}
        return self._chosen(name, codes, shop_lists.file_words(list_name)) or ""

    def checklist(self) -> str:
        """The key of a checklist, by its key or its title."""
        newest, retired = (
            templates.templates(self.session, retired=each) for each in (False, True)
        )
        lines = (*newest, *retired)
        titles = {title: line.key for line in lines for title in line.title.by_language.values()}
        return self._chosen("checklist", {line.key: line.key for line in lines}, titles) or ""

    def named(self, name: str, choices: Iterable[tuple[str, int]]) -> int | None:
        """The id of what is called so."""
        return self._chosen(name, dict(choices), {})

    def _chosen(
        self, name: str, choices: Mapping[str, Choice], labels: Mapping[str, Choice]
    ) -> Choice | None:
        text = self.text(name)
        if not text:
            return None
        by_key = {name_key(words): choice for words, choice in {**labels, **choices}.items()}
        if name_key(text) not in by_key:
            raise UserError(
                tr(
                    "“{text}” is not allowed for {option}. Choose one of: {choices}.",
                    text=text,
                    option=_option(name),
                    choices=_listed(choices),
                )
            )
        return by_key[name_key(text)]


def _complaints(words: _Reader) -> Filter:
    since, until = words.moments
    return Filter(
        view=words.code("view", ComplaintQueue) or ComplaintQueue.ALL,
        kind=words.code("feedback", FeedbackKind) or FeedbackKind.COMPLAINT,
        text=words.text("text"),
        category=_category(words),
        second_category=words.listed("second", shop_lists.CATEGORIES),
        cause=words.listed("cause", shop_lists.ROOT_CAUSES),
        channel=words.code("channel", Channel),
        severity=words.code("severity", Severity),
        state=words.code("status", State),
        owner_id=_owner(words),
        received_from=since,
        received_to=until,
    )


def _category(words: _Reader) -> str:
    """Of the program's list, or a word of the shop's own that some complaint has."""
    text = words.text("category")
    if complaint_records.category_is_used(words.session, text):
        return text
    return words.listed("category", shop_lists.CATEGORIES)


def _customers(words: _Reader) -> CustomerFilter:
    return CustomerFilter(
        text=words.text("text"),
        archived=words.flag("archived"),
        segment=words.listed("group", shop_lists.SEGMENTS),
        marketing=words.code("marketing", Consent),
    )


def _counts(words: _Reader) -> CountFilter:
    everything = pledges.everything(words.session)
    pledge_id = words.named("pledge", ((pledge.code, pledge.id) for pledge in everything))
    return CountFilter(pledge_id, *words.days)


def _actions(words: _Reader) -> ActionFilter:
    return ActionFilter(words.code("status", ActionState), _owner(words), *words.days)


def _events(words: _Reader) -> EventFilter:
    return EventFilter(words.code("view", EventView) or EventView.ALL, *words.days)


def _checks(words: _Reader) -> RunFilter:
    first, last = words.days
    return RunFilter(
        template_key=words.checklist(),
        state=words.code("status", RunState),
        first=first,
        last=last,
        with_failures=words.flag("failed"),
    )


def _trail(words: _Reader) -> TrailFilter:
    user_id = None
    if words.flag("by"):
        everybody = audit_trail.people(words.session)
        user_id = words.named("by", ((name, number) for number, name in everybody))
    since, after = words.moments
    until = after - timedelta(seconds=1) if after else None
    return TrailFilter(user_id, words.code("type", TrailKind), since, until)


def _disclosures(words: _Reader) -> DisclosureFilter:
    part = words.code("view", DisclosureView) or DisclosureView.ALL
    recipient = words.code("recipient", RecipientKind)
    return DisclosureFilter(part, *words.days, recipient, words.text("text"))


def _owner(words: _Reader) -> int | None:
    everyone = people.everyone(words.session)
    return words.named("owner", ((person.name, person.id) for person in everyone))


def _option(name: str) -> str:
    return f"--{name}"


def _listed(words: Iterable[str]) -> str:
    return tr(", ").join(words)


_FILTERS: Mapping[str, Callable[[_Reader], ListFilter]] = {
    lists.COMPLAINTS: _complaints,
    lists.CUSTOMERS: _customers,
    lists.MARKETING: _customers,
    lists.PLEDGE_COUNTS: _counts,
    lists.ACTIONS: _actions,
    lists.EVENTS: _events,
    lists.CHECKS: _checks,
    lists.ANSWERS: _checks,
    lists.TRAIL: _trail,
    lists.DISCLOSURES: _disclosures,
}
