"""What the shop's store and lists answer while an import is planned."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.fields import LARGEST_REMEDY
from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.domain.imports.plans import ImportMapping, Reason
from csq_desktop.domain.pledges.facts import Pledge, Source
from csq_desktop.exchange.matching.planning import Lookups
from csq_desktop.exchange.matching.row_checks import Check, Columns
from csq_desktop.exchange.matching.sameness import Key, Twin
from csq_desktop.exchange.matching.verdicts import Stored
from csq_desktop.services.imports.stored import stored
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import LANGUAGES, mark, speaking

NOT_IN_FORCE = mark("{field}: the pledge “{value}” was not in force that day.")
TOO_MANY = mark("{field} is more than a million.")
TOO_MUCH = mark("{field} is more than HK$1,000,000.")


def lookups(session: Session, mapping: ImportMapping) -> Lookups:
    """The answers for one kind of rows; `session` sees the store as it is before the import."""
    words = listed(session, mapping.kind)

    def known_rows(keys: Collection[Key]) -> Stored:
        found = stored(session, mapping, keys)
        return {key: row.held for key, row in found.items()}

    if mapping.kind is ImportKind.COMPLAINTS:
        known = _known_customers(session)
        return Lookups(stored=known_rows, listed=words, known=known, checks=(_not_too_much,))
    if mapping.kind is ImportKind.PLEDGE_COUNTS:
        checks = (_in_force(pledges.everything(session)), _not_too_many)
        return Lookups(stored=known_rows, listed=words, checks=checks)
    desk_of(session).require_identities()
    return Lookups(
        stored=known_rows, listed=words, twins=lambda key, values: _twins(session, key, values)
    )


def listed(session: Session, kind: ImportKind) -> dict[str, dict[str, str]]:
    """The words of the shop's own lists with their codes, in every language, by field."""
    if kind is ImportKind.COMPLAINTS:
        return {key: _words(name) for key, name in lists.OF_FIELDS.items()}
    if kind is ImportKind.PLEDGE_COUNTS:
        words: dict[str, str] = {}
        for pledge in _counted_by_hand(session):
            said = pledge.current.terms.wording.by_language.values()
            words |= {text: pledge.code for text in (*said, pledge.code) if text}
        return {"pledge_code": words}
    return {}


def options(session: Session, kind: ImportKind, key: str) -> tuple[tuple[str, str], ...]:
    """Code and label of everything a field of a list may hold, in the order it is shown.

    A file may know no more than a heading such as Refund & exchange: headings are offered too.
    """
    if key in lists.OF_FIELDS:
        name = lists.OF_FIELDS[key]
        return tuple((one.code, lists.full_label(name, one.code)) for one in lists.choices(name))
    if key == "pledge_code":
        return tuple(
            (pledge.code, f"{pledge.code} · {pledge.current.terms.wording.text}")
            for pledge in _counted_by_hand(session)
        )
    return tuple((one.value, one.label) for one in field_of(kind, key).choices)


def _counted_by_hand(session: Session) -> list[Pledge]:
    return [one for one in pledges.everything(session) if one.source is Source.MANUAL]


def _words(name: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for choice in lists.choices(name):
        words |= {choice.wording.said_in(code): choice.code for code in LANGUAGES}
    for choice in lists.choices(name):
        for code in LANGUAGES:
            with speaking(code):
                words[lists.full_label(name, choice.code)] = choice.code
        words[choice.code] = choice.code
    return words


def _known_customers(session: Session) -> dict[str, Callable[[Collection[str]], Collection[str]]]:
    if not desk_of(session).sees_identities:
        return {}

    def known(values: Collection[str]) -> Collection[str]:
        return import_facts.customers_by(session, "their_reference", values).keys()

    return {"customer_reference": known}


def _twins(session: Session, key: str, values: Collection[str]) -> dict[str, Twin]:
    found = import_facts.twins(session, key, values)
    return {value: Twin(ref, name) for value, (ref, name) in found.items()}


def _in_force(known: Iterable[Pledge]) -> Check:
    """Days are counted only while their pledge is in force."""
    by_code = {pledge.code: pledge for pledge in known}

    def check(columns: Columns) -> Iterable[tuple[int, Reason]]:
        field = field_of(ImportKind.PLEDGE_COUNTS, "day")
        pairs = zip(columns["pledge_code"], columns["day"], strict=True)
        for place, (code, day) in enumerate(pairs):
            pledge = by_code.get(str(code))
            if pledge and isinstance(day, str) and not pledge.in_force_on(date.fromisoformat(day)):
                yield place, Reason(NOT_IN_FORCE, field, pledge.code)

    return check


def _not_too_much(columns: Columns) -> Iterable[tuple[int, Reason]]:
    for place, cents in enumerate(columns.get("remedy_amount", ())):
        if isinstance(cents, int) and cents > LARGEST_REMEDY:
            yield place, Reason(TOO_MUCH, field_of(ImportKind.COMPLAINTS, "remedy_amount"))


def _not_too_many(columns: Columns) -> Iterable[tuple[int, Reason]]:
    for key in ("met", "missed", "over_maximum", "excluded"):
        for place, count in enumerate(columns.get(key, ())):
            if isinstance(count, int) and count > pledges.LARGEST_COUNT:
                yield place, Reason(TOO_MANY, field_of(ImportKind.PLEDGE_COUNTS, key))
