"""Rates: pledge compliance, complaints per thousand, and the shares a complaints report prints."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import sqrt

from csq_desktop.analytics.proportions import Z95, Interval, Proportion
from csq_desktop.domain.impossible import ImpossibleNumbers


@dataclass(frozen=True)
class Rate:
    """Events per so much exposure (1000 unless said otherwise); both counts 0 or more."""

    events: int
    exposure: float
    per: int = 1000

    def __post_init__(self) -> None:
        if self.events < 0 or self.exposure < 0:
            raise ImpossibleNumbers(f"{self.events} in {self.exposure}")

    @property
    def value(self) -> float | None:
        """Events per `per` units of exposure; None when there is no exposure."""
        return self.events / self.exposure * self.per if self.exposure else None

    @property
    def interval(self) -> Interval | None:
        """The 95% score interval of a Poisson rate (Rao; the Poisson twin of Wilson's)."""
        if not self.exposure:
            return None
        centre = self.events + Z95 * Z95 / 2
        margin = Z95 * sqrt(self.events + Z95 * Z95 / 4)
        scale = self.per / self.exposure
        return Interval(max(0.0, centre - margin) * scale, (centre + margin) * scale)


def complaint_rate(complaints: int, transactions: int) -> Rate:
    """Complaints per 1000 transactions."""
    return Rate(complaints, transactions)


class DeadlineOutcome(StrEnum):
    """How a case stands against a deadline."""

    MET = "met"
    MISSED = "missed"
    OPEN_LATE = "open_late"
    NOT_DUE = "not_due"


@dataclass(frozen=True)
class DeadlineCase:
    """One clock: when it was due, when it stopped (None: still open), why it is excluded."""

    due: datetime
    stopped: datetime | None = None
    excluded: str | None = None


@dataclass(frozen=True)
class Compliance:
    """How a pledge was kept; open cases past their deadline are missed, not forgotten.

    `excluded` counts the cases left out by written reason, to be printed beside the figure.
    """

    met: int
    missed: int
    open_late: int
    not_due: int
    excluded: tuple[tuple[str, int], ...] = ()

    @property
    def proportion(self) -> Proportion:
        """Met of those met or missed."""
        return Proportion(self.met, self.met + self.missed + self.open_late)


def outcome(case: DeadlineCase, now: datetime) -> DeadlineOutcome:
    """How the case stands now; one that stops on the very second of its deadline is met."""
    if case.stopped is not None:
        return DeadlineOutcome.MET if case.stopped <= case.due else DeadlineOutcome.MISSED
    return DeadlineOutcome.OPEN_LATE if now > case.due else DeadlineOutcome.NOT_DUE


def compliance(cases: Iterable[DeadlineCase], now: datetime) -> Compliance:
    """Pledge compliance of the cases as they stand now."""
    reasons: Counter[str] = Counter()
    outcomes: Counter[DeadlineOutcome] = Counter()
    for case in cases:
        if case.excluded is None:
            outcomes[outcome(case, now)] += 1
        else:
            reasons[case.excluded] += 1
    return Compliance(
        met=outcomes[DeadlineOutcome.MET],
        missed=outcomes[DeadlineOutcome.MISSED],
        open_late=outcomes[DeadlineOutcome.OPEN_LATE],
        not_due=outcomes[DeadlineOutcome.NOT_DUE],
        excluded=tuple(sorted(reasons.items())),
    )


def first_contact_resolution(at_once: int, resolved: int) -> Proportion:
    """Resolved with no further customer contact, of all resolved in the period."""
    return Proportion(at_once, resolved)


def recovery_rate(satisfied: int, answered: int) -> Proportion:
    """Complainants satisfied with the handling, of those who answered."""
    return Proportion(satisfied, answered)


def response_rate(usable: int, handed_out: int) -> Proportion:
    """Usable slips returned, of slips handed out."""
    return Proportion(usable, handed_out)


def upheld_rate(upheld: int, partly: int, decided: int) -> Proportion:
    """Upheld or partly upheld, of all decided: partly upheld counts as upheld."""
    return Proportion(upheld + partly, decided)
