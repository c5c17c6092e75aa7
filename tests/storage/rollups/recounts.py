"""What the kept sums have to be, counted in plain Python: complaints by the rules of a case."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import UNDATED_BAND
from csq_desktop.domain.complaints.facts import ClockState
from csq_desktop.domain.complaints.rounds import Round
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.indicators.measures import DeadlineBucket, MeasureId
from csq_desktop.services.complaints import case_rows
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.tables.complaints.complaints import ComplaintSumRow
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeSumRow
from tests.random_shop import Facts, facts_of_all

Place = tuple[int, str, str]
_BUCKETS = {
    ClockState.MET: DeadlineBucket.MET,
    ClockState.MISSED: DeadlineBucket.MISSED,
    ClockState.RUNNING: DeadlineBucket.OPEN,
    ClockState.EXCLUDED: DeadlineBucket.EXCLUDED,
}


class SumsByRules:
    """Counts and cents by month, measure and bucket."""

    def __init__(self, rules: ShopRules, complaints: Iterable[Facts]) -> None:
        self._rules = rules
        self.counts: Counter[Place] = Counter()
        self.cents: Counter[Place] = Counter()
        for facts in complaints:
            if facts.case.removed_at is None:
                self._add(facts)

    def _add(self, facts: Facts) -> None:
        case = facts.case
        received, ack_month, progress_month, resolve_month, closed, other = case.counted_in(
            self._rules.months
        )
        if not case.kind.is_complaint:
            self._count(other, MeasureId.FEEDBACK, case.kind.value)
            return
        self._count(received, MeasureId.RECEIVED, facts.category)
        left_out = bool(case.excluded_reason)
        state = clocks.ending(case.acknowledged_at, case.ack_due_at, excluded=left_out)
        self._clock(MeasureId.ACKNOWLEDGE, ack_month, state)
        state = clocks.ending(
            case.progress_at, case.progress_due_at, excluded=left_out, waiting=case.waiting_since
        )
        self._clock(MeasureId.PROGRESS, progress_month, state)
        self._outcome(case, resolve_month, closed)
        if closed is not None:
            self._cause(closed, facts.causes[0])
        if case.has_vague_closing:
            self._count(closed, MeasureId.CLOSED, str(UNDATED_BAND))
        elif case.closed_at is not None:
            band = self._rules.band(case.received_at, case.closed_at)
            self._count(closed, MeasureId.CLOSED, str(band))
        of = self._rules.months.of
        for finished, cause in zip(facts.rounds, facts.causes[1:], strict=True):
            closed = of(finished.closed_at)
            self._outcome(finished, of(finished.resolve_due_at), closed)
            self._cause(closed, cause)
            self._count(closed, MeasureId.CLOSED, str(finished.closed_band))
            self._count(of(finished.reopened_at), MeasureId.REOPENED)

    def _outcome(self, part: Case | Round, due: int | None, closed: int | None) -> None:
        left_out = bool(part.excluded_reason)
        waiting = part.waiting_since if isinstance(part, Case) else None
        state = clocks.ending(
            part.resolved_at, part.resolve_due_at, excluded=left_out, waiting=waiting
        )
        self._clock(MeasureId.RESOLVE, due, state)
        if closed is not None and part.finding is not None:
            self._count(closed, MeasureId.FINDING, part.finding.value)
        if closed is not None and part.remedy_cents:
            self._count(closed, MeasureId.REDRESS, cents=part.remedy_cents)

    def _cause(self, closed: int | None, cause: str) -> None:
        self._count(closed, MeasureId.CAUSE, cause)
        if not cause:
            self._count(closed, MeasureId.NOT_ANALYSED)

    def _clock(self, measure: MeasureId, month: int | None, state: ClockState) -> None:
        if month is not None:
            self._count(month, measure, _BUCKETS[state].value)

    def _count(
        self, month: int | None, measure: MeasureId, bucket: str = "", *, cents: int = 0
    ) -> None:
        assert month is not None
        place = (month, measure.value, bucket)
        self.counts[place] += 1
        self.cents[place] += cents


def check_sums(session: Session) -> None:
    """Every kept sum of every month is the one counted here, and the store's own recount."""
    expected = SumsByRules(case_rows.rules(session), facts_of_all(session).values())
    counts, cents = stored_sums(session)
    assert counts == expected.counts
    assert cents == +expected.cents
    assert pledge_kept(session) == pledge_recount(session)
    assert rollups.disagreements(session) == []


def stored_sums(session: Session) -> tuple[Counter[Place], Counter[Place]]:
    """The sums of complaints that the store keeps: counts, and cents."""
    counts: Counter[Place] = Counter()
    cents: Counter[Place] = Counter()
    for row in session.scalars(select(ComplaintSumRow)):
        counts[row.month.code, row.measure, row.bucket] = row.count
        cents[row.month.code, row.measure, row.bucket] = row.cents
    return +counts, +cents


def pledge_recount(session: Session) -> dict[tuple[Month, int], list[int]]:
    """The sums of pledges counted by hand, added up from the days."""
    sums: dict[tuple[Month, int], list[int]] = {}
    for row in session.scalars(select(PledgeCountRow)):
        numbers = (row.met, row.missed, row.over_maximum, row.excluded)
        before = sums.get((row.month, row.pledge_id), [0, 0, 0, 0])
        sums[row.month, row.pledge_id] = [a + b for a, b in zip(before, numbers, strict=True)]
    return {key: numbers for key, numbers in sums.items() if any(numbers)}


def pledge_kept(session: Session) -> dict[tuple[Month, int], list[int]]:
    """The sums of pledges that the store keeps."""
    return {
        (row.month, row.pledge_id): [row.met, row.missed, row.over_maximum, row.excluded]
        for row in session.scalars(select(PledgeSumRow))
        if row.met or row.missed or row.over_maximum or row.excluded
    }
