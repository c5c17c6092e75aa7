"""Stored cases and rounds as the late cases they are counted as, whenever they stood so."""

from collections.abc import Mapping
from datetime import datetime

from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.complaints.maximum import LateCase
from csq_desktop.domain.indicators.earlier_rows import CountedRow, Facts, RowKey


class LateRows:
    """Finds when the clocks of rows began: `rows` hold the finished rounds of all their cases."""

    def __init__(self, rows: Mapping[RowKey, Facts]) -> None:
        self._rounds = {
            (facts["complaint_id"], facts["round"]): facts
            for key, facts in rows.items()
            if key[0] is CountedRow.ROUND
        }

    def finished(self, case_id: int, number: int) -> Facts | None:
        """A finished round of a case; what became of it never changes."""
        return self._rounds.get((case_id, number))

    def late(self, kind: CountedRow, clock: ComplaintClock, facts: Facts) -> LateCase | None:
        """The case as its clock ran out; None where it did not, or runs no such clock."""
        if clock is ComplaintClock.ACKNOWLEDGE:
            if kind is CountedRow.ROUND:
                return None
            names = ("received_at", "ack_due_at", "acknowledged_at")
            began, due, done = (facts[name] for name in names)
            held, waiting = 0, None
        elif clock is ComplaintClock.PROGRESS:
            if kind is CountedRow.ROUND:
                return None
            due, done = facts["progress_due_at"], facts["progress_at"]
            began, held, waiting = facts["progress_since"], 0, facts["waiting_since"]
        else:
            due, done = facts["resolve_due_at"], facts["resolved_at"]
            began, held = self._began(kind, facts), facts["held_seconds"]
            waiting = facts.get("waiting_since")
        is_over = kind is CountedRow.ROUND  # whatever it was, nothing runs late in it any more
        if due is None or (is_over if done is None else done <= due):
            return None
        return LateCase(as_datetime(began), as_datetime(due), _moment(done), held, _moment(waiting))

    def _began(self, kind: CountedRow, facts: Facts) -> int:
        """When a round began: when the round before it was reopened."""
        is_case = kind is CountedRow.CASE
        case_id = facts["id"] if is_case else facts["complaint_id"]
        before = facts["reopened_count"] if is_case else facts["round"] - 1
        finished = self.finished(case_id, before)
        return int(facts["received_at"] if finished is None else finished["reopened_at"])


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else as_datetime(stored)
