"""Figures of an issued month that are others today: a correction moves them, never the pack."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.indicators.unsaid import Printed, as_words, keyed, missing
from csq_desktop.domain.words.wording import month_text
from csq_desktop.texts import tr, trn

_COMPARED = ("value", "numerator", "denominator", "n", "excluded")
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


def restated(
    issued: Mapping[str, object], month: Month, today: Iterable[Figure]
) -> RestatedMonth | None:
    """What changed since figures were kept beside an issued pack; None where nothing did.

    Other figures that only one of the two has are not compared: another version of the program
    had them.
    """
    changed = [figure for _, figure in changed_pairs(issued, today)]
    if not changed:
        return None
    names, ids = (tuple(getattr(each, name) for each in changed) for name in ("label", "id"))
    return RestatedMonth(month, names, ids)


def changed_pairs(
    issued: Mapping[str, object], figures: Iterable[Figure]
) -> Iterator[tuple[Printed, Figure]]:
    """The figures that are others than those kept beside an issued pack, each with the kept one."""
    before = printed_by_id(issued)
    words = {as_words(figure_id): figure for figure_id, figure in before.items()}
    for figure in figures:
        stored = before.get(figure.id) or words.get(figure.id) or missing(figure.id, before)
        if stored and _differs(stored, figure):
            yield stored, figure


def printed_by_id(issued: Mapping[str, object]) -> dict[str, Printed]:
    """The figures kept beside an issued pack, as far as they are any, by their ids."""
    return _with_keys(dict(_by_id(issued.get("figures"))))


def is_number(value: object) -> TypeGuard[float]:
    """Whether it is a number that the program can have written."""
    return isinstance(value, int | float) and abs(value) < _LARGEST


def _by_id(figures: object) -> Iterator[tuple[str, Printed]]:
    for figure in figures if isinstance(figures, list) else ():
        if isinstance(figure, dict) and isinstance(figure.get("id"), str):
            yield figure["id"], figure


def _with_keys(figures: dict[str, Printed]) -> dict[str, Printed]:
    """The figures of own categories by their keys too: earlier packs had the words in their ids."""
    return {keyed(figure_id): figure for figure_id, figure in figures.items()} | figures


def _differs(issued: Mapping[str, object], figure: Figure) -> bool:
    return any(
        name in issued and not _is_same(issued[name], getattr(figure, name)) for name in _COMPARED
    )


def _is_same(before: object, after: float | None) -> bool:
    if is_number(before) and after is not None:
        return math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9)
    return before is after
