"""A shop that opens from ten to ten, and moments of a week in it, for tables of cases."""

from datetime import date, time

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.dated import Dated, Version
from csq_desktop.domain.complaints.deadlines import DeadlinePolicy
from csq_desktop.domain.complaints.facts import ComplaintClock, Severity
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.criteria import CriteriaHistory

HOUR, DAY = 3_600, 86_400
MONDAY = 1_791_165_600
"""Monday 5 October 2026, 10:00 in Hong Kong: the shop opens."""
CALENDAR = ShopCalendar(weekly=(((time(10), time(22)),),) * 7)


def at(day: int, hour: float = 10) -> int:
    """A moment of the shop's time, in days after that Monday."""
    return MONDAY + day * DAY + int((hour - 10) * HOUR)


def policy(
    version: int = 1, *, ack: int = 4, progress: int = 0, resolve: int = 24
) -> DeadlinePolicy:
    """Business hours allowed; a low severity has twice the time, a high one half of it."""
    share = {Severity.LOW: 2.0, Severity.MEDIUM: 1.0, Severity.HIGH: 0.5, Severity.CRITICAL: 0.25}
    spans = {
        ComplaintClock.ACKNOWLEDGE: ack * 60,
        ComplaintClock.PROGRESS: progress * 60,
        ComplaintClock.RESOLVE: resolve * 60,
    }
    return DeadlinePolicy(
        version,
        date(2026, 1, 1),
        tuple((c, s, int(spans[c] * share[s])) for c in spans if spans[c] for s in Severity),
    )


def rules(
    version: int = 1,
    *,
    ack: int = 4,
    progress: int = 0,
    resolve: int = 24,
    bands: tuple[int, int] = (3, 10),
) -> ShopRules:
    """The shop's rules under a version of its policy."""
    held = policy(version, ack=ack, progress=progress, resolve=resolve)
    limits = Dated((Version(1, date(2026, 1, 1), bands),))
    policies = Dated((Version(version, held.effective_from, held),))
    return ShopRules(CALENDAR, policies, CriteriaHistory({"closed_bands": limits}))


RULES = rules()
