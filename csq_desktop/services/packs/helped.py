"""What helped the figures of a month after the fact: the acts, and the figures without them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.figures import FigureHead, share_figure
from csq_desktop.analytics.indicators.helping import (
    Help,
    HelpingAct,
    HelpSearch,
    Maximum,
    UnansweredRound,
)
from csq_desktop.analytics.indicators.ledger import CLOCK_OF
from csq_desktop.analytics.indicators.pledges import share_over
from csq_desktop.analytics.proportions import Proportion
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.facts import ComplaintClock, EventKind
from csq_desktop.domain.complaints.maximum import deadline_months
from csq_desktop.domain.indicators.earlier_rows import CountedRow, EarlierRows, Facts, RowKey
from csq_desktop.domain.indicators.figures import Figure, MonthFigures
from csq_desktop.domain.indicators.helped import (
    HelpedFigure,
    HelpedMonth,
    HelpfulAct,
    HelpKind,
    Limits,
    together,
)
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services import users
from csq_desktop.services.free_words import brief
from csq_desktop.services.indicators import figures
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.figures import helped as records
from csq_desktop.storage.records.figures import revisions as revision_records
from csq_desktop.storage.records.figures.helped import CaseEvent
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import seconds

LONGEST_REASON = 120
_AT_ONCE = 5  # seconds between a change and the line of the history about it
_FIGURES = {
    ComplaintClock.ACKNOWLEDGE: FigureId.COMPLAINTS_ACKNOWLEDGED,
    ComplaintClock.PROGRESS: FigureId.COMPLAINTS_PROGRESS,
    ComplaintClock.RESOLVE: FigureId.COMPLAINTS_RESOLVED,
}
_EVENTS = {
    HelpKind.VOIDED: EventKind.REMOVED,
    HelpKind.KIND: EventKind.REMOVED,
    HelpKind.MERGED: EventKind.REMOVED,
    HelpKind.ACKNOWLEDGED_EARLIER: EventKind.ACKNOWLEDGED,
    HelpKind.PROGRESS_EARLIER: EventKind.PROGRESS,
    HelpKind.RECEIVED: EventKind.CORRECTED,
    HelpKind.ACKNOWLEDGED: EventKind.CORRECTED,
    HelpKind.REPLIED: EventKind.CORRECTED,
}
"""In which line of the history the reason for an act stands."""


def of_month(session: Session, month: Month) -> HelpedMonth:
    """The acts that helped the figures of a month, and those figures without them."""
    return of_figures(session, figures.month(session, month))


def of_figures(session: Session, month_figures: MonthFigures) -> HelpedMonth:
    """The same of a month whose figures were computed already."""
    return _Search(session, month_figures).month()


class _Search:
    """One month looked through: each pledge, and each clock that no pledge is counted from."""

    def __init__(self, session: Session, month_figures: MonthFigures) -> None:
        self._session, self._figures = session, month_figures
        month, self._calendar = month_figures.month, shop.calendar(session)
        self._zone = self._calendar.timezone
        self._promised = [each for each in pledges.everything(session) if each.in_force_in(month)]
        begins = datetime.combine(month.first_day, time(0), self._zone)
        there = records.of_month(session, month, begins, self._earlier(month))
        earlier = EarlierRows(there.rows, there.imported, revision_records.undone(session))
        steps = tuple(step for change in there.changes for step in earlier.taken_back(change))
        now = seconds(desk_of(session).now())
        self._search, self._rows = HelpSearch(month, now, steps, there.rows), there.rows
        self._people = users.names(session)
        self._minimum = shop.criteria(session).of(month).minimum_n
        self._events: dict[int, list[CaseEvent]] = {}
        self._without: dict[str, Figure] = {}
        self._acts: list[HelpfulAct] = []

    def month(self) -> HelpedMonth:
        """Every figure that was helped, in their order, and every act."""
        for clock, figure_id in _FIGURES.items():
            counted = [each for each in self._promised if CLOCK_OF.get(each.source) is clock]
            self._of_clock(clock, [pledge.figure_id for pledge in counted] or [figure_id])
        for pledge in self._promised:
            if (clock_ := CLOCK_OF.get(pledge.source)) is None:
                self._of_days(pledge)
            else:
                self._of_case_maximum(pledge, clock_)
        acts = together(self._acts, self._zone)
        there = self._figures.figures
        helped = tuple(self._with_limits(figure) for figure in there if figure.id in self._without)
        return HelpedMonth(self._search.month, helped, acts)

    def _with_limits(self, figure: Figure) -> HelpedFigure:
        """A helped figure with both limits of its pledge, each with and without the acts."""
        pairs = [(p.figure_id, FigureFamily.PLEDGE_MAXIMUM.of(p.code)) for p in self._promised]
        pair = next((pair for pair in pairs if figure.id in pair), (figure.id, ""))
        standard, maximum = self._figures.get(pair[0]), self._figures.find(pair[1])
        limits = Limits(standard, maximum)
        without = Limits(
            self._without.get(standard.id, standard),
            None if maximum is None else self._without.get(maximum.id, maximum),
        )
        return HelpedFigure(figure, self._without[figure.id], limits, without)

    def _earlier(self, month: Month) -> list[Month]:
        """The months before whose late cases may pass the maximum of a pledge in this one."""
        limits = [
            pledge.version_on(month.last_day).terms.maximum_minutes
            for pledge in self._promised
            if pledge.source in CLOCK_OF
        ]
        longest = max(filter(None, limits), default=0)
        return deadline_months(longest, month)[:-1] if longest else []

    def _of_clock(self, clock: ComplaintClock, figure_ids: Iterable[str]) -> None:
        helps = list(self._search.clocks(clock))
        rounds = self._unanswered(None) if clock is ComplaintClock.RESOLVE else []
        self._read_events(helps)
        for figure_id in figure_ids:
            acts = [*self._taken(figure_id, helps), *self._closings(figure_id, rounds)]
            met = sum(help_.met for help_ in helps) + len(rounds)
            missed = sum(help_.missed for help_ in helps) - len(rounds)
            self._add(figure_id, acts, (met, missed))

    def _of_days(self, pledge: Pledge) -> None:
        helps = list(self._search.days(pledge.id))
        acts = list(self._taken(pledge.figure_id, helps))
        changed = (sum(help_.met for help_ in helps), sum(help_.missed for help_ in helps))
        self._add(pledge.figure_id, acts, changed)
        self._of_maximum(pledge)

    def _of_maximum(self, pledge: Pledge) -> None:
        """Those counted over a pledge's maximum, which can be met again while its share is not."""
        self._add_maximum(pledge, list(self._search.days(pledge.id, "over_maximum")), [])

    def _of_case_maximum(self, pledge: Pledge, clock: ComplaintClock) -> None:
        """The cases that were over a pledge's maximum, and are not any more."""
        minutes = pledge.version_on(self._search.month.last_day).terms.maximum_minutes
        if not minutes:
            return
        maximum = Maximum(minutes, self._calendar)
        helps = list(self._search.clocks(clock, maximum))
        self._read_events(helps)
        rounds = self._unanswered(maximum) if clock is ComplaintClock.RESOLVE else []
        self._add_maximum(pledge, helps, rounds)

    def _add_maximum(
        self, pledge: Pledge, helps: Sequence[Help], rounds: Sequence[UnansweredRound]
    ) -> None:
        figure_id = FigureFamily.PLEDGE_MAXIMUM.of(pledge.code)
        acts = [*self._taken(figure_id, helps), *self._closings(figure_id, rounds)]
        over, standard = self._figures.find(figure_id), self._figures.find(pledge.figure_id)
        if not acts or over is None or standard is None:
            return
        beyond = (over.numerator or 0) - sum(help_.over for help_ in helps) + len(rounds)
        counted = (standard.denominator or 0) - sum(help_.met + help_.missed for help_ in helps)
        if (without := self._without.get(standard.id)) is not None:
            counted = without.denominator or 0  # both limits of a pledge are of the same cases
        self._keep(over, acts, share_over(beyond, counted))

    def _add(self, figure_id: str, acts: list[HelpfulAct], changed: tuple[int, int]) -> None:
        """Keep a figure with its acts, and what they changed of those met and missed."""
        figure = self._figures.find(figure_id)
        if not acts or figure is None:
            return
        (met, missed), now = changed, figure.numerator or 0
        without = Proportion(now - met, (figure.denominator or 0) - met - missed)
        self._keep(figure, acts, without)

    def _keep(self, figure: Figure, acts: list[HelpfulAct], without: Proportion) -> None:
        head = FigureHead(figure.id, figure.label, figure.better, figure.target)
        self._without[figure.id] = share_figure(head, without, minimum=self._minimum)
        self._acts += acts

    def _unanswered(self, maximum: Maximum | None) -> list[UnansweredRound]:
        """The rounds that were closed without a reply, by what their histories say."""
        ended = [
            (facts["complaint_id"], facts["closed_at"])
            for key, facts in self._rows.items()
            if key[0] is CountedRow.ROUND and facts["resolved_at"] == facts["closed_at"]
        ]
        self._events |= _by_case(records.events(self._session, (case_id for case_id, _ in ended)))
        answered, closed = (
            {(case_id, event.at) for case_id, _ in ended for event in self._lines(case_id, kind)}
            | {
                (case_id, at)
                for case_id, at in ended
                if self._line_at(case_id, kind, at) is not None
            }
            for kind in (EventKind.ANSWERED, EventKind.CLOSED)
        )
        return list(self._search.unanswered(answered, closed, maximum))

    def _lines(self, case_id: int, kind: EventKind) -> Iterator[CaseEvent]:
        """The lines of a kind in a case's history, the newest first."""
        return (event for event in self._events.get(case_id, ()) if event.kind is kind)

    def _line_at(self, case_id: int, kind: EventKind, at: int) -> CaseEvent | None:
        """The line about what was done at a second; it may have been written in the next."""
        lines = (event for event in self._lines(case_id, kind) if abs(event.at - at) <= _AT_ONCE)
        return next(lines, None)

    def _read_events(self, helps: Iterable[Help]) -> None:
        """The histories of the cases that were helped, where reasons stand."""
        cases = {
            case_id
            for help_ in helps
            for act in help_.acts
            if (case_id := _case_of(act.step.key, act.step.before or {})) is not None
        }
        missing = cases - self._events.keys()
        self._events |= _by_case(records.events(self._session, missing))

    def _taken(self, figure_id: str, helps: Iterable[Help]) -> Iterator[HelpfulAct]:
        acts = [act for help_ in helps for act in help_.acts]
        acts.sort(key=self._place)
        reasons = self._reasons_of_days(acts)
        for act in acts:
            change = act.step.change
            facts = act.step.after or act.step.before or {}
            reason = reasons.get(act.step.key[1], "") or self._reason(act, facts)
            yield HelpfulAct(
                kind=act.kind,
                figure_ids=(figure_id,),
                refs=(self._ref(act.step.key, facts),),
                misses=act.misses,
                first=change.at,
                last=change.at,
                person=self._people.get(change.user_id, ""),
                why=brief(reason, LONGEST_REASON),
                by_import=change.row_id is None,
            )

    def _closings(self, figure_id: str, rounds: Iterable[UnansweredRound]) -> Iterator[HelpfulAct]:
        """The acts of those who closed without a reply; why is why the case came back."""
        for finished in sorted(rounds, key=lambda each: self._ref(each.key, each.facts)):
            case_id, at = finished.closed
            closing = self._line_at(case_id, EventKind.CLOSED, at)
            back = self._line_at(case_id, EventKind.REOPENED, finished.facts["reopened_at"])
            yield HelpfulAct(
                kind=HelpKind.REOPENED,
                figure_ids=(figure_id,),
                refs=(self._ref(finished.key, finished.facts),),
                misses=1,
                first=as_datetime(at),
                last=as_datetime(at),
                person=self._people.get(closing.user_id if closing else 0, ""),
                why=brief(back.text if back else "", LONGEST_REASON),
            )

    def _place(self, act: HelpingAct) -> str:
        """What acts are ordered by: the day of a count, or the number of a case."""
        facts = act.step.after or act.step.before or {}
        return facts.get("day") or self._ref(act.step.key, facts)

    def _ref(self, key: RowKey, facts: Facts) -> str:
        """What people know a row by: a case by its number, a count by its day."""
        case_id = _case_of(key, facts)
        if case_id is None:
            return date_text(datetime.fromisoformat(facts["day"]).date())
        return str(self._rows[CountedRow.CASE, case_id]["ref"])

    def _reason(self, act: HelpingAct, facts: Facts) -> str:
        """What was typed as the reason for what was done to a case."""
        if act.kind is HelpKind.EXCLUDED:
            return str(facts["excluded_reason"])
        kind, case_id = _EVENTS.get(act.kind), _case_of(act.step.key, facts)
        if kind is None or case_id is None or act.step.change.row_id is None:
            return ""
        line = self._line_at(case_id, kind, seconds(act.step.change.at))
        return line.text if line else ""

    def _reasons_of_days(self, acts: Iterable[HelpingAct]) -> dict[int, str]:
        """Why cases were excluded from counts: the reason stands beside the count."""
        numbers = [act.step.key[1] for act in acts if act.kind is HelpKind.COUNT_EXCLUDED]
        return records.reasons(self._session, numbers) if numbers else {}


def _case_of(key: RowKey, facts: Facts) -> int | None:
    """The complaint that a row is of; None for a day count."""
    kind, number = key
    if kind is CountedRow.ROUND:
        return int(facts["complaint_id"])
    return number if kind is CountedRow.CASE else None


def _by_case(events: Iterable[CaseEvent]) -> dict[int, list[CaseEvent]]:
    by_case: dict[int, list[CaseEvent]] = {}
    for event in events:
        by_case.setdefault(event.complaint_id, []).append(event)
    return by_case
