"""The control chart of a pledge, with what was written down about its months."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.analytics.spc.signals import Rule
from csq_desktop.domain.charts import ControlSpec
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.pledges.months import TREND_MONTHS
from csq_desktop.domain.wording import month_name, month_text
from csq_desktop.services.indicators import figures
from csq_desktop.services.indicators.charts import ChartNotes, share_chart
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges.views import figure_id
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.pledges import months as records
from csq_desktop.texts import tr


@dataclass(frozen=True)
class PledgeChart:
    """A pledge's chart, and the months that lie beyond its limits."""

    spec: ControlSpec
    odd: tuple[Month, ...]


def chart(session: Session, pledge_id: int, last: Month, months: int = TREND_MONTHS) -> PledgeChart:
    """A pledge's p chart over so many months ending with one; p′ where p would cry wolf.

    Limits begin anew where a version changed the standard time. A month whose note leaves it out
    is drawn but enters no limits; causes that were found stand beside their points.
    """
    pledge = pledges.one(session, pledge_id)
    own = figure_id(pledge)
    history = figures.history(session, last, months, only={own})
    drawn = share_chart(history, own, notes(session, pledge, last, months))
    by_text = {month_text(month): month for month in drawn.months}
    beyond = [one for one in drawn.chart.signals if one.rule is Rule.BEYOND_LIMITS]
    return PledgeChart(drawn.spec, tuple(by_text[one.labels[0]] for one in beyond))


def notes(session: Session, pledge: Pledge, last: Month, months: int = TREND_MONTHS) -> ChartNotes:
    """What a pledge's chart of so many months has to say beside its figures."""
    shown = last.back(months)
    written = records.notes(session, pledge.id, shown[0], last)
    runs = [last] if last == Month.of(shop.today(session)) else []
    return ChartNotes(
        remarks={
            month: one.cause for month, one in written.items() if one.cause and not one.left_out
        },
        left_out={month: one.cause for month, one in written.items() if one.left_out},
        stretches={month: pledge.version_on(month.last_day).terms.standard.text for month in shown},
        said=tuple(
            tr("{month} is not over: its point still moves.", month=month_name(month))
            for month in runs
        ),
    )
