"""By what a list was narrowed before it was written: as facts for the trail, and in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Protocol

from csq_desktop.domain.actions import ActionFilter, ActionState
from csq_desktop.domain.audit.entries import TrailFilter, TrailKind
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.complaints.facts import Channel, ComplaintQueue, Filter, Severity, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.customers.facts import Consent, CustomerFilter
from csq_desktop.domain.disclosures.facts import DisclosureFilter, DisclosureView
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.events import EventFilter, EventView
from csq_desktop.domain.pledges.facts import CountFilter
from csq_desktop.domain.words.wording import count_text, date_text
from csq_desktop.texts import mark, tr, trc, trn

ListFilter = (
    Filter
    | CustomerFilter
    | RunFilter
    | TrailFilter
    | EventFilter
    | ActionFilter
    | CountFilter
    | DisclosureFilter
)
Shown = ListFilter | Sequence[int] | None
"""What of a list is written: what a filter lets through, some records by their ids, or all."""
Listed = Callable[[str], str]
Facts = Mapping[str, object]


class _Labelled(Protocol):
    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class _Itself:
    """A code that is words already."""

    label: str


_CHOSEN, _ORDER = "chosen", "order"
_CODES: Mapping[str, Callable[[str], "_Labelled"]] = {
    "view": ComplaintQueue,
    "channel": Channel,
    "severity": Severity,
    "status": State,
    "marketing": Consent,
    "progress": RunState,
    "feedback": FeedbackKind,
    "kind": TrailKind,
    "origin": EventView,
    "standing": ActionState,
    "part": DisclosureView,
    "recipient_kind": RecipientKind,
}
_SINCE = ("received_from", "first", "since")
_UNTIL = ("received_to", "last", "until")
_UNNAMED = {
    "text": mark("a search text", "export filter"),
    "customer_id": mark("one customer", "export filter"),
    "owner_id": mark("one owner", "export filter"),
    "user_id": mark("one user", "export filter"),
    "template_key": mark("one checklist", "export filter"),
    "pledge_id": mark("one pledge", "export filter"),
    "archived": mark("archived ones", "export filter"),
    "with_failures": mark("with failed items", "export filter"),
}
"""What is not named: a search text may be a name, and a number says nothing to a reader."""
_NAMED = {
    "second_category": mark("secondary concern {name}"),
    "cause": mark("cause {name}"),
}


def filter_facts(shown: Shown) -> dict[str, object]:
    """By what a list is narrowed, as codes; nothing for a list that is written whole."""
    if shown is None:
        return {}
    if not isinstance(shown, ListFilter):
        return {_CHOSEN: len(shown)}
    unset = type(shown)()
    return {
        _name(shown, field.name): _fact(field.name, getattr(shown, field.name))
        for field in fields(shown)
        if field.name != _ORDER
        and (field.name == "view" or getattr(shown, field.name) != getattr(unset, field.name))
    }


def filter_text(facts: Facts, category: Listed, cause: Listed = str) -> str:
    """The same in the user's language; `category` and `cause` say what one is called."""
    listed = {"category": category, "second_category": category, "cause": cause}
    return tr(" · ").join(_words(name, value, listed) for name, value in facts.items())


def _name(shown: object, field: str) -> str:
    if field == "state":
        return "progress" if isinstance(shown, RunFilter) else "status"
    if field == "kind" and isinstance(shown, Filter):
        return "feedback"
    return field


def _fact(field: str, value: object) -> object:
    if field in _UNNAMED:
        return True
    return value.isoformat() if isinstance(value, date) else str(value)


def _words(name: str, value: object, listed: Mapping[str, Listed]) -> str:
    if name == _CHOSEN:
        count = int(str(value))
        return trn("{count} selected", "{count} selected", count, count=count_text(count))
    if name in _UNNAMED:
        return trc("export filter", _UNNAMED[name])
    if name in (*_SINCE, *_UNTIL):
        moment = datetime.fromisoformat(str(value))
        if name == "received_to":  # the first moment that is not meant any more
            moment -= timedelta(seconds=1)
        day = date_text(moment.date())
        return tr("from {day}", day=day) if name in _SINCE else tr("until {day}", day=day)
    if name in listed:
        called = listed[name](str(value))
        return tr(_NAMED[name], name=called) if name in _NAMED else called
    words = _CODES.get(name, _Itself)
    try:
        return words(str(value)).label
    except ValueError:  # a code that the trail holds and this version does not know
        return str(value)
