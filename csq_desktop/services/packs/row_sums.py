"""What single rows add to the sums of one month, as the ledger counts them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from csq_desktop.analytics.ageing import ageing
from csq_desktop.analytics.indicators.ledger import (
    CLOCK_OF,
    FigureLedger,
    MonthDetails,
)
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.clocks import UNDATED_BAND, as_datetime
from csq_desktop.domain.complaints.facts import ComplaintClock, RemedyKind
from csq_desktop.domain.complaints.maximum import LateCase
from csq_desktop.domain.complaints.open_cases import OpenCase
from csq_desktop.domain.complaints.promises import PromiseState, state_of
from csq_desktop.domain.indicators.earlier_rows import CountedRow, Facts, RowKey
from csq_desktop.domain.indicators.figures import Unit
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.indicators.late_rows import LateRows
from csq_desktop.domain.indicators.measures import (
    PLEDGE_TOTALS,
    CaseRecord,
    DeadlineBucket,
    MeasureId,
    columns_of,
    measures_of,
)
from csq_desktop.domain.indicators.sums import PledgeSum, RunSums, Sum
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.services.indicators.details import AGE_LIMITS, passed_in
from csq_desktop.services.settings import shop
from csq_desktop.storage.rollups.bulk_sums import summed
from csq_desktop.storage.tables.row import seconds

_FLOWS = {MeasureId.RECEIVED: 1, MeasureId.REOPENED: 1, MeasureId.CLOSED: -1}
_RECORDS = {CountedRow.CASE: CaseRecord.CASE, CountedRow.ROUND: CaseRecord.ROUND}
_DUE = {
    MeasureId.ACKNOWLEDGE: "ack_due_at",
    MeasureId.PROGRESS: "progress_due_at",
    MeasureId.RESOLVE: "resolve_due_at",
}
_DUE_MONTH = {
    ComplaintClock.ACKNOWLEDGE: "ack_month",
    ComplaintClock.PROGRESS: "progress_month",
    ComplaintClock.RESOLVE: "resolve_month",
}
_BECAME = {
    PromiseState.KEPT: DeadlineBucket.MET,
    PromiseState.BROKEN: DeadlineBucket.MISSED,
}
_NEVER = 999_912  # what is no complaint was received in no month of complaints
_PLEDGE, _OVER, _DAYS, _SCORE = "pledge", "over", "days", "score"


class _Place(NamedTuple):
    """Where a row is counted: a measure and its bucket."""

    measure: str
    bucket: str = ""


@dataclass
class RowSums:
    """What some rows add to the sums of a month; several add up, and can be taken away."""

    counts: Counter[_Place] = field(default_factory=Counter)
    cents: Counter[_Place] = field(default_factory=Counter)

    def add(self, rows: Iterable[tuple[_Place, int, int]], sign: int) -> None:
        """Add what rows are counted as, or take it away (−1)."""
        for place, count, cents in rows:
            self.counts[place] += sign * count
            self.cents[place] += sign * cents

    def __bool__(self) -> bool:
        return any(self.counts.values()) or any(self.cents.values())

    def moves_mean(self, unit: Unit) -> bool:
        """Whether other numbers of days to the closing, or other scores, are among them."""
        measure = _DAYS if unit is Unit.DAYS else _SCORE
        return any(count and place.measure == measure for place, count in self.counts.items())

    def ledger(self, whole: FigureLedger, month: Month) -> FigureLedger:
        """The ledger of these rows alone."""
        sums: dict[str, dict[str, Sum]] = {}
        for place, count in self.counts.items():
            added = Sum(count, self.cents[place])
            sums.setdefault(place.measure, {})[place.bucket] = added
        counts = {(month, pledge.id): self._pledge(pledge.id) for pledge in whole.pledges}
        over = {pledge.id: self.counts[_Place(_OVER, str(pledge.id))] for pledge in whole.pledges}
        alone = replace(
            whole,
            sums={month: sums},
            counts=counts,
            runs={month: RunSums(scored=self.counts[_Place("scored")])},
            details={month: MonthDetails(over)},
        )
        promised = [alone.pledge(month, pledge) for pledge in whole.in_force(month)]
        sums[MeasureId.PROMISES] = {
            DeadlineBucket.MET: Sum(sum(each.met for each in promised)),
            DeadlineBucket.MISSED: Sum(sum(each.missed for each in promised)),
            DeadlineBucket.EXCLUDED: Sum(sum(each.excluded for each in promised)),
        }
        return alone

    def _pledge(self, pledge_id: int) -> PledgeSum:
        places = (_Place(f"{_PLEDGE}.{pledge_id}", name) for name in PLEDGE_TOTALS)
        return PledgeSum(*(self.counts[place] for place in places))


@dataclass(frozen=True)
class MonthCounting:
    """Counts rows into the sums of a month by the rules of the ledger of that month."""

    month: Month
    ledger: FigureLedger
    rows: Mapping[RowKey, Facts]

    def counted(self, key: RowKey, facts: Facts | None) -> Iterator[tuple[_Place, int, int]]:
        """What a row is counted as: where, how many, HKD cents; nothing where there is no row."""
        if facts is None or facts.get("removed_at") is not None:
            return
        kind = key[0]
        if kind in _RECORDS:
            yield from self._measured(_RECORDS[kind], facts)
            yield from self._remedies(facts)
            yield from self._days(facts)
            yield from self._open(kind, facts)
            for pledge in self.ledger.in_force(self.month):
                yield from self._over(pledge, kind, facts)
                yield from self._made_good(pledge, kind, facts)
            if kind is CountedRow.CASE:
                for promise in self._promises.get(facts["id"], ()):
                    yield from self._promised(promise)
        elif kind is CountedRow.PROMISE:
            yield from self._promised(facts)
        elif kind is CountedRow.INPUT:
            if facts["month"] == self.month.code and facts["name"] == shop.TRANSACTIONS:
                yield _Place(MeasureId.SALES), facts["value"], 0
        elif facts["month"] == self.month.code:
            yield from self._entered(kind, facts)

    def _measured(self, record: CaseRecord, facts: Facts) -> Iterator[tuple[_Place, int, int]]:
        columns = {name: (facts[name],) for name in columns_of(record)}
        for measure in measures_of(record):
            for code, bucket, count, cents in summed(measure, columns):
                flow = _FLOWS.get(measure.id, 0)
                if code < self.month.code and flow:
                    yield _Place(MeasureId.OUTSTANDING_START), flow, 0
                if code <= self.month.code and flow:
                    yield _Place(MeasureId.OUTSTANDING_END), flow, 0
                if code == self.month.code:
                    yield _Place(measure.id, self._bucket(measure.id, bucket, facts)), count, cents

    def _bucket(self, measure: MeasureId, bucket: str, facts: Facts) -> str:
        """The bucket, where an open case past its deadline lies beside those that are open."""
        if bucket != DeadlineBucket.OPEN:
            return bucket
        waits = measure is not MeasureId.ACKNOWLEDGE
        held = waits and clocks.is_held(facts.get("waiting_since"), facts[_DUE[measure]])
        is_out = clocks.has_run_out(facts[_DUE[measure]], seconds(self.ledger.now), held=held)
        return DeadlineBucket.OVERDUE if is_out else bucket

    def _remedies(self, facts: Facts) -> Iterator[tuple[_Place, int, int]]:
        if facts["closed_month"] == self.month.code and facts["remedy_kind"] is not None:
            kind = facts["remedy_kind"]
            yield _Place(FigureFamily.REMEDY, kind), 1, 0
            yield _Place(FigureFamily.REDRESS, kind), 1, facts["remedy_cents"]

    def _days(self, facts: Facts) -> Iterator[tuple[_Place, int, int]]:
        """The seconds to a dated closing: another number moves the median."""
        if facts["closed_month"] != self.month.code or facts["closed_band"] in (None, UNDATED_BAND):
            return
        yield _Place(_DAYS, str(facts["closed_at"] - facts["received_at"])), 1, 0

    def _open(self, kind: CountedRow, facts: Facts) -> Iterator[tuple[_Place, int, int]]:
        """The band of days of a case open at the end; not while it was closed between rounds."""
        month, closed = self.month.code, facts["closed_month"]
        if kind is CountedRow.CASE:
            is_open = facts["closed_at"] is None and closed is None
            received = facts["received_month"] or _NEVER
            sign = int(received <= month and (is_open or (closed or 0) > month))
        else:
            sign = -int(closed <= month < facts["reopened_month"])
        if sign:
            case = OpenCase(ref="", received_at=as_datetime(facts["received_at"]))
            age = case.age(self.ledger.end_of(self.month))
            band = next(band for band in ageing((), AGE_LIMITS).bands if band.has(age))
            yield _Place(FigureFamily.AGE, str(band.low)), sign, 0

    def _over(
        self, pledge: Pledge, kind: CountedRow, facts: Facts
    ) -> Iterator[tuple[_Place, int, int]]:
        """Whether a case passed the maximum of a pledge in the month."""
        clock = CLOCK_OF.get(pledge.source)
        minutes = pledge.version_on(self.month.last_day).terms.maximum_minutes
        if clock is None or not minutes or facts["excluded_reason"]:
            return
        late = self._late.late(kind, clock, facts)
        if late is not None and passed_in(self.ledger, minutes, late) == self.month:
            yield _Place(_OVER, str(pledge.id)), 1, 0

    def _made_good(
        self, pledge: Pledge, kind: CountedRow, facts: Facts
    ) -> Iterator[tuple[_Place, int, int]]:
        """Whether a case that broke a pledge in the month got a remedy."""
        clock = CLOCK_OF.get(pledge.source)
        if (
            clock is None
            or facts.get(_DUE_MONTH[clock]) != self.month.code
            or facts["excluded_reason"]
        ):
            return
        late = self._late.late(kind, clock, facts)
        if late is None or (late.done_at is None and not self._has_run_out(late)):
            return
        remedied = self._remedied(clock, facts)
        if remedied["remedy_kind"] not in (None, RemedyKind.NONE):
            yield from _made_good(pledge.code, 1, remedied["remedy_cents"])

    def _has_run_out(self, late: LateCase) -> bool:
        held = clocks.is_held(late.waiting_since, late.due_at)
        return clocks.has_run_out(late.due_at, self.ledger.end_of(self.month), held=held)

    def _remedied(self, clock: ComplaintClock, facts: Facts) -> Facts:
        """Where the remedy stands that followed a deadline: a first round's for its own."""
        if clock is not ComplaintClock.RESOLVE and facts["reopened_count"]:
            return self._late.finished(facts["id"], 1) or facts
        return facts

    def _entered(self, kind: CountedRow, facts: Facts) -> Iterator[tuple[_Place, int, int]]:
        """What was counted by hand, checked, or written down of a pledge."""
        if kind is CountedRow.DAY:
            yield from _day(facts)
        elif kind is CountedRow.CHECK:
            yield from _check(facts)
        else:
            codes = {p.id: p.code for p in self.ledger.pledges if p.source.is_by_hand}
            if facts["pledge_id"] in codes:
                code = codes[facts["pledge_id"]]
                yield from _made_good(code, facts["remedied"], facts["remedied_cents"])

    def _promised(self, facts: Facts) -> Iterator[tuple[_Place, int, int]]:
        """What became of a promise to a customer."""
        if facts["due_month"] != self.month.code or facts["removed_at"] is not None:
            return
        done_at, moved_at = _moment(facts["done_at"]), _moment(facts["moved_at"])
        moved = (moved_at, bool(facts["consented"]))
        state = state_of(as_datetime(facts["due_at"]), done_at, moved, self.ledger.now)
        bucket = _BECAME.get(state)
        if bucket is not None:
            yield _Place(MeasureId.CUSTOMER_PROMISES, bucket), 1, 0

    @cached_property
    def _promises(self) -> Mapping[int, list[Facts]]:
        """The promises as they are, by case: those of a voided case are in no figure."""
        of_cases: dict[int, list[Facts]] = {}
        for key, facts in self.rows.items():
            if key[0] is CountedRow.PROMISE:
                of_cases.setdefault(facts["complaint_id"], []).append(facts)
        return of_cases

    @cached_property
    def _late(self) -> LateRows:
        return LateRows(self.rows)


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else as_datetime(stored)


