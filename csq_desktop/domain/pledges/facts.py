"""Service pledges: a promise, its two limits, and whether it was kept (ISO 10001)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.texts import mark, tr, trc, trn


class PledgeSource(StrEnum):
    """Where a pledge's counts come from."""

    MANUAL = "manual"
    ACKNOWLEDGE = "acknowledge"
    PROGRESS = "progress"
    RESOLVE = "resolve"

    @property
    def label(self) -> str:
        return trc("pledge source", _SOURCES[self])

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody counts the pledge day by day."""
        return self is PledgeSource.MANUAL


@dataclass(frozen=True)
class PledgeTerms:
    """What one version promises; shares are 0..1, `maximum_share` None when there is no maximum.

    `limits` says where and when the pledge holds, `how_measured` how it is counted and `published`
    where its result is told. `maximum_minutes` (business minutes) lets a pledge counted from
    complaints tell which late cases also passed the maximum time; None for pledges counted by hand.
    """

    wording: ThreeTexts
    standard: ThreeTexts
    standard_share: float
    maximum: ThreeTexts
    maximum_share: float | None
    effective_from: date
    maximum_minutes: int | None = None
    remedy: ThreeTexts = ThreeTexts()
    how_to_claim: ThreeTexts = ThreeTexts()
    limits: ThreeTexts = ThreeTexts()
    how_measured: ThreeTexts = ThreeTexts()
    published: ThreeTexts = ThreeTexts()


@dataclass(frozen=True)
class NewPledge:
    """A pledge as typed in; `code` is short, unique and never changes."""

    code: str
    source: PledgeSource
    owner: PersonChoice
    terms: PledgeTerms


@dataclass(frozen=True)
class PledgeVersion:
    """One version of a pledge's terms, valid from a day until the next version's."""

    number: int
    terms: PledgeTerms
    effective_to: date | None


@dataclass(frozen=True)
class Pledge:
    """A pledge with all its versions, newest last."""

    id: int
    code: str
    number: int
    source: PledgeSource
    owner_id: int | None
    owner: str
    versions: tuple[PledgeVersion, ...]
    retired_on: date | None

    @property
    def current(self) -> PledgeVersion:
        return self.versions[-1]

    @property
    def figure_id(self) -> str:
        """What its figure is called."""
        return FigureFamily.PLEDGE.of(self.code)

    def in_force_on(self, day: date) -> bool:
        """Whether it was promised on a day."""
        return self._in_force_between(day, day)

    def in_force_in(self, month: Month) -> bool:
        """Whether it was promised on any day of a month."""
        return self._in_force_between(month.first_day, month.last_day)

    def _in_force_between(self, first: date, last: date) -> bool:
        """A pledge retired before its first day was never in force."""
        begins = max(first, self.versions[0].terms.effective_from)
        return begins <= (last if self.retired_on is None else min(last, self.retired_on))

    def version_on(self, day: date) -> PledgeVersion:
        """The version in force on a day; before its first day the first, after its last the last.

        Terms planned for days after the retirement never came into force.
        """
        day = day if self.retired_on is None else min(day, self.retired_on)
        fitting = [v for v in self.versions if v.terms.effective_from <= day]
        return fitting[-1] if fitting else self.versions[0]

    def standard_set_by(self, version: PledgeVersion) -> int:
        """The number of the version that set the standard time another one has."""
        upto = [v for v in self.versions if v.number <= version.number]
        changes = [
            after.number
            for before, after in pairwise(upto)
            if not before.terms.standard.agrees_with(after.terms.standard)
        ]
        return changes[-1] if changes else upto[0].number

    def wording_on(self, day: date) -> str:
        """How it is worded on a day, in the language spoken."""
        return self.version_on(day).terms.wording.text


@dataclass(frozen=True)
class DayCount:
    """A day's count of one pledge; `over_maximum` is part of `missed`; excluded needs a reason."""

    pledge_id: int
    day: date
    met: int
    missed: int
    over_maximum: int = 0
    excluded: int = 0
    reason: str = ""


@dataclass(frozen=True)
class CountFilter:
    """Which counts a list shows; days are inclusive, None leaves a question open."""

    pledge_id: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class CountSheet:
    """A day's sheet: the pledges counted by hand that day, and what was counted so far."""

    day: date
    is_open: bool
    pledges: tuple[Pledge, ...]
    counts: tuple[DayCount, ...]

    def count_of(self, pledge_id: int) -> DayCount | None:
        """What was counted for a pledge, or None."""
        return next((count for count in self.counts if count.pledge_id == pledge_id), None)

    @property
    def missing(self) -> int:
        """How many pledges wait for their count; none on a day the shop was closed."""
        if not self.is_open:
            return 0
        return sum(self.count_of(pledge.id) is None for pledge in self.pledges)


@dataclass(frozen=True)
class ReplacedCount:
    """What stood for a pledge and a day before and after a change; None when nothing did."""

    pledge_id: int
    day: date
    before: DayCount | None
    after: DayCount | None


@dataclass(frozen=True)
class TermsChange:
    """New terms as they were kept: a version of their own, or in place of one not yet in force."""

    pledge_id: int
    version: int
    replaced: PledgeTerms | None = None


@dataclass(frozen=True)
class Tally:
    """How many pledges of a month were met, were missed, and could not be judged."""

    met: int
    missed: int
    unjudged: int

    @classmethod
    def of(cls, statuses: Sequence[Status]) -> "Tally":
        """Count the verdicts of a month's pledges."""
        met, missed = statuses.count(Status.MET), statuses.count(Status.MISSED)
        return cls(met, missed, len(statuses) - met - missed)

    @property
    def judged(self) -> int:
        """How many could be judged."""
        return self.met + self.missed

    @property
    def total(self) -> int:
        """How many were in force."""
        return self.judged + self.unjudged

    @property
    def text(self) -> str:
        """The month in a sentence; no pledge that was not judged passes for one that was met."""
        if not self.judged:
            return tr("No pledge could be judged: too few cases")
        if self.unjudged:
            return trn("{n} pledge: {parts}", "{n} pledges: {parts}", self.total,
                       parts=tr(", ").join(self._parts()))  # fmt: skip
        if self.missed:
            return trn("{met} of {of} pledge was met", "{met} of {of} pledges were met",
                       self.judged, met=self.met, of=self.judged)  # fmt: skip
        if self.met == 1:  # Chinese has one form, and “all” is not said of one
            return tr("The pledge was met")
        return tr("All {n} pledges were met", n=self.met)

    def _parts(self) -> Iterator[str]:
        if self.met:
            yield trc("pledges", "{n} met", n=self.met)
        if self.missed:
            yield trc("pledges", "{n} not met", n=self.missed)
        yield trc("pledges", "{n} not judged", n=self.unjudged)


_SOURCES = {
    PledgeSource.MANUAL: mark("Counted by hand"),
    PledgeSource.ACKNOWLEDGE: mark("From complaints: acknowledged on time"),
    PledgeSource.PROGRESS: mark("From complaints: progress replies on time"),
    PledgeSource.RESOLVE: mark("From complaints: resolved on time"),
}
