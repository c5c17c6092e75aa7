"""What earlier packs asked for and what became of it: the first thing on the first page."""

from collections.abc import Iterator

from csq_desktop.domain.packs.asks import Ask, AskDecision, AskState
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text, short_date_text
from csq_desktop.reports.packs.facts import PackFacts, PledgeFacts
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    PaperBadge,
    PaperColumn,
    PaperRow,
    PaperTable,
    Text,
    TextSpan,
)
from csq_desktop.texts import tr, trc, trn


def section(voices: Voices) -> Iterator[Block]:
    """Each ask that is open, or was settled since the pack before; nothing where there is none."""
    facts = voices.main
    if not facts.asked_before:
        return
    yield voices.heading(title, 2)
    rows = tuple(_row(facts, ask) for ask in facts.asked_before)
    yield PaperTable(_columns(), rows, note=_note(facts))


def title(facts: PackFacts) -> str:
    """How many were asked before, and how many of them are still open."""
    waiting = sum(ask.is_open for ask in facts.asked_before)
    return trn("{n} request of earlier review packs, {waiting} still open",
               "{n} requests of earlier review packs, {waiting} still open",
               len(facts.asked_before), waiting=count_text(waiting))  # fmt: skip


def _columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Request")),
        PaperColumn(trc("column", "Owner, due date"), width=87.0),
        PaperColumn(trc("column", "Status"), width=88.0),
        PaperColumn(trc("column", "What became of it"), width=153.0),
    )


def _row(facts: PackFacts, ask: Ask) -> PaperRow:
    state = ask.state(facts.today)
    asked = tr("Requested in {months}", months=ask.asked_in)
    return PaperRow(
        (
            (TextSpan(ask.sentence, bold=True), TextSpan(f"\n{asked}", tone=Tone.SOFT)),
            _owner(ask),
            _status(facts, ask, state),
            "\n".join(_outcome(facts, ask)),
        ),
        highlight=state.tone is Tone.BAD,
    )


def _owner(ask: Ask) -> Text:
    """Whose it is and by when it is due, as it stands: an action's owner and day can change."""
    answer = ask.answer
    if answer is None:
        return ""
    owner, due_on = answer.owner, answer.due_on
    if answer.action is not None:
        owner, due_on = answer.action.owner, answer.action.due_on
    due = tr("due {day}", day=short_date_text(due_on)) if due_on else ""
    return "\n".join(filter(None, (owner, due)))


def _status(facts: PackFacts, ask: Ask, state: AskState) -> Text:
    waited = ask.waited(facts.today)
    badge = PaperBadge(state.label, state.tone).span
    return (badge, TextSpan(f"\n{waited}", tone=Tone.SOFT)) if waited else badge


def _outcome(facts: PackFacts, ask: Ask) -> Iterator[str]:
    """Who decided and in which words, the action, and the figure or the cases it is about."""
    answer = ask.answer
    if answer is not None:
        yield decided(ask)
        if answer.action is not None:
            yield tr("Action {ref}.", ref=answer.action.ref)
        if answer.comment:
            yield answer.comment
    number = ask.facts.named
    if number and not ask.facts.is_about_cases:
        yield trn("{closed} of {n} action has ended.", "{closed} of {n} actions have ended.",
                  number, closed=ask.closed)  # fmt: skip
    elif number:
        yield trn("{closed} of {n} case has been closed.",
                  "{closed} of {n} cases have been closed.",
                  number, closed=ask.closed)  # fmt: skip
    for pledge in facts.pledges:
        if pledge.pledge_id == ask.facts.pledge_id and pledge.figure.value is not None:
            yield _now(pledge)


def _now(pledge: PledgeFacts) -> str:
    """How the pledge stands now, by the limit that is not met where the standard is."""
    maximum = pledge.maximum
    if maximum is not None and pledge.verdict.result.misses_maximum_only:
        return tr("Now {share} over the maximum (pledge {goal}).", share=maximum.text,
                  goal=maximum.goal)  # fmt: skip
    return tr("Now {share} (pledge {goal}).", share=pledge.figure.text,
              goal=pledge.figure.goal)  # fmt: skip


def decided(ask: Ask) -> str:
    """Who decided and when; empty where nobody has."""
    answer = ask.answer
    if answer is None:
        return ""
    named = {"person": answer.decided_by, "day": short_date_text(answer.answered_on)}
    if answer.decision is AskDecision.DONE:
        return tr("Done, confirmed by {person} on {day}.", **named)
    return tr("Decided by {person} on {day}.", **named)


def _note(facts: PackFacts) -> str:
    waiting = sum(ask.is_open for ask in facts.asked_before)
    if not waiting:
        return ""
    return trn("{n} request stays on this page until it is decided and done.",
               "{n} requests stay on this page until they are decided and done.",
               waiting)  # fmt: skip
