"""The first page: what is due, how the month stands, and the chart with most to say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.schedule import DueChecklist, DueState
from csq_desktop.domain.complaints.facts import ComplaintQueue
from csq_desktop.domain.indicators.figures import Figure, MonthFigures, Status
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import Verdict
from csq_desktop.domain.paper.charts import ControlSpec
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
    UNKNOWN,
    count_text,
    date_text,
    month_name,
    weekday_text,
)
from csq_desktop.services import people
from csq_desktop.services.checklists import critical
from csq_desktop.services.checklists import schedule as checklist_schedule
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.events import book
from csq_desktop.services.indicators import charts, verdicts
from csq_desktop.services.indicators.verdicts import Verdicts
from csq_desktop.services.pledges import charts as pledge_charts
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import lists, shop
from csq_desktop.services.today import due
from csq_desktop.texts import tr, trc, trn

_TONES = {Status.MET: Tone.GOOD, Status.MISSED: Tone.BAD}


@dataclass(frozen=True)
class TodayCard:
    """One figure of the first page: `note` says what it means, `basis` what it rests on."""

    label: str
    value: str
    note: str
    tone: Tone
    page: str
    basis: str = ""


@dataclass(frozen=True)
class TodayChart:
    """The chart with most to say, and the pledge it is about."""

    spec: ControlSpec
    pledge_id: int
    name: str


@dataclass(frozen=True)
class Today:
    """Everything the first page shows."""

    now: Now
    opening: str
    cards: tuple[TodayCard, ...]
    due: tuple[DueItem, ...]
    chart: TodayChart | None
    person_id: int | None = None

    @property
    def mine(self) -> tuple[DueItem, ...]:
        """What is due of the signed-in user's own."""
        return tuple(item for item in self.due if self.person_id in item.owners)

    @property
    def greeting(self) -> str:
        """The day and its opening hours, such as Sunday 22 Nov 2026 · open 10:00–22:00."""
        day = tr("{weekday} {day}", weekday=weekday_text(self.now.day), day=date_text(self.now.day))
        return tr(" · ").join((day, self.opening))


def show(session: Session) -> Today:
    """The first page as it stands now; reads no identity, and no single complaint but those due."""
    now = due.now(session)
    month = Month.of(now.day)
    judged, items = verdicts.of_month(session, month), due.items(session, now)
    history = judged.history
    promised = [pledge for pledge in pledges.everything(session) if pledge.in_force_in(month)]
    cards = (
        _pledges_card(session, judged),
        _open_card(session, now, history),
        _resolved_card(session, judged),
        _checklists_card(session, now, history),
    )
    chart, person_id = _chart(session, judged, promised), people.of_signed_in(session)
    return Today(now, opening_text(session, now.day), cards, items, chart, person_id)


def opening_text(session: Session, day: date) -> str:
    """When the shop opens on a day, the present one, or why it does not."""
    closed = next(
        (closure for closure in shop.closures(session) if closure.start <= day <= closure.end), None
    )
    calendar = shop.calendar(session)
    hours = tr(", ").join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in calendar.hours(day))
    if closed is None:
        return tr("open {hours}", hours=hours) if hours else tr("closed today")
    reason = closed.named(lists.label(lists.CLOSURE_REASONS, closed.reason))
    if calendar.opens_on(day):
        return tr("open {hours}, closed: {reason}", hours=hours, reason=reason)
    return tr("closed today: {reason}", reason=reason)


def _latest(history: Sequence[MonthFigures], figure_id: str) -> tuple[MonthFigures, Figure | None]:
    """The running month's figure, or last month's while this one has too few to say."""
    for month in (history[-1], history[-2]):
        figure = month.find(figure_id)
        if figure is not None and figure.value is not None:
            return month, figure
    return history[-1], history[-1].find(figure_id)


def _of_latest(session: Session, judged: Verdicts, figure_id: str) -> Verdicts:
    """The running month's verdicts, or last month's while its figure has too few to say."""
    there, _ = _latest(judged.history, figure_id)
    return judged if there.month == judged.month else verdicts.of_month(session, there.month)


def _pledges_card(session: Session, judged: Verdicts) -> TodayCard:
    """All promises together, and how many pledges reach both their own targets."""
    there = _of_latest(session, judged, FigureId.PLEDGES_KEPT)
    figure, tally = there.get(FigureId.PLEDGES_KEPT).figure, there.tally
    label = tr("Pledge performance, {month}", month=month_name(there.month))
    note, tone = tr("no counts entered yet"), Tone.PLAIN
    if figure is not None and figure.n:
        note = tally.text
    if tally.judged:
        tone = Tone.BAD if tally.missed else Tone.PLAIN if tally.unjudged else Tone.GOOD
    return TodayCard(label, _value(figure), note, tone, "pledges", _basis(figure))


