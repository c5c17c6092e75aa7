"""Where customers who are to be erased are named: texts of their cases, and texts elsewhere.

Elsewhere are all free texts of the store, other people's cases among them, what the vault keeps of
earlier words and of data breaches, the notes on other customers, and what stands in unsaved forms.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.wording import field_text, object_text
from csq_desktop.domain.customers.recognition import KnownIdentities
from csq_desktop.domain.privacy.free_text import IdentitySpan
from csq_desktop.domain.retention.erasures import NO_WORDS, ShownText, TextPlace
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import name_key
from csq_desktop.services.retention import erasers
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.records.privacy import disclosures, erasing
from csq_desktop.storage.records.privacy import retention as records
from csq_desktop.storage.records.shop.people import everyone
from csq_desktop.storage.search.grams import folded
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.storage.tables.privacy.breaches import BreachTextRow, BreachWordsRow
from csq_desktop.storage.tables.privacy.disclosures import DisclosureRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow
from csq_desktop.storage.tables.privacy.requests import RefusalRow
from csq_desktop.storage.tables.row import ROWS
from csq_desktop.storage.tables.shop.people import PersonRow

# Colleagues, what was issued, and a log that is never changed but by its own rule.
_NOT_ELSEWHERE = {kind.__tablename__ for kind in (PersonRow, PackRow, RefusalRow)}
_NOTE = "note"


class Mention(NamedTuple):
    """A text in which somebody is named, and where in it."""

    place: TextPlace
    text: str
    spans: tuple[IdentitySpan, ...]


@dataclass(frozen=True)
class Recogniser:
    """Recognises some customers in texts; a name that a colleague has too is the colleague's."""

    index: KnownIdentities
    colleagues: frozenset[str]

    def spans(self, text: str) -> tuple[IdentitySpan, ...]:
        """Where they stand in a text."""
        return tuple(
            span for span in self.index.spans(text) if name_key(span.text) not in self.colleagues
        )

    def names_somebody(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        return bool(self.spans(text))


def recogniser(session: Session, customer_ids: Sequence[int]) -> Recogniser:
    """What recognises these customers, as the vault has them now."""
    require(session, Permission.ADMINISTER)
    desk_of(session).require_identities()
    index = KnownIdentities(folded)
    for number, identity in customers.identities(session, customer_ids).items():
        index.add(identity, str(number))
    return Recogniser(index, frozenset(name_key(person.name) for person in everyone(session)))


def of_cases(
    session: Session, complaint_ids: Sequence[int], recognises: Recogniser
) -> tuple[ShownText, ...]:
    """Every free text about some cases, in the order of tables; codes of lists are no text."""
    require(session, Permission.ADMINISTER)
    return tuple(
        _shown(Mention(place, text, recognises.spans(text)))
        for texts in erasers.case_texts()
        for place, text in erasing.read(session, texts.kind, texts.ids(session, complaint_ids))
        if not texts.codes(place.column, text)
    )


def elsewhere(
    session: Session,
    customer_ids: Sequence[int],
    complaint_ids: Sequence[int],
    recognises: Recogniser,
) -> Iterator[Mention]:
    """Texts that name these customers and are not about their own cases."""
    require(session, Permission.ADMINISTER)
    own = _own(session, complaint_ids)
    own[DisclosureRow] = frozenset(disclosures.about_nobody_else(session, customer_ids))
    for kind in erasing.speaking_tables():
        if kind.__tablename__ not in _NOT_ELSEWHERE:
            yield from _named(session, kind, own.get(kind, frozenset()), recognises)
    for words in (PrivateWordsRow, BreachWordsRow, BreachTextRow):
        yield from _named(session, words, frozenset(), recognises)
    for mention in _named(session, IdentityRow, frozenset(customer_ids), recognises):
        if mention.place.column == _NOTE:
            yield mention


def packs_naming(session: Session, recognises: Recogniser) -> tuple[str, ...]:
    """The months of issued packs whose own words name one of them: a pack is never changed."""
    require(session, Permission.ADMINISTER)
    named = {mention.place.row_id for mention in _named(session, PackRow, frozenset(), recognises)}
    return records.pack_months(session, sorted(named))


def shown(mentions: Sequence[Mention]) -> tuple[ShownText, ...]:
    """Mentions as a person reads them."""
    return tuple(map(_shown, mentions))


def black_out(session: Session, mentions: Sequence[Mention]) -> None:
    """Take the names out of texts elsewhere; of earlier words and disclosures all of it goes."""
    require(session, Permission.ADMINISTER)
    _put(session, {mention.place: _shown(mention).blacked_out for mention in mentions})


def blank(session: Session, places: Sequence[TextPlace]) -> None:
    """Take whole texts out elsewhere: a backup without identities tells nobody where a name is."""
    require(session, Permission.ADMINISTER)
    _put(session, dict.fromkeys(places, NO_WORDS))


def _put(session: Session, texts: Mapping[TextPlace, str]) -> None:
    by_table: dict[str, set[int]] = {}
    for place in texts:
        by_table.setdefault(place.table, set()).add(place.row_id)
    for name, numbers in by_table.items():
        kind, rows = erasing.kind_of(name), sorted(numbers)
        if kind is PrivateWordsRow:
            records.forget_words(session, rows)
        elif kind is DisclosureRow:  # the log lets a line lose all its words, and nothing else
            disclosures.blank_lines(session, rows, desk_of(session).now())
        else:
            erasing.scrub(session, kind, rows, lambda place, text: texts.get(place, text))
            records.index_scrubbed(session, kind, rows)


def _named(
    session: Session, kind: Kind, own: frozenset[int], recognises: Recogniser
) -> Iterator[Mention]:
    for place, text in erasing.read(session, kind):
        if place.row_id not in own and (spans := recognises.spans(text)):
            yield Mention(place, text, spans)


def _own(session: Session, complaint_ids: Sequence[int]) -> dict[Kind, frozenset[int]]:
    rows: dict[Kind, frozenset[int]] = {}
    for texts in erasers.case_texts():
        found = frozenset(texts.ids(session, complaint_ids))
        rows[texts.kind] = rows.get(texts.kind, frozenset()) | found
    return rows


def _shown(mention: Mention) -> ShownText:
    place = mention.place
    name = ROWS[place.table].__audit__ or place.table
    return ShownText(
        place, object_text(name), field_text(place.column), mention.text, mention.spans
    )
