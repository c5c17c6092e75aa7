"""The event book: what happened in the shop, day by day, for whoever reads its charts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from csq_desktop.domain.actions import Action, ActionState
from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.dated import Dated
from csq_desktop.domain.fields.fields import (
    EXPORT_ONLY,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import OF_THE_WORK
from csq_desktop.domain.indicators.figures import Unit, target_text
from csq_desktop.domain.paper.charts import EventMark
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.shop.shop import PlannedClosure
from csq_desktop.domain.words.wording import days_between_text, labelled
from csq_desktop.texts import mark, tr, trc

LONGEST_TITLE = 80


class ShopEventKind(StrEnum):
    """What an event of the shop is; the last four are read off other records."""

    PROMOTION = "promotion"
    TYPHOON = "typhoon"
    EQUIPMENT = "equipment"
    STAFF = "staff"
    OTHER = "other"
    CLOSURE = "closure"
    ACTION = "action"
    TERMS = "terms"
    TARGET = "target"

    @property
    def label(self) -> str:
        return trc("event", _KINDS[self])

    @property
    def is_public(self) -> bool:
        """Whether a paper that hangs in the shop may tell it: no staff changes, no actions."""
        return self not in (ShopEventKind.STAFF, ShopEventKind.OTHER, ShopEventKind.ACTION)


_KINDS = {
    ShopEventKind.PROMOTION: mark("Promotion"),
    ShopEventKind.TYPHOON: mark("Typhoon signal no. 8"),
    ShopEventKind.EQUIPMENT: mark("New equipment"),
    ShopEventKind.STAFF: mark("Staff change"),
    ShopEventKind.OTHER: mark("Other event"),
    ShopEventKind.CLOSURE: mark("Closure"),
    ShopEventKind.ACTION: mark("Action completed"),
    ShopEventKind.TERMS: mark("New terms"),
    ShopEventKind.TARGET: mark("New target"),
}
TYPED_KINDS = tuple(ShopEventKind)[:5]
"""The kinds that somebody writes down; the others enter themselves."""


@dataclass(frozen=True)
class NewShopEvent:
    """An event as typed in: a day, or whole days from the first to the last, both inclusive."""

    start: date
    end: date
    kind: ShopEventKind
    title: str = ""


@dataclass(frozen=True)
class ShopEvent:
    """An event of the book; one that another record is about has no id of its own."""

    start: date
    end: date
    kind: ShopEventKind
    title: str
    id: int | None = None
    written_at: datetime | None = None
    written_by: str = ""

    @property
    def text(self) -> str:
        """What happened, such as Promotion: double points."""
        return labelled(self.kind.label, self.title) if self.title else self.kind.label

    @property
    def brief(self) -> str:
        """The same in few words: what somebody wrote says by itself what it is."""
        return self.title if self.title and self.kind in TYPED_KINDS else self.text

    @property
    def when(self) -> str:
        """The day, or the first and the last."""
        return days_between_text(self.start, self.end)

    @property
    def as_typed(self) -> NewShopEvent:
        """What would have to be typed to have it so again."""
        return NewShopEvent(self.start, self.end, self.kind, self.title)

    def touches(self, first: date, last: date) -> bool:
        """Whether any of its days lies between two days, both included."""
        return self.start <= last and self.end >= first


class EventView(StrEnum):
    """Which events of the book are looked at, by where they come from."""

    ALL = "all"
    TYPED = "typed"
    DERIVED = "derived"

    @property
    def label(self) -> str:
        return trc("event view", _VIEWS[self])


_VIEWS = {
    EventView.ALL: mark("All"),
    EventView.TYPED: mark("Recorded here"),
    EventView.DERIVED: mark("From other records"),
}


@dataclass(frozen=True)
class EventFilter:
    """Which events a list shows; days are inclusive, None leaves an end open."""

    origin: EventView = EventView.ALL
    first: date | None = None
    last: date | None = None

    def lets_through(self, event: ShopEvent) -> bool:
        """Whether the list shows an event."""
        origin = EventView.DERIVED if event.id is None else EventView.TYPED
        is_asked = self.origin in (EventView.ALL, origin)
        return is_asked and event.touches(self.first or date.min, self.last or date.max)


@dataclass(frozen=True)
class NumberedEvent:
    """An event with the number it has on all charts of a page or a review pack, 0 on none."""

    number: int
    event: ShopEvent

    @property
    def mark(self) -> EventMark:
        """The event as charts show it."""
        event = self.event
        words = tr("{what} ({when})", what=event.brief, when=event.when)
        return EventMark(self.number, event.start, event.end, words)


def numbered(events: Iterable[ShopEvent], first: date, last: date) -> Iterator[NumberedEvent]:
    """The events in the order they began; those that touch a stretch of days are numbered.

    Those of one day and kind stay in their order: their words would order them otherwise in each
    language, and a number has to mean one event in all of them.
    """
    order, number = tuple(ShopEventKind), 0
    for event in sorted(events, key=lambda each: (each.start, each.end, order.index(each.kind))):
        is_shown = event.touches(first, last)
        number += is_shown
        yield NumberedEvent(number if is_shown else 0, event)


def of_actions(actions: Iterable[Action], calendar: ShopCalendar) -> Iterator[ShopEvent]:
    """The actions that are done, each on the day it was."""
    for action in actions:
        if action.state is ActionState.DONE and action.done_at is not None:
            day = calendar.day_of(action.done_at)
            yield ShopEvent(day, day, ShopEventKind.ACTION, action.title)


def of_closures(closures: Iterable[tuple[PlannedClosure, str]]) -> Iterator[ShopEvent]:
    """The days the shop was closed, each with its reason in words."""
    for closure, reason in closures:
        yield ShopEvent(closure.start, closure.end, ShopEventKind.CLOSURE, reason)


def of_terms(pledge: Pledge) -> Iterator[ShopEvent]:
    """The days a pledge's terms changed; terms planned for after its retirement never did."""
    for before, after in pairwise(version.terms for version in pledge.versions):
        day, wording = after.effective_from, after.wording.text
        if pledge.retired_on is not None and day > pledge.retired_on:
            continue
        if before.standard_share == after.standard_share:
            yield ShopEvent(day, day, ShopEventKind.TERMS, wording)
        else:
            yield _new_target(day, wording, after.standard_share)


