"""What the month says, as a supervisor would say it: the message, and what is asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.criteria import Criteria
from csq_desktop.domain.indicators.figures import Figure, MonthFigures, Status, Unit
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import Change, Verdict
from csq_desktop.domain.packs.asks import AskFacts, AskKind
from csq_desktop.domain.packs.asks import sentence as ask_sentence
from csq_desktop.domain.paper.charts import subject_text
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
    UNKNOWN,
    change_ends,
    count_text,
    date_text,
    listed,
    month_name,
    month_text,
    number_text,
    short_date_text,
    shortened,
)
from csq_desktop.reports.packs import request_details
from csq_desktop.reports.packs.facts import PackFacts, PledgeFacts
from csq_desktop.texts import language, tr, trc, trn

TONES = {
    Status.MET: Tone.GOOD,
    Status.MISSED: Tone.BAD,
    Status.NO_TARGET: Tone.PLAIN,
    Status.TOO_FEW: Tone.SOFT,
    Status.NOTHING: Tone.SOFT,
}
MOST_SENTENCES = 5
_LONGEST_CLAUSE = 120


def headline(facts: PackFacts) -> str:
    """The month in one line: the pledges, then the complaints."""
    tally = so_far(facts, facts.tally.text)
    return tr("{one}; {other}", one=tally, other=_complaints_clause(facts))


def _complaints_clause(facts: PackFacts) -> str:
    received = facts.get(FigureId.COMPLAINTS_RECEIVED)
    number, before = round(received.value or 0), month_name(facts.month.shift(-1))
    if facts.up_to is not None:  # part of a month is not compared with a whole one
        return trn("{n} complaint so far", "{n} complaints so far", number)
    if received.change is None:
        return trn("{n} complaint", "{n} complaints", number)
    change = round(received.change)
    if change > 0:
        return trn("{n} complaint, {more} more than in {month}",
                   "{n} complaints, {more} more than in {month}",
                   number, more=count_text(change), month=before)  # fmt: skip
    if change < 0:
        return trn("{n} complaint, {fewer} fewer than in {month}",
                   "{n} complaints, {fewer} fewer than in {month}",
                   number, fewer=count_text(-change), month=before)  # fmt: skip
    return trn("{n} complaint, the same as in {month}", "{n} complaints, the same as in {month}",
               number, month=before)  # fmt: skip


def message(facts: PackFacts) -> tuple[str, ...]:
    """The month's message: the headline, and at most five lines, what matters most first."""
    return (headline(facts), *islice(filter(None, _sentences(facts)), MOST_SENTENCES))


def _sentences(facts: PackFacts) -> Iterator[str]:
    """What happened, why, and what is unusual; then the rest of the month's work."""
    share = facts.get(FigureId.PLEDGES_KEPT)
    promises = "" if share.value is None else promises_sentence(share)
    if facts.missed:
        missed = tr("Not met: {pledges}.", pledges=listed(map(_missed, facts.missed)))
        promises = joined(promises, missed)
    yield promises
    yield _why(facts)
    yield _unusual(facts)
    yield flow_sentence(facts)
    yield from _checklists(facts)
    yield from _actions(facts)


def _why(facts: PackFacts) -> str:
    """Why pledges were missed, as their owners wrote it, and of which nobody did."""
    causes = [
        tr("{pledge}: {cause}", pledge=pledge.name, cause=_clause(pledge.cause))
        for pledge in facts.missed
        if pledge.cause
    ]
    unknown = [pledge.name for pledge in facts.missed if not pledge.cause]
    why = tr("Why: {causes}.", causes=listed(causes)) if causes else ""
    open_ = tr("No cause recorded yet: {pledges}.", pledges=listed(unknown)) if unknown else ""
    return joined(why, open_)


def _clause(text: str) -> str:
    """Somebody's sentence as a part of one."""
    return shortened(text, _LONGEST_CLAUSE).rstrip(".。")


def _unusual(facts: PackFacts) -> str:
    """What has news: complaints, which have no target, and the targets.

    First those whose latest month is unusual.
    """
    measures = [
        (
            facts.get(FigureId.COMPLAINTS_RECEIVED).label,
            facts.verdicts[FigureId.COMPLAINTS_RECEIVED],
            facts.charts.received.title,
        ),
        *((line.label, line.verdict, line.finding) for line in facts.targets),
    ]
    news = sorted(
        (measure for measure in measures if measure[1].is_news),
        key=lambda measure: not measure[1].signs.patterns,
    )
    signals = [
        tr("{pledge} ({finding})", pledge=label, finding=verdict.news(finding))
        for label, verdict, finding in news
    ]
    if not signals:
        return ""
    # As far back as a verdict's news: this month, and the two before it.
    return tr("Unusual in the last three months: {pledges}.", pledges=listed(signals))


