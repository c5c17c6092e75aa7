"""What a request to management names: cases and actions with whose they are, items, pledges."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from csq_desktop.domain.actions import Action
from csq_desktop.domain.checklists.facts import RepeatFailure
from csq_desktop.domain.indicators.figures import Unit, value_text
from csq_desktop.domain.packs.asks import AskFacts, AskKind, item_named, refs_listed
from csq_desktop.domain.words.wording import short_date_text
from csq_desktop.reports.packs.facts import PackFacts, PledgeFacts
from csq_desktop.texts import tr, trn


def once(facts: PackFacts, kind: AskKind, refs: Iterable[str]) -> Iterator[AskFacts]:
    """Each case or action in one request: the open one that named it before, else a new one."""
    rest = list(refs)
    for again in facts.asked_before:
        named = tuple(ref for ref in rest if again.is_open and ref in again.facts.refs)
        if named:
            yield AskFacts(kind=kind, refs=named, number=len(named))
            rest = [ref for ref in rest if ref not in named]
    if rest:
        yield AskFacts(kind=kind, refs=tuple(rest), number=len(rest))


def begun(facts: PackFacts) -> set[str]:
    """The actions that answers to open requests of earlier packs began."""
    answers = (again.answer for again in facts.asked_before if again.is_open)
    return {answer.action.ref for answer in answers if answer and answer.action}


def has_action(facts: PackFacts, ask: AskFacts) -> bool:
    """Whether an action is about what is asked: one it names, or one that an answer began.

    What somebody asked in own words may name its action itself.
    """
    if ask.kind in (AskKind.COMPLETE, AskKind.OVERDUE_ACTIONS, AskKind.WRITTEN):
        return True
    about = [each for each in facts.pledges if each.pledge_id == ask.pledge_id]
    if any(each.begun_since or each.done_since for each in about):
        return True
    if ask.kind is AskKind.CRITICAL_ITEMS:
        return all(map(facts.critical_actions.get, facts.failed_critical))
    return any(
        again.answer is not None and again.answer.action is not None
        for again in facts.asked_before
        if again.is_open and ask.repeats(again.facts)
    )


def reason_for(pledge: PledgeFacts) -> str:
    """Why another way of working is asked for, also of a pledge that was met this month."""
    centre, figure = pledge.verdict.result.centre, pledge.figure
    average = value_text(centre, Unit.SHARE, figure.target)
    return tr("On average {share} of cases meet it (pledge {goal}).", share=average,
              goal=figure.goal)  # fmt: skip


def cases_of(pledge: PledgeFacts) -> str:
    """The complaints that missed a pledge, by number."""
    if not pledge.missed_cases:
        return ""
    return tr("Complaints: {cases}.", cases=refs_listed(pledge.missed_cases))


def done_for(pledge: PledgeFacts, zone: ZoneInfo) -> str:
    """The actions about a pledge that were done after the month, with owner and day."""
    if not pledge.done_since:
        return ""
    done = (
        _with_details(action.ref, action.owner, short_date_text(action.done_at.astimezone(zone)))
        for action in pledge.done_since
        if action.done_at is not None
    )
    return tr("Done since: {actions}.", actions=refs_listed(tuple(done)))


def begun_for(pledge: PledgeFacts) -> str:
    """The actions about a pledge that were begun after the month, with owner and day."""
    if not pledge.begun_since:
        return ""
    begun_since = (
        _with_details(action.ref, action.owner, _due(action)) for action in pledge.begun_since
    )
    return tr("Begun since: {actions}.", actions=refs_listed(tuple(begun_since)))


def _due(action: Action) -> str:
    return tr("due {day}", day=short_date_text(action.due_on))


def failures(failure: RepeatFailure) -> str:
    """A critical item that failed, and how often where that was more than once."""
    name = tr("“{item}”", item=failure.text.text)
    if failure.failed == 1:
        return name
    return trn("{item} ({n} time)", "{item} ({n} times)", failure.failed, item=name)


def item(facts: PackFacts, failure: RepeatFailure) -> str:
    """A critical item that failed, in which checklist and checks, and the action about it."""
    action = facts.critical_actions.get(failure)
    details = () if action is None else (action.ref, action.owner, _due(action))
    return item_named(failure, *details)


def known(facts: PackFacts) -> dict[str, str]:
    """Cases and actions that are asked about, each with how late it is and whose."""
    details = {
        case.ref: _with_details(case.ref, case.lateness, case.owner)
        for case in (*facts.overdue, *facts.long_waits)
    }
    for action in facts.overdue_actions:
        details[action.ref] = _with_details(action.ref, action.owner, _due(action))
    return details


def _with_details(ref: str, *details: str) -> str:
    there = tr(", ").join(filter(None, details))
    return tr("{case} ({lateness})", case=ref, lateness=there) if there else ref
