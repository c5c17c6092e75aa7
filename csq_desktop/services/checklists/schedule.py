"""The schedule of checklists: what is due, what was missed, and what keeps failing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import last_moment_of
from csq_desktop.domain.calendar.calendar import ShopCalendar, business_seconds
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import (
    Every,
    ItemPast,
    RepeatFailure,
    Template,
    TemplateLine,
)
from csq_desktop.domain.checklists.schedule import (
    DueChecklist,
    DueState,
    ExpectedRuns,
    Occurrence,
    Overview,
    Stretch,
    joined,
    occurrence,
    occurrences,
)
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.checklists import templates
from csq_desktop.services.checklists.checklists import judged
from csq_desktop.services.settings import shop
from csq_desktop.storage.files.faults import unreadable
from csq_desktop.storage.records.checklists import runs as run_records
from csq_desktop.storage.records.checklists import templates as records
from csq_desktop.storage.records.checklists.templates import Issue, RunDay
from csq_desktop.storage.sessions.desk import desk_of

REMEMBERED = {Every.DAILY: 7, Every.WEEKLY: 28, Every.MONTHLY: 93}  # days a miss is shown for
LOOK_BACK = timedelta(days=max(REMEMBERED.values()))
LONGEST_PERIOD = timedelta(days=31)
SCORES_SHOWN = 12
LEAST_REPEATS = 2


@dataclass(frozen=True)
class Ledger:
    """What the schedule is computed from: opening days, stretches and runs by checklist."""

    calendar: ShopCalendar
    stretches: tuple[Stretch, ...]
    runs: tuple[RunDay, ...]

    def opens(self, occurrence: Occurrence) -> bool:
        """Whether the shop opens on any day of the period."""
        where = self.calendar.timezone
        start = datetime.combine(occurrence.first, time(), where)
        end = datetime.combine(occurrence.last + timedelta(days=1), time(), where)
        return business_seconds(self.calendar, start, end) > 0

    def counted(self, occurrence: Occurrence) -> tuple[RunDay, ...]:
        """The runs that count for an occurrence."""
        own = (run for run in self.runs if run.template_key == occurrence.template_key)
        return tuple(run for run in own if occurrence.holds(run.for_day))

    def in_time(self, occurrence: Occurrence) -> bool | None:
        """Whether it was done in time; None when it was not done."""
        done = [run for run in self.counted(occurrence) if run.finished]
        return any(not run.late for run in done) if done else None


def due(session: Session, today: date) -> tuple[DueChecklist, ...]:
    """What is due today and what was missed lately: the earliest last day first."""
    ledger = _ledger(session, today - LOOK_BACK, today)
    checklists = [
        checklist
        for line in templates.templates(session)
        for checklist in _recent(ledger, line, today)
        if checklist.state is not DueState.DONE
    ]
    return tuple(sorted(checklists, key=lambda checklist: (checklist.last, checklist.first)))


def overview(session: Session, today: date) -> tuple[Overview, ...]:
    """Each checklist in use with its present occurrence, its last run and its latest scores."""
    ledger = _ledger(session, today - LOOK_BACK, today)
    lines = templates.templates(session)
    return tuple(_overview(session, line, _recent(ledger, line, today)) for line in lines)


def expected_runs(session: Session, month: Month, until: date) -> ExpectedRuns:
    """The occurrences that end in a month: done in time, done late, or missed before `until`."""
    results = [in_time for _, in_time in expected(session, month, until)]
    return ExpectedRuns(len(results), results.count(True), results.count(False))


def expected(
    session: Session, month: Month, until: date
) -> Iterator[tuple[Occurrence, bool | None]]:
    """Each occurrence that is expected to end in a month, and whether it was done in time.

    An occurrence that has not ended before `until` is left out unless it is done. Periods without
    an open day of the shop, and those a checklist was not in use for from end to end, are not
    expected.
    """
    first, last = month.first_day, month.last_day
    ledger = _ledger(session, first, last)
    ending = (due for each in ledger.stretches for due in occurrences(each, first, last))
    for due in ending:
        in_time = ledger.in_time(due)
        if ledger.opens(due) and (in_time is not None or due.last < until):
            yield due, in_time


def titles_in(session: Session, month: Month) -> dict[str, ThreeTexts]:
    """What each checklist was called when a month ended, or is called now while it runs."""
    last = last_moment_of(shop.calendar(session), desk_of(session).now(), month)
    return records.titles_at(session, last)


def repeat_failures(
    session: Session, month: Month, least: int = LEAST_REPEATS
) -> tuple[RepeatFailure, ...]:
    """The items that failed in so many of a month's finished runs or more, most often first.

    An item is worded as in the newest version that was answered in that month, and the checklist
    called as it was then: later versions change no earlier month.
    """
    by_id: dict[int, Template] = {}
    titles = titles_in(session, month)
    failures = []
    for count in records.repeated_failures(session, month, least):
        if count.template_id not in by_id:
            by_id[count.template_id] = templates.template(session, count.template_id)
        template = by_id[count.template_id]
        item = template.item(count.item_code)
        if item is None or template.key not in titles:
            raise unreadable()  # a run answers only what its own version asks
        failures.append(
            RepeatFailure(
                template_key=template.key,
                template_title=titles[template.key],
                item_code=item.code,
                text=item.text,
                critical=item.critical,
                failed=count.failed,
                answered=count.answered,
                refs=count.refs,
            )
        )
    return tuple(failures)


def failed_critical(session: Session, month: Month) -> tuple[RepeatFailure, ...]:
    """The critical items that failed in a month, once or more."""
    return tuple(failure for failure in repeat_failures(session, month, 1) if failure.critical)


def item_pasts(session: Session, template_key: str, runs: int = 6) -> tuple[ItemPast, ...]:
    """How each item of the newest version came out in the latest finished runs."""
    newest = records.newest_id(session, template_key)
    if newest is None:
        return ()
    template = templates.template(session, newest)
    latest = [line.id for line in run_records.latest(session, template_key, runs)][::-1]
    chosen = run_records.choices(session, latest)
    return tuple(
        ItemPast(
            item.code,
            tuple(_came_out(template, item.code, chosen[run_id]) for run_id in latest),
        )
        for item in template.items
    )


def _came_out(template: Template, code: str, chosen: dict[str, tuple[str, bool]]) -> bool | None:
    if code not in chosen:
        return None
    key, fails = chosen[code]
    item = template.item(code)
    choice = template.choice(item, key) if item else None
    return fails if choice is None or choice.counts else None


def _overview(session: Session, line: TemplateLine, recent: Sequence[DueChecklist]) -> Overview:
    latest = judged(session, run_records.latest(session, line.key, SCORES_SHOWN))
    return Overview(
        line=line,
        now=next((each for each in recent if each.state is not DueState.MISSED), None),
        missed=sum(each.state is DueState.MISSED for each in recent),
        last=latest[0] if latest else None,
        scores=tuple(run.score for run in latest[::-1]),
    )


def _recent(ledger: Ledger, line: TemplateLine, today: date) -> tuple[DueChecklist, ...]:
    """A checklist's occurrences that were missed lately, and the current one, done or not."""
    own = (stretch for stretch in ledger.stretches if stretch.template_key == line.key)
    stretch = next((each for each in own if each.holds(today)), None)
    now = occurrence(stretch, today) if stretch else None
    if stretch is None or now is None:
        return ()
    since = today - timedelta(days=REMEMBERED[stretch.every])
    past = occurrences(stretch, since, now.first - timedelta(days=1))
    missed = (each for each in past if ledger.in_time(each) is None)
    states = [*((each, DueState.MISSED) for each in missed), (now, _state(ledger, now))]
    return tuple(_due(ledger, line, *each) for each in states if ledger.opens(each[0]))


