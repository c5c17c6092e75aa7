"""What helped a month's figures: acts after a miss that made it a deadline met, or took it out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, Status
from csq_desktop.domain.words.wording import (
    date_text,
    moment_text,
    percent_text,
    refs_text,
)
from csq_desktop.texts import mark, tr, trc, trn


class HelpKind(StrEnum):
    """What was done after a miss, so that it counts as met or not at all."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    PROGRESS = "progress"
    PROGRESS_EARLIER = "progress_earlier"
    ACKNOWLEDGED_EARLIER = "acknowledged_earlier"
    REPLIED = "replied"
    REPLIED_EARLIER = "replied_earlier"
    DEADLINE = "deadline"
    REOPENED = "reopened"
    EXCLUDED = "excluded"
    VOIDED = "voided"
    KIND = "kind"
    MERGED = "merged"
    IMPORT_UNDONE = "import_undone"
    COUNT_CORRECTED = "count_corrected"
    COUNT_EXCLUDED = "count_excluded"
    COUNT_REMOVED = "count_removed"

    @property
    def label(self) -> str:
        """What was done, in the reader's language."""
        return trc("helped", _KINDS[self])


_KINDS = {
    HelpKind.RECEIVED: mark("Time of receipt corrected", "helped"),
    HelpKind.ACKNOWLEDGED: mark("Time of acknowledgement corrected", "helped"),
    HelpKind.PROGRESS: mark("Time of progress reply corrected", "helped"),
    HelpKind.PROGRESS_EARLIER: mark("Progress reply recorded afterwards", "helped"),
    HelpKind.ACKNOWLEDGED_EARLIER: mark("Acknowledgement recorded afterwards", "helped"),
    HelpKind.REPLIED: mark("Time of reply corrected", "helped"),
    HelpKind.REPLIED_EARLIER: mark("Reply recorded afterwards", "helped"),
    HelpKind.DEADLINE: mark("Deadline changed", "helped"),
    HelpKind.REOPENED: mark("Closed without a reply, then reopened", "helped"),
    HelpKind.EXCLUDED: mark("Excluded", "helped"),
    HelpKind.VOIDED: mark("Voided", "helped"),
    HelpKind.KIND: mark("Recorded as another kind of feedback", "helped"),
    HelpKind.MERGED: mark("Merged into another complaint", "helped"),
    HelpKind.IMPORT_UNDONE: mark("Import undone", "helped"),
    HelpKind.COUNT_CORRECTED: mark("Count corrected", "helped"),
    HelpKind.COUNT_EXCLUDED: mark("Cases excluded from a count", "helped"),
    HelpKind.COUNT_REMOVED: mark("Count removed", "helped"),
}


@dataclass(frozen=True, kw_only=True)
class HelpfulAct:
    """What somebody did to some misses of figures: where, when, and why if a reason was typed.

    `refs` are complaints by number, or days of counts. `misses` is how many misses it took from
    each of the figures; `by_import` says that a file did it, which that person imported.
    """

    kind: HelpKind
    figure_ids: tuple[str, ...]
    refs: tuple[str, ...]
    misses: int
    first: datetime
    last: datetime
    person: str
    why: str = ""
    by_import: bool = False

    @property
    def where(self) -> str:
        """The first of the cases or days, and how many more there are."""
        return refs_text(self.refs)

    @property
    def number(self) -> str:
        """How many misses it took away, where that is not the number of cases; else empty."""
        if self.misses == len(self.refs):
            return ""
        return trn("{n} fewer miss", "{n} fewer misses", self.misses)

    @property
    def who(self) -> str:
        """Who did it, or whose import."""
        return tr("{person}, by import", person=self.person) if self.by_import else self.person

    @property
    def reason(self) -> str:
        """The reason that was typed, or that there is none."""
        return self.why or tr("No reason recorded")

    def when(self, zone: ZoneInfo) -> str:
        """When it was done: the moment, or the day where it was done several times."""
        if self.first == self.last:
            return moment_text(self.first, zone)
        return date_text(self._day(zone))

    def _day(self, zone: ZoneInfo) -> date:
        return self.first.astimezone(zone).date()

    def sentence(self, zone: ZoneInfo) -> str:
        """The whole act in one line, but for the figure."""
        parts = (self.kind.label, self.where, self.number, self.who, self.when(zone), self.reason)
        return tr(" · ").join(filter(None, parts))


@dataclass(frozen=True)
class Limits:
    """The figure and, where one is pledged, the share over the maximum that a verdict rests on."""

    standard: Figure
    maximum: Figure | None = None

    @property
    def missed(self) -> tuple[str, ...]:
        """Which of the two are not met: standard, maximum."""
        figures = {"standard": self.standard, "maximum": self.maximum}
        return tuple(name for name, at in figures.items() if at and at.status is Status.MISSED)

    @property
    def word(self) -> str:
        """What is not met, in a few words; empty where nothing is."""
        if self.missed and self.maximum is None:
            return self.standard.status.label
        return trc("figure", _NOT_MET[self.missed]) if self.missed else ""

    @property
    def clause(self) -> str:
        """The verdict at the end of a sentence; empty where there is none."""
        if not self.missed:
            return trc("helped", "met") if self.standard.status is Status.MET else ""
        if self.maximum is None:
            return trc("helped", "not met")
        return trc("helped", _NOT_MET_CLAUSES[self.missed])


