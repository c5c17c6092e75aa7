"""How long a complaint may take: the business time allowed on each clock, by severity."""

from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.complaints.facts import ComplaintClock, Severity


@dataclass(frozen=True)
class DeadlinePolicy:
    """Business minutes allowed per clock and severity, from a day on; `version` from 1.

    Policies of before s0026, and those of shops that promise none, have no progress replies.
    """

    version: int
    effective_from: date
    minutes: tuple[tuple[ComplaintClock, Severity, int], ...]

    def allowed(self, clock: ComplaintClock, severity: Severity) -> int:
        """Business minutes allowed on a clock for a severity; 0 where nothing is promised."""
        return next((m for c, s, m in self.minutes if c is clock and s is severity), 0)


def default_policy(effective_from: date) -> DeadlinePolicy:
    """Acknowledge in 4 business hours, resolve in 7 days of 12 hours; sooner when it is grave."""
    acknowledge = {
        Severity.LOW: 8 * 60,
        Severity.MEDIUM: 4 * 60,
        Severity.HIGH: 2 * 60,
        Severity.CRITICAL: 60,
    }
    resolve = {
        Severity.LOW: 10 * 720,
        Severity.MEDIUM: 7 * 720,
        Severity.HIGH: 3 * 720,
        Severity.CRITICAL: 720,
    }
    minutes = [(ComplaintClock.ACKNOWLEDGE, s, m) for s, m in acknowledge.items()]
    minutes += [(ComplaintClock.RESOLVE, s, m) for s, m in resolve.items()]
    return DeadlinePolicy(1, effective_from, tuple(minutes))
