"""Why a complaint arose: each cause with the chain of whys that led to it (the 5 whys)."""

from collections.abc import Sequence
from dataclasses import dataclass

from csq_desktop.domain.causes.fields import WHY
from csq_desktop.domain.fields.fields import LONGEST_LINE_OF_TEXT
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

USUAL_STEPS = 5
"""How many whys are asked as a rule: the cause lies rarely nearer, and more are allowed."""
MOST_STEPS = 12


@dataclass(frozen=True)
class Why:
    """One answer to “why?”, and what shows that it is so."""

    why: str
    evidence: str = ""


@dataclass(frozen=True)
class CauseChain:
    """A cause by its code, or in one's own words, with the whys that led to it.

    The main cause has no number of its own: it stands on the case. One that was not analysed says
    nothing.
    """

    cause: str = ""
    whys: tuple[Why, ...] = ()
    id: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of it."""
        return not (self.cause or self.whys)


@dataclass(frozen=True)
class CaseCauses:
    """The main cause of a case, and others beside it."""

    main: CauseChain = CauseChain()
    further: tuple[CauseChain, ...] = ()

    @property
    def chains(self) -> tuple[CauseChain, ...]:
        """Every cause that something is known of, the main one first."""
        return tuple(chain for chain in (self.main, *self.further) if not chain.is_empty)

    def chain(self, cause_id: int | None) -> CauseChain:
        """The chain of one cause; None is the main one. KeyError where there is none."""
        for chain in (self.main, *self.further):
            if chain.id == cause_id:
                return chain
        raise KeyError(cause_id)


def checked(typed: Sequence[Why]) -> tuple[Why, ...]:
    """A chain as it is kept: without empty steps. UserError for what cannot be kept."""
    chain = tuple(Why(step.why.strip(), step.evidence.strip()) for step in typed)
    for step in chain:
        if step.evidence and not step.why:
            raise UserError(tr("Evidence needs the answer that it shows."))
        for key, text in (("why", step.why), ("evidence", step.evidence)):
            WHY.field(key).check(text)
    steps = tuple(step for step in chain if step.why)
    if len(steps) > MOST_STEPS:
        raise UserError(tr("A chain has at most {n} steps.", n=MOST_STEPS))
    return steps


def check_cause(cause: str, others: Sequence[str]) -> None:
    """A UserError for no cause, one too long, or one that the case has already."""
    if not cause:
        raise UserError(tr("Choose the cause."), field="cause")
    if len(cause) > LONGEST_LINE_OF_TEXT:
        raise UserError(tr("Describe the cause in fewer words."), field="cause")
    if cause in others:
        raise UserError(tr("The case has this cause already."), field="cause")
