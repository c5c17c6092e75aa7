"""Whether a case may be closed: what is missing by the policy, and who may not close it."""

from collections.abc import Iterator
from dataclasses import dataclass

from csq_desktop.domain.closing.policy import ClosingPolicy, Gate
from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.texts import tr


@dataclass(frozen=True)
class ClosingFacts:
    """What a case has, as far as its closing depends on it.

    `answered_by` is the user who recorded the last reply, None where nobody here did; `named_users`
    have a part in the case, `closers` are all users who may close complaints.
    """

    severity: Severity
    remedy_cents: int = 0
    present: frozenset[Gate] = frozenset()
    answered_by: int | None = None
    named_users: frozenset[int] = frozenset()
    closers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class GateStanding:
    """Something a case has to have, and whether it has."""

    gate: Gate
    is_met: bool


@dataclass(frozen=True)
class ClosingStanding:
    """How a case stands before its closing, for whoever looks at it.

    `refusal` is why this user may not close it although nothing is missing; empty where they may.
    """

    gates: tuple[GateStanding, ...] = ()
    refusal: str = ""
    must_sign: bool = False

    @property
    def missing(self) -> tuple[Gate, ...]:
        """What it still lacks."""
        return tuple(each.gate for each in self.gates if not each.is_met)


def standing(policy: ClosingPolicy, facts: ClosingFacts, user_id: int) -> ClosingStanding:
    """How a case stands by a policy, for a user."""
    return ClosingStanding(
        tuple(GateStanding(gate, gate in facts.present) for gate in Gate if gate in policy.gates),
        four_eyes_refusal(policy, facts, user_id),
        policy.signing.holds(facts.severity, facts.remedy_cents),
    )


def four_eyes_refusal(policy: ClosingPolicy, facts: ClosingFacts, user_id: int) -> str:
    """Why a user may not close a case that takes four eyes; empty where they may.

    A case nobody here replied to, out of a file of another system, has its other pair of eyes.
    """
    if not policy.four_eyes.holds(facts.severity, facts.remedy_cents):
        return ""
    own = " ".join(_reasons(facts, user_id))
    if not own:
        return ""
    others = facts.closers - facts.named_users - {user_id, facts.answered_by}
    if others:
        return own
    alone = tr("Nobody else here may close it: add a supervisor, or change the rules for closing.")
    return f"{own} {alone}"


def _reasons(facts: ClosingFacts, user_id: int) -> Iterator[str]:
    if facts.answered_by == user_id:
        yield tr("You replied to this complaint, so another person has to close it.")
    elif user_id in facts.named_users:
        yield tr("You are named in this complaint, so another person has to close it.")
