"""What the shop decides about its cases: opening hours, promised spans and closing bands."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.dated import Dated
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.clocks import ShopMonths
from csq_desktop.domain.complaints.deadlines import DeadlinePolicy
from csq_desktop.domain.complaints.facts import (
    ComplaintClock,
    Severity,
)
from csq_desktop.domain.criteria import CriteriaHistory


@dataclass(frozen=True)
class ShopRules:
    """What the shop decides: its opening hours, promised spans and closing bands over time."""

    calendar: ShopCalendar
    policies: Dated[DeadlinePolicy]
    criteria: CriteriaHistory

    @cached_property
    def months(self) -> ShopMonths:
        """The shop's month of every moment."""
        return ShopMonths(self.calendar)

    @cached_property
    def _changes(self) -> tuple[list[int], list[DeadlinePolicy]]:
        """The moments a policy took over from the one before, and all policies in their order."""
        spans = self.policies.spans()
        days = (datetime.combine(span.since, time(0), self.calendar.timezone) for span in spans)
        # The first policy holds for everything before it as well, so its own start is no change.
        return [int(day.timestamp()) for day in days][1:], [span.value for span in spans]

    @cached_property
    def _bands(self) -> dict[int, tuple[int, int]]:
        return {}  # filled by band(): an import asks for the same few months a million times

    def policy_at(self, moment: int) -> DeadlinePolicy:
        """The deadlines in force on the shop's day a moment lies in."""
        starts, policies = self._changes
        return policies[bisect_right(starts, moment)]

    def promise(
        self, policy: DeadlinePolicy, clock: ComplaintClock, severity: Severity, start: int
    ) -> int:
        """When a clock that starts then runs out by a policy, nothing held."""
        return clocks.due_from(self.calendar, start, policy.allowed(clock, severity) * 60)

    def band(self, received: int, closed: int) -> int:
        """The closing band of a case, by the limits of the month it was closed in."""
        month = self.months[closed // clocks.QUARTER]
        if month not in self._bands:
            self._bands[month] = self.criteria.of(Month.from_code(month)).closed_bands
        return clocks.closing_band(received, closed, self._bands[month])
