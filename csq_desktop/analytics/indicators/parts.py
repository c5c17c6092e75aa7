"""What the rows of a ledger add to a figure: its parts, which add up where its value does not.

The ledger may be that of a month or only of some rows of it: parts are sums, so what rows add to a
figure is what a ledger of these rows alone gives.
"""

from csq_desktop.analytics.indicators.formulas import (
    Formula,
    MedianDaysToClose,
    Money,
    PerThousand,
    Share,
    Total,
    total,
)
from csq_desktop.analytics.indicators.ledger import FigureLedger
from csq_desktop.analytics.indicators.register import SHIPPED
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.categories import figure_key
from csq_desktop.domain.indicators.ids import FigureFamily, maximum_of
from csq_desktop.domain.indicators.measures import MeasureId
from csq_desktop.domain.indicators.revisions import FigureParts
from csq_desktop.domain.indicators.sums import PledgeSum, Sum

_CENTS = (FigureFamily.REDRESS, FigureFamily.PLEDGE_MADE_GOOD_COST)
_BY_KEY = (
    *_CENTS,
    FigureFamily.REMEDY,
    FigureFamily.AGE,
    FigureFamily.PLEDGE_MADE_GOOD,
    FigureFamily.CHECKLIST_SCORE,
    FigureFamily.CHECKLIST_FINISHED,
    FigureFamily.CHECKLIST_FAILED_ITEMS,
)
"""Families whose sums a ledger of single rows holds under the family's own name."""


def parts(ledger: FigureLedger, month: Month, figure_id: str) -> FigureParts:
    """What a figure of a month is counted from; nothing of one that is no sum of rows."""
    for pledge in ledger.in_force(month):
        counted = ledger.pledge(month, pledge)
        if figure_id == pledge.figure_id:
            return _share(counted)
        if figure_id == maximum_of(pledge.figure_id):
            beyond = ledger.over_maximum(month, pledge) or 0
            return _share(counted)._replace(amount=beyond)
    if any(figure_id == indicator.id for indicator in SHIPPED.indicators):
        return _of_formula(SHIPPED.get(figure_id).formula, ledger, month)
    return _of_family(ledger, month, figure_id)


def _share(counted: PledgeSum) -> FigureParts:
    return FigureParts(counted.met, counted.met + counted.missed, counted.excluded)


def _of_formula(formula: Formula, ledger: FigureLedger, month: Month) -> FigureParts:
    match formula:
        case Share():
            whole = total(formula.of, ledger, month)
            excluded = total(formula.excluded, ledger, month)
            return FigureParts(total(formula.part, ledger, month), whole, excluded)
        case Total():
            return FigureParts(total(formula.terms, ledger, month))
        case PerThousand():
            exposure = total(formula.exposure, ledger, month)
            return FigureParts(total(formula.events, ledger, month), exposure)
        case Money():
            count = ledger.count(month, formula.measure)
            return FigureParts(ledger.cents(month, formula.measure), count)
        case MedianDaysToClose():
            return FigureParts(among=ledger.count(month, MeasureId.CLOSED, "1", "2", "3"))
    return FigureParts(among=ledger.runs_of(month).scored)  # a mean of scores


def _of_family(ledger: FigureLedger, month: Month, figure_id: str) -> FigureParts:
    category, finding = FigureFamily.CATEGORY, FigureFamily.FINDING
    if category.holds(figure_id):
        received = ledger.sums[month].get(MeasureId.RECEIVED, {})
        own = [each for each in received if figure_key(each) == category.key_of(figure_id)]
        return FigureParts(ledger.count(month, MeasureId.RECEIVED, *own) if own else 0)
    if finding.holds(figure_id):
        return FigureParts(ledger.count(month, MeasureId.FINDING, finding.key_of(figure_id)))
    for family in _BY_KEY:
        if family.holds(figure_id):
            added = ledger.sums[month].get(family.value, {}).get(family.key_of(figure_id), Sum())
            return _by_key(family, added)
    return FigureParts()


def _by_key(family: FigureFamily, added: Sum) -> FigureParts:
    if family in _CENTS:
        return FigureParts(added.cents, added.count)
    if family is FigureFamily.CHECKLIST_SCORE:
        return FigureParts(among=added.count)
    return FigureParts(added.count)
