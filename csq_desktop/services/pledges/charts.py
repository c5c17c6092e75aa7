"""The control chart of a pledge, with what was written down about its months."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.verdicts import HISTORY_MONTHS
from csq_desktop.domain.paper.charts import ControlSpec, subject_text
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.words.wording import month_name, months_text
from csq_desktop.services.events import book
from csq_desktop.services.indicators import verdicts
from csq_desktop.services.indicators.charts import ChartNotes, share_chart
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.pledges import months as records
from csq_desktop.texts import tr


@dataclass(frozen=True)
class PledgeChart:
    """A pledge's chart, and the months that lie beyond its limits."""

    spec: ControlSpec
    odd: tuple[Month, ...]


def chart(
    session: Session, pledge_id: int, last: Month, months: int = HISTORY_MONTHS
) -> PledgeChart:
    """A pledge's p chart, or p′ where p limits would be too narrow; its last `months` are drawn.

    Its limits are those of the verdict, however few months are drawn. A month whose note leaves it
    out is drawn but enters no limits; causes that were found stand beside their points.
    """
    pledge = pledges.read(session, pledge_id)
    judgement = verdicts.of_pledge(session, pledge, last)
    spec = share_chart(judgement, notes(session, pledge, last)).spec
    odd = tuple(result.month for result in judgement.verdict.beyond)
    drawn = spec.latest(months).with_events(book.marks(session, last))
    first = Month.of(drawn.spans[0][0]) if drawn.spans else last
    return PledgeChart(replace(drawn, subject=_subject(first, last)), odd)


def _subject(first: Month, last: Month) -> str:
    return subject_text(_measure(), "%", months_text(first, last))


def _measure() -> str:
    return tr("Share of cases that met the pledge")


def notes(session: Session, pledge: Pledge, last: Month) -> ChartNotes:
    """What a pledge's chart has to say beside its figures."""
    written = records.notes(session, pledge.id, last.shift(1 - HISTORY_MONTHS), last)
    running = ""
    if last == Month.of(shop.today(session)):
        running = tr("{month} is not over: its point still moves.", month=month_name(last))
    return ChartNotes(
        measure=_measure(),
        remarks={
            month: note.cause for month, note in written.items() if note.cause and not note.left_out
        },
        running=running,
    )