def _made_good(code: str, count: int, cents: int) -> Iterator[tuple[_Place, int, int]]:
    yield _Place(FigureFamily.PLEDGE_MADE_GOOD, code), count, 0
    yield _Place(FigureFamily.PLEDGE_MADE_GOOD_COST, code), count, cents


def _day(facts: Facts) -> Iterator[tuple[_Place, int, int]]:
    for name in PLEDGE_TOTALS:
        yield _Place(f"{_PLEDGE}.{facts['pledge_id']}", name), facts[name], 0


def _check(facts: Facts) -> Iterator[tuple[_Place, int, int]]:
    key, failed = facts["template_key"], facts["failed_items"]
    yield _Place(MeasureId.CHECKLISTS_FINISHED), 1, 0
    yield _Place(MeasureId.CHECKLIST_ITEMS_FAILED), failed, 0
    yield _Place(MeasureId.CRITICAL_ITEMS_FAILED), facts["critical_failed"], 0
    yield _Place(FigureFamily.CHECKLIST_FINISHED, key), 1, 0
    yield _Place(FigureFamily.CHECKLIST_FAILED_ITEMS, key), failed, 0
    if facts["score"] is not None:
        yield _Place("scored"), 1, 0
        yield _Place(_SCORE, str(facts["score"])), 1, 0
        yield _Place(FigureFamily.CHECKLIST_SCORE, key), 1, 0
