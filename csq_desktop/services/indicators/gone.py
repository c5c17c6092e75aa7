"""Figures that an issued pack printed, and that count nothing any more: they are nought today."""

from collections.abc import Iterable, Mapping

from csq_desktop.analytics.indicators.figures import FigureHead, cents_figure, count_figure
from csq_desktop.domain.complaints.categories import listed
from csq_desktop.domain.complaints.facts import RemedyKind
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.indicators.restated import printed_by_id
from csq_desktop.domain.indicators.unsaid import Printed, count_beside, gone
from csq_desktop.domain.words.names import is_whole_text
from csq_desktop.services.indicators.details import label_of
from csq_desktop.services.settings import lists

_REMEDIES = (FigureFamily.REMEDY, FigureFamily.REDRESS)


def with_gone(issued: Mapping[str, object], figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures to compare an issued pack with, then those it printed that are nought now."""
    there = {figure.id: figure for figure in figures}
    printed = printed_by_id(issued)
    noughts = (
        _nought(figure_id, _label(family, family.key_of(figure_id), there), printed, there)
        for family, figure_id in gone(printed, there)
    )
    return (*there.values(), *noughts)


def _nought(
    figure_id: str, label: str, printed: Mapping[str, Printed], there: Mapping[str, Figure]
) -> Figure:
    stored, count = printed[figure_id].get("label"), count_beside(figure_id)
    head = FigureHead(figure_id, label or (stored if is_whole_text(stored) else figure_id))
    if count is None:
        return count_figure(head, 0)
    return cents_figure(head, 0, (there[count].n or 0) if count in there else 0)


def _label(family: FigureFamily, key: str, there: Mapping[str, Figure]) -> str:
    """What the figure is called in the reader's language; empty for words of the shop's own."""
    if family is FigureFamily.CATEGORY:
        return lists.full_label(lists.CATEGORIES, key) if key in listed() else ""
    if family in _REMEDIES:
        return label_of(family, RemedyKind(key).label) if key in {*RemedyKind} else ""
    pledge = there.get(FigureFamily.PLEDGE.of(key))
    return label_of(family, pledge.label) if pledge else ""
