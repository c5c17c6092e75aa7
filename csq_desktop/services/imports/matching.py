"""Columns matched to fields: proposed, kept under a name, found again by a file's headings."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy.orm import Session

from csq_desktop.domain.imports import plans as domain
from csq_desktop.domain.imports.fields import FIELDS, ImportKind, field_of
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping, OrderProof, headings_of
from csq_desktop.domain.imports.tables import Table
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells import choices, readers, values
from csq_desktop.exchange.cells.moments import MomentTables
from csq_desktop.exchange.cells.readers import Reading
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.exchange.matching import proposals as matching
from csq_desktop.exchange.matching.date_orders import settle_order
from csq_desktop.exchange.matching.proposals import Proposal
from csq_desktop.services.imports.lookups import listed, options
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.imports import SavedMappingRow
from csq_desktop.texts import tr

Progress = Callable[..., None]
MOST_WORDS = 200
"""How many different words of a column are shown, the most frequent first."""
_SAMPLE = 200


@dataclass(frozen=True)
class FileWord:
    """A word of a column that draws on a list: in how many rows, and the code it is read as.

    The code is None where the word is in no list; it may be a new word, the same as the file's.
    """

    word: str
    rows: int
    code: str | None


@dataclass(frozen=True)
class FileWords:
    """The words of one column, the most frequent first; `more` are left out."""

    key: str
    words: tuple[FileWord, ...]
    more: int


@dataclass(frozen=True)
class SavedMatching:
    """A matching kept under a name."""

    name: str
    mapping: ImportMapping


@dataclass(frozen=True)
class FileMatching:
    """Everything a person needs to match a file: a proposal, kept matchings, what fields may hold.

    `options` are code and label of everything a field of a list may hold, by field.
    """

    kind: ImportKind
    proposal: Proposal
    saved: tuple[SavedMatching, ...]
    options: Mapping[str, tuple[tuple[str, str], ...]]


def look(session: Session, table: Table, kind: ImportKind | None = None) -> FileMatching:
    """A first look at a file, as rows of the likeliest kind or of the one given."""
    require(session, Permission.IMPORT_FILES)
    kind = kind or likeliest_kind(session, table)
    lists = [field.key for field in FIELDS[kind] if field.listed]
    return FileMatching(
        kind,
        propose(session, table, kind),
        saved(session, table, kind),
        {key: options(session, kind, key) for key in lists},
    )


def propose(session: Session, table: Table, kind: ImportKind) -> Proposal:
    """The likeliest matching: the one kept for such headings, else a guess."""
    require(session, Permission.IMPORT_FILES)
    guessed = matching.propose(table, kind, listed(session, kind))
    body = records.saved_mapping(session, kind.value, headings_of(table.columns))
    saved = _readable(body, table) if body else None
    if saved is None:
        return guessed
    notes = (tr("Your saved column mapping for this kind of file is applied."), *guessed.notes)
    return use(table, saved, replace(guessed, notes=notes))


def likeliest_kind(session: Session, table: Table) -> ImportKind:
    """What the rows of a file probably are: what was kept for such headings, or fits best."""
    headings = headings_of(table.columns)
    for kind in ImportKind:
        if records.saved_mapping(session, kind.value, headings):
            return kind
    rows = table.sample(_SAMPLE)
    cells = {name: [row[n] for row in rows] for n, name in enumerate(table.columns)}
    scores = {kind: _fit(kind, cells) for kind in ImportKind}
    return max(ImportKind, key=lambda kind: scores[kind])


def _fit(kind: ImportKind, cells: dict[str, list[str]]) -> float:
    """How well a kind explains a file: by the columns that only such files have."""
    guesses = matching.match_columns(kind, cells)
    matched = {guess.key for guess in guesses}
    needed = {field.key for field in FIELDS[kind] if field.required and not field.listed}
    telling = sum(guess.score for guess in guesses if guess.key in kind.declared.telling)
    return telling + len(guesses) - 300 * len(needed - matched)


def use(table: Table, saved: ImportMapping, proposal: Proposal) -> Proposal:
    """A saved matching applied to this file: the order of its dates is proved again."""
    order = date_order(table, saved)
    words = {
        key: {**proposal.mapping.values.get(key, {}), **saved_words}
        for key, saved_words in saved.values.items()
    }
    mapping = replace(
        saved,
        date_order=order.order or saved.date_order,
        encoding=table.encoding if saved.encoding == table.encoding else None,
        sheet=proposal.mapping.sheet,
        values=words,
    )
    return replace(proposal, mapping=mapping, order=order)


def date_order(table: Table, mapping: ImportMapping) -> OrderProof:
    """What the dates of the matched columns prove about their order."""
    return settle_order(table, mapping.kind, mapping.columns)


def ambiguous_without(order: OrderProof, chosen: DateOrder | None) -> bool:
    """Whether the user has to say which part of the dates comes first."""
    return order.needed and chosen is None


def save(session: Session, table: Table, mapping: ImportMapping, name: str) -> None:
    """Keep a matching; the next file with the same headings gets it by itself."""
    require(session, Permission.IMPORT_FILES)
    if not name.strip():
        raise UserError(tr("Name the column mapping."))
    short_name = name.strip()[:100]
    row = records.mapping_row(session, mapping.kind.value, short_name)
    if row is None:
        row = SavedMappingRow(id=ids.reserve(session), kind=mapping.kind.value, name=short_name)
        session.add(row)
    row.headings = headings_of(table.columns)
    row.body = mapping_files.text_of(mapping)
    row.saved_at = desk_of(session).now()


def saved(session: Session, table: Table, kind: ImportKind) -> tuple[SavedMatching, ...]:
    """The kept matchings that fit the columns of a file."""
    require(session, Permission.IMPORT_FILES)
    pairs = ((name, _readable(body, table)) for name, body in records.saved_mappings(session, kind))
    return tuple(SavedMatching(name, mapping) for name, mapping in pairs if mapping)


def _readable(body: str, table: Table) -> ImportMapping | None:
    """A kept matching, unless it does not fit the file or this version of the program."""
    try:
        mapping = domain.fitted(mapping_files.mapping_of(body), table.columns)
        domain.check(mapping, table.columns)
    except UserError:
        return None
    return mapping


def words(
    session: Session, table: Table, mapping: ImportMapping, progress: Progress | None = None
) -> tuple[FileWords, ...]:
    """The words of the columns that draw on a list, and what each is read as."""
    require(session, Permission.IMPORT_FILES)
    keys = [key for key, _ in mapping.sources if field_of(mapping.kind, key).listed]
    counted = _counted(table, {key: name for key, name in mapping.sources if key in keys}, progress)
    reading = Reading(
        moments=MomentTables(mapping.date_order, shop.zone(session)),
        damaged=False,
        listed=listed(session, mapping.kind),
        new_words=mapping.new_words,
        words=mapping.values,
    )
    return tuple(_read(mapping.kind, key, counted[key], reading) for key in keys)


def _counted(
    table: Table, columns: dict[str, str], progress: Progress | None
) -> dict[str, Counter[str]]:
    places = {key: table.columns.index(name) for key, name in columns.items()}
    counted: dict[str, Counter[str]] = {key: Counter() for key in places}
    done = 0
    for chunk in table.chunks() if places else ():
        for key, place in places.items():
            counted[key].update(row[place].strip() for row in chunk.rows if place < len(row))
        done += len(chunk.rows)
        if progress is not None:
            progress(done, max(done, table.estimate))
    return counted


def _read(kind: ImportKind, key: str, counted: Counter[str], reading: Reading) -> FileWords:
    meant = {*reading.words.get(key, {}), *choices.words_of(field_of(kind, key))}
    for word in filter(values.is_nothing, tuple(counted)):
        if word not in meant and choices.folded(word) not in meant:
            del counted[word]
    shown = list(islice(_by_frequency(counted), MOST_WORDS))
    column = readers.reader_of(field_of(kind, key), reading)([word for word, _ in shown] or [""])
    words = tuple(
        FileWord(word, rows, None if place in column.reasons else str(column.values[place]))
        for place, (word, rows) in enumerate(shown)
    )
    return FileWords(key, words, len(counted) - len(shown))


def _by_frequency(counted: Counter[str]) -> Iterable[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
