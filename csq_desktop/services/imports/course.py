"""States, deadlines and clocks of imported complaints, computed a column at a time."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import repeat
from typing import Any

from csq_desktop.domain.complaints import clocks, updates
from csq_desktop.domain.complaints.facts import ComplaintClock, Severity, State
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.imports.undated import DateByRule

Column = Sequence[Any]
_DUE = {
    ComplaintClock.ACKNOWLEDGE: "ack_due_at",
    ComplaintClock.PROGRESS: "progress_due_at",
    ComplaintClock.RESOLVE: "resolve_due_at",
}
_HEARD = ("received_at", "acknowledged_at", "resolved_at")
_OF_COMPLAINTS = {
    **dict.fromkeys(("received_month", "ack_month", "resolve_month", "closed_month")),
    **dict.fromkeys(("ack_due_at", "resolve_due_at", "next_clock", "next_due_at", "closed_band")),
    **dict.fromkeys(("progress_since", "progress_due_at", "progress_month", "progress_at")),
    "progress_policy_version": None,
    "waiting_since": None,
    "ack_policy_version": None,
    "policy_version": 0,
    "goodwill": False,
}
"""The columns made here that only complaints have something in, and what others have there."""
FOLLOWING = (
    "received_at", "received_month", "feedback_month", "policy_version", "ack_policy_version",
    "ack_due_at",
    "ack_month", "acknowledged_at", "resolve_due_at", "resolve_month", "resolved_at", "closed_at",
    "closed_month", "closed_band", "state", "next_clock", "next_due_at", "goodwill",
    "progress_since", "progress_due_at", "progress_month", "progress_at",
    "progress_policy_version", "waiting_since",
)  # fmt: skip
"""The columns made here."""


class Course:
    """Applies the rules of a case to whole columns; a single case uses the same functions."""

    def __init__(self, rules: ShopRules, keys: Collection[str]) -> None:
        self._rules = rules
        self._own = updates.own_clocks(keys)

    def columns(
        self, column: Callable[[str], Column], severities: Column, others: Collection[int]
    ) -> dict[str, Column]:
        """The derived columns, computed from those of the file.

        `severities` has no gaps. What is no complaint, at the places of `others`, has no deadline,
        and only the month of its own.
        """
        columns = self._of_complaints(column, severities)
        months = self._months(columns["received_at"])
        columns["feedback_month"] = _only_in(others, months)
        columns["received_month"] = months
        if not others:
            return columns
        for name, value in _OF_COMPLAINTS.items():
            columns[name] = _put(others, columns[name], value)
        statuses, closed = column("status"), list(columns["closed_at"])
        for place in others:
            if closed[place] is None and statuses[place] == State.CLOSED:
                closed[place] = clocks.last_known(*(columns[name][place] for name in _HEARD))
        return {**columns, "closed_at": closed}

    def _of_complaints(
        self, column: Callable[[str], Column], severities: Column
    ) -> dict[str, Column]:
        received, closed = column("received_at"), column("closed_at")
        by_rule = {place for place, moment in enumerate(closed) if isinstance(moment, DateByRule)}
        closings = _put(by_rule, closed, None) if by_rule else closed
        closed = [moment and int(moment) for moment in closed] if by_rule else closed
        resolved = _either(column("answered_at"), closings)
        acknowledged = _either(column("acknowledged_at"), resolved)
        ack_due, next_due, due = (
            self._due(clock, received, severities) or column(name) for clock, name in _DUE.items()
        )
        informed = _informed(column("progress_at"), next_due, resolved)
        statuses = column("status")
        waiting = _while_open(column("waiting_since"), resolved, closed, statuses)
        holdable = (_running(waiting, next_due), informed, _running(waiting, due), resolved)
        spans = zip(ack_due, acknowledged, *holdable, strict=True)
        next_clocks = list(map(_next_clock, spans, closed))
        counted = (ack_due, next_due, due, closed)
        bands: Column = list(map(self._band, received, closed))
        vague = [
            place
            for place, (status, moment) in enumerate(zip(statuses, closings, strict=True))
            if moment is None and status == State.CLOSED
        ]
        if vague:
            moments = (received, acknowledged, informed, resolved)
            counted = _counted(vague, counted, moments)
            bands = _put(vague, bands, clocks.UNDATED_BAND)
            next_clocks = _put(vague, next_clocks, (None, None))
        return {
            "received_at": received,
            "policy_version": self._versions(ComplaintClock.RESOLVE, received),
            "ack_policy_version": self._versions(ComplaintClock.ACKNOWLEDGE, received),
            "ack_due_at": ack_due, "ack_month": self._months(counted[0]),
            "acknowledged_at": acknowledged,
            "progress_since": _where(next_due, received),
            "progress_due_at": next_due, "progress_month": self._months(counted[1]),
            "progress_at": informed,
            "progress_policy_version": self._progress_versions(next_due, received),
            "resolve_due_at": due, "resolve_month": self._months(counted[2]),
            "resolved_at": resolved, "waiting_since": waiting,
            "closed_at": closed, "closed_month": self._months(counted[3]),
            "closed_band": bands,
            "state": list(map(_state, statuses, acknowledged, resolved, closed)),
            "next_clock": [clock for clock, _ in next_clocks],
            "next_due_at": [moment for _, moment in next_clocks],
            "goodwill": list(map(clocks.is_goodwill, column("remedy_kind"))),
        }  # fmt: skip

    def _progress_versions(self, due: Column, received: Column) -> Column:
        return _where(due, self._versions(ComplaintClock.PROGRESS, received))

    def _months(self, moments: Column) -> Column:
        months, quarter = self._rules.months, clocks.QUARTER
        return [None if moment is None else months[moment // quarter] for moment in moments]

    def _band(self, received: int, closed: int | None) -> int | None:
        return None if closed is None else self._rules.band(received, closed)

    def _due(self, clock: ComplaintClock, received: Column, severities: Column) -> Column:
        """The deadlines by the shop's own rule; nothing where the file has them."""
        if clock not in self._own:
            return ()
        return [
            self._promise(clock, Severity(severity), start)
            for start, severity in zip(received, severities, strict=True)
        ]

    def _promise(self, clock: ComplaintClock, severity: Severity, start: int) -> int | None:
        policy = self._rules.policy_at(start)
        if not policy.allowed(clock, severity):
            return None
        return self._rules.promise(policy, clock, severity, start)

    def _versions(self, clock: ComplaintClock, received: Column) -> Column:
        if clock not in self._own:
            return tuple(repeat(0, len(received)))
        policy_at = self._rules.policy_at
        return [policy_at(moment).version for moment in received]