def promises_sentence(share: Figure) -> str:
    """How many promises were counted and kept, all pledges together.

    How sure that is stands in the tables: the cover is read, and edited, by those who want none.
    """
    return trn("{met} of {of} case counted met its pledge: {share}.",
               "{met} of {of} cases counted met their pledge: {share}.",
               share.denominator or 0, **numbers(share), share=share.text)  # fmt: skip


def _missed(pledge: PledgeFacts) -> str:
    """What was missed, with its share and what was promised."""
    by_longest = pledge.verdict.result.misses_maximum_only
    figure = pledge.maximum if by_longest and pledge.maximum else pledge.figure
    values = {"pledge": pledge.name, "share": figure.text, "goal": figure.goal}
    if figure is pledge.figure:
        return tr("{pledge} ({share}, pledge {goal})", **values)
    return tr("{pledge} ({share} over the maximum, pledge {goal})", **values)


def flow_sentence(facts: PackFacts) -> str:
    """What came, what went, and what is open."""
    balance = facts.figures.balance
    flow = tr(
        "Complaints: {received} received, {closed} closed, {open} open.",
        received=count_text(balance.received),
        closed=count_text(balance.closed),
        open=count_text(balance.end),
    )
    rate = facts.figures.find(FigureId.COMPLAINTS_PER_1000)
    if rate is None:
        return flow
    return joined(flow, tr("That is {rate} per 1,000 sales.", rate=rate.text))


def _checklists(facts: PackFacts) -> Iterator[str]:
    score, finished = facts.get(FigureId.CHECKLISTS_SCORE), facts.get(FigureId.CHECKLISTS_FINISHED)
    if score.value is None:
        return
    sentence = trn(
        "{n} checklist completed, average score {score}.",
        "{n} checklists completed, average score {score}.",
        round(finished.value or 0),
        score=score.text,
    )
    critical = round(facts.get(FigureId.CHECKLISTS_CRITICAL_FAILED).value or 0)
    if critical:
        names = map(request_details.failures, facts.failed_critical)
        failed = trn(
            "{n} critical item failed: {names}.",
            "{n} critical items failed: {names}.",
            critical,
            names=listed(names),
        )
        sentence = joined(sentence, failed)
    yield sentence


def _actions(facts: PackFacts) -> Iterator[str]:
    there, late = len(facts.open_actions), len(facts.overdue_actions)
    if not there:
        return
    sentence = trn("{n} action is open.", "{n} actions are open.", there)
    if late:
        sentence = joined(
            sentence, trn("{n} of them is overdue.", "{n} of them are overdue.", late)
        )
    if ended := len(facts.ended_since):
        since = trn("{n} of them has ended since.", "{n} of them have ended since.", ended)
        sentence = joined(sentence, since)
    yield sentence


def asked(facts: PackFacts) -> tuple[str, ...]:
    """What the month asks of its readers; one sentence each, at least one."""
    sentences = tuple(_printed_ask(facts, ask) for ask in asks(facts))
    return sentences or (_nothing_asked(facts),)


def asks(facts: PackFacts) -> tuple[AskFacts, ...]:
    """What the month asks of its readers, as facts that are kept and answered."""
    return tuple(_asks(facts))


def asks_of_lines(facts: PackFacts, lines: Sequence[str]) -> tuple[AskFacts, ...]:
    """What a pack asks whose requests somebody wrote: a line left as it was is the figures' own."""
    proposed = {_printed_ask(facts, ask): ask for ask in asks(facts)}
    return tuple(
        proposed.get(line, AskFacts(kind=AskKind.WRITTEN, text=line))
        for line in lines
        if line != _nothing_asked(facts)
    )


def _printed_ask(facts: PackFacts, ask: AskFacts) -> str:
    """An ask in one sentence, with whose it is, its action, and what is known of each case."""
    if ask.pledge_id is not None:
        pledge = next(each for each in facts.pledges if each.pledge_id == ask.pledge_id)
        details = (
            request_details.reason_for(pledge) if ask.kind is AskKind.CHANGE_WORK else "",
            request_details.cases_of(pledge),
            request_details.done_for(pledge, facts.zone),
            request_details.begun_for(pledge),
        )
        asked = joined(asked_of(pledge), *details)
        if pledge.owner:
            return tr("{pledges} ({owner}): {asked}", pledges=pledge.name, owner=pledge.owner,
                      asked=asked)  # fmt: skip
        return tr("{pledges}: {asked}", pledges=pledge.name, asked=asked)
    if ask.kind is AskKind.CRITICAL_ITEMS and facts.failed_critical:
        items = [request_details.item(facts, failure) for failure in facts.failed_critical]
        return ask_sentence(ask, items=items)
    known = request_details.known(facts)
    return ask_sentence(replace(ask, refs=tuple(known.get(ref, ref) for ref in ask.refs)))


