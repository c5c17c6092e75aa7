"""A complaint's facts as an import changes them: what follows from its moments follows again."""

from collections.abc import Mapping

from csq_desktop.domain.complaints.clocks import is_held
from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.imports.rows import Plain
from csq_desktop.services.imports.rows import Bands, Months, Setting, next_clock
from csq_desktop.services.imports.stored import COMPLAINT_COLUMNS, UNDER_WAY
from csq_desktop.storage.records.imports.facts import Facts

DERIVED = frozenset(
    ("received_month", "ack_month", "resolve_month", "closed_month", "closed_band",
     "next_due_at", "next_clock")
)  # fmt: skip
"""What follows from the other facts, and is worked out again after every change."""


class Cases:
    """Changes the facts of complaints by the shop's calendar and limits."""

    def __init__(self, setting: Setting) -> None:
        self._months = Months(setting.calendar)
        self._bands = Bands(setting.criteria)

    def changed(self, facts: Facts, given: Mapping[str, Plain], customer_id: int | None) -> Facts:
        """The facts once the fields of a file are taken over; what they do not say stays."""
        new = dict(facts)
        for key, value in given.items():
            if key in COMPLAINT_COLUMNS:
                new[COMPLAINT_COLUMNS[key]] = value
        if "customer_reference" in given:
            new["customer_id"] = customer_id
        if "closed_at" in given and "answered_at" not in given:
            follows = facts["resolved_at"] in (None, facts["closed_at"])
            new["resolved_at"] = new["closed_at"] if follows else facts["resolved_at"]
        if new["acknowledged_at"] is None and new["ack_due_at"] and "ack_due_at" not in given:
            new["acknowledged_at"] = new["resolved_at"]
        if given.get("status") in UNDER_WAY:
            new["state"] = given["status"]
        return self.settled(new)

    def settled(self, facts: Facts) -> Facts:
        """The facts with state, months, band and next clock following from the moments."""
        code = self._months.code
        closed, closed_month = facts["closed_at"], code(facts["closed_at"])
        resolved = closed if facts["resolved_at"] is None else facts["resolved_at"]
        facts = facts | {"resolved_at": resolved}
        return {
            **facts,
            "state": _state(facts),
            "waiting_since": facts["waiting_since"] if resolved is None else None,
            "received_month": code(facts["received_at"]),
            "ack_month": code(facts["ack_due_at"]),
            "resolve_month": code(facts["resolve_due_at"]),
            "closed_month": closed_month,
            "closed_band": self._bands.band(facts["received_at"], closed, closed_month),
            **dict(zip(("next_clock", "next_due_at"), _clock(facts), strict=True)),
        }


def put_back(facts: Facts, before: Facts, after: Facts) -> tuple[Facts, bool]:
    """The facts as they were before an import, and whether a later change of them was kept."""
    untouched = {name for name in before if facts[name] == after[name]}
    return facts | {name: before[name] for name in untouched}, len(untouched) < len(before)


def _state(facts: Facts) -> str:
    state = str(facts["state"])
    if facts["closed_at"] is not None:
        return State.CLOSED.value
    if facts["resolved_at"] is not None:
        return State.ANSWERED.value
    if state == State.RECEIVED.value and facts["acknowledged_at"] is not None:
        return State.ACKNOWLEDGED.value
    return state


def _clock(facts: Facts) -> tuple[str | None, int | None]:
    due = facts["resolve_due_at"]
    held = is_held(facts["waiting_since"], due)
    return next_clock(
        facts["ack_due_at"], facts["acknowledged_at"], None if held else due,
        facts["resolved_at"], facts["closed_at"],
    )  # fmt: skip
