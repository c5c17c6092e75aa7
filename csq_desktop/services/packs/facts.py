"""Gathering what a review pack says: one month, in one language, from a blind session."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import Action, ActionSource
from csq_desktop.domain.charts import SparkSpec
from csq_desktop.domain.indicators.figures import MonthFigures, Status
from csq_desktop.domain.indicators.ids import FigureId, maximum_of
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges.facts import Pledge, Source
from csq_desktop.domain.privacy import without_contacts
from csq_desktop.domain.wording import date_text
from csq_desktop.reports.packs.facts import (
    Cause,
    Charts,
    LeftOut,
    PackFacts,
    PledgeFacts,
    PledgeMonth,
)
from csq_desktop.reports.packs.words import TONES
from csq_desktop.services import actions
from csq_desktop.services.checklists import schedule as checklist_schedule
from csq_desktop.services.indicators import chart_words, charts
from csq_desktop.services.indicators import figures as figures_service
from csq_desktop.services.indicators.charts import ChartNotes, Controlled
from csq_desktop.services.indicators.ledger import end_of
from csq_desktop.services.pledges import (
    charts as pledge_charts,
)
from csq_desktop.services.pledges import (
    months as pledge_months,
)
from csq_desktop.services.pledges import (
    pledges,
)
from csq_desktop.services.pledges import (
    views as pledge_views,
)
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records import figures as records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import speaking, tr

MONTHS = 24
LONGEST_REMARK, LONGEST_CAUSE = 60, 300
_YEAR = 12
_AUTUMN = 10  # a chart that begins after this month begins with the next year
_TABLE = 13
_RECENT = 2  # months before the pack's own in which a signal is still news
# A reference such as C-2026-0412 is no telephone number: its year follows a dash.


def gather(session: Session, month: Month, language: str) -> PackFacts:
    """Everything a pack says of a month; the session must not have opened the vault."""
    with speaking(language):
        calendar, now = shop.calendar(session), desk_of(session).now()
        end = end_of(calendar, now, month)
        there = figures_service.month(session, month)
        history = _told(figures_service.history(session, month, MONTHS), there)
        standing = _standing(session, end, month)
        promised = tuple(one for one in pledges.everything(session) if one.in_force_in(month))
        facts = tuple(_pledge(session, history, one, standing[0]) for one in promised)
        return PackFacts(
            language=language,
            shop=shop.shop(session),
            judged_by=shop.criteria(session),
            zone=calendar.timezone,
            month=month,
            up_to=calendar.day_of(now) if end == now else None,
            figures=there,
            history=history,
            pledges=facts,
            charts=_charts(session, there, history, facts),
            received=charts.received_words(charts.received_chart(history)),
            causes=_causes(session, month),
            ageing=figures_service.ageing_of_open(session, month),
            repeat_failures=checklist_schedule.repeat_failures(session, month),
            open_actions=standing[0],
            done_actions=standing[1],
            left_out=_left_out(session, month, promised),
            as_of=calendar.day_of(end),
        )


def _told(history: Sequence[MonthFigures], there: MonthFigures) -> tuple[MonthFigures, ...]:
    """The months from the first with anything in it; the last one with all its figures."""
    first = next(
        (at for at, one in enumerate(history) if any(figure.n for figure in one.figures)),
        len(history) - 1,
    )
    late = history[first].month.number - _AUTUMN
    first += 13 - history[first].month.number if late > 0 and first + _YEAR < len(history) else 0
    return (*history[min(first, len(history) - 2) : -1], there)


def _pledge(
    session: Session,
    history: Sequence[MonthFigures],
    pledge: Pledge,
    open_actions: Sequence[Action],
) -> PledgeFacts:
    there, name = history[-1], pledge_views.figure_id(pledge)
    terms = pledge.version_on(there.month.last_day).terms
    noted = pledge_months.note(session, pledge.id, there.month)
    drawn = charts.share_chart(history, name, _notes(session, pledge, there.month))
    finding, figure = drawn.finding, there.get(name)
    linked = [
        one
        for one in open_actions
        if one.source is ActionSource.PLEDGE and one.source_id == pledge.id
    ]
    return PledgeFacts(
        number=pledge.number,
        name=terms.wording.text,
        standard=terms.standard.text,
        longest=terms.maximum.text,
        remedy=terms.remedy.text,
        figure=figure,
        maximum=there.find(maximum_of(name)),
        chart=drawn.spec,
        spark=_spark(drawn, TONES[figure.status]),
        finding=drawn.spec.title,
        signals=drawn.spec.notes,
        signalled=finding is not None and finding.month >= there.month.shift(-_RECENT),
        marked=finding is not None,
        stable_below=finding is None and _is_below(drawn, figure.target),
        streak=_streak(history, name),
        months=_months(history, name, drawn),
        actions=tuple(linked),
        cause=shortened(without_contacts(noted.cause), LONGEST_CAUSE),
        changed=shortened(without_contacts(noted.changed.text), LONGEST_CAUSE),
        remedied=noted.remedied,
        remedied_cents=noted.remedied_cents,
    )


def shortened(text: str, longest: int) -> str:
    """A free text on one line, cut after a word with … where it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    kept = line[: longest - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;，；") + "…"


def _notes(session: Session, pledge: Pledge, month: Month) -> ChartNotes:
    """What is written down about a pledge's months, as it can stand in a chart on paper."""
    notes = pledge_charts.notes(session, pledge, month, MONTHS)
    brief = {
        at: shortened(without_contacts(text), LONGEST_REMARK) for at, text in notes.remarks.items()
    }
    left_out = {
        at: shortened(without_contacts(text), LONGEST_REMARK) for at, text in notes.left_out.items()
    }
    return replace(notes, remarks=brief, left_out=left_out)


def _is_below(drawn: Controlled, target: float | None) -> bool:
    if target is None or drawn.chart.centre is None or not chart_words.enough(drawn.chart):
        return False
    return drawn.chart.centre < target


def _spark(drawn: Controlled, tone: object) -> SparkSpec:
    points = drawn.chart.points[-_YEAR:]
    last = next((one for one in reversed(points) if one.lower is not None), None)
    return SparkSpec(
        values=tuple(one.value for one in points),
        low=last.lower if last else None,
        high=last.upper if last else None,
        signals=frozenset(at for at, one in enumerate(points) if one.beyond),
    )


def _streak(history: Sequence[MonthFigures], name: str) -> int:
    """Months in a row, the last one included, with the verdict of the last one."""
    verdicts = [_verdict(one, name) for one in history]
    same = 0
    for verdict in reversed(verdicts):
        if verdict is not verdicts[-1]:
            break
        same += 1
    return same


def _verdict(one: MonthFigures, name: str) -> Status | None:
    figure, maximum = one.find(name), one.find(maximum_of(name))
    if figure is None:
        return None
    if figure.status is Status.MET and maximum is not None and maximum.status is Status.MISSED:
        return Status.MISSED
    return figure.status


def _months(
    history: Sequence[MonthFigures], name: str, drawn: Controlled
) -> tuple[PledgeMonth, ...]:
    points = dict(zip(drawn.months, drawn.chart.points, strict=True))
    found = []
    for one in history[-_TABLE:]:
        point = points.get(one.month)
        if point is not None:
            line = PledgeMonth(one.month, one.find(name), point.lower, point.upper, point.beyond)
            found.append(line)
    return tuple(found)


def _charts(
    session: Session,
    there: MonthFigures,
    history: Sequence[MonthFigures],
    promised: Sequence[PledgeFacts],
) -> Charts:
    month = there.month
    counts = figures_service.received_by_category(session, month)
    return Charts(
        balance=charts.balance_chart(there.balance),
        received=charts.received_chart(history).spec,
        causes=charts.pareto_chart(counts),
        ageing=charts.ageing_chart(figures_service.ageing_of_open(session, month)),
        acknowledged=charts.share_chart(history[-_TABLE:], FigureId.COMPLAINTS_ACKNOWLEDGED).spec,
        resolved=charts.share_chart(history[-_TABLE:], FigureId.COMPLAINTS_RESOLVED).spec,
        scores=charts.score_chart(history[-_TABLE:]),
        targets=charts.targets_chart([replace(p.figure, status=p.status) for p in promised]),
    )


def _causes(session: Session, month: Month) -> tuple[Cause, ...]:
    there = dict(figures_service.received_by_category(session, month))
    year = dict(figures_service.received_by_category(session, month, _YEAR))
    found = [
        Cause(lists.label(lists.CATEGORIES, code), there.get(code, 0), year[code]) for code in year
    ]
    return tuple(sorted(found, key=lambda one: (-one.month, -one.year, one.label)))


def _standing(
    session: Session, end: datetime, month: Month
) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    """The actions open when the month's figures are taken, and those that ended in the month."""
    calendar = shop.calendar(session)
    start = datetime.combine(month.first_day, time(0), calendar.timezone)
    last = end if end == desk_of(session).now() else end - timedelta(seconds=1)
    known = [
        replace(one, title=without_contacts(one.title), done_note="")
        for one in actions.everything(session)
        if one.created_at <= last
    ]
    there = [one for one in known if one.done_at is None or one.done_at > last]
    ended = [one for one in known if one.done_at is not None and start <= one.done_at <= last]
    there.sort(key=lambda one: (one.due_on, one.ref))
    ended.sort(key=lambda one: (one.done_at, one.ref))
    return tuple(there), tuple(ended)


def _left_out(session: Session, month: Month, promised: Sequence[Pledge]) -> tuple[LeftOut, ...]:
    found = []
    for pledge in promised:
        if pledge.source is Source.MANUAL:
            name = pledge.version_on(month.last_day).terms.wording.text
            days = pledges.exclusions(session, pledge.id, month.first_day, month.last_day)
            found += [
                LeftOut(name, date_text(day), number, without_contacts(reason))
                for day, number, reason in days
            ]
    return (*found, *_left_out_cases(session, month))


def _left_out_cases(session: Session, month: Month) -> list[LeftOut]:
    """Each complaint once, with the clocks it was left out of."""
    clocks: dict[tuple[str, str], list[str]] = {}
    for ref, clock, reason in records.exclusions(session, month):
        clocks.setdefault((ref, reason), []).append(clock.label)
    return [
        LeftOut(tr("Deadline: {clock}", clock=tr(", ").join(named)), ref, 1, without_contacts(why))
        for (ref, why), named in clocks.items()
    ]
