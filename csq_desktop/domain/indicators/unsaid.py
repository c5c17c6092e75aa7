"""Figures that a month has only where they count something: without them they are nought."""

from collections.abc import Iterable, Iterator, Mapping

from csq_desktop.domain.complaints.categories import figure_key, kept_key
from csq_desktop.domain.indicators.ids import FigureFamily

_UNSAID = (
    FigureFamily.CATEGORY,
    FigureFamily.REMEDY,
    FigureFamily.REDRESS,
    FigureFamily.PLEDGE_MADE_GOOD,
    FigureFamily.PLEDGE_MADE_GOOD_COST,
)
_COUNT_OF = {
    FigureFamily.REDRESS: FigureFamily.REMEDY,
    FigureFamily.PLEDGE_MADE_GOOD_COST: FigureFamily.PLEDGE_MADE_GOOD,
}
Printed = Mapping[str, object]


def unsaid_family(figure_id: str) -> FigureFamily | None:
    """The family of a figure that a month may leave out; None of one that every month has."""
    return next((family for family in _UNSAID if family.holds(figure_id)), None)


def count_beside(figure_id: str) -> str | None:
    """The figure that counts the cases behind an amount of money, also those that cost nothing."""
    for money, count in _COUNT_OF.items():
        if money.holds(figure_id):
            return count.of(money.key_of(figure_id))
    return None


def missing(figure_id: str, printed: Mapping[str, Printed]) -> Printed:
    """What a pack without a figure says of it: nought, of so many cases, or nothing."""
    if not printed or unsaid_family(figure_id) is None:
        return {}
    count = count_beside(figure_id)
    if count is None:
        return {"value": 0}
    return {"value": 0, "n": printed.get(count, {}).get("value", 0)}


def keyed(figure_id: str) -> str:
    """The id as it is today: earlier packs had the words of own categories in it."""
    category = FigureFamily.CATEGORY
    if not category.holds(figure_id):
        return figure_id
    return category.of(kept_key(category.key_of(figure_id)))


def as_words(figure_id: str) -> str:
    """The id it has if its key is no digest but words that look like one: earlier versions had
    these in it as they were."""
    category = FigureFamily.CATEGORY
    if not category.holds(figure_id):
        return figure_id
    return category.of(figure_key(category.key_of(figure_id)))


def gone(
    printed: Mapping[str, Printed], today: Iterable[str]
) -> Iterator[tuple[FigureFamily, str]]:
    """The figures that a pack printed and that count nothing today, with their families."""
    there = {keyed(figure_id) for figure_id in today}
    for figure_id, figure in printed.items():
        family = unsaid_family(figure_id)
        is_gone = figure_id == keyed(figure_id) and not {figure_id, as_words(figure_id)} & there
        if family is not None and is_gone and figure.get("value"):
            yield family, figure_id
