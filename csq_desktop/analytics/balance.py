"""The balance of complaints: what a period starts with, takes in and closes gives its end."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Balance
from csq_desktop.domain.words.wording import count_text, month_text
from csq_desktop.texts import mark, tr


def expected_end(balance: Balance) -> int:
    """Outstanding at the end by the sum: start + received + reopened − closed."""
    return balance.start + balance.received + balance.reopened - balance.closed


def unexplained(balance: Balance) -> int:
    """Cases at the end more (or, negative, fewer) than the sum gives; 0 when it balances."""
    return balance.end - expected_end(balance)


def sum_text(balance: Balance, *, running: bool = False) -> str:
    """The sum in words, as it is printed under a report; says so when it does not hold."""
    sentence = (
        mark(
            "{start} open at start + {received} received + {reopened} reopened − {closed} "
            "closed = {end} open so far"
        )
        if running
        else mark(
            "{start} open at start + {received} received + {reopened} reopened − {closed} "
            "closed = {end} open at end"
        )
    )
    text = tr(
        sentence,
        start=count_text(balance.start),
        received=count_text(balance.received),
        reopened=count_text(balance.reopened),
        closed=count_text(balance.closed),
        end=count_text(expected_end(balance)),
    )
    if unexplained(balance) == 0:
        return text
    return tr("{sum}, but there are {counted}.", sum=text, counted=count_text(balance.end))


def faults(balances: Iterable[Balance]) -> tuple[str, ...]:
    """Every way a run of periods, oldest first, fails to add up, as sentences; empty when sound."""
    ordered = list(balances)
    sums = [
        tr("{month}: {sum}", month=month_text(balance.month), sum=sum_text(balance))
        for balance in ordered
        if unexplained(balance)
    ]
    return (*sums, *_breaks(ordered))


def rolled(month: Month, start: int, flows: Sequence[tuple[int, int, int]]) -> tuple[Balance, ...]:
    """Consecutive months from (received, reopened, closed) each; one's end is the next's start."""
    balances: list[Balance] = []
    for step, (received, reopened, closed) in enumerate(flows):
        end = start + received + reopened - closed
        balances.append(Balance(month.shift(step), start, received, reopened, closed, end))
        start = end
    return tuple(balances)


def _breaks(ordered: Sequence[Balance]) -> list[str]:
    return [
        tr(
            "{month} starts with {start} open, but {before} ended with {end}.",
            month=month_text(after.month),
            start=count_text(after.start),
            before=month_text(before.month),
            end=count_text(before.end),
        )
        for before, after in pairwise(ordered)
        if before.month.shift(1) == after.month and before.end != after.start
    ]
