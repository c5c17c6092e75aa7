"""Gathering what a review pack says: one month, in one language, without the vault."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import end_of
from csq_desktop.domain.actions import Action, ActionSource, ActionState
from csq_desktop.domain.calendar.calendar import business_seconds
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import RepeatFailure
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.complaints.open_cases import Standing
from csq_desktop.domain.indicators.figures import MonthFigures
from csq_desktop.domain.indicators.revisions import RevisedMonth
from csq_desktop.domain.paper.charts import ControlSpec
from csq_desktop.domain.pledges import months
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.words.wording import business_text, date_text
from csq_desktop.reports.packs.facts import (
    Cause,
    Charts,
    PackExclusion,
    PackFacts,
    PledgeFacts,
    WaitingCase,
)
from csq_desktop.services.causes import fishbone
from csq_desktop.services.checklists import schedule as checklist_schedule
from csq_desktop.services.closing import involved
from csq_desktop.services.events import book
from csq_desktop.services.free_words import brief
from csq_desktop.services.indicators import breaches, charts, verdicts
from csq_desktop.services.indicators import figures as figures_service
from csq_desktop.services.indicators.charts import Controlled
from csq_desktop.services.indicators.verdicts import Verdicts
from csq_desktop.services.packs import (
    asks,
    helped,
    month_actions,
    replaced,
    revisions,
    scorecard,
)
from csq_desktop.services.packs.month_actions import MonthActions
from csq_desktop.services.pledges import (
    charts as pledge_charts,
)
from csq_desktop.services.pledges import (
    months as pledge_months,
)
from csq_desktop.services.pledges import (
    pledges,
)
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.cases import causes as cause_records
from csq_desktop.storage.records.checklists import runs as checklist_runs
from csq_desktop.storage.records.figures import figures as records
from csq_desktop.storage.records.packs import asks as ask_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import speaking, tr

LONGEST_REMARK, LONGEST_CAUSE = 60, 300
LONG_WAIT = 30
"""Days after which an open case is asked about though no deadline has passed."""
_YEAR = 12
_TABLE = 13  # the month, and twelve before it: the same month of last year is there to compare


def gather(session: Session, month: Month, language: str) -> PackFacts:
    """Everything a pack says of a month; the session must not have opened the vault."""
    with speaking(language):
        return _with_earlier_packs(session, _gather(session, month, language))


def _gather(session: Session, month: Month, language: str) -> PackFacts:
    calendar, now = shop.calendar(session), desk_of(session).now()
    end = end_of(calendar, now, month)
    up_to = calendar.day_of(now) if end == now else None
    there, judged = figures_service.month(session, month), verdicts.of_month(session, month)
    history = _history(judged.history, there)
    work = month_actions.of_month(session, month)
    promised = tuple(pledge for pledge in pledges.everything(session) if pledge.in_force_in(month))
    gathered = _Gathered(judged, history, promised, _categories(session, month))
    facts = [_pledge(session, judged, pledge, work.about(pledge)) for pledge in promised]
    waiting = _waiting(session, month, end)
    failed_critical = checklist_schedule.failed_critical(session, month)
    critical = _critical_actions(session, failed_critical, work)
    of_critical = tuple(critical.values()) if len(critical) == len(failed_critical) else ()
    events = book.printed(session, month)
    marks = [line.mark for line in events]
    return PackFacts(
        language=language,
        shop=shop.shop(session),
        judged_by=shop.criteria(session),
        zone=calendar.timezone,
        month=month,
        up_to=up_to,
        figures=there,
        verdicts=judged.verdicts,
        tally=judged.tally,
        helped=helped.of_figures(session, there),
        targets=scorecard.lines(session, judged, promised, work.not_cancelled, of_critical),
        history=history,
        pledges=tuple(replace(one, chart=one.chart.with_events(marks)) for one in facts),
        charts=_charts(session, gathered, end, up_to).with_events(marks),
        received=charts.received_words(judged.get(verdicts.RECEIVED)),
        causes=_causes(gathered),
        closed_causes=_closed_causes(session, month),
        overdue=waiting[0],
        long_waits=waiting[1],
        repeat_failures=checklist_schedule.repeat_failures(session, month),
        failed_critical=failed_critical,
        critical_actions=critical,
        open_actions=work.open,
        ended_since=work.ended_since,
        done_actions=work.ended,
        left_out=_left_out(session, month, promised),
        as_of=calendar.day_of(end),
        today=calendar.day_of(now),
        events=events,
    )


def _with_earlier_packs(session: Session, facts: PackFacts) -> PackFacts:
    """The facts with what packs before this one said and asked for."""
    revised, issued_months = _revised(session, facts.history)
    return replace(
        facts,
        # What a new version changes in its own month stands on its cover.
        restated=tuple(each.restated for each in revised if each.month < facts.month),
        revised=revised,
        issued_months=issued_months,
        asked_before=asks.before(session, facts.month),
        replaces=replaced.by_figures(session, facts.figures),
    )


def _history(history: Sequence[MonthFigures], there: MonthFigures) -> tuple[MonthFigures, ...]:
    """The months from the first with anything in it; the last one with all its figures."""
    first = next(
        (at for at, month in enumerate(history) if any(figure.n for figure in month.figures)),
        len(history) - 1,
    )
    return (*history[first:-1], there)


def _revised(
    session: Session, history: Sequence[MonthFigures]
) -> tuple[tuple[RevisedMonth, ...], int]:
    """The issued months whose figures are others today, and how many were issued."""
    shown = [figures.month for figures in history]
    return revisions.of_months(session, shown), revisions.issued_months(session, shown)


def _pledge(session: Session, judged: Verdicts, pledge: Pledge, work: MonthActions) -> PledgeFacts:
    month, terms = judged.month, pledge.version_on(judged.month.last_day).terms
    noted = pledge_months.note(session, pledge.id, month)
    drawn, missed = _drawn(session, judged, pledge), breaches.cases(session, pledge, month)
    return PledgeFacts(
        pledge_id=pledge.id,
        number=pledge.number,
        name=terms.wording.text,
        standard=terms.standard.text,
        longest=terms.maximum.text,
        remedy=terms.remedy.text,
        verdict=drawn.verdict,
        chart=drawn.spec,
        finding=drawn.spec.title,
        signals=drawn.spec.notes,
        actions=work.still_open,
        begun_since=work.begun_since,
        done_since=work.done_since,
        owner=pledge.owner,
        missed_cases=tuple(
            case.ref for case in involved.seen_cases(session, missed) if not case.reason
        ),
        cause=brief(noted.cause, LONGEST_CAUSE),
        changed=brief(noted.changed.text, LONGEST_CAUSE),
        made_good=months.made_good(pledge, noted, missed),
    )


def _drawn(session: Session, judged: Verdicts, pledge: Pledge, measure: str = "") -> Controlled:
    """A pledge's chart, with what is written down about its months as it can stand on paper."""
    notes = pledge_charts.notes(session, pledge, judged.month)
    remarks = {at: brief(text, LONGEST_REMARK) for at, text in notes.remarks.items()}
    judgement = judged.judgements[pledge.figure_id]
    return charts.share_chart(
        judgement.with_reasons(lambda text: brief(text, LONGEST_REMARK)),
        replace(notes, remarks=remarks, measure=measure or notes.measure),
    )


