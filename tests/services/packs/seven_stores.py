"""Seven stores whose packs are hard to print, and what every page of them says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, Pledge, PledgeSource, PledgeTerms
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, open_store
from tests.services.imports.import_case import CASES, taken

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
AFTER = datetime(2026, 11, 3, 4, tzinfo=UTC)
MIDDLE = datetime(2026, 11, 16, 4, tzinfo=UTC)
BEGAN = date(2025, 12, 1)
_HEAD = ["No", "In", "By", "About", "Level", "Words", "Ack", "Acked", "Due", "Answered", "Out"]
_CASES = replace(
    CASES,
    columns={
        **{name: key for name, key in CASES.columns.items() if name != "Result"},
        "Ack": "ack_due_at",
        "Acked": "acknowledged_at",
    },
)
LONG_CATEGORIES = (
    "Kundenzufriedenheitsbefragungsergebnisberichterstattungspflichten",
    "The voucher that was promised by telephone had run out at the till on the day",
    "收銀處輪候時間過長而且職員沒有主動解釋需要等候的原因及預計所需時間",
)
LONG_SENTENCE = "Have the second till opened by whoever is nearest, and say so to those who wait"
STEADY = [(960 + (at % 3) * 6 - 6, 40) for at in range(10)]
"""Ten months of met and missed, January to October."""


@dataclass
class Hard:
    """A store that is hard to print, and the month it is printed for."""

    store: Store
    clock: FixedClock
    month: Month
    folder: Path

    def count(self, months: list[tuple[int, int]], last: Month = OCTOBER) -> None:
        """Enter one day's count of the pledge counted by hand for each month up to the last."""
        with self.store.writing() as session:
            till = pledges.everything(session)[0]
            for at, (met, missed) in enumerate(reversed(months)):
                pledges.count_day(
                    session, DayCount(till.id, last.shift(-at).first_day, met, missed)
                )

    def log(self, number: int, received: datetime) -> list[int]:
        """Log so many complaints by hand at a moment of the past; returns their ids."""
        before, self.clock.at = self.clock.at, received
        with self.store.writing() as session:
            found = [complaints.log(session, _case(received)).id for _ in range(number)]
        self.clock.at = before
        return found

    def bring(
        self, month: Month, *, good: int, late: int, about: Sequence[str] = ("till.waiting",)
    ) -> None:
        """Import closed complaints of a month: acknowledged and answered in time, or late."""
        rows = [_HEAD]
        for at in range(good + late):
            day = month.first_day + timedelta(days=1 + at % 9)
            row = _row(f"T{month.code}{at}", day, days=3 if at < good else 14)
            rows.append([*row[:3], about[at % len(about)], *row[4:]])
        taken(self.store, self.folder, rows, _CASES)


def _case(received: datetime) -> NewComplaint:
    return NewComplaint(
        channel=Channel.COUNTER,
        received_at=received,
        category="till.waiting",
        severity=Severity.MEDIUM,
        words="Ten minutes in the queue.",
    )


def _row(name: str, day: date, *, days: int) -> list[str]:
    def at(later: int) -> str:
        return f"{day + timedelta(days=later):%d/%m/%Y} 15:00"

    done = at(days)
    acked = at(1 if days < 7 else 5)
    return [name, at(0), "Phone", "till.waiting", "medium", "Slow", at(2), acked, at(7), done, done]


def opened(folder: Path, month: Month, at: datetime, *, long: bool = False) -> Hard:
    """A shop with three pledges, one counted by hand and two from complaints."""
    clock = FixedClock()
    store = open_store(folder, source=clock)
    clock.at = at
    with store.writing() as session:
        name = (
            "The Old Harbour General Store of Sham Shui Po and Beyond" if long else "Sham Shui Po"
        )
        shop.set_up(session, NewShop(name, "SSP01", "May Wong"))
        for code, source, share in (
            ("TILL", PledgeSource.MANUAL, 0.95),
            ("ACK", PledgeSource.ACKNOWLEDGE, 0.9),
            ("RES", PledgeSource.RESOLVE, 0.8),
        ):
            pledges.define(session, NewPledge(code, source, "May Wong", _terms(code, share, long)))
    return Hard(store, clock, month, folder)