_STANDARD, _MAXIMUM = ("standard",), ("maximum",)
_NOT_MET = {
    _STANDARD: mark("Not met: standard time", "figure"),
    _MAXIMUM: mark("Not met: maximum time", "figure"),
    _STANDARD + _MAXIMUM: mark("Not met: standard and maximum time", "figure"),
}
_NOT_MET_CLAUSES = {
    _STANDARD: mark("standard time not met", "helped"),
    _MAXIMUM: mark("maximum time not met", "helped"),
    _STANDARD + _MAXIMUM: mark("standard and maximum time not met", "helped"),
}


@dataclass(frozen=True)
class HelpedFigure:
    """A figure as it stands, and as it would be without the acts that helped it.

    `limits` are what the verdict rests on as it stands, `limits_without` without all such acts.
    """

    now: Figure
    without: Figure
    limits: Limits
    limits_without: Limits

    @property
    def id(self) -> str:
        """Which figure it is."""
        return self.now.id

    @property
    def label(self) -> str:
        """What the figure is called."""
        return self.now.label

    @property
    def text_now(self) -> str:
        """The figure as it stands, with its counts."""
        return _counted(self.now, self._digits)

    @property
    def text_without(self) -> str:
        """The figure without the acts, with its counts."""
        return _counted(self.without, self._digits)

    @property
    def _digits(self) -> int:
        """As many decimals as show that the two are not the same; 0 where they show it."""
        now, without = self.now.value, self.without.value
        if self.now.text != self.without.text:
            return 0
        more = (n for n in (2, 3, 4) if percent_text(now, n) != percent_text(without, n))
        return next(more, 0)

    @property
    def sentence(self) -> str:
        """The figure with and without the acts, and what is met or not with and without them."""
        return tr("{figure}: {now}; without these changes {without}.",
                  figure=self.label, now=_judged(self.text_now, self.limits),
                  without=_judged(self.text_without, self.limits_without))  # fmt: skip


def _judged(text: str, limits: Limits) -> str:
    return tr(", ").join(filter(None, (text, limits.clause)))


def _counted(figure: Figure, digits: int) -> str:
    """A figure with its counts; its share as it is printed elsewhere, or with so many decimals."""
    if figure.text == figure.counts:
        return figure.text
    share = percent_text(figure.value, digits) if digits else figure.text
    return tr("{share} ({counts})", share=share, counts=figure.counts)


@dataclass(frozen=True)
class HelpedMonth:
    """The figures of a month that were helped, and the acts, by figure; none in a clean month."""

    month: Month
    figures: tuple[HelpedFigure, ...] = ()
    acts: tuple[HelpfulAct, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each figure with and without the acts, or that there was none."""
        nothing = tr("No miss of this month was later turned into a deadline met or taken out of "
                     "the figures.")  # fmt: skip
        return tuple(figure.sentence for figure in self.figures) or (nothing,)

    def measures(self, act: HelpfulAct) -> str:
        """What the figures are called that an act helped, each on its line."""
        return "\n".join(each.label for each in self.figures if each.id in act.figure_ids)


def together(acts: Iterable[HelpfulAct], zone: ZoneInfo) -> tuple[HelpfulAct, ...]:
    """Acts of one kind by one person on one day for one reason as one, in the order of time.

    What was done to the same cases for two figures is one act. Cases and days stay in the order
    they come in, which is the same in every language.
    """

    def same(act: HelpfulAct) -> tuple[object, ...]:
        day = act.first.astimezone(zone).date()
        return (act.figure_ids, day, act.kind, act.by_import, act.person, act.why)

    def alike(act: HelpfulAct) -> Iterable[object]:
        return vars(replace(act, figure_ids=(), refs=tuple(sorted(act.refs)))).values()

    by_figure = [_joined(some) for some in _grouped(acts, same)]
    once = [
        replace(some[0], figure_ids=tuple(figure for act in some for figure in act.figure_ids))
        for some in _grouped(by_figure, alike)
    ]
    return tuple(sorted(once, key=lambda act: (act.first, act.kind)))


def _grouped(
    acts: Iterable[HelpfulAct], key: Callable[[HelpfulAct], Iterable[object]]
) -> Iterable[list[HelpfulAct]]:
    groups: dict[tuple[object, ...], list[HelpfulAct]] = {}
    for act in acts:
        groups.setdefault(tuple(key(act)), []).append(act)
    return groups.values()


def _joined(acts: Sequence[HelpfulAct]) -> HelpfulAct:
    return replace(
        acts[0],
        refs=tuple(dict.fromkeys(ref for act in acts for ref in act.refs)),
        misses=sum(act.misses for act in acts),
        first=min(act.first for act in acts),
        last=max(act.last for act in acts),
    )
