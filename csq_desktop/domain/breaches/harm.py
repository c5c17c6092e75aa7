"""How bad a breach can be for the people concerned, by the factors of the Commissioner's guidance.

Guidance on Data Breach Handling and Data Breach Notifications (PCPD), step 3: the kind, amount and
sensitivity of the data, the circumstances, how likely identity theft or other harm is, whether the
data were encrypted, how long they lay open, who got them, whether they came back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.breaches.words import (
    MOST_SENSITIVE,
    TELLING,
    NotifyParty,
    PeopleKind,
)
from csq_desktop.domain.tones import Tone
from csq_desktop.texts import mark, trc

MANY_PEOPLE = 100
"""From so many people on, what would be a small risk to each is a real one to somebody."""


class Sensitivity(StrEnum):
    """How sensitive the data are."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        """The step in the user's language."""
        return trc("sensitivity", _SENSITIVITY[self])


class ProtectionKind(StrEnum):
    """Whether the data could be read at all."""

    ENCRYPTED = "encrypted"
    PASSWORD = "password"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The protection in the user's language."""
        return trc("data protection", _PROTECTION[self])


class Exposure(StrEnum):
    """How long the data lay open."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    LONGER = "longer"
    ONGOING = "ongoing"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The time in the user's language."""
        return trc("exposure", _EXPOSURE[self])


class ReachedBy(StrEnum):
    """Who got the data."""

    NOBODY = "nobody"
    TRUSTED = "trusted"
    NAMED = "named"
    UNKNOWN = "unknown"
    HOSTILE = "hostile"

    @property
    def label(self) -> str:
        """Who, in the user's language."""
        return trc("breach reached", _REACHED[self])


class Recovery(StrEnum):
    """Whether the data came back."""

    UNUSED = "unused"
    COPIED = "copied"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The answer in the user's language."""
        return trc("breach recovery", _RECOVERY[self])


class Likelihood(StrEnum):
    """How likely one kind of harm is."""

    NONE = "none"
    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"

    @property
    def label(self) -> str:
        """The step in the user's language."""
        return trc("likelihood", _LIKELIHOOD[self])


class HarmLevel(StrEnum):
    """The conclusion: how great the risk of harm is."""

    LOW = "low"
    REAL = "real"
    HIGH = "high"

    @property
    def label(self) -> str:
        """The level in the user's language."""
        return trc("harm", _LEVELS[self])

    @property
    def tone(self) -> Tone:
        """How it is marked."""
        return _TONES[self]


@dataclass(frozen=True)
class HarmFactors:
    """The factors, each as a code."""

    sensitivity: Sensitivity
    protection: ProtectionKind
    exposure: Exposure
    obtained: ReachedBy
    recovery: Recovery
    identity_theft: Likelihood = Likelihood.NONE
    physical_harm: Likelihood = Likelihood.NONE
    financial_harm: Likelihood = Likelihood.NONE
    distress: Likelihood = Likelihood.NONE

    @property
    def likeliest(self) -> Likelihood:
        """How likely the likeliest harm is."""
        harms = (self.identity_theft, self.physical_harm, self.financial_harm, self.distress)
        return max(harms, key=tuple(Likelihood).index)


@dataclass(frozen=True)
class HarmAssessment:
    """An assessment: its factors, what a supervisor concludes from them, and why."""

    factors: HarmFactors
    level: HarmLevel
    note: str = ""


def suggested(factors: HarmFactors, people: int | None) -> HarmLevel:
    """The level that the factors suggest; a number of people nobody knows counts as many."""
    if _is_out_of_reach(factors):
        return HarmLevel.LOW
    is_sensitive = factors.sensitivity is Sensitivity.HIGH
    is_with_strangers = factors.obtained in (ReachedBy.UNKNOWN, ReachedBy.HOSTILE)
    if factors.likeliest is Likelihood.LIKELY or (is_sensitive and is_with_strangers):
        return HarmLevel.HIGH
    is_small = factors.likeliest in (Likelihood.NONE, Likelihood.UNLIKELY)
    is_many = people is None or people >= MANY_PEOPLE
    if is_small and not is_sensitive and not (is_many and is_with_strangers):
        return HarmLevel.LOW
    return HarmLevel.REAL


