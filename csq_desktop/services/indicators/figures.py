"""Figures: every number of a month, made in one place for window, pack and command line."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.figures import compared
from csq_desktop.analytics.indicators.ledger import FigureLedger
from csq_desktop.analytics.indicators.register import SHIPPED, Indicator, Register
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.open_cases import OpenCase
from csq_desktop.domain.indicators.figures import MonthFigures
from csq_desktop.services.indicators import details
from csq_desktop.services.indicators.ledger import moment, open_ledger
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.complaints import open_cases as case_records
from csq_desktop.storage.records.figures import figures as records
from csq_desktop.texts import language


def month(session: Session, month: Month) -> MonthFigures:
    """Every figure of one month, with its change since the month before, and its breakdowns."""
    key = ("month", month, language(), moment(session))
    return records.remembered(session, key, lambda: _month(session, month))


def _month(session: Session, month: Month) -> MonthFigures:
    ledger = details.detailed(session, open_ledger(session, month, 2))
    there = _compared(ledger, SHIPPED)[-1]
    parts = details.breakdown(session, ledger, month)
    return replace(there, figures=(*there.figures, *parts))


def history(
    session: Session,
    last: Month,
    months: int,
    *,
    only: Collection[str] = (),
    own: Sequence[Indicator] = (),
) -> tuple[MonthFigures, ...]:
    """The figures of so many months ending with one, oldest first, each with its change.

    Read from kept sums alone, so it costs the same however large the store; the few figures that
    need single rows (medians, maximum times of complaints, expected checklists, breakdowns) are
    added by `month` and `judged_history`. `only` limits the figures to these ids; `own` are
    indicators of the user beside the program's.
    """
    key = ("history", last, months, frozenset(only), tuple(own), language(), moment(session))
    register = SHIPPED.with_own(*own)
    return records.remembered(
        session, key, lambda: _compared(open_ledger(session, last, months + 1), register, only)
    )


def judged_history(session: Session, last: Month, months: int) -> tuple[MonthFigures, ...]:
    """As `history`, with the maximum times of complaints: what verdicts are formed from.

    It reads the late cases of these months beside the kept sums.
    """
    return _compared(details.with_maxima(session, open_ledger(session, last, months + 1)), SHIPPED)


def _compared(
    ledger: FigureLedger, register: Register, only: Collection[str] = ()
) -> tuple[MonthFigures, ...]:
    """The months but the first, each figure with its change since the month before, if any."""
    figures = [
        MonthFigures(
            month, tuple(register.figures(ledger, month, only=only)), ledger.balances[month]
        )
        for month in ledger.months
    ]
    return tuple(
        replace(after, figures=tuple(compared(after.figures, before)))
        if ledger.was_counting_in(before.month)
        else after
        for before, after in pairwise(figures)
    )


def first_month(session: Session) -> Month | None:
    """The first month anything was received in, or None in an empty store."""
    return records.first_month(session)


def received_by_category(
    session: Session, last: Month, months: int = 1
) -> tuple[tuple[str, int], ...]:
    """How many complaints each category received in months ending with one, most first.

    Words that the shop's list takes for a category count with it.
    """
    received: Counter[str] = Counter()
    for words, count in records.received_by_category(session, last.shift(1 - months), last):
        received[lists.code_of(lists.CATEGORIES, words)] += count
    return tuple(received.most_common())


def ages_of_open(session: Session, month: Month) -> tuple[int, ...]:
    """Age in whole days of each complaint open at the end of a month, oldest first."""
    return details.ages_of_open(session, open_ledger(session, month, 1), month)


def open_cases(session: Session, month: Month) -> tuple[OpenCase, ...]:
    """The complaints open at the end of a month, the oldest first."""
    return tuple(case_records.open_cases(session, month))
