"""Figures of an issued month that are others today: a correction moves them, never the pack."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from csq_desktop.domain.complaints.categories import figure_key
from csq_desktop.domain.indicators.figures import Figure, MonthFigures
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.months import Month
from csq_desktop.domain.wording import month_text
from csq_desktop.texts import tr, trn

_COMPARED = ("value", "numerator", "denominator", "n", "excluded")
_UNSAID = (
    FigureFamily.CATEGORY,
    FigureFamily.REMEDY,
    FigureFamily.REDRESS,
    FigureFamily.PLEDGE_MADE_GOOD,
    FigureFamily.PLEDGE_MADE_GOOD_COST,
)
"""Figures that a month has only where they count something: without them they are nought."""
_NOUGHT: Mapping[str, object] = {"value": 0}
_LARGEST = 1e15
_MOST_NAMES = 5


@dataclass(frozen=True)
class RestatedMonth:
    """A month, and the names and ids of its figures that changed since its pack was issued."""

    month: Month
    names: tuple[str, ...]
    ids: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Which figures changed, in one sentence."""
        more = "…" if len(self.names) > _MOST_NAMES else ""
        return trn(
            "{n} figure of {month} has changed since its review pack was issued: {names}.",
            "{n} figures of {month} have changed since its review pack was issued: {names}.",
            len(self.names),
            month=month_text(self.month),
            names=tr(", ").join(self.names[:_MOST_NAMES]) + more,
        )


def restated(issued: Mapping[str, object], today: MonthFigures) -> RestatedMonth | None:
    """What changed since figures were kept beside an issued pack; None where nothing did.

    Other figures that only one of the two has are not compared: another version of the program
    had them. One that counts nothing today is told by those that count it now.
    """
    changed = [figure for _, figure in changed_pairs(issued, today.figures)]
    if not changed:
        return None
    names, ids = (tuple(getattr(each, name) for each in changed) for name in ("label", "id"))
    return RestatedMonth(today.month, names, ids)


def changed_pairs(
    issued: Mapping[str, object], figures: Iterable[Figure]
) -> Iterator[tuple[Mapping[str, object], Figure]]:
    """The figures that are others than those kept beside an issued pack, each with the kept one."""
    before = _with_keys(dict(_by_id(issued.get("figures"))))
    for figure in figures:
        stored = before.get(figure.id, _missing(figure, before))
        if stored and _differs(stored, figure):
            yield stored, figure


def is_number(value: object) -> TypeGuard[float]:
    """Whether it is a number that the program can have written."""
    return isinstance(value, int | float) and abs(value) < _LARGEST


def _by_id(figures: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    for figure in figures if isinstance(figures, list) else ():
        if isinstance(figure, dict) and isinstance(figure.get("id"), str):
            yield figure["id"], figure


def _with_keys(figures: dict[str, Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
    """The figures of own categories by their keys too: earlier packs had the words in their ids."""
    category = FigureFamily.CATEGORY
    keyed = {
        category.of(figure_key(category.key_of(figure_id))): figure
        for figure_id, figure in figures.items()
        if category.holds(figure_id)
    }
    return keyed | figures


def _missing(figure: Figure, before: Mapping[str, object]) -> Mapping[str, object]:
    """What a pack without a figure says of it: nought, or nothing."""
    is_unsaid = before and any(family.holds(figure.id) for family in _UNSAID)
    return _NOUGHT if is_unsaid else {}


def _differs(issued: Mapping[str, object], figure: Figure) -> bool:
    return any(
        name in issued and not _is_same(issued[name], getattr(figure, name)) for name in _COMPARED
    )


def _is_same(before: object, after: float | None) -> bool:
    if is_number(before) and after is not None:
        return math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9)
    return before is after