def _terms(code: str, share: float, long: bool) -> PledgeTerms:
    tail = " without anybody having to ask for it a second time or to come back" if long else ""
    return PledgeTerms(
        wording=ThreeTexts(f"{code} promise{tail}", f"{code} 承諾{tail}", f"{code} 承诺{tail}"),
        standard=ThreeTexts("in time", "準時", "准时"),
        standard_share=share,
        maximum=ThreeTexts("much too late", "過遲", "太迟"),
        maximum_share=0.05,
        effective_from=BEGAN,
        maximum_minutes=None if code == "TILL" else 2880,
        remedy=ThreeTexts("A voucher.", "禮券。", "礼券。"),
    )


def empty(folder: Path) -> Hard:
    """Nothing was ever counted or received."""
    return opened(folder, OCTOBER, AFTER)


def first_month(folder: Path) -> Hard:
    """The store's first month, with few cases."""
    hard = opened(folder, OCTOBER, AFTER)
    hard.count([(159, 5)])  # 96.95%
    hard.bring(OCTOBER, good=12, late=3)
    return hard


def one_case(folder: Path) -> Hard:
    """One complaint, four weeks old; both its clocks have run out."""
    hard = opened(folder, OCTOBER, AFTER)
    hard.log(1, datetime(2026, 10, 5, 2, tzinfo=UTC))
    return hard


def running_month(folder: Path) -> Hard:
    """A month that is not over, after a bad July that was mended in September."""
    hard = opened(folder, NOVEMBER, MIDDLE)
    bad = [*STEADY[:6], (880, 120), (940, 60), *STEADY[8:10], (480, 20)]
    hard.count(bad, NOVEMBER)
    for at, month in enumerate(OCTOBER.back(8)):
        hard.bring(month, good=20 - at % 2, late=1 + at % 2)
    hard.log(3, datetime(2026, 11, 4, 2, tzinfo=UTC))
    return hard


def disaster(folder: Path) -> Hard:
    """A month with many times the usual complaints, most of them late."""
    hard = opened(folder, OCTOBER, AFTER)
    hard.count([*STEADY[:9], (400, 600)])
    for month in OCTOBER.shift(-1).back(8):
        hard.bring(month, good=20, late=1)
    hard.bring(OCTOBER, good=600, late=2_400)
    return hard


def long_words(folder: Path) -> Hard:
    """Long names everywhere; a share that rounds to its target and misses it."""
    hard = opened(folder, OCTOBER, datetime(2026, 10, 10, 4, tzinfo=UTC), long=True)
    with hard.store.writing() as session:
        for at in range(12):
            owner, day = "Alexandra Featherstonehaugh-Cholmondeley", date(2026, 10, 12 + at)
            actions.promise(session, NewAction(f"{at} {LONG_SENTENCE}", owner, day))
    hard.clock.at = AFTER  # no clock of a store goes back
    hard.count([*STEADY[:9], (9_496, 504)])  # 94.96%
    for at, month in enumerate(OCTOBER.back(7)):
        hard.bring(month, good=20 + at, late=1, about=("till.waiting", *LONG_CATEGORIES))
    return hard


def with_exclusions(folder: Path) -> Hard:
    """Counts and a case left out for a reason, and a month left out of the limits."""
    hard = opened(folder, OCTOBER, AFTER)
    hard.count([*STEADY[:6], (880, 120), *STEADY[7:10]])
    for month in OCTOBER.back(8):
        hard.bring(month, good=20, late=2)
    (case,) = hard.log(1, datetime(2026, 10, 6, 2, tzinfo=UTC))
    with hard.store.writing() as session:
        till = pledges.everything(session)[0]
        july, again = Month(2026, 7), DayCount(till.id, date(2026, 10, 9), 9, 0, 0, 3, "Fire drill")
        pledge_months.note_cause(session, till.id, july, "Typhoon", left_out=True)
        pledges.count_day(session, again)
        complaints.exclude(session, case, "Court case")
    return hard


STORES: dict[str, Callable[[Path], Hard]] = {
    "empty": empty,
    "first month": first_month,
    "one case": one_case,
    "running month": running_month,
    "disaster": disaster,
    "long words": long_words,
    "with exclusions": with_exclusions,
}


def clock_pledges(session: Session) -> Iterator[tuple[Pledge, FigureId]]:
    """The pledges counted from complaints, and the deadlines each is counted from."""
    names = {
        PledgeSource.ACKNOWLEDGE: FigureId.COMPLAINTS_ACKNOWLEDGED,
        PledgeSource.RESOLVE: FigureId.COMPLAINTS_RESOLVED,
    }
    for pledge in pledges.everything(session):
        if pledge.source in names:
            yield pledge, names[pledge.source]
