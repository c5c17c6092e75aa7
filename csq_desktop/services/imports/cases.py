"""The facts of complaints as imports read and write them, changed by the rules of a case."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any

from csq_desktop.domain.complaints import updates
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import Finding, RemedyKind, Severity, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.imports.stored import COMPLAINT_COLUMNS, ChangedRow
from csq_desktop.storage.records.imports.facts import Facts

DERIVED = frozenset(case_rows.DERIVED)
"""Derived from the other facts; computed again after every change."""
_WORDS: Mapping[str, Callable[[str], StrEnum]] = {
    "kind": FeedbackKind,
    "severity": Severity,
    "state": State,
    "finding": Finding,
    "remedy_kind": RemedyKind,
}


class Cases:
    """Changes the facts of complaints by the shop's rules; `keys` are the columns of the file."""

    def __init__(self, rules: ShopRules, now: int, keys: Collection[str] = ()) -> None:
        self._rules, self._now = rules, now
        self._own = updates.own_clocks(keys)

    def changed(self, row: ChangedRow, linked: Facts) -> Facts:
        """The facts after a file's fields are taken over; fields that the file lacks stay.

        `linked` are the columns that hold ids of other records.
        """
        facts, values = row.stored.facts, row.values
        news = {COMPLAINT_COLUMNS[key]: values[key] for key in values if key in COMPLAINT_COLUMNS}
        if "acknowledged_at" in row.filled:
            news.setdefault("acknowledged_at", facts["acknowledged_at"])
        if "status" in values:
            news["state"] = values["status"]
        read = {name: _word(name, news[name]) for name in updates.READ if name in news}
        alone = {name: value for name, value in news.items() if name not in updates.READ}
        if "cause_code" in alone:
            alone["cause"] = alone["cause_code"]
        case = updates.updated(
            _case(facts, row.stored.reopened_at), read, self._rules, now=self._now, own=self._own
        )
        return self._facts({**facts, **alone, **linked}, case)

    def put_right(self, facts: Facts, before: Facts) -> Facts:
        """The facts after an undo, derived ones computed again; `before` are those until now."""
        case = updates.put_right(_case(facts), _case(before), self._rules)
        return self._facts(facts, case)

    def _facts(self, facts: Facts, case: Case) -> Facts:
        return {**facts, **case_rows.stored_columns(case, self._rules)}


def _case(facts: Facts, reopened_at: int | None = None) -> Case:
    held = {name: _word(name, facts[name]) for name in case_rows.FACTS}
    return Case(**held, reopened_at=reopened_at)


def _word(name: str, value: Any) -> Any:
    return _WORDS[name](value) if value is not None and name in _WORDS else value
