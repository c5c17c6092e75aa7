"""Past values in words: a code by its list, a number by its record, why one is not known."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction, AuditEntry
from csq_desktop.domain.audit.replay import (
    Candidate,
    FieldTrail,
    Knowledge,
    Past,
    PastValue,
    RowTrail,
)
from csq_desktop.domain.audit.wording import INTERNAL, LINKS, field_text
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts, step_text
from csq_desktop.domain.customers.facts import Identity, MaskedIdentity
from csq_desktop.domain.past.facts import PastField, unknown_text
from csq_desktop.domain.records import RECORDS
from csq_desktop.domain.shop.shop_lists import ShopList
from csq_desktop.services.settings import lists, shop
from csq_desktop.services.trail_values import TrailValues
from csq_desktop.storage.records.bodies import if_sound
from csq_desktop.storage.records.past import audit_trail as records
from csq_desktop.storage.records.shop import people, users
from csq_desktop.storage.tables.complaints.complaints import ComplaintEventRow
from csq_desktop.texts import tr

_CAPTIONS = {
    (record.name, described.key): described
    for record in RECORDS
    for described in record.stored
    if described.caption
}
_EVENT = str(ComplaintEventRow.__audit__)
_NO_TIME = datetime.min.replace(tzinfo=UTC)
_OF_EVENT = frozenset({"kind", "text", "facts", "at", "user_id"})
Mask = Callable[[Identity], Identity | MaskedIdentity]
IDENTITY_FIELDS = tuple(each.name for each in fields(Identity))


@dataclass(frozen=True)
class PastValues(TrailValues):
    """Puts the fields of past rows into words; a code by its list as it was, where that changed."""

    lists: Mapping[str, ShopList] = field(default_factory=dict)

    def listed(self, record: str, name: str, value: str) -> str | None:
        """The words that a list had then for a code."""
        then = self.lists.get(lists.OF_RECORDS.get((record, name), ""))
        return super().listed(record, name, value) if then is None else then.words(value)

    def fields(
        self, record: str, row: RowTrail, past: Past, new: Collection[str], subject: str = ""
    ) -> Iterator[PastField]:
        """The fields of a row that said something then, or say something now."""
        for name, value in past.items():
            if name in INTERNAL and (record, name) not in _CAPTIONS:
                continue
            if record == _EVENT and name in _OF_EVENT:
                continue
            if name == f"{subject}_id" or self._says_nothing(value, row.fields[name]):
                continue
            text, today = self.text(record, name, value), self._today(record, name, row)
            differs = text != today
            yield PastField(
                _label(record, name), text, today if differs else "", differs, name in new
            )

    def text(self, record: str, name: str, value: PastValue) -> str:
        """A past value as people read it, or why it is not known."""
        if not value.is_known:
            return unknown_text(value)
        if value.words is None:
            return ""
        entry = AuditEntry(0, _NO_TIME, 0, AuditAction.CHANGED, record)
        return self.value(entry, name, value.words)

    def title(self, record: str, row: RowTrail, past: Past, subject: str) -> tuple[str, str]:
        """What a row that belongs to a `subject` is called, and the words noted with it.

        A line of history by what was done, others by their own number and those they name.
        """
        if record == _EVENT:
            return self._event(past)
        own = self.references.get((record, row.key), "") if record in _OWNERS.values() else ""
        named = {name: noun for name, noun in _OWNERS.items() if noun != subject and name in past}
        names = [
            self.references.get((noun, number), "")
            for name, noun in named.items()
            if isinstance(number := past[name].words, int)
        ]
        return tr(" · ").join(dict.fromkeys(filter(None, (own, *names)))), ""

    def at(self, record: str, row: RowTrail, past: Past) -> datetime:
        """When a row came; a line of history says itself when it happened."""
        if record == _EVENT:
            return datetime.fromisoformat(str(past["at"].words))
        return row.steps[0].at

    def _event(self, past: Past) -> tuple[str, str]:
        kind = EventKind(str(past["kind"].words))
        title = tr("{what} by {name}", what=kind.label, name=self.person(past["user_id"].words))
        for value in (past["text"], past["facts"]):
            if not value.is_known:
                return title, unknown_text(value)
        body, typed = past["facts"].words, past["text"].words
        facts = None if body is None else if_sound(StepFacts, body)
        return title, step_text(kind, str(typed or ""), facts, self.zone)

    def identity(
        self, row: RowTrail, sequence: int, new: Collection[str], mask: Mask
    ) -> Iterator[PastField]:
        """Who a customer was, masked or in full."""
        past = {name: value for name, value in row.at(sequence).items() if name in IDENTITY_FIELDS}
        then = _hidden(mask, {name: value.words for name, value in past.items() if value.is_known})
        now = _hidden(mask, {name: _words(row.fields[name].today) for name in IDENTITY_FIELDS})
        for name, value in past.items():
            text = then[name] if value.is_known else unknown_text(value)
            if text or now[name]:
                differs = value.words != _words(row.fields[name].today)
                today = now[name] if differs else ""
                yield PastField(
                    field_text(name), text, today, differs, name in new, is_personal=True
                )

    @staticmethod
    def _says_nothing(value: PastValue, trail: FieldTrail) -> bool:
        """Whether nothing was and is said: no gesture, no cents, no time waited."""
        today = _words(trail.today)
        return value.is_known and not value.words and not today

    def _today(self, record: str, name: str, row: RowTrail) -> str:
        today = row.fields[name].today
        return replace(self, lists={}).text(record, name, PastValue(Knowledge.KNOWN, _words(today)))

    def shortened(self, text: str) -> str:
        """Whole: what a record said is what is asked for."""
        return text


def of(session: Session, rows: Iterable[tuple[str, RowTrail]]) -> PastValues:
    """What puts the values of some rows into words, with the records that they name."""
    named = set()
    for record, row in rows:
        named.add((record, row.key))
        named.update(_named(row))
    return PastValues(
        users.names(session),
        records.references(session, named),
        shop.zone(session),
        people.names(session),
    )


def _named(row: RowTrail) -> Iterator[tuple[str, int]]:
    """The records that a row names, now or ever."""
    for name in row.fields.keys() & _NAMING.keys():
        record, trail = _NAMING[name], row.fields[name]
        values = [_words(trail.today), *(write.after for write in trail.writes)]
        values += [write.before for write in trail.writes]
        yield from ((record, value) for value in values if type(value) is int)


_OWNERS = {f"{noun}_id": noun for noun in ("complaint", "action", "letter")}
_NAMING = {**LINKS, **_OWNERS}


def _label(record: str, name: str) -> str:
    described = _CAPTIONS.get((record, name))
    return described.title if described is not None else field_text(name)


def _words(candidate: Candidate | None) -> object:
    return None if candidate is None else candidate.words


def _hidden(mask: Mask, words: Mapping[str, object]) -> dict[str, str]:
    texts = {name: str(words.get(name) or "") for name in IDENTITY_FIELDS}
    hidden = mask(Identity(**texts))
    return {name: getattr(hidden, name) for name in IDENTITY_FIELDS}
