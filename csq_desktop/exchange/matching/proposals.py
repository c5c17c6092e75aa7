"""A first proposal for the mapping of a file: from its headings, and from what its cells are."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

from csq_desktop.domain.fields import FieldKind
from csq_desktop.domain.imports.fields import FIELDS, UNIQUE_BY, ImportKind, field_of, growing
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping, OrderProof
from csq_desktop.domain.imports.tables import Table
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.exchange.cells import choices, dates, phones, values
from csq_desktop.exchange.cells.dates import DATE_LENGTH, prove_order
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.texts import LANGUAGES, speaking, tr

_GOOD_ENOUGH = 75.0
_BY_CELLS_ALONE = 80.0
_EXACTLY = 100.0
_MOSTLY, _SOME = 0.8, 0.3
_WORD_ROWS = 20_000
_EVIDENCE_CELLS = 200
_MANY_WORDS = 0.6
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN = re.compile(r"[\s_\-./:()（）：]+")
_DIFFERENT_DATES = 50_000
_DATED = (FieldKind.MOMENT, FieldKind.DAY)


class Guess(NamedTuple):
    """A column proposed for a field; `score` 0..100."""

    column: str
    key: str
    score: float


@dataclass(frozen=True)
class Proposal:
    """A mapping to start from.

    `order` says whether the dates prove their order; where it is needed and not proved, the
    user must be asked. `notes` are finished sentences about what looks wrong in the file.
    """

    mapping: ImportMapping
    guesses: tuple[Guess, ...]
    order: OrderProof
    notes: tuple[str, ...] = field(default=())


def propose(
    table: Table, kind: ImportKind, listed: Mapping[str, Mapping[str, str]] | None = None
) -> Proposal:
    """The likeliest mapping of a file; `listed` are the shop's own lists, words with codes."""
    rows = table.sample(_WORD_ROWS)
    cells = {name: [row[n] for row in rows] for n, name in enumerate(table.columns)}
    guesses = match_columns(
        kind, {name: column_cells[:_EVIDENCE_CELLS] for name, column_cells in cells.items()}
    )
    columns = {guess.column: guess.key for guess in guesses}
    order = settle_order(table, kind, columns)
    mapping = ImportMapping(
        kind=kind,
        columns=columns,
        date_order=order.order,
        sheet=table.sheet if len(table.sheets) > 1 else None,
        values=_words(kind, {key: cells[name] for name, key in columns.items()}, listed or {}),
        constants=_constants(kind, set(columns.values())),
        new_words=growing(kind, set(columns.values())),
        unique_by=_unique_by(kind, set(columns.values())),
    )
    return Proposal(mapping, guesses, order, (*table.notes, *lost_zeros(cells)))


def match_columns(kind: ImportKind, cells: Mapping[str, Sequence[str]]) -> tuple[Guess, ...]:
    """Which column feeds which field: the best pair first, each column and field once."""
    guesses = []
    for name, column in cells.items():
        filled = _filled(column)
        for target in FIELDS[kind]:
            score = _score(kind, target, name, filled)
            if score >= _GOOD_ENOUGH:
                guesses.append(Guess(name, target.key, score))
    chosen: list[Guess] = []
    for guess in sorted(guesses, key=lambda guess: -guess.score):
        if all(guess.column != other.column and guess.key != other.key for other in chosen):
            chosen.append(guess)
    places = {name: place for place, name in enumerate(cells)}
    return tuple(sorted(chosen, key=lambda guess: places[guess.column]))


def _filled(column: Sequence[str]) -> list[str]:
    """The cells that say something."""
    stripped = map(str.strip, column)
    return [cell for cell in stripped if not (values.is_nothing(cell) or values.error_of(cell))]


def _score(kind: ImportKind, target: TargetField, name: str, filled: Sequence[str]) -> float:
    """How well heading and cells fit a field; 0 where the cells are something else."""
    heading = _heading_score(plain_heading(name), _names_of(kind, target.key))
    if not _cells_fit(target, filled, called_so=heading == _EXACTLY):
        return 0.0
    if target.kind is FieldKind.EMAIL and filled:
        return max(heading, _BY_CELLS_ALONE)
    if not filled:
        return heading - 15
    if target.kind is FieldKind.CHOICE and len(set(filled)) > max(20, len(filled) * _MANY_WORDS):
        return heading - 20
    return heading


def _heading_score(heading: str, names: Iterable[str]) -> float:
    from rapidfuzz import fuzz

    words = set(heading.split())
    best = 0.0
    for name in names:
        if heading == name:
            return _EXACTLY
        parts = set(name.split())
        if parts <= words:
            best = max(best, 78 + 15 * len(parts) / len(words))
        elif not name.isascii() and name in heading:
            best = max(best, 78 + 15 * len(name) / len(heading))
        best = max(best, fuzz.token_sort_ratio(heading, name) * 0.95)
    return best