def sensitivity_of(detail_kinds: Collection[str], people: Collection[PeopleKind]) -> Sensitivity:
    """How sensitive the kinds of details make it, before anybody looked at the details."""
    if MOST_SENSITIVE.intersection(detail_kinds) or PeopleKind.MINORS in people:
        return Sensitivity.HIGH
    return Sensitivity.MEDIUM if TELLING.intersection(detail_kinds) else Sensitivity.LOW


def advises(level: HarmLevel, party: NotifyParty) -> bool:
    """Whether the guidance recommends notifying a party: of a real risk, and of any crime."""
    if party in (NotifyParty.COMMISSIONER, NotifyParty.PERSONS):
        return level is not HarmLevel.LOW
    return party is NotifyParty.HEAD_OFFICE


def _is_out_of_reach(factors: HarmFactors) -> bool:
    """Nobody could read it, or it came back unused from whom the shop can trust."""
    if factors.protection is ProtectionKind.ENCRYPTED:
        return True
    is_with_friends = factors.obtained in (ReachedBy.NOBODY, ReachedBy.TRUSTED)
    return is_with_friends and factors.recovery is Recovery.UNUSED


_SENSITIVITY = {
    Sensitivity.LOW: mark("Low: name or contact alone", "sensitivity"),
    Sensitivity.MEDIUM: mark("Medium: contact with history or preferences", "sensitivity"),
    Sensitivity.HIGH: mark("High: identity document, money, health, minors", "sensitivity"),
}
_PROTECTION = {
    ProtectionKind.ENCRYPTED: mark("Encrypted, the key is safe", "data protection"),
    ProtectionKind.PASSWORD: mark("A password or lock only", "data protection"),
    ProtectionKind.NONE: mark("Not protected", "data protection"),
    ProtectionKind.UNKNOWN: mark("Not known", "data protection"),
}
_EXPOSURE = {
    Exposure.HOURS: mark("Less than a day", "exposure"),
    Exposure.DAYS: mark("Less than a week", "exposure"),
    Exposure.WEEKS: mark("Less than a month", "exposure"),
    Exposure.LONGER: mark("A month or longer", "exposure"),
    Exposure.ONGOING: mark("Still open", "exposure"),
    Exposure.UNKNOWN: mark("Not known", "exposure"),
}
_REACHED = {
    ReachedBy.NOBODY: mark("Nobody, as far as can be seen", "breach reached"),
    ReachedBy.TRUSTED: mark("Somebody bound to confidence", "breach reached"),
    ReachedBy.NAMED: mark("Somebody else whom the shop can name", "breach reached"),
    ReachedBy.UNKNOWN: mark("Nobody knows who", "breach reached"),
    ReachedBy.HOSTILE: mark("A thief, an intruder or the public", "breach reached"),
}
_RECOVERY = {
    Recovery.UNUSED: mark("Recovered or deleted before use", "breach recovery"),
    Recovery.COPIED: mark("Recovered, but may have been copied", "breach recovery"),
    Recovery.NO: mark("Not recovered", "breach recovery"),
    Recovery.UNKNOWN: mark("Not known", "breach recovery"),
}
_LIKELIHOOD = {
    Likelihood.NONE: mark("None", "likelihood"),
    Likelihood.UNLIKELY: mark("Unlikely", "likelihood"),
    Likelihood.POSSIBLE: mark("Possible", "likelihood"),
    Likelihood.LIKELY: mark("Likely", "likelihood"),
}
_LEVELS = {
    HarmLevel.LOW: mark("Low risk of harm", "harm"),
    HarmLevel.REAL: mark("Real risk of harm", "harm"),
    HarmLevel.HIGH: mark("High risk of harm", "harm"),
}
_TONES = {HarmLevel.LOW: Tone.SOFT, HarmLevel.REAL: Tone.WARN, HarmLevel.HIGH: Tone.BAD}
