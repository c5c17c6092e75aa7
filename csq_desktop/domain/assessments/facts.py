"""What is judged first of a complaint (ISO 10002, 7.4), beside its severity.

Nothing is judged that nobody answered: each judgement may be missing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.texts import mark, trc


class SafetyRisk(StrEnum):
    """Whether somebody may be harmed."""

    NONE = "none"
    POSSIBLE = "possible"
    HARMED = "harmed"

    @property
    def label(self) -> str:
        """The judgement in the user's language."""
        return trc("safety", _SAFETY[self])


class Complexity(StrEnum):
    """How much work the investigation will be."""

    SIMPLE = "simple"
    SEVERAL = "several"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        """The judgement in the user's language."""
        return trc("complexity", _COMPLEXITY[self])


class Impact(StrEnum):
    """How far what went wrong reaches."""

    CUSTOMER = "customer"
    MANY = "many"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """The judgement in the user's language."""
        return trc("impact", _IMPACT[self])


class Urgency(StrEnum):
    """Whether something has to be done before the cause is known."""

    NOTHING = "nothing"
    TODAY = "today"
    AT_ONCE = "at_once"

    @property
    def label(self) -> str:
        """The judgement in the user's language."""
        return trc("urgency", _URGENCY[self])


@dataclass(frozen=True)
class CaseJudgement:
    """What was judged of a complaint before its investigation; None was not judged."""

    safety: SafetyRisk | None = None
    complexity: Complexity | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """What was judged, with when and by whom; the facts of a complaint begin with it."""

    safety: SafetyRisk | None = None
    complexity: Complexity | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    assessed_at: datetime | None = None
    assessed_by: str = ""

    @property
    def judgement(self) -> CaseJudgement:
        """What was judged."""
        return CaseJudgement(self.safety, self.complexity, self.impact, self.urgency)


_SAFETY = {
    SafetyRisk.NONE: mark("No risk to safety"),
    SafetyRisk.POSSIBLE: mark("Somebody could be harmed"),
    SafetyRisk.HARMED: mark("Somebody was harmed"),
}
_COMPLEXITY = {
    Complexity.SIMPLE: mark("Can be settled at once"),
    Complexity.SEVERAL: mark("Several people or records to ask"),
    Complexity.OUTSIDE: mark("Needs somebody outside the shop"),
}
_IMPACT = {
    Impact.CUSTOMER: mark("This customer alone"),
    Impact.MANY: mark("Other customers too"),
    Impact.PUBLIC: mark("The shop’s good name"),
}
_URGENCY = {
    Urgency.NOTHING: mark("Can wait for the investigation"),
    Urgency.TODAY: mark("Something has to be done today"),
    Urgency.AT_ONCE: mark("Immediate action is needed"),
}
