"""What changed in an issued month: each figure as issued and as it stands now, cause by cause."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, Unit
from csq_desktop.domain.indicators.replaced import ChangedFigure
from csq_desktop.domain.indicators.restated import RestatedMonth
from csq_desktop.domain.words import wording
from csq_desktop.texts import mark, tr, trc


class RevisionCause(StrEnum):
    """Why a figure of an issued month is another today."""

    LATE_ENTRY = "late_entry"
    CORRECTED = "corrected"
    EXCLUDED = "excluded"
    VOIDED = "voided"
    KIND = "kind"
    MERGED = "merged"
    SPLIT = "split"
    WORKED = "worked"
    IMPORT_UNDONE = "import_undone"
    RUNNING = "running"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The cause in the reader's language."""
        return trc("revision", _CAUSES[self])


_CAUSES = {
    RevisionCause.LATE_ENTRY: mark("Entered late"),
    RevisionCause.CORRECTED: mark("Corrected"),
    RevisionCause.EXCLUDED: mark("Excluded or included again"),
    RevisionCause.VOIDED: mark("Voided or reinstated"),
    RevisionCause.KIND: mark("Recorded as another kind of feedback"),
    RevisionCause.MERGED: mark("Merged or un-merged"),
    RevisionCause.SPLIT: mark("Split off another complaint"),
    RevisionCause.WORKED: mark("Work on the case since"),
    RevisionCause.IMPORT_UNDONE: mark("Import undone"),
    RevisionCause.RUNNING: mark("The month was not over"),
    RevisionCause.UNKNOWN: mark("Cause not known"),
}


class FigureParts(NamedTuple):
    """What a figure was counted from, as numbers that add up.

    `amount` is the numerator of a share or a rate, else the number or the HKD cents; `among` what
    it was counted among. A median and a mean have no amount that adds up.
    """

    amount: int = 0
    among: int = 0
    excluded: int = 0

    @classmethod
    def of(cls, figure: Figure) -> "FigureParts":
        """What a figure says it was counted from."""
        amount = figure.numerator
        if amount is None and figure.unit in (Unit.COUNT, Unit.CENTS):
            amount = round(figure.value or 0)
        among = 0 if figure.unit is Unit.COUNT else figure.n
        return cls(amount or 0, among or 0, figure.excluded)

    @classmethod
    def sum(cls, parts: Iterable["FigureParts"]) -> "FigureParts":
        """Several added up."""
        return cls(*(sum(column) for column in zip(cls(), *parts, strict=True)))

    def less(self, *others: "FigureParts") -> "FigureParts":
        """What is left once others are taken away."""
        taken = FigureParts.sum(others)
        return FigureParts(*(mine - theirs for mine, theirs in zip(self, taken, strict=True)))


@dataclass(frozen=True)
class CauseEffect:
    """What one cause did to one figure, and in which cases, days or checks."""

    cause: RevisionCause
    parts: FigureParts
    refs: tuple[str, ...] = ()

    @property
    def refs_text(self) -> str:
        """The first of the cases, and how many more there are."""
        return wording.refs_text(self.refs)


@dataclass(frozen=True)
class RevisedFigure:
    """A figure that is another today: issued plus the effects is what it is now."""

    change: ChangedFigure
    effects: tuple[CauseEffect, ...]

    @property
    def label(self) -> str:
        """What the figure is called."""
        return self.change.after.label

    @property
    def before(self) -> str:
        """The figure as it was issued."""
        return _written(self.change.before)

    @property
    def after(self) -> str:
        """The figure as it stands now."""
        return _written(self.change.after)

    @property
    def reconciles(self) -> bool:
        """Whether issued and effects add up to what it is now."""
        issued, now = FigureParts.of(self.change.before), FigureParts.of(self.change.after)
        return now.less(issued) == FigureParts.sum(effect.parts for effect in self.effects)

    def effect_text(self, effect: CauseEffect) -> str:
        """How far a cause moved the figure, such as “+1 of +2”; empty where that does not add up.

        Of a median or a mean only the number of cases adds up.
        """
        parts, unit = effect.parts, self.change.after.unit
        counted = _signed(parts.amount)
        if unit is Unit.CENTS:
            counted = _signed_money(parts.amount)
        elif self.change.after.numerator is not None:
            counted = tr("{met} of {of}", met=counted, of=_signed(parts.among))
        elif unit is not Unit.COUNT:
            counted = trc("revision", "n {change}", change=_signed(parts.among))
        if not (parts.amount or parts.among):
            counted = ""
        left_out = trc("revision", "excluded {change}", change=_signed(parts.excluded))
        return tr(" · ").join(filter(None, (counted, left_out if parts.excluded else "")))


class RevisionLine(NamedTuple):
    """One cause of one figure, as a list shows it."""

    figure: RevisedFigure
    effect: CauseEffect

    @property
    def text(self) -> str:
        """The figure, the cause, the change and the cases, in one line."""
        moved = self.figure.effect_text(self.effect)
        parts = (self.effect.cause.label, moved, self.effect.refs_text)
        return wording.labelled(self.figure.label, tr(" · ").join(filter(None, parts)))


@dataclass(frozen=True)
class RevisedMonth:
    """A month whose issued figures are others today; `version` is that of the pack compared."""

    month: Month
    version: int
    figures: tuple[RevisedFigure, ...]

    def changed(self, figure_id: str) -> bool:
        """Whether a figure is among those that changed."""
        return any(figure.change.after.id == figure_id for figure in self.figures)

    @property
    def restated(self) -> RestatedMonth:
        """The same month with the names and ids of those figures alone."""
        after = [figure.change.after for figure in self.figures]
        names, ids = tuple(each.label for each in after), tuple(each.id for each in after)
        return RestatedMonth(self.month, names, ids)

    @property
    def lines(self) -> tuple[RevisionLine, ...]:
        """Every figure with each of its causes."""
        return tuple(
            RevisionLine(figure, effect) for figure in self.figures for effect in figure.effects
        )

    @property
    def has_means(self) -> bool:
        """Whether a median or a mean is among them, whose value does not add up."""
        changes = (figure.change.after for figure in self.figures)
        return any(
            figure.numerator is None and figure.unit not in (Unit.COUNT, Unit.CENTS)
            for figure in changes
        )

    @property
    def title(self) -> str:
        """The month, and the version of its pack."""
        return tr("{month}, version {n}", month=wording.month_text(self.month), n=self.version)


def counted_from(figure: Figure) -> str:
    """What a share or a rate was counted from, where its text does not say it; else empty."""
    if figure.numerator is None or figure.counts in (figure.text, wording.UNKNOWN):
        return ""
    return figure.counts


def _written(figure: Figure) -> str:
    return "\n".join(filter(None, (figure.text, counted_from(figure))))


def _signed(number: int) -> str:
    if not number:
        return "0"
    return ("+" if number > 0 else "−") + wording.count_text(abs(number))


def _signed_money(cents: int) -> str:
    return ("+" if cents > 0 else "−") + wording.money_text(abs(cents))