def _either(moments: Iterable[int | None], others: Column) -> Column:
    return [
        other if moment is None else moment for moment, other in zip(moments, others, strict=True)
    ]


def _where(due: Column, column: Column) -> Column:
    """A column where there is a deadline."""
    return [None if at is None else value for at, value in zip(due, column, strict=True)]


def _informed(replies: Column, due: Column, resolved: Column) -> Column:
    """What ended the progress replies: the one of the file, or the answer where any was due."""
    return _either(replies, _where(due, resolved))


def _while_open(waiting: Column, resolved: Column, closed: Column, statuses: Column) -> Column:
    """Since when cases wait for the customer: one that was answered or closed waits no more."""
    ended = zip(waiting, resolved, closed, statuses, strict=True)
    return [
        None if answer is not None or end is not None or status == State.CLOSED else since
        for since, answer, end, status in ended
    ]


def _running(waiting: Column, due: Column) -> Column:
    """The deadlines that a wait does not hold."""
    pairs = zip(waiting, due, strict=True)
    return [None if clocks.is_held(since, moment) else moment for since, moment in pairs]


def _only_in(places: Iterable[int], column: Column) -> list[Any]:
    """A column of nothing but what stands in some places of another."""
    alone: list[Any] = [None] * len(column)
    for place in places:
        alone[place] = column[place]
    return alone


def _put(places: Collection[int], column: Column, value: Any) -> list[Any]:
    """A column with one value in some places."""
    changed = list(column)
    for place in places:
        changed[place] = value
    return changed


def _counted(
    vague: Sequence[int],
    columns: tuple[Column, Column, Column, Column],
    moments: tuple[Column, Column, Column, Column],
) -> tuple[Column, Column, Column, Column]:
    """The deadlines and closings by whose months new cases count that were closed vaguely.

    Nobody saw them open here, so no deadline is missed that nobody is known to have met.
    """
    ack_due, next_due, due, closed = map(list, columns)
    received, acknowledged, informed, resolved = moments
    for place in vague:
        next_due[place] = None if informed[place] is None else next_due[place]
        ack_due[place] = None if acknowledged[place] is None else ack_due[place]
        due[place] = None if resolved[place] is None else due[place]
        known = (received[place], acknowledged[place], resolved[place])
        if closed[place] is None:
            closed[place] = clocks.last_known(*known)
    return ack_due, next_due, due, closed


def _state(status: str | None, *moments: int | None) -> str:
    begins = State.RECEIVED
    if status in updates.UNDER_WAY or status == State.CLOSED:
        begins = State(str(status))
    return updates.state_of(begins, *moments, answered_before=False).value


def _next_clock(
    moments: tuple[int | None, ...], closed: int | None
) -> tuple[str | None, int | None]:
    """The next clock as it is stored, by the deadline and the end of each."""
    spans = zip(ComplaintClock, moments[::2], moments[1::2], strict=True)
    clock, moment = clocks.next_clock(spans, over=closed is not None)
    return (None if clock is None else clock.value), moment
