"""The shop's rules for closing: what has to be there, who closes, who signs, how long to reopen."""

from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

LONGEST_WINDOW = 3_650
LONGEST_WAIT = 90
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Gate(StrEnum):
    """What a case may have to have before it is closed; each can be switched on by itself."""

    FINDING = "finding"
    CAUSE = "cause"
    REMEDY = "remedy"
    REPLY = "reply"
    COMMUNICATED = "communicated"
    RESPONSE = "response"
    ACTIONS = "actions"
    PROMISES = "promises"
    LETTER = "letter"

    @property
    def label(self) -> str:
        """What has to be there, in the user's language."""
        return trc("gate", _GATES[self])

    @property
    def missing(self) -> str:
        """What is to be done where it is missing."""
        return tr(_MISSING[self])


@dataclass(frozen=True)
class CaseScope:
    """Which cases a rule holds for: from a severity on, or from an amount of the remedy on.

    With neither it holds for none; LOW is all of them. `from_cents` is in HKD cents.
    """

    from_severity: Severity | None = None
    from_cents: int | None = None

    def holds(self, severity: Severity, remedy_cents: int) -> bool:
        """Whether a case is among them."""
        by_amount = self.from_cents is not None and remedy_cents >= self.from_cents
        least = self.from_severity
        return by_amount or (least is not None and _RANKS[severity] >= _RANKS[least])


@dataclass(frozen=True)
class ClosingPolicy:
    """What closing a case takes; as it is usually, nothing more than a finding.

    `reopen_days` are whole days after the closing in which a case is simply reopened, None without
    end; `ask_after_days` is when the customer is to be asked how content they are with the
    handling, None never.
    """

    gates: tuple[Gate, ...] = ()
    four_eyes: CaseScope = CaseScope()
    signing: CaseScope = CaseScope()
    reopen_days: int | None = None
    ask_after_days: int | None = None

    def check(self) -> None:
        """A UserError for days or amounts that cannot be."""
        if self.reopen_days is not None and not 0 <= self.reopen_days <= LONGEST_WINDOW:
            raise UserError(tr("Enter the days for reopening as 0–3,650."), field="reopen_days")
        if self.ask_after_days is not None and not 0 <= self.ask_after_days <= LONGEST_WAIT:
            raise UserError(tr("Enter the days before asking as 0–90."), field="ask_after_days")
        for scope in (self.four_eyes, self.signing):
            if scope.from_cents is not None and scope.from_cents < 0:
                raise UserError(tr("An amount cannot be less than zero."))


_GATES = {
    Gate.FINDING: mark("Finding"),
    Gate.CAUSE: mark("Cause"),
    Gate.REMEDY: mark("Remedy, or none"),
    Gate.REPLY: mark("Date of the reply"),
    Gate.COMMUNICATED: mark("Decision communicated"),
    Gate.RESPONSE: mark("Customer accepts or not"),
    Gate.ACTIONS: mark("All actions ended"),
    Gate.PROMISES: mark("All promises ended"),
    Gate.LETTER: mark("Letter with the answer sent"),
}
_MISSING = {
    Gate.FINDING: mark("Record the finding."),
    Gate.CAUSE: mark("Record the cause."),
    Gate.REMEDY: mark("Record the remedy, or that there is none."),
    Gate.REPLY: mark("Record the reply to the customer."),
    Gate.COMMUNICATED: mark("Record how the decision was communicated."),
    Gate.RESPONSE: mark("Record whether the customer accepts the decision."),
    Gate.ACTIONS: mark("Finish or cancel the actions of this complaint."),
    Gate.PROMISES: mark("Finish the promises to the customer."),
    Gate.LETTER: mark("Send the customer a letter with the answer or the closing."),
}