def _waiting(
    session: Session, month: Month, end: datetime
) -> tuple[tuple[WaitingCase, ...], tuple[WaitingCase, ...]]:
    """The cases past a deadline when the month's figures are taken, and others open for long.

    Nothing is asked about one that has been closed since.
    """
    calendar = shop.calendar(session)
    cases = involved.seen_cases(session, figures_service.open_cases(session, month))
    ended = ask_records.endings(session, [case.ref for case in cases])
    business_day = calendar.business_day_on(calendar.day_of(end))
    late, long = [], []
    for case in cases:
        if ended.get(case.ref) is not None:
            continue
        due = case.next_due(end)
        if due is not None and case.standing(end) is Standing.LATE:
            late.append((due, case.ref, case.owner))
        elif case.age(end) > LONG_WAIT:
            long.append(WaitingCase(case.ref, "", case.owner))
    overdue = (
        WaitingCase(ref, business_text(business_seconds(calendar, due, end), business_day), owner)
        for due, ref, owner in sorted(late)
    )
    return tuple(overdue), tuple(long)


def _critical_actions(
    session: Session, failures: Sequence[RepeatFailure], work: MonthActions
) -> dict[RepeatFailure, Action]:
    """An action about each critical item: the open one due first, else another."""
    there = {
        (action.source_id, action.item_code): action
        for some in (work.begun_since, work.ended, work.open)
        for action in reversed(some)
        if action.source is ActionSource.CHECKLIST
        and action.source_id is not None
        and action.state is not ActionState.CANCELLED
    }
    keys = checklist_runs.template_keys(session, {run_id for run_id, _ in there})
    about = {(keys.get(run_id), code): action for (run_id, code), action in there.items()}
    named = {failure: about.get((failure.template_key, failure.item_code)) for failure in failures}
    return {failure: action for failure, action in named.items() if action is not None}


