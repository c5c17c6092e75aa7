"""How the dates of a file are written: the order they prove, and columns that mix ways."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from csq_desktop.domain.imports.date_styles import DateStyle, DateWay, DateWays
from csq_desktop.domain.imports.fields import FIELDS, ImportKind
from csq_desktop.domain.imports.plans import DateOrder, OrderProof
from csq_desktop.domain.imports.tables import Table
from csq_desktop.exchange.cells.dates import DATE_LENGTH, prove_order, style_of
from csq_desktop.exchange.cells.year_first import may_be_swapped

COUNTED_ROWS = 20_000
"""In so many rows at least the ways of writing are counted."""
_DIFFERENT_DATES = 50_000
_STYLE_BY_ORDER: Mapping[DateOrder | None, DateStyle] = {
    DateOrder.YMD: DateStyle.YEAR_FIRST,
    DateOrder.DMY: DateStyle.DAY_FIRST,
    DateOrder.MDY: DateStyle.MONTH_FIRST,
    None: DateStyle.EITHER,
}


def settle_order(table: Table, kind: ImportKind, columns: Mapping[str, str]) -> OrderProof:
    """The date order all date columns of a file agree on, from as many rows as it takes."""
    of_dates = {target.key for target in FIELDS[kind] if target.dated}
    names = [name for name, keys in columns.items() if of_dates.intersection(keys.split("+"))]
    if not names:
        return OrderProof(False)
    seen: dict[str, Counter[str]] = {name: Counter() for name in names}
    proof = OrderProof(False)
    rows = 0
    for chunk in table.chunks():
        rows += len(chunk.rows)
        for name, dates in seen.items():
            place = table.columns.index(name)
            cells = (row[place] for row in chunk.rows if place < len(row))
            dates.update(map(_date_part, cells))
        proof = prove_order(chain.from_iterable(seen.values()))
        settled = proof.order is not None or proof.against
        if (settled and rows >= COUNTED_ROWS) or sum(map(len, seen.values())) > _DIFFERENT_DATES:
            break
    return replace(proof, ways=_several(seen, proof))


def _date_part(cell: str) -> str:
    """A cell without its time, so that a day counts once however many moments it has."""
    cell = cell.strip()[:DATE_LENGTH]
    date, _, _ = cell.partition(" ")
    return date if date.count("/") == 2 or date.count("-") == 2 else cell


def mixed_columns(table: Table, kind: ImportKind, columns: Mapping[str, str]) -> frozenset[str]:
    """The columns in which dates with the year first stand beside others."""
    ways = settle_order(table, kind, columns).ways
    return frozenset(column.column for column in ways if column.asks_year_first)


def _several(seen: Mapping[str, Counter[str]], proof: OrderProof) -> tuple[DateWays, ...]:
    """The columns with more than one way; all of them where the columns contradict each other."""
    if not proof.needed:
        return ()
    columns = [_ways(name, dates, proof.order) for name, dates in seen.items()]
    return tuple(ways for ways in columns if len(ways.ways) > 1 or (proof.against and ways.ways))


def _ways(name: str, dates: Counter[str], order: DateOrder | None) -> DateWays:
    cells: Counter[DateStyle] = Counter()
    examples: dict[DateStyle, str] = {}
    proved = True
    swappable = True
    for date, count in dates.items():
        style = style_of(date)
        if style is None:
            continue
        if style is DateStyle.EITHER:
            proved = False
            style = _STYLE_BY_ORDER[order]
        elif style is DateStyle.YEAR_FIRST:
            swappable = swappable and may_be_swapped(date)
        cells[style] += count
        examples.setdefault(style, date)
    ways = tuple(DateWay(style, count, examples[style]) for style, count in cells.most_common())
    found = DateWays(name, ways)
    return replace(found, swapped=found.asks_year_first and proved and swappable)