def _open_card(session: Session, now: Now, history: Sequence[MonthFigures]) -> TodayCard:
    month, balance = history[-1].month, history[-1].balance
    counts = complaint_views.counts(session)
    due_today, overdue = counts[ComplaintQueue.DUE_TODAY], counts[ComplaintQueue.OVERDUE]
    parts = [
        trc("today", "{n} due today", n=due_today) if due_today else "",
        trc("today", "{n} overdue", n=overdue) if overdue else "",
    ]
    tone = Tone.BAD if overdue else Tone.WARN if due_today else Tone.GOOD
    note = tr(" · ").join(part for part in parts if part) or tr("no complaint due today")
    basis = tr(
        "{month}: {received} received, {closed} closed",
        month=month_name(month),
        received=count_text(balance.received),
        closed=count_text(balance.closed),
    )
    value = count_text(counts[ComplaintQueue.OPEN])
    return TodayCard(tr("Open complaints"), value, note, tone, "complaints", basis)


def _resolved_card(session: Session, judged: Verdicts) -> TodayCard:
    """Judged by the pledge that is counted from the same deadlines, where there is one."""
    there = _of_latest(session, judged, FigureId.COMPLAINTS_RESOLVED)
    verdict = there.get(FigureId.COMPLAINTS_RESOLVED)
    resolved = verdict.figure
    label = tr("Resolved on time, {month}", month=month_name(there.month))
    note, tone = tr("nothing fell due"), Tone.PLAIN
    if resolved is not None and resolved.n:
        note = verdict.result.word
    if resolved is not None and resolved.value is not None and resolved.target is not None:
        tone = _TONES[verdict.status]
        if not verdict.result.misses_maximum_only:
            note = tr("pledge {goal}", goal=resolved.goal)
    basis = _basis(resolved)
    if basis == note:
        basis = ""
    return TodayCard(label, _value(resolved), note, tone, "complaints", basis)


def _checklists_card(session: Session, now: Now, history: Sequence[MonthFigures]) -> TodayCard:
    """Of the checklists that run today, this week or this month, how many are done."""
    overview = checklist_schedule.overview(session, now.day)
    running = [checklist.now for checklist in overview if checklist.now]
    done = sum(checklist.state is DueState.DONE for checklist in running)
    value = tr("{met} of {of}", met=done, of=len(running)) if running else UNKNOWN
    today = [checklist for checklist in running if checklist.is_due_on(now.day)]
    missed = sum(checklist.missed for checklist in overview)
    failed = sum(1 for _ in critical.unattended(session))
    below = sum(checklist.is_below_target for checklist in overview)
    note, tone = tr("none planned"), Tone.PLAIN
    if failed:
        note = trn("{n} critical item failed", "{n} critical items failed", failed)
        tone = Tone.BAD
    elif today:
        note, tone = _due_today(today), Tone.WARN
    elif missed:
        note, tone = trn("{n} missed recently", "{n} missed recently", missed), Tone.WARN
    elif below:
        note = trn("{n} below its target score", "{n} below their target score", below)
        tone = Tone.WARN
    elif running:
        note, tone = tr("no checklist due today"), Tone.GOOD
    return TodayCard(tr("Checks done"), value, note, tone, "checklists", _score(history))


def _due_today(checklists: Sequence[DueChecklist]) -> str:
    if len(checklists) == 1:
        return tr("{name}: due today", name=checklists[0].title.text)
    return trn("{n} checklist due today", "{n} checklists due today", len(checklists))


def _score(history: Sequence[MonthFigures]) -> str:
    there, score = _latest(history, FigureId.CHECKLISTS_SCORE)
    if score is None or score.value is None:
        return ""
    month = month_name(there.month)
    return tr(
        "average score in {month}: {value} (checks: {n})", month=month, value=score.text, n=score.n
    )


def _value(figure: Figure | None) -> str:
    return UNKNOWN if figure is None else figure.text


def _basis(figure: Figure | None) -> str:
    """What a share rests on: its counts."""
    if figure is None or not figure.n:
        return ""
    if figure.value is None:
        return figure.status.label
    return figure.counts


def _chart(session: Session, judged: Verdicts, promised: Sequence[Pledge]) -> TodayChart | None:
    """The pledge whose chart signals latest, else the first one that was measured."""
    measured = [
        pledge
        for pledge in promised
        if any(month.figure and month.figure.n for month in judged.get(pledge.figure_id).results)
    ]
    if not measured:
        return None
    pledge = max(measured, key=lambda pledge: _says(judged.get(pledge.figure_id)))
    notes = pledge_charts.notes(session, pledge, judged.month)
    spec = charts.share_chart(judged.judgements[pledge.figure_id], notes).spec
    name = pledge.wording_on(judged.month.last_day)
    title = tr("{pledge}: {finding}", pledge=name, finding=spec.title)
    spec = replace(spec, title=title).with_events(book.marks(session, judged.month))
    return TodayChart(spec, pledge.id, name)


def _says(verdict: Verdict) -> tuple[int, bool]:
    """How much a chart has to say: when it signalled last, and whether beyond its limits."""
    signal = verdict.signal
    return (signal.last.code, signal.is_beyond) if signal else (0, False)
