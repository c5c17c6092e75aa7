"""The figures of pledges: one for each pledge in force, one for its maximum where it has one."""

from collections.abc import Iterator

from csq_desktop.analytics.indicators.figures import FigureHead, share_figure
from csq_desktop.analytics.indicators.ledger import FigureLedger
from csq_desktop.analytics.proportions import Proportion
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.texts import tr


def pledge_figures(ledger: FigureLedger, month: Month) -> Iterator[Figure]:
    """The figures of the pledges that were promised on any day of a month."""
    for pledge in ledger.in_force(month):
        yield _standard(ledger, month, pledge)
        beyond = ledger.over_maximum(month, pledge)
        promised = pledge.version_on(month.last_day).terms.maximum_share
        if beyond is not None and promised is not None:
            yield _maximum(ledger, month, pledge, beyond)


def _standard(ledger: FigureLedger, month: Month, pledge: Pledge) -> Figure:
    terms, counted = pledge.version_on(month.last_day).terms, ledger.pledge(month, pledge)
    head = FigureHead(pledge.figure_id, terms.wording.text, Better.HIGHER, terms.standard_share)
    return share_figure(
        head,
        Proportion(counted.met, counted.met + counted.missed),
        minimum=ledger.judged_by(month).minimum_n,
        excluded=counted.excluded,
    )


def share_over(beyond: int, counted: int) -> Proportion:
    """Those beyond a maximum, of those counted in the month.

    A case from the month before may pass its maximum in a month with fewer cases than that.
    """
    return Proportion(beyond, max(counted, beyond))


def _maximum(ledger: FigureLedger, month: Month, pledge: Pledge, beyond: int) -> Figure:
    terms, counted = pledge.version_on(month.last_day).terms, ledger.pledge(month, pledge)
    label = tr("{pledge}: over the maximum", pledge=terms.wording.text)
    key = FigureFamily.PLEDGE_MAXIMUM.of(pledge.code)
    return share_figure(
        FigureHead(key, label, Better.LOWER, terms.maximum_share),
        share_over(beyond, counted.met + counted.missed),
        minimum=ledger.judged_by(month).minimum_n,
        excluded=counted.excluded,
    )