def of_checklist_target(target: Dated[float]) -> Iterator[ShopEvent]:
    """The days the score that checklists should reach changed."""
    for span in target.spans()[1:]:
        yield _new_target(span.since, tr("Average score of checklists"), span.value)


def _new_target(day: date, measure: str, share: float) -> ShopEvent:
    title = labelled(measure, target_text(share, Unit.SHARE))
    return ShopEvent(day, day, ShopEventKind.TARGET, title)


SHOP_EVENT = RecordDescription(
    "shop_event",
    (
        RecordField(
            "number",
            mark("Number", "field"),
            FieldKind.NUMBER,
            stored=False,
            meaning=mark("The event’s number at the top of today’s charts.", "codebook"),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "start", mark("First day", "field"), FieldKind.DAY, required=True, file=EXPORT_ONLY
        ),
        RecordField(
            "end", mark("Last day", "field"), FieldKind.DAY, required=True, file=EXPORT_ONLY
        ),
        RecordField(
            "kind",
            mark("Kind", "field"),
            FieldKind.CHOICE,
            choices=tuple(ShopEventKind),
            file=EXPORT_ONLY,
        ),
        RecordField(
            "title",
            mark("Title", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_TITLE,
            file=EXPORT_ONLY,
            meaning=mark("What happened in the shop.", "codebook"),
        ),
        RecordField("written_at", mark("Written", "field"), FieldKind.MOMENT, file=EXPORT_ONLY),
        RecordField("written_by", mark("Written by", "field"), FieldKind.USER, file=EXPORT_ONLY),
        RecordField("removed_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=OF_THE_WORK,
)
