"""Rows as they were: what the audit trail says was done to them, taken back from the newest on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from csq_desktop.domain.indicators.revisions import RevisionCause

Facts = Mapping[str, Any]
"""Stored values by column: whole numbers, texts, None."""


class CountedRow(StrEnum):
    """The rows that figures are counted from, by their names in the trail."""

    CASE = "complaint"
    ROUND = "complaint_round"
    DAY = "pledge_count"
    CHECK = "checklist_run"
    INPUT = "month_input"
    NOTE = "pledge_month"
    PROMISE = "complaint_promise"


RowKey = tuple[CountedRow, int]


@dataclass(frozen=True, kw_only=True)
class TrailedChange:
    """An entry of the trail about one row, or about all rows of an import (`row_id` None).

    `before` holds the fields as they were, `after` as they became, both as the store keeps them;
    `first` to `last` are the ids that were added together.
    """

    sequence: int
    at: datetime
    user_id: int
    kind: CountedRow
    is_new: bool = False
    is_gone: bool = False
    row_id: int | None = None
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    batch: int | None = None
    first: int = 0
    last: int = -1


@dataclass(frozen=True)
class RowStep:
    """One change of one row, with all its fields before and after; None where there was no row."""

    change: TrailedChange
    key: RowKey
    before: Facts | None
    after: Facts | None

    @property
    def cause(self) -> RevisionCause:
        """What kind of change it was."""
        if self.before is None or self.after is None:
            return self._cause_of_row
        if self.key[0] in _ALWAYS:
            return _ALWAYS[self.key[0]]
        changed = self._changed
        if self.after.get("became_id") and "removed_at" in changed:
            return RevisionCause.KIND
        if "removed_at" in changed:
            return RevisionCause.IMPORT_UNDONE if self._is_of_file else RevisionCause.VOIDED
        if "excluded_reason" in changed:
            return RevisionCause.EXCLUDED
        if "reopened_count" in changed:
            return RevisionCause.WORKED
        was_there = any(self.before.get(name) not in (None, 0) for name in changed & _SET_ONCE)
        if was_there or self.key[0] is CountedRow.ROUND:  # a round is over: nothing is done to it
            return RevisionCause.CORRECTED
        return RevisionCause.LATE_ENTRY if self._is_dated_back else RevisionCause.WORKED

    @property
    def _cause_of_row(self) -> RevisionCause:
        """Why a row is there that was not, or the other way round."""
        if self.before is not None:
            return RevisionCause.CORRECTED
        # What a reopening takes out of the case it puts into a round: both have one cause.
        is_work = self.key[0] in (CountedRow.ROUND, CountedRow.NOTE) and not self._is_of_file
        return RevisionCause.WORKED if is_work else RevisionCause.LATE_ENTRY

    @property
    def _is_of_file(self) -> bool:
        """Whether an import did it."""
        return self.change.row_id is None

    @property
    def _changed(self) -> frozenset[str]:
        before, after = self.before or {}, self.after or {}
        return frozenset(name for name in after if after[name] != before.get(name))

    @property
    def _is_dated_back(self) -> bool:
        """Whether what happened earlier was entered, by a person or by a file."""
        after, at = self.after or {}, int(self.change.at.timestamp())
        moments = [after[name] for name in self._changed & _ENDS if after[name] is not None]
        return self._is_of_file or any(moment < at - _AT_ONCE for moment in moments)


_ENDS = frozenset(
    ("acknowledged_at", "progress_at", "resolved_at", "closed_at", "finished_at", "done_at")
)
_SET_ONCE = _ENDS | {"received_at", "category", "finding", "remedy_kind", "remedy_cents"}
"""Fields that say what became of something: another value in its place is a correction."""
_AT_ONCE = 60  # seconds
_ALWAYS = {
    CountedRow.DAY: RevisionCause.CORRECTED,
    CountedRow.INPUT: RevisionCause.CORRECTED,
    CountedRow.NOTE: RevisionCause.WORKED,
}
"""What a change of such a row is, whichever field it was in."""


class EarlierRows:
    """Rows as they are, taken back change by change.

    `rows` are all that the changes speak of, rounds with the receipt of their case; `imported` is
    what each import changed of them, by the number of the import. What `undone` imports changed is
    forgotten and not taken back; what they added was withdrawn.
    """

    def __init__(
        self,
        rows: Mapping[RowKey, Facts],
        imported: Mapping[int, Mapping[RowKey, Facts]] = MappingProxyType({}),
        undone: Collection[int] = (),
    ) -> None:
        self._rows = dict(rows)
        self._rounds: dict[int, list[RowKey]] = {}  # by case: looked for at each other receipt
        for key, facts in rows.items():
            if key[0] is CountedRow.ROUND:
                self._rounds.setdefault(facts.get("complaint_id", 0), []).append(key)
        self._imported = dict(imported)
        # The newest change of an undone import's rows is their withdrawal, an older one is not.
        self._withdrawals = {(batch, kind) for batch in undone for kind in CountedRow}

    def taken_back(self, change: TrailedChange) -> Iterator[RowStep]:
        """Take a change back, the newest first; gives what it did to each row."""
        for key, before in self._before(change):
            after = self._rows.pop(key, None)
            if before is not None:
                self._rows[key] = before
            yield RowStep(change, key, before, after)
            if before and after and before.get("received_at") != after.get("received_at"):
                yield from self._rounds_follow(change, key, before["received_at"])

    def _rounds_follow(
        self, change: TrailedChange, case: RowKey, received_at: int
    ) -> Iterator[RowStep]:
        """The finished rounds of a case count by its receipt, which stands beside their facts."""
        for key in self._rounds.get(case[1], ()):
            if (after := self._rows.get(key)) is not None:
                self._rows[key] = before = {**after, "received_at": received_at}
                yield RowStep(change, key, before, after)

    def _before(self, change: TrailedChange) -> list[tuple[RowKey, Facts | None]]:
        """The rows that a change touched, as they were before it."""
        if change.row_id is not None:
            key = (change.kind, change.row_id)
            return [(key, self._single(key, change))] if self._is_there(key, change) else []
        if change.batch is None:
            return []
        if change.is_new:
            return [(key, None) for key in self._added(change)]
        if change.batch in self._imported:
            return self._as_before_import(self._imported.pop(change.batch))
        withdrawal = (change.batch, change.kind)
        if withdrawal not in self._withdrawals or change.is_gone:
            return []
        self._withdrawals.remove(withdrawal)
        return self._as_before_undo(change)

    def _is_there(self, key: RowKey, change: TrailedChange) -> bool:
        return change.is_gone or key in self._rows

    def _single(self, key: RowKey, change: TrailedChange) -> Facts | None:
        if change.is_new:
            return None
        return {**self._rows.get(key, {}), **change.before}

    def _added(self, change: TrailedChange) -> list[RowKey]:
        return [
            key
            for key, facts in self._rows.items()
            if key[0] is change.kind
            and change.first <= key[1] <= change.last
            and facts.get("batch_id") == change.batch
        ]

    def _as_before_import(
        self, changed: Mapping[RowKey, Facts]
    ) -> list[tuple[RowKey, Facts | None]]:
        return [
            (key, {**self._rows[key], **before})
            for key, before in changed.items()
            if key in self._rows
        ]

    def _as_before_undo(self, change: TrailedChange) -> list[tuple[RowKey, Facts | None]]:
        """What undoing an import withdrew: the rows of it that were withdrawn last."""
        moments = {
            key: facts["removed_at"]
            for key, facts in self._rows.items()
            if key[0] is change.kind
            and self._batch_of(key) == change.batch
            and facts.get("removed_at") is not None
        }
        latest = max(moments.values(), default=None)
        return [
            (key, {**self._rows[key], "removed_at": None})
            for key, moment in moments.items()
            if moment == latest
        ]

    def _batch_of(self, key: RowKey) -> object:
        """The import that added a row, or the case that a round is of."""
        facts = self._rows.get(key, {})
        if key[0] is CountedRow.ROUND:
            facts = self._rows.get((CountedRow.CASE, facts["complaint_id"]), {})
        return facts.get("batch_id")
