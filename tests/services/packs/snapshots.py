"""A recount of what helped a month that looks at the rows before and after each act, not at the
trail: what each clock and each day would count as without the acts that helped it."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import text

from csq_desktop.domain.calendar.months import Month
from csq_desktop.storage.store import Store

_CASES = """SELECT id, reopened_count + 1 AS round, ack_month, ack_due_at, acknowledged_at,
    resolve_month, resolve_due_at, resolved_at, waiting_since, excluded_reason <> '' AS excluded,
    removed_at IS NOT NULL AS removed, closed_at, state FROM complaint"""
_ROUNDS = """SELECT complaint_id AS id, round, NULL AS ack_month, resolve_month, resolve_due_at,
    resolved_at, NULL AS waiting_since, excluded_reason <> '' AS excluded,
    removed_at IS NOT NULL AS removed, closed_at, 'closed' AS state FROM complaint_round"""
_DAYS = "SELECT pledge_id, day, met, missed FROM pledge_count WHERE month = :month"
ACK, RES = "ack", "resolve"
_DONE = {ACK: "acknowledged_at", RES: "resolved_at"}
Key = tuple[str, int, int]
Row = dict[str, Any]


@dataclass(frozen=True)
class Stand:
    """How a clock stands in the month."""

    late: bool = False
    excluded: bool = False
    removed: bool = False


@dataclass
class Snapshot:
    """Every clock and every day of a month at one moment."""

    rows: dict[Key, Row] = field(default_factory=dict)
    days: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)


@dataclass
class HelpRecount:
    """Watches a store act by act; `at` is in seconds since 1970."""

    store: Store
    month: Month
    worse: dict[Key, dict[str, bool]] = field(default_factory=dict)
    peaks: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    was_late: set[Key] = field(default_factory=set)
    unanswered: set[Key] = field(default_factory=set)
    replied: dict[int, list[int]] = field(default_factory=dict)

    def snapshot(self) -> Snapshot:
        """The rows as they are."""
        shot = Snapshot()
        with self.store.reading() as session:
            for query in (_CASES, _ROUNDS):
                for row in session.execute(text(query)).mappings():
                    shot.rows[RES, row["id"], row["round"]] = dict(row)
                    if "ack_due_at" in row:
                        shot.rows[ACK, row["id"], 0] = dict(row)
            days = session.execute(text(_DAYS), {"month": self.month.code})
            shot.days = {(day.pledge_id, day.day): (day.met, day.missed) for day in days}
        return shot

    def watch(self, before: Snapshot, after: Snapshot, at: int) -> None:
        """Take in what one act changed."""
        for key, row in after.rows.items():
            was = before.rows.get(key)
            if was is None:
                continue
            self._sides(key, self._stand(key[0], was, at), self._stand(key[0], row, at))
            if key[0] == RES and was["resolved_at"] is None and row["resolved_at"] is not None:
                if row["state"] == "answered":
                    self.replied.setdefault(key[1], []).append(at)
                elif row["resolved_at"] == row["closed_at"]:
                    self.unanswered.add(key)
        for day, count in before.days.items():
            peak = self.peaks.get(day, (0, -1))
            self.peaks[day] = count if count[1] >= peak[1] else peak

    def _sides(self, key: Key, was: Stand, became: Stand) -> None:
        worse = self.worse.setdefault(key, {})
        if was.late:
            self.was_late.add(key)
        for name, before in vars(was).items():
            after = getattr(became, name)
            if before != after:
                worse.pop(name, None)
                if key in self.was_late and after is not (name == "late"):
                    worse[name] = before

    def _stand(self, clock: str, row: Row, at: int) -> Stand:
        done, due = row[_DONE[clock]], row[f"{clock}_due_at"]
        if row[f"{clock}_month"] != self.month.code:
            return Stand(False, bool(row["excluded"]), bool(row["removed"]))
        since = row["waiting_since"] if clock == RES else None
        held = since is not None and since <= due
        late = done > due if done is not None else due < at and not held
        return Stand(late, bool(row["excluded"]), bool(row["removed"]))

    def without(self, clock: str, now: Snapshot, at: int) -> tuple[int, int]:
        """Those met and those missed, had nothing helped them."""
        met = missed = 0
        for key, row in now.rows.items():
            if key[0] != clock or row[f"{clock}_month"] is None:
                continue
            stand = self._stand(clock, row, at)
            stand = replace(stand, **self.worse.get(key, {}))
            if stand.excluded or stand.removed:
                continue
            is_here = row[f"{clock}_month"] == self.month.code
            done, due = row[_DONE[clock]], row[f"{clock}_due_at"]
            if stand.late or (is_here and self._came_back_late(key, row, now, at)):
                missed += 1
            elif is_here and done is not None and done <= due:
                met += 1
        return met, missed

    def _came_back_late(self, key: Key, row: Row, now: Snapshot, at: int) -> bool:
        """Whether a round was closed without a reply and came back, and none came in time."""
        if key not in self.unanswered or (RES, key[1], key[2] + 1) not in now.rows:
            return False
        if row["resolved_at"] != row["closed_at"]:
            return False
        later = (moment for moment in self.replied.get(key[1], ()) if moment > row["closed_at"])
        return bool(row["resolve_due_at"] < next(later, at))

    def days_without(self, now: Snapshot) -> tuple[int, int]:
        """The same of counts: each day as it was when it had most misses, the last time it had."""
        met = missed = 0
        for day in self.peaks.keys() | now.days.keys():
            count, peak = now.days.get(day, (0, 0)), self.peaks.get(day, (0, -1))
            best = peak if peak[1] > count[1] else count
            met, missed = met + best[0], missed + best[1]
        return met, missed
