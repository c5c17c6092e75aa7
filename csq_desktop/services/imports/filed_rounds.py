"""Earlier rounds of reopened cases in the cells of files: written, read and checked."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from csq_desktop.domain.causes.coding import counted_as
from csq_desktop.domain.complaints import filed_rounds as rules
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.filed_rounds import FiledRound, FinishedRound
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.domain.imports.rows import Columns, Faults, Plain, Reason
from csq_desktop.domain.shop.shop_lists import ROOT_CAUSES
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.bodies import filled_body, from_body, if_sound
from csq_desktop.texts import mark

KEY = "earlier_rounds"
UNREADABLE = mark("{field}: these are not the earlier rounds of this complaint.")
_MOMENTS = ("closed_at", "reopened_at", "resolve_due_at", "resolved_at")


def written(stored: object) -> str:
    """The cell of a case whose rounds stand in the store so; empty where there are none."""
    rows = json.loads(str(stored)) if stored else []
    return json.dumps([filled_body(_filed(row)) for row in rows]) if rows else ""


def _filed(row: dict[str, object]) -> FiledRound:
    moments = {name: row[name] for name in _MOMENTS if isinstance(row[name], int)}
    dated = {name: as_datetime(int(str(at))) for name, at in moments.items()}
    facts = {name: value for name, value in row.items() if name not in (*_MOMENTS, "cause_code")}
    code = str(row["cause_code"] or "")
    facts["cause"] = lists.full_label(ROOT_CAUSES, code) if code else ""
    return from_body(FiledRound, {**facts, **dated, "is_assumed": bool(row["is_assumed"])})


def read(cell: Plain) -> Sequence[FiledRound] | None:
    """The rounds in a cell; None where it holds anything else."""
    if not cell:
        return ()
    try:
        body = json.loads(str(cell))
    except (ValueError, RecursionError):
        return None
    return if_sound(tuple[FiledRound, ...], body)


def finished(cell: Plain, received_at: Plain, shop: ShopRules) -> Iterator[FinishedRound]:
    """The rounds of a row that was checked, as the rules count them, each with its cause's code."""
    codes = lists.file_words(ROOT_CAUSES)
    for each in rules.finished(read(cell) or (), int(received_at or 0), shop):
        code = codes.get(each.cause, each.cause)
        counted = counted_as(code, partial(lists.has, ROOT_CAUSES))
        yield each._replace(cause=counted)


def check(columns: Columns) -> Faults:
    """Cells that hold no rounds, or some that this case cannot have had."""
    field = field_of(ImportKind.COMPLAINTS, KEY)
    for place, cell in enumerate(columns.get(KEY, ())):
        if cell and not _are_its(read(cell), columns, place):
            yield place, Reason(UNREADABLE, field)


def _are_its(rounds: Sequence[FiledRound] | None, columns: Columns, place: int) -> bool:
    received_at = columns["received_at"][place]
    if not rounds or not isinstance(received_at, int):
        return False
    return rules.are_sound(rounds, received_at, list(_ended(columns, place)))


def _ended(columns: Columns, place: int) -> Iterator[int]:
    for key in ("answered_at", "closed_at"):
        cell = columns[key][place] if key in columns else None
        if isinstance(cell, int):
            yield int(cell)


def counts(cells: Iterable[Plain]) -> list[int]:
    """How often each case was reopened."""
    return [len(read(cell) or ()) for cell in cells]