def _nothing_asked(facts: PackFacts) -> str:
    """A month that was not judged is no good month: it says how much could be judged."""
    if any(ask.is_open for ask in facts.asked_before):
        return tr("No new request. Those above are still open.")
    judged = [
        verdict
        for verdict in facts.verdicts.values()
        if verdict.status in (Status.MET, Status.MISSED)
    ]
    if not judged:
        return tr("Too few counts to judge this month.")
    if facts.tally.unjudged:
        return tr("Nothing that could be judged requires a decision this month.")
    return tr("No decision is requested this month.")


def _asks(facts: PackFacts) -> Iterator[AskFacts]:
    there = request_details.begun(facts)  # actions that another request is about
    there |= {action.ref for action in facts.ended_since}
    for pledge in filter(_needs_decision, facts.pledges):
        action = pledge.actions[0] if pledge.actions else None
        there |= {action.ref} if action else set()
        yield AskFacts(
            kind=_asked_kind(pledge),
            pledge_id=pledge.pledge_id,
            action_id=action.id if action else None,
        )
    late = [action.ref for action in facts.overdue_actions if action.ref not in there]
    yield from request_details.once(facts, AskKind.OVERDUE_ACTIONS, late)
    critical = round(facts.get(FigureId.CHECKLISTS_CRITICAL_FAILED).value or 0)
    if critical:
        checks = sorted({ref for failure in facts.failed_critical for ref in failure.refs})
        items = len(facts.failed_critical) or critical
        yield AskFacts(kind=AskKind.CRITICAL_ITEMS, refs=tuple(checks), number=items)
    yield from request_details.once(
        facts, AskKind.OVERDUE_CASES, [case.ref for case in facts.overdue]
    )
    yield from request_details.once(
        facts, AskKind.LONG_WAITS, [case.ref for case in facts.long_waits]
    )


def _asked_kind(pledge: PledgeFacts) -> AskKind:
    if pledge.actions:
        return AskKind.COMPLETE
    return AskKind.CHANGE_WORK if pledge.verdict.stable_below else AskKind.DECIDE


def _needs_decision(pledge: PledgeFacts) -> bool:
    """Whether it was missed, or will be: a month that meets it by chance changes nothing."""
    return pledge.status is Status.MISSED or pledge.verdict.stable_below


def asked_of(pledge: PledgeFacts) -> str:
    """What one pledge asks for: see its action through, or decide on one."""
    if not _needs_decision(pledge):
        if pledge.status in (Status.TOO_FEW, Status.NOTHING):
            return tr("Nothing yet: too few counts to judge the pledge.")
        return tr("No action requested.")
    if pledge.actions:
        action = pledge.actions[0]
        return tr("Complete {ref}: {title} ({owner}, due {day}).",
                  ref=action.ref, title=action.title, owner=action.owner,
                  day=short_date_text(action.due_on))  # fmt: skip
    if pledge.verdict.stable_below:
        return tr(
            "Decide on a different way of working: a stable process does not improve by itself."
        )
    return tr("Decide what to change, who is responsible and by when.")


def change_note(verdict: Verdict) -> str:
    """How sure a change is: its interval, and what it is worth beside the chart."""
    figure = verdict.figure
    if figure is not None and figure.status is Status.TOO_FEW:
        return figure.status.label
    if figure is None or figure.change is None:
        return Change.UNKNOWN.label
    if figure.change_low is None or figure.change_high is None:
        return ""
    low, high = change_ends(figure.change_low, figure.change_high)
    return tr("95% CI {low} to {high}: {verdict}", low=low, high=high,
              verdict=verdict.change.label)  # fmt: skip


def change_label(facts: PackFacts, figure: Figure) -> str:
    """What the change of a figure is called; no month is named that it is not compared with."""
    if not _is_compared(facts, figure):
        return trc("column", "Change")
    return tr("Change from {month}", month=month_name(facts.month.shift(-1)))


def change_text(facts: PackFacts, figure: Figure) -> str:
    """The change of a figure, or a dash where it is not compared."""
    return figure.change_text if _is_compared(facts, figure) else UNKNOWN


def _is_compared(facts: PackFacts, figure: Figure) -> bool:
    """Part of a month counts less than a whole one: only its shares are compared."""
    return figure.change is not None and (facts.up_to is None or figure.unit is Unit.SHARE)


def since_before(facts: PackFacts, figure: Figure) -> str:
    """The change since the month before, or why it is not compared."""
    if facts.up_to is not None:
        return tr("the month is not over")
    if figure.change is None:
        return Change.UNKNOWN.label
    before = month_name(facts.month.shift(-1))
    return tr("{change} from {month}", change=figure.change_text, month=before)


