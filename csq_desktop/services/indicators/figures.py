"""Figures: every number of a month, made in one place for window, pack and command line."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.open_cases import OpenCase
from csq_desktop.domain.indicators.figures import Figure, MonthFigures
from csq_desktop.domain.months import Month
from csq_desktop.services.indicators import details
from csq_desktop.services.indicators.ledger import Ledger, moment, open_ledger
from csq_desktop.services.indicators.table import compared, made
from csq_desktop.storage.records import figures as records
from csq_desktop.storage.records import open_cases as case_records
from csq_desktop.texts import language


def month(session: Session, wanted: Month) -> MonthFigures:
    """Every figure of one month, with its change since the month before, and its breakdowns."""
    key = ("month", wanted, language(), moment(session))
    return records.remembered(session, key, lambda: _month(session, wanted))


def _month(session: Session, wanted: Month) -> MonthFigures:
    ledger = open_ledger(session, wanted, 2)
    before, there = (
        MonthFigures(
            one,
            tuple(made(ledger, one, details=details.details(session, ledger, one))),
            ledger.balances[one],
        )
        for one in ledger.months
    )
    parts = details.breakdown(session, ledger, wanted)
    return replace(there, figures=(*compared(there.figures, before), *parts))


def history(
    session: Session, last: Month, months: int, *, only: Collection[str] = ()
) -> tuple[MonthFigures, ...]:
    """The figures of so many months ending with one, oldest first, each with its change.

    Read from kept sums alone, so it costs the same however large the store; the few figures that
    need single rows (medians, maximum times of complaints, expected checklists, breakdowns) are
    told by `month`, or by `judged_history`. `only` names the ids that are wanted, when not all are.
    """
    key = ("history", last, months, frozenset(only), language(), moment(session))
    return records.remembered(session, key, lambda: _history(session, last, months, only))


def _history(
    session: Session, last: Month, months: int, only: Collection[str]
) -> tuple[MonthFigures, ...]:
    ledger = open_ledger(session, last, months + 1)
    return _compared(ledger, [tuple(made(ledger, one, only=only)) for one in ledger.months])


def judged_history(session: Session, last: Month, months: int) -> tuple[MonthFigures, ...]:
    """As `history`, with the maximum times of complaints: what verdicts are formed from.

    It reads the late cases of these months beside the kept sums.
    """
    ledger = open_ledger(session, last, months + 1)
    maxima = details.maxima(session, ledger)
    return _compared(
        ledger, [tuple(made(ledger, one, details=maxima[one])) for one in ledger.months]
    )


def _compared(ledger: Ledger, figures: Sequence[tuple[Figure, ...]]) -> tuple[MonthFigures, ...]:
    """The months but the first, each figure with its change since the month before."""
    found = [
        MonthFigures(one, those, ledger.balances[one])
        for one, those in zip(ledger.months, figures, strict=True)
    ]
    return tuple(
        replace(one, figures=tuple(compared(one.figures, before)))
        for before, one in pairwise(found)
    )


def first_month(session: Session) -> Month | None:
    """The first month anything was received in, or None in an empty store."""
    return records.first_month(session)


def received_by_category(
    session: Session, wanted: Month, months: int = 1
) -> tuple[tuple[str, int], ...]:
    """How many complaints each category received in months ending with one, most first."""
    return tuple(records.received_by_category(session, wanted.shift(1 - months), wanted))


def ages_of_open(session: Session, wanted: Month) -> tuple[int, ...]:
    """Age in whole days of each complaint open at the end of a month, oldest first."""
    return details.ages_of_open(session, open_ledger(session, wanted, 1), wanted)


def open_cases(session: Session, wanted: Month) -> tuple[OpenCase, ...]:
    """The complaints open at the end of a month, the oldest first."""
    return tuple(case_records.open_cases(session, wanted))