@cache
def _names_of(kind: ImportKind, key: str) -> tuple[str, ...]:
    """What a field is called: by people, and by ourselves in every language."""
    field = field_of(kind, key)
    names = [*field.headings, key.replace("_", " ")]
    for language in LANGUAGES:
        with speaking(language):
            names.append(plain_heading(field.title))
    return tuple(names)


def plain_heading(name: str) -> str:
    """A heading as words: `ServiceRequestNum` and `service_request_num` become the same."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", name))
    return " ".join(_BETWEEN.sub(" ", spaced).casefold().split())


def _cells_fit(target: TargetField, filled: Sequence[str], *, called_so: bool) -> bool:
    """Whether the cells can be this field's.

    A column called by the field's very name is that field even if many of its cells are wrong:
    they are shown as invalid instead of passing unseen.
    """
    share = _share_fitting(target, filled)
    return share is None or share >= (_SOME if called_so else _MOSTLY)


def _share_fitting(target: TargetField, filled: Sequence[str]) -> float | None:
    """The share of cells a field could read; None where there is nothing to tell by."""
    if not filled:
        return None
    test = _TESTS.get(target.kind, _is_no_date)
    return sum(map(test, filled)) / len(filled)


def _is_date(text: str) -> bool:
    """Whether a cell is a date in any order."""
    return any(_readable(partial(dates.day_of, order=order), text) for order in DateOrder)


def _is_no_date(text: str) -> bool:
    """Whether a cell is plainly something else than a date; mere digits may be anything."""
    return text.replace(".", "").isdecimal() or not _is_date(text)


def _readable(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Unreadable:
        return False
    return True


_TESTS: Mapping[FieldKind, Callable[[str], bool]] = {
    FieldKind.MOMENT: _is_date,
    FieldKind.DAY: _is_date,
    FieldKind.NUMBER: partial(_readable, values.count_of),
    FieldKind.MONEY: partial(_readable, values.cents_of),
    FieldKind.YES_NO: partial(_readable, values.yes_or_no),
    FieldKind.EMAIL: partial(_readable, values.email_of),
    FieldKind.PHONE: partial(_readable, phones.phone_of),
}


def settle_order(table: Table, kind: ImportKind, columns: Mapping[str, str]) -> OrderProof:
    """The date order all date columns of a file agree on, from as many rows as it takes."""
    of_dates = {target.key for target in FIELDS[kind] if target.kind in _DATED}
    names = [name for name, keys in columns.items() if of_dates.intersection(keys.split("+"))]
    if not names:
        return OrderProof(False)
    places = [table.columns.index(name) for name in names]
    seen: dict[str, None] = {}
    proof = OrderProof(False)
    for chunk in table.chunks():
        for place in places:
            dated = (row[place] for row in chunk.rows if place < len(row))
            seen.update(dict.fromkeys(cell.strip()[:DATE_LENGTH] for cell in dated))
        proof = prove_order(seen)
        if proof.order is not None or proof.against or len(seen) > _DIFFERENT_DATES:
            break
    return proof


def _words(
    kind: ImportKind, cells: Mapping[str, Sequence[str]], listed: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Codes proposed for the words of the columns that draw on a list."""
    by_field = {}
    for target in FIELDS[kind]:
        if target.kind is FieldKind.CHOICE and target.key in cells:
            code_by_word = choices.words_of(target)
            code_by_word |= {
                choices.folded(word): code for word, code in listed.get(target.key, {}).items()
            }
            different = dict.fromkeys(cell.strip() for cell in cells[target.key] if cell.strip())
            words = choices.suggest(different, code_by_word) if code_by_word else {}
            if words:
                by_field[target.key] = words
    return by_field


def _constants(kind: ImportKind, matched: set[str]) -> dict[str, str]:
    """What every row gets where no column says it."""
    usual = kind.declared.usual
    return {
        target.key: usual[target.key]
        for target in FIELDS[kind]
        if target.required and target.key in usual and target.key not in matched
    }


def _unique_by(kind: ImportKind, matched: set[str]) -> str:
    return next(
        (unique_by for unique_by in UNIQUE_BY[kind] if matched.issuperset(unique_by.split("+"))), ""
    )


def lost_zeros(cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A note for each column of numbers whose leading zeros a spreadsheet seems to have eaten."""
    notes = []
    for name, column in cells.items():
        filled = _filled(column)
        if filled and all(map(str.isdecimal, filled)) and _are_short_of_zeros(filled):
            notes.append(
                tr(
                    "“{name}”: some numbers are shorter than the others. "
                    "A spreadsheet may have dropped their leading zeros.",
                    name=name,
                )
            )
    return tuple(notes)


def _are_short_of_zeros(numbers: Sequence[str]) -> bool:
    """Whether nearly all have one length of four digits or more, the rest one or two less."""
    lengths = Counter(map(len, numbers))
    usual, count = lengths.most_common(1)[0]
    rest = [length for length in lengths if length != usual]
    zeros = any(number.startswith("0") for number in numbers)
    near = all(0 < usual - length <= 2 for length in rest)
    return bool(rest) and not zeros and usual >= 4 and near and count >= _MOSTLY * len(numbers)