@dataclass(frozen=True)
class _Gathered:
    """What several pages and their charts are made of, gathered once.

    `categories` are codes with their complaints of the month and of a year, in order.
    """

    judged: Verdicts
    history: Sequence[MonthFigures]
    promised: Sequence[Pledge]
    categories: Sequence[tuple[str, int, int]]


def _charts(session: Session, gathered: _Gathered, end: datetime, up_to: date | None) -> Charts:
    judged, history = gathered.judged, gathered.history
    month, there = judged.month, history[-1]
    counts = [(code, number) for code, number, _ in gathered.categories]
    return Charts(
        balance=charts.balance_chart(there.balance, up_to),
        received=charts.received_chart(judged.judgements[verdicts.RECEIVED]).spec,
        causes=charts.pareto_chart(counts, shop.criteria(session).of(month).minimum_n),
        ageing=charts.ageing_chart(figures_service.open_cases(session, month), end),
        acknowledged=_clock(session, judged, ComplaintClock.ACKNOWLEDGE),
        resolved=_clock(session, judged, ComplaintClock.RESOLVE),
        scores=charts.score_chart(history[-_TABLE:]),
        targets=charts.targets_chart(
            [judged.get(pledge.figure_id) for pledge in gathered.promised]
        ),
    )


def _clock(session: Session, judged: Verdicts, clock: ComplaintClock) -> ControlSpec:
    """The chart of a deadline: that of the pledge counted from it, where there is one."""
    pledge = judged.pledges.get(clock)
    if pledge is None:
        return charts.share_chart(judged.judgements[verdicts.CLOCKS[clock]]).spec
    figure = judged.get(verdicts.CLOCKS[clock]).figure
    return _drawn(session, judged, pledge, figure.label if figure else "").spec


def _causes(gathered: _Gathered) -> tuple[Cause, ...]:
    label = partial(lists.public_label, lists.CATEGORIES)
    return tuple(Cause(label(code), number, year) for code, number, year in gathered.categories)


def _closed_causes(session: Session, month: Month) -> tuple[Cause, ...]:
    """The main causes of what was closed, the most frequent of the month first."""
    there = cause_records.closed_by_cause(session, month, month)
    year = cause_records.closed_by_cause(session, month.shift(1 - _YEAR), month)
    codes = sorted(year, key=lambda code: (-there.get(code, 0), -year[code], code))
    return tuple(
        Cause(fishbone.cause_label(code), there.get(code, 0), year[code]) for code in codes
    )


def _categories(session: Session, month: Month) -> list[tuple[str, int, int]]:
    """The categories of a year by their complaints of a month, as chart and table order them."""
    there = dict(figures_service.received_by_category(session, month))
    year = figures_service.received_by_category(session, month, _YEAR)
    counts = [(code, there.get(code, 0), number) for code, number in year]
    counts.sort(key=lambda each: (-each[1], -each[2], each[0]))  # the same in every language
    return counts


def _left_out(
    session: Session, month: Month, promised: Sequence[Pledge]
) -> tuple[PackExclusion, ...]:
    left_out = []
    for pledge in promised:
        if pledge.source.is_by_hand:
            name = pledge.wording_on(month.last_day)
            days = pledges.exclusions(session, pledge.id, month.first_day, month.last_day)
            left_out += [
                PackExclusion(name, date_text(day), number, without_contacts(reason))
                for day, number, reason in days
            ]
    return (*left_out, *_left_out_cases(session, month))


def _left_out_cases(session: Session, month: Month) -> list[PackExclusion]:
    """Each complaint once, with the clocks it was left out of."""
    clocks: dict[tuple[str, str], list[str]] = {}
    hidden = involved.hidden_refs(session)
    for ref, clock, reason in records.exclusions(session, month):
        if ref in hidden:
            continue
        clocks.setdefault((ref, reason), []).append(clock.label)
    return [
        PackExclusion(
            tr("Deadline: {clock}", clock=tr(", ").join(named)), ref, 1, without_contacts(why)
        )
        for (ref, why), named in clocks.items()
    ]
