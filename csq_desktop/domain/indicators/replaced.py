"""What a newer version of an issued month replaces: which version, and its figures that changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from csq_desktop.domain.indicators.figures import Figure, Status
from csq_desktop.domain.indicators.restated import changed_pairs, is_number
from csq_desktop.domain.words.wording import date_text
from csq_desktop.texts import tr, trn

_MOST_NAMED = 5


@dataclass(frozen=True)
class ChangedFigure:
    """A figure as it is now, and as an issued pack printed it before."""

    before: Figure
    after: Figure

    @property
    def text(self) -> str:
        """What changed, such as “Complaints received 35 → 34”; the counts where only they did."""
        before, after = self.before.text, self.after.text
        if before == after:
            before, after = self.before.counts, self.after.counts
        if before == after:
            return self.after.label
        return tr("{figure} {before} → {after}",
                  figure=self.after.label, before=before, after=after)  # fmt: skip


@dataclass(frozen=True)
class ReplacedVersion:
    """An issued version of a month, and the figures that are others in the one replacing it."""

    version: int
    issued_at: datetime
    changes: tuple[ChangedFigure, ...]

    def sentence(self, zone: ZoneInfo) -> str:
        """Which version is replaced, as a cover says it."""
        day = date_text(self.issued_at.astimezone(zone).date())
        return tr("Replaces version {version} of {day}. {changes}",
                  version=self.version, day=day, changes=self.changes_text)  # fmt: skip

    @property
    def changes_text(self) -> str:
        """How many figures changed, and the first of them."""
        if not self.changes:
            return tr("No figure changed.")
        more = "…" if len(self.changes) > _MOST_NAMED else ""
        names = tr("; ").join(change.text for change in self.changes[:_MOST_NAMED]) + more
        return trn("{n} figure changed: {names}.", "{n} figures changed: {names}.",
                   len(self.changes), names=names)  # fmt: skip


def changed_figures(
    issued: Mapping[str, object], figures: Iterable[Figure]
) -> tuple[ChangedFigure, ...]:
    """The figures that are others than those kept beside an issued pack."""
    return tuple(_changed(issued, figures))


def _changed(issued: Mapping[str, object], figures: Iterable[Figure]) -> Iterator[ChangedFigure]:
    for printed, figure in changed_pairs(issued, figures):
        yield ChangedFigure(_as_printed(printed, figure), figure)


def _as_printed(printed: Mapping[str, object], figure: Figure) -> Figure:
    """The figure with the numbers that were printed; what is no number is unknown."""
    was_few = printed.get("status") == Status.TOO_FEW
    return replace(
        figure,
        value=_number(printed.get("value")),
        numerator=_count(printed.get("numerator")),
        denominator=_count(printed.get("denominator")),
        n=_count(printed.get("n")),
        excluded=_count(printed.get("excluded")) or 0,
        status=Status.TOO_FEW if was_few else Status.NO_TARGET,
    )


def _number(printed: object) -> float | None:
    return printed if is_number(printed) else None


def _count(printed: object) -> int | None:
    return round(printed) if is_number(printed) else None