def numbers(figure: Figure | None) -> dict[str, str]:
    """What a share was computed from, as `met` and `of` to be put into a sentence."""
    met, of = (figure.numerator, figure.denominator) if figure else (0, 0)
    return {"met": count_text(met or 0), "of": count_text(of or 0)}


def joined(*sentences: str) -> str:
    """Sentences in a row, with the space between them that the language puts there."""
    gap = " " if language() == "en" else ""
    return gap.join(sentence for sentence in sentences if sentence)


def share_of(part: float | None, whole: float | None, minimum: int) -> str:
    """A part of a whole as a percentage, or a dash below the minimum n."""
    if not whole or part is None or whole < minimum:
        return UNKNOWN
    return f"{number_text(part / whole * 100)}%"


def score_rule() -> str:
    """Why a score has a verdict where a share of as few cases has none."""
    return tr(
        "A checklist score covers all completed checklists, not a sample, so it is judged "
        "from the first one."
    )


def begun(
    facts: PackFacts, count: int, criterion: Callable[[Criteria], int]
) -> list[tuple[Month, int]]:
    """What a criterion was in the latest so many months, each time with the month it began in."""
    months = [figures.month for figures in facts.history[-count:]]
    limits = [(month, criterion(facts.judged_by.of(month))) for month in months]
    return [limits[0], *(after for before, after in pairwise(limits) if after[1] != before[1])]


def minimum_by_month(facts: PackFacts, count: int) -> str:
    """From which month which minimum n held; empty where the latest so many months have one."""
    limits = begun(facts, count, lambda criteria: criteria.minimum_n)
    if len(limits) == 1:
        return ""
    parts = (
        tr("{n} from {month} on", n=number, month=month_text(first)) for first, number in limits
    )
    return tr("Smallest number of cases for a percentage: {limits}.", limits=tr("; ").join(parts))


def undated(figures: MonthFigures) -> int:
    """How many were closed in a month on an unknown date: no time figure has them."""
    closed = figures.get(FigureId.COMPLAINTS_CLOSED).value or 0
    return round(closed) - (figures.get(FigureId.COMPLAINTS_WITHIN_BAND2).denominator or 0)


def dated(figures: MonthFigures) -> str:
    """Of how many of a month's closings the date is known."""
    closed = round(figures.get(FigureId.COMPLAINTS_CLOSED).value or 0)
    known = closed - undated(figures)
    return tr("{met} of {of}", met=count_text(known), of=count_text(closed))


def undated_note(facts: PackFacts, count: int) -> str:
    """What closings on unknown dates mean in a table of so many months, and how many are whose.

    Empty where every date is known.
    """
    number = sum(map(undated, facts.history[-count:]))
    if not number:
        return ""
    return trn(
        "{count} complaint was closed on an unknown date, {own} of them in {month}. It counts as "
        "closed in the month assumed for it, and in no figure about time.",
        "{count} complaints were closed on an unknown date, {own} of them in {month}. They count "
        "as closed in the month assumed for them, and in no figure about time.",
        number,
        count=count_text(number),
        own=count_text(undated(facts.figures)),
        month=month_name(facts.month),
    )


def times_note(facts: PackFacts) -> str:
    """On how many closings the month's times rest; empty where that is all of them."""
    if not undated(facts.figures):
        return ""
    return tr("Closing times are of those whose closing date is known: {dated}.",
              dated=dated(facts.figures))  # fmt: skip


def so_far(facts: PackFacts, title: str) -> str:
    """The title of a page; that of a month which still runs says that it is not final."""
    return title if facts.up_to is None else tr("So far: {title}", title=title)


def subject(facts: PackFacts, measure: str, unit: str) -> str:
    """What a page measures, in which unit and of which period; it stands under the title."""
    period = month_text(facts.month)
    if facts.up_to is not None:
        period = tr("{month} up to {day}", month=period, day=short_date_text(facts.up_to))
    return subject_text(measure, unit, period)


def from_complaints() -> str:
    """Where the figures of a chart come from."""
    return tr("Source: complaint records.")


def end_so_far(facts: PackFacts) -> str:
    """What the end of a month means that still runs; empty for a whole month."""
    if facts.up_to is None:
        return ""
    day = date_text(facts.up_to)
    return tr("The month is not over: the end figures are those of {day}.", day=day)


def day_text(facts: PackFacts) -> str:
    """The day an unfinished month's figures reach to, in words; empty for a whole month."""
    if facts.up_to is None:
        return ""
    return tr("the month is not over: figures up to {day}", day=date_text(facts.up_to))