def _state(ledger: Ledger, now: Occurrence) -> DueState:
    if ledger.in_time(now) is not None:
        return DueState.DONE
    return DueState.STARTED if ledger.counted(now) else DueState.DUE


def _due(
    ledger: Ledger, line: TemplateLine, occurrence: Occurrence, state: DueState
) -> DueChecklist:
    unfinished = (run.run_id for run in ledger.counted(occurrence) if not run.finished)
    return DueChecklist(
        template_id=line.id,
        template_key=line.key,
        title=line.title,
        every=occurrence.every,
        first=occurrence.first,
        last=occurrence.last,
        minutes=line.minutes,
        state=state,
        run_id=next(unfinished, None),
    )


def _ledger(session: Session, first: date, last: date) -> Ledger:
    calendar = shop.calendar(session)
    groups = groupby(records.issues(session), lambda issue: issue.key)
    stretches = [
        stretch for _, group in groups for stretch in joined(_stretches([*group], calendar))
    ]
    runs = records.run_days(session, first - LONGEST_PERIOD, last + LONGEST_PERIOD)
    return Ledger(calendar, tuple(stretches), runs)


def _stretches(versions: Sequence[Issue], calendar: ShopCalendar) -> Iterator[Stretch]:
    """One stretch per version; a newly issued version takes over on the day of its issue."""
    starts = [calendar.day_of(issue.created_at) for issue in versions]
    for n, issue in enumerate(versions):
        ends = [start - timedelta(days=1) for start in starts[n + 1 :]]
        if issue.retired_at is not None:
            ends.append(calendar.day_of(issue.retired_at) - timedelta(days=1))
        last = min(ends, default=None)
        if last is None or starts[n] <= last:
            yield Stretch(issue.key, issue.every, starts[n], last)
