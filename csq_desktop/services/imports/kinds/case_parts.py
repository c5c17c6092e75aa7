"""What stands beside a case in the cells of files: written, read, checked and kept."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any, get_args, get_type_hints

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.domain.imports.rows import Check, Columns, Faults, Plain, Reason
from csq_desktop.domain.shop.shop_lists import REFERRAL_BODIES, ROOT_CAUSES
from csq_desktop.domain.transfers import parts as rules
from csq_desktop.domain.transfers.parts import FILED
from csq_desktop.services import people
from csq_desktop.services.imports.rows import ImportContext
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records import transfers as records
from csq_desktop.storage.records.bodies import filled_body, from_body, if_sound
from csq_desktop.storage.records.transfers import PEOPLE, TABLES
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.imports import ImportBatchRow
from csq_desktop.texts import mark

UNREADABLE = mark("{field}: this is not what the program exports here. Leave the cell as it was.")
_LISTED = {"cause": ROOT_CAUSES, "referred_to": REFERRAL_BODIES, "alternatives": REFERRAL_BODIES}
"""The lists that words of a part come from; own words stay as they are."""
_WHYS = "whys"


def written(key: str, stored: object) -> str:
    """The cell of a part whose rows stand in the store so; empty where there are none."""
    if not stored:
        return ""
    filed = [_filed(key, row) for row in json.loads(str(stored))]
    return json.dumps([filled_body(each) for each in filed], ensure_ascii=False)


def _filed(key: str, row: dict[str, Any]) -> Any:
    facts = {name: _said(name, value, _moments(key)) for name, value in row.items()}
    if _WHYS in facts:
        facts[_WHYS] = tuple(_filed(_WHYS, each) for each in row[_WHYS])
    return from_body(FILED[key][0], facts)


def _said(name: str, value: Any, moments: frozenset[str]) -> Any:
    if name in moments and isinstance(value, int):
        return as_datetime(value)
    if name in _LISTED:
        return lists.words(_LISTED[name], str(value))
    return bool(value) if name == "consented" else value


@cache
def _moments(key: str) -> frozenset[str]:
    """The moments of a part, which stand in the store as numbers."""
    hints = get_type_hints(FILED[key][0])
    return frozenset(name for name, hint in hints.items() if datetime in (hint, *get_args(hint)))


def checks(session: Session) -> tuple[Check, ...]:
    """The check of every cell of a part: it holds what a case can have had by now."""
    now = desk_of(session).now()

    def check(columns: Columns) -> Faults:
        for key in FILED.keys() & columns.keys():
            for place, cell in enumerate(columns[key]):
                if cell and not _is_sound(key, cell, now):
                    yield place, Reason(UNREADABLE, field_of(ImportKind.COMPLAINTS, key))

    return (check,)


def _is_sound(key: str, cell: Plain, now: datetime) -> bool:
    filed = read(key, cell)
    return bool(filed) and rules.are_sound(key, filed or (), now)


def read(key: str, cell: Plain) -> Sequence[Any] | None:
    """What a cell of a part says; None where it holds anything else."""
    if not cell:
        return ()
    try:
        body = json.loads(str(cell))
    except (ValueError, RecursionError):
        return None
    filed = [if_sound(FILED[key][0], each) for each in body] if isinstance(body, list) else [None]
    return None if None in filed else filed


@dataclass(frozen=True)
class _Row:
    """One thing beside a case, and the further cause that it leads to."""

    complaint_id: int
    filed: Any
    cause_id: int | None = None


def keep(
    session: Session,
    first: int,
    columns: Columns,
    setting: ImportContext,
    *,
    detail: Mapping[str, object],
) -> None:
    """Keep what stands beside new cases, which have the ids from `first` on."""
    rows = {
        key: [
            _Row(first + place, each)
            for place, cell in enumerate(columns.get(key, ()))
            for each in read(key, cell) or ()
        ]
        for key in FILED
    }
    names = {name for each in _every(rows) for name in _people(each.filed)}
    by_name = people.brought(session, names, setting.batch_id)
    keeper = _Keeper(session, setting, by_name)
    for key in FILED:  # the further causes stand before the whys, which lead to them
        facts = [keeper.facts(key, each, rows) for each in rows[key]]
        records.add_many(session, key, facts, detail=detail)


def take_back(session: Session, batch: ImportBatchRow, *, detail: Mapping[str, object]) -> None:
    """Take out what counts of voided cases too, where an import that is undone brought it."""
    asked = records.asked_until(session, batch.id, batch.at)
    records.remove_many(session, "satisfaction", asked, detail=detail)


def _every(rows: dict[str, list[_Row]]) -> Iterator[_Row]:
    return (each for some in rows.values() for each in some)


def _people(filed: Any) -> Iterator[str]:
    return (name for field in PEOPLE if (name := getattr(filed, field, "")))


@dataclass(frozen=True)
class _Keeper:
    """Makes rows of the store out of what files say."""

    session: Session
    setting: ImportContext
    people: dict[str, int]

    def facts(self, key: str, row: _Row, rows: dict[str, list[_Row]]) -> dict[str, Any]:
        """The columns of one row; the whys of a further cause are added to the others."""
        table, new_id = TABLES[key], ids.reserve(self.session)
        facts = {
            PEOPLE.get(field.name, field.name): self._stored(field.name, row.filed)
            for field in fields(row.filed)
            if field.name != _WHYS
        }
        facts |= {"id": new_id, "complaint_id": row.complaint_id}
        facts[table.entered_by] = self.setting.user_id
        name, moment = table.month
        if name:
            facts[name] = Month.of(shop.day_of(self.session, facts[moment]))
        if key == _WHYS:
            facts["cause_id"] = row.cause_id
        for why in getattr(row.filed, _WHYS, ()):
            rows[_WHYS].append(replace(row, filed=why, cause_id=new_id))
        return facts

    def _stored(self, name: str, filed: Any) -> Any:
        value = getattr(filed, name)
        if name in PEOPLE:
            return self.people.get(value)
        if name in _LISTED and value:
            codes = lists.file_words(_LISTED[name])
            return "\n".join(codes.get(words, words) for words in value.splitlines())
        return value
