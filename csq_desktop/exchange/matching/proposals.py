"""A first proposal for the mapping of a file: from its headings, and from what its cells are."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.fields import FIELDS, UNIQUE_BY, ImportKind, field_of, growing
from csq_desktop.domain.imports.plans import ImportMapping, OrderProof
from csq_desktop.domain.imports.tables import Table
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.words.names import name_key, one_line
from csq_desktop.exchange.cells import choices
from csq_desktop.exchange.cells.joined import is_time
from csq_desktop.exchange.matching.date_orders import settle_order
from csq_desktop.exchange.matching.evidence import (
    MOSTLY,
    cells_fit,
    example_against,
    filled_cells,
)
from csq_desktop.exchange.matching.headings import names_of, only_exported, plain_heading
from csq_desktop.exchange.matching.name_parts import half_names
from csq_desktop.exchange.matching.time_columns import doubtful_times, time_columns
from csq_desktop.texts import tr

_GOOD_ENOUGH = 75.0
_A_SLIP = 86.0
_BY_CELLS_ALONE = 80.0
_EXACTLY = 100.0
_SHOWN = 40
_NUMBERED = re.compile(r" \(\d+\)$")
_WORD_ROWS = 20_000
_EVIDENCE_CELLS = 200
_MANY_WORDS = 0.6


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
    evidence = {name: column[:_EVIDENCE_CELLS] for name, column in cells.items()}
    guesses, alike = _compare(kind, evidence)
    columns = {guess.column: guess.key for guess in guesses}
    times = time_columns(kind, columns, evidence)
    doubtful = doubtful_times(kind, columns, evidence)
    order = settle_order(table, kind, columns)
    mapping = ImportMapping(
        kind=kind,
        columns=columns,
        times=times,
        date_order=order.order,
        sheet=table.sheet if len(table.sheets) > 1 else None,
        values=_words(kind, {key: cells[name] for name, key in columns.items()}, listed or {}),
        constants=_constants(kind, set(columns.values())),
        new_words=growing(kind, set(columns.values())),
        unique_by=_unique_by(kind, set(columns.values())),
    )
    notes = (
        *_file_notes(table, cells),
        *half_names(columns, table.columns),
        *(_joined_with(mapping, time) for time in times),
        *(_not_joined(kind, time, key, evidence[time]) for time, key in doubtful.items()),
        *(
            _why_not(kind, guess, evidence[guess.column])
            for guess in alike
            if guess.column not in times and guess.column not in doubtful
        ),
    )
    return Proposal(mapping, guesses, order, notes)


def file_notes(table: Table) -> tuple[str, ...]:
    """What looks wrong in a file, whatever its columns are matched to."""
    rows = table.sample(_WORD_ROWS)
    return _file_notes(
        table, {name: [row[n] for row in rows] for n, name in enumerate(table.columns)}
    )


def _file_notes(table: Table, cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return (*table.notes, *same_headings(table.columns), *lost_zeros(cells))


def _joined_with(mapping: ImportMapping, time: str) -> str:
    key = mapping.times[time]
    date = next(column for matched, column in mapping.sources if matched == key)
    return tr(
        "“{field}” is read from two columns: the date from “{date}”, the time from “{time}”.",
        field=field_of(mapping.kind, key).title,
        date=date,
        time=time,
    )


def _not_joined(kind: ImportKind, time: str, key: str, cells: Sequence[str]) -> str:
    title = field_of(kind, key).title
    example = next(cell for cell in filled_cells(cells) if not is_time(cell))
    return tr(
        "“{name}” may be the time of “{field}”, but some cells, such as “{value}”, are no time of "
        "day. To join it all the same, choose “{time}” for it.",
        name=time,
        field=title,
        value=one_line(example)[:_SHOWN],
        time=tr("{field} (time of day)", field=title),
    )


def _why_not(kind: ImportKind, guess: Guess, cells: Sequence[str]) -> str:
    """Why a column is not proposed for the field it is called like."""
    target = field_of(kind, guess.key)
    if kind.declared.identities:  # a cell may name somebody, and notes stand there unmasked
        return tr(
            "“{name}” is not matched to “{field}”: its cells do not fit.",
            name=guess.column,
            field=target.title,
        )
    return tr(
        "“{name}” is not matched to “{field}”: its cells, such as “{value}”, do not fit.",
        name=guess.column,
        field=target.title,
        value=one_line(example_against(target, filled_cells(cells)))[:_SHOWN],
    )


def same_headings(columns: Sequence[str]) -> tuple[str, ...]:
    """A note for each heading that several columns have, numbered or in other case."""
    alike: dict[str, list[str]] = {}
    for name in columns:
        plain = _NUMBERED.sub("", name)
        alike.setdefault(name_key(plain if plain in columns else name), []).append(name)
    return tuple(
        tr(
            "Several columns have the same heading: {names}. Check which one to import.",
            names=tr(", ").join(f"“{name}”" for name in names),
        )
        for names in alike.values()
        if len(names) > 1
    )


def match_columns(kind: ImportKind, cells: Mapping[str, Sequence[str]]) -> tuple[Guess, ...]:
    """Which column feeds which field: the best pair first, each column and field once."""
    guesses, _ = _compare(kind, cells)
    return guesses


def _compare(
    kind: ImportKind, cells: Mapping[str, Sequence[str]]
) -> tuple[tuple[Guess, ...], tuple[Guess, ...]]:
    """The columns that feed fields, and the look-alikes: columns only called like one."""
    guesses: list[Guess] = []
    alike: list[Guess] = []
    for name, column in cells.items():
        if plain_heading(name) in only_exported(kind):
            continue
        filled = filled_cells(column)
        for target in FIELDS[kind]:
            heading = _heading_score(plain_heading(name), names_of(kind, target.key))
            guess = Guess(name, target.key, _score(target, heading, filled))
            if guess.score < _GOOD_ENOUGH:
                continue
            if cells_fit(target, filled, called_so=heading == _EXACTLY):
                guesses.append(guess)
            elif heading >= _GOOD_ENOUGH:
                alike.append(guess)
    places = {name: place for place, name in enumerate(cells)}
    chosen = _best(guesses)
    columns, keys = {guess.column for guess in chosen}, {guess.key for guess in chosen}
    others = [guess for guess in alike if guess.column not in columns and guess.key not in keys]
    in_order = partial(sorted, key=lambda guess: places[guess.column])
    return tuple(in_order(chosen)), tuple(in_order(_best(others)))


def _best(guesses: Iterable[Guess]) -> list[Guess]:
    """The best pairs, each column and field once."""
    chosen: list[Guess] = []
    for guess in sorted(guesses, key=lambda guess: -guess.score):
        if all(guess.column != other.column and guess.key != other.key for other in chosen):
            chosen.append(guess)
    return chosen


def _score(target: TargetField, heading: float, filled: Sequence[str]) -> float:
    """How well a column fits a field that its cells can be."""
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
        # A slip of the pen such as “recieved”; “country” is no “counter”.
        best = max(best, fuzz.token_sort_ratio(heading, name, score_cutoff=_A_SLIP) * 0.95)
    return best


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
    """What tells rows apart, as far as it is safe to guess.

    A family may share a telephone: where the file brings names, a number alone would have one
    person renamed to another. Only the user may choose that.
    """
    shared = kind.declared.twins if "name" in matched else ()
    unique = (unique_by for unique_by in UNIQUE_BY[kind] if unique_by not in shared)
    return next((keys for keys in unique if matched.issuperset(keys.split("+"))), "")


def lost_zeros(cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A note for each column of numbers whose leading zeros a spreadsheet seems to have eaten."""
    notes = []
    for name, column in cells.items():
        filled = filled_cells(column)
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
    return bool(rest) and not zeros and usual >= 4 and near and count >= MOSTLY * len(numbers)
