"""What packs ask for: kept, answered, told in the next packs until it is decided and done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource, ActionState, NewAction
from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.exports.lists import REQUESTS, list_of
from csq_desktop.domain.packs.asks import (
    REQUESTS_PART,
    Ask,
    AskDecision,
    AskFacts,
    AskKind,
    AskState,
    NewAskAnswer,
)
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.errors import UserError
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.pages import asks as paper
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import PaperTable
from csq_desktop.services import audit_trail, people
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints
from csq_desktop.services.exports.content import content
from csq_desktop.services.packs import asks, due, facts, packs, papers
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.services.today import due as today_due
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.pdf_text import in_one_line, pages
from tests.services.packs.pack_case import SHORT
from tests.services.packs.revision_case import mark_issued
from tests.services.packs.seven_stores import Hard, opened
from tests.services.small_shop import ended

OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)
AFTER = {
    OCTOBER: datetime(2026, 11, 3, 4, tzinfo=UTC),
    NOVEMBER: datetime(2026, 12, 3, 4, tzinfo=UTC),
    DECEMBER: datetime(2027, 1, 3, 4, tzinfo=UTC),
}
DUE = date(2026, 11, 20)
WRITTEN = "Hire a second cashier\nBuy a till\nPaint the door\nMove the queue\nCall 9123 4567"


@pytest.fixture
def hard(tmp_path: Path) -> Hard:
    """A shop whose October missed the pledge counted by hand and left a case overdue."""
    hard = opened(tmp_path, OCTOBER, AFTER[OCTOBER])
    hard.count([(60, 40)], OCTOBER)
    hard.log(1, datetime(2026, 10, 6, 2, tzinfo=UTC))
    return hard


def issue(hard: Hard, month: Month, written: str = "") -> int:
    hard.clock.at = max(hard.clock.at, AFTER[month])
    with hard.store.writing() as session:
        request = PackRequest(month, ("en",), "", written, "A count", SHORT)
        return packs.issue(session, request).id


def listed(store: Store) -> tuple[Ask, ...]:
    with store.reading() as session:
        return asks.everything(session)


def ask_of(store: Store, words: str) -> Ask:
    return next(ask for ask in listed(store) if words in ask.sentence)


def answer_to(ask: Ask, decision: AskDecision, **more: Any) -> NewAskAnswer:
    new = NewAskAnswer(
        ask_id=ask.id, decision=decision, decided_by="Karen Leung", owner="May Wong", due_on=DUE
    )
    return replace(new, **more)


def decide(hard: Hard, words: str, decision: AskDecision, **more: Any) -> int:
    with hard.store.writing() as session:
        return asks.answer(session, answer_to(ask_of(hard.store, words), decision, **more))


def first_page(store: Store, pack_id: int) -> str:
    with store.reading() as session:
        return " ".join(pages(packs.pdf_of(session, pack_id))[0].split())


def reported(store: Store, month: Month) -> dict[str, AskState]:
    with store.reading() as session:
        today = AFTER[month].date()
        return {ask.sentence: ask.state(today) for ask in asks.before(session, month)}


def test_no_ask_vanishes_without_a_decision_in_three_months(hard: Hard) -> None:
    """Seven asks in October: two are never answered, and come back with their age."""
    store = hard.store
    issue(hard, OCTOBER, packs_words(store, OCTOBER) + "\n" + WRITTEN)
    assert len(listed(store)) == 7
    assert [ask.facts.kind for ask in listed(store)][:2] == [
        AskKind.DECIDE,
        AskKind.OVERDUE_CASES,
    ]
    decide(hard, "TILL", AskDecision.YES, action_title="Open a second till")
    with store.reading() as session:
        about = {line.about for line in audit_trail.page(session, TrailFilter()).lines}
    assert {f"Request of a review pack 2026-10 v1 {place}" for place in range(1, 8)} < about
    decide(hard, "Hire", AskDecision.YES)
    decide(hard, "Buy", AskDecision.NO, comment="No money. Ask 6123 4567", due_on=None, owner="")
    decide(hard, "Paint", AskDecision.LATER, due_on=date(2027, 1, 31))
    decide(hard, "Move", AskDecision.NO, comment="No room")
    november = first_page(store, issue(hard, NOVEMBER))
    assert "7 requests of earlier review packs, 5 still open" in november
    assert november.count("requested 30 days ago") == 5
    assert "◆ Agreed, overdue" in november
    assert "Decided by Karen Leung on 3 Nov. Action A-2026-0001." in november
    assert "No money. Ask" in november
    assert "6123" not in november
    assert "9123" not in november
    assert "0 of 1 case has been closed." in november
    with store.writing() as session:
        actions.finish(session, actions.everything(session)[0].id)
    decide(hard, "Hire", AskDecision.DONE, comment="Hired")
    december = first_page(store, issue(hard, DECEMBER))
    assert "5 requests of earlier review packs, 3 still open" in december
    assert december.count("requested 61 days ago") == 3
    assert "Done, confirmed by Karen Leung on 3 Dec. Hired" in december
    assert reported(store, DECEMBER) == {
        ask_of(store, "TILL").sentence: AskState.DONE,
        ask_of(store, "C-2026-0001-SSP01").sentence: AskState.UNANSWERED,
        "Paint the door": AskState.LATER,
        "Call [telephone]": AskState.UNANSWERED,
        "Hire a second cashier": AskState.DONE,
    }


def test_nothing_is_asked_that_was_done_since_the_month(hard: Hard) -> None:
    """An action and a case that ended after October, and what became of a request for them."""
    store = hard.store
    hard.clock.at = datetime(2026, 11, 30, 4, tzinfo=UTC)
    promised = [NewAction(title, "May Wong", date(2026, 12, 1)) for title in ("Hire", "Buy", "Go")]
    with store.writing() as session:
        till = next(each.id for each in pledges.everything(session) if each.code == "TILL")
        about = replace(promised[0], source=ActionSource.PLEDGE, source_id=till)
        ids = [actions.promise(session, each) for each in (about, *promised[1:])]
    hard.count([(60, 40)], NOVEMBER)
    asked = AskFacts(kind=AskKind.OVERDUE_ACTIONS, refs=("A-2026-0002", "A-2026-0003"), number=2)
    pack = mark_issued(store, OCTOBER)
    with store.writing() as session:
        asks.keep(session, (pack, OCTOBER), [asked])
    hard.clock.at = AFTER[NOVEMBER]
    with store.writing() as session:
        actions.finish(session, ids[0])
        actions.cancel(session, ids[1], "No use")
        ended(session, session.scalars(select(ComplaintRow.id)).one())
    with store.reading() as session:
        pack_facts = facts.gather(session, NOVEMBER, "en")
    assert [ask.kind for ask in words.asks(pack_facts)] == [AskKind.DECIDE]
    assert "by when. Done since: A-2026-0001 (May Wong, 3 Dec)." in words.asked(pack_facts)[0]
    assert "3 actions are open. 2 of them have ended since." in words.message(pack_facts)
    (*_, table) = paper.section(Voices(pack_facts))
    assert isinstance(table, PaperTable)
    assert table.rows[0].cells[3] == "1 of 2 actions have ended."


def packs_words(store: Store, month: Month) -> str:
    with store.reading() as session:
        return packs.words(session, PackRequest(month, ("en",))).asked


def test_an_open_ask_is_asked_again_and_stays_one(hard: Hard) -> None:
    issue(hard, OCTOBER)
    issue(hard, OCTOBER)  # the same month as version 2
    assert [ask.months for ask in listed(hard.store)] == [(OCTOBER,)] * 2
    decide(hard, "TILL", AskDecision.NO, comment="No")
    hard.clock.at = datetime(2026, 11, 5, 4, tzinfo=UTC)
    hard.count([(60, 40)], NOVEMBER)
    issue(hard, NOVEMBER)
    by_month = {ask.months: ask.asked_in for ask in listed(hard.store) if ask.facts.pledge_id}
    assert by_month == {(OCTOBER,): "October 2026", (NOVEMBER,): "November 2026"}
    hard.count([(60, 40)], DECEMBER)
    issue(hard, DECEMBER)
    again = ask_of(hard.store, "TILL")
    assert (again.months, again.asked_in) == (
        (NOVEMBER, DECEMBER),
        "November 2026, again December 2026",
    )
    hard.count([(60, 40)], OCTOBER)
    issue(hard, OCTOBER)  # an earlier month cannot ask again what a later one asked
    assert ask_of(hard.store, "TILL").months == (NOVEMBER, DECEMBER)


def test_a_new_version_asks_what_was_decided_not_once_more(hard: Hard) -> None:
    issue(hard, OCTOBER)
    decide(hard, "TILL", AskDecision.NO, comment="No money", owner="", due_on=None)
    hard.clock.at += timedelta(days=1)
    second = issue(hard, OCTOBER)  # version 2, after the decision
    assert [ask.months for ask in listed(hard.store)] == [(OCTOBER,)] * 2
    with hard.store.reading() as session:  # the review looked at version 1
        assert "Declined Karen Leung" in in_one_line(papers.minutes(session, second))
    issue(hard, NOVEMBER)
    assert reported(hard.store, NOVEMBER)[ask_of(hard.store, "TILL").sentence] is AskState.DECLINED
    hard.clock.at += timedelta(days=1)
    issue(hard, OCTOBER)  # version 3, after the pack of a later month
    assert sum("TILL" in ask.sentence for ask in listed(hard.store)) == 1
    waits = {ask.facts.kind for ask in listed(hard.store) if ask.is_open}
    assert waits == {AskKind.OVERDUE_CASES}
    issue(hard, NOVEMBER)
    assert sum(ask.facts.kind is AskKind.OVERDUE_CASES for ask in listed(hard.store)) == 1


def test_a_decision_is_reported_once_though_packs_after_it_ask_nothing(tmp_path: Path) -> None:
    quiet = opened(tmp_path, OCTOBER, AFTER[OCTOBER])
    quiet.count([(60, 40)], OCTOBER)
    issue(quiet, OCTOBER)
    decide(quiet, "TILL", AskDecision.NO, comment="No money", owner="", due_on=None)
    quiet.clock.at = AFTER[NOVEMBER]
    quiet.count([(98, 2)], NOVEMBER)
    assert list(reported(quiet.store, NOVEMBER).values()) == [AskState.DECLINED]
    issue(quiet, NOVEMBER)
    assert reported(quiet.store, DECEMBER) == {}


def test_a_pledge_met_by_chance_is_requested_on_its_page_and_on_the_cover(tmp_path: Path) -> None:
    lucky = opened(tmp_path, OCTOBER, AFTER[OCTOBER])
    lucky.count([(9_400 + 80 * (at % 2), 600 - 80 * (at % 2)) for at in range(9)] + [(953, 47)])
    issue(lucky, OCTOBER)
    assert [ask.facts.kind for ask in listed(lucky.store)] == [AskKind.CHANGE_WORK]


def test_what_a_decision_needs(hard: Hard) -> None:
    issue(hard, OCTOBER)
    ask = ask_of(hard.store, "TILL")
    yes, no = answer_to(ask, AskDecision.YES), answer_to(ask, AskDecision.NO)
    with hard.store.writing() as session:
        for new, refusal in (
            (replace(yes, decided_by=""), "Enter who decided."),
            (replace(yes, owner=""), "Enter who is responsible."),
            (replace(yes, due_on=None), "Enter the due date."),
            (replace(yes, comment="x" * 601), "The note is too long: at most 600 characters."),
            (no, "Enter why it was declined."),
            (replace(yes, ask_id=1), "This review pack has been removed."),
            (
                replace(yes, decision=AskDecision.DONE),
                "Only an agreed request can be recorded as done.",
            ),
        ):
            with pytest.raises(UserError, match=refusal):
                asks.answer(session, new)
        asks.answer(session, yes)  # without an action: it is not done by being agreed
        with pytest.raises(UserError, match="Enter what was done"):
            asks.answer(session, replace(yes, decision=AskDecision.DONE))
        asks.answer(session, replace(yes, action_title="Open a second till"))
        with pytest.raises(UserError, match="This request has been answered already"):
            asks.answer(session, yes)
        with pytest.raises(UserError, match="This review pack has been removed"):
            asks.take_back(session, 1)
        with pytest.raises(UserError, match="This review pack has been removed"):
            asks.of_pack(session, 1)
        karen = next(each for each in people.everyone(session) if each.name == "Karen Leung")
        with pytest.raises(UserError, match="owns records"):
            people.take_out(session, karen.id)


def test_a_decision_is_taken_back_with_the_action_it_began(hard: Hard) -> None:
    issue(hard, OCTOBER)
    answer_id = decide(hard, "TILL", AskDecision.YES, action_title="Open a second till")
    with hard.store.reading() as session:
        (begun,) = actions.everything(session)
        till = pledges.everything(session)[0]
    assert (begun.source, begun.source_id, begun.title) == (
        ActionSource.PLEDGE,
        till.id,
        "Open a second till",
    )
    with hard.store.writing() as session:
        asks.take_back(session, answer_id)
    ask = ask_of(hard.store, "TILL")
    assert [answer.decision for answer in ask.answers] == [AskDecision.YES, AskDecision.TAKEN_BACK]
    assert (ask.answer, ask.is_open) == (None, True)
    with hard.store.reading() as session:
        assert [each.state for each in actions.everything(session)] == [ActionState.CANCELLED]
    again = decide(hard, "C-2026", AskDecision.YES, action_title="Call them")
    with hard.store.writing() as session:
        last = actions.everything(session)[0]
        assert last.source is ActionSource.REVIEW
        actions.finish(session, last.id)
        asks.take_back(session, again)  # what is done stays done
    assert ask_of(hard.store, "C-2026").is_open


def leave_out(hard: Hard, case: int, reason: str = "Fire drill") -> None:
    """Take a complaint out of the deadlines: it can only be open for long then."""
    with hard.store.writing() as session:
        complaints.exclude(session, case, reason)


def test_a_case_that_is_overdue_or_waits_for_long_is_one_request_with_its_number(
    hard: Hard,
) -> None:
    (case,) = hard.log(1, datetime(2026, 9, 1, 2, tzinfo=UTC))
    leave_out(hard, case)
    issue(hard, OCTOBER)
    long_wait = ask_of(
        hard.store, "Resolve the complaint C-2026-0002-SSP01, open for more than 30 days"
    )
    leave_out(hard, case, "")
    hard.log(1, datetime(2026, 11, 10, 2, tzinfo=UTC))
    hard.clock.at = AFTER[NOVEMBER]
    words = packs_words(hard.store, NOVEMBER).splitlines()
    assert [line.split(" (")[0] for line in words] == [
        "Deal with the overdue complaint C-2026-0001-SSP01",
        "Deal with the overdue complaint C-2026-0002-SSP01",
        "Deal with the overdue complaint C-2026-0003-SSP01",
    ]
    issue(hard, NOVEMBER)
    assert [ask.facts.refs for ask in listed(hard.store) if ask.facts.refs] == [
        ("C-2026-0001-SSP01",), ("C-2026-0002-SSP01",), ("C-2026-0003-SSP01",)
    ]  # fmt: skip
    assert ask_of(hard.store, "C-2026-0002-SSP01").months == (OCTOBER, NOVEMBER)
    assert ask_of(hard.store, "C-2026-0002-SSP01").id == long_wait.id


def test_what_was_agreed_without_an_action_is_done_when_its_cases_are_closed(hard: Hard) -> None:
    issue(hard, OCTOBER)
    decide(hard, "C-2026-0001-SSP01", AskDecision.YES)
    agreed = ask_of(hard.store, "C-2026-0001-SSP01")
    assert (agreed.is_open, agreed.waits, agreed.can_be_answered) == (True, False, True)
    assert agreed.state(DUE) is AskState.AGREED
    assert agreed.state(DUE + timedelta(days=1)) is AskState.LATE
    hard.clock.move(days=1)
    with hard.store.writing() as session:
        ended(session, complaints_of(session)[0])
    closed = ask_of(hard.store, "C-2026-0001-SSP01")
    assert (closed.settled_at, closed.closed) == (hard.clock.at, 1)
    assert closed.state(DUE) is AskState.DONE
    assert not closed.can_be_answered
    decide(hard, "TILL", AskDecision.YES, action_title="Open a second till")
    with hard.store.writing() as session:
        actions.cancel(session, actions.everything(session)[0].id, "No room")
    cancelled = ask_of(hard.store, "TILL")
    assert (cancelled.state(DUE), cancelled.is_open) == (AskState.CANCELLED, False)


def complaints_of(session: Session) -> list[int]:
    return list(session.scalars(select(ComplaintRow.id).order_by(ComplaintRow.id)))


def test_an_ask_about_an_action_names_it(hard: Hard) -> None:
    with hard.store.writing() as session:
        till = pledges.everything(session)[0]
        for title, source in (("Second till", till.id), ("Sweep", None)):
            kind = ActionSource.PLEDGE if source else ActionSource.REVIEW
            actions.promise(session, NewAction(title, "May Wong", date(2026, 10, 20), kind, source))
    hard.clock.at = datetime(2026, 12, 3, 4, tzinfo=UTC)
    hard.count([(60, 40)], NOVEMBER)
    issue(hard, NOVEMBER)
    assert {ask.facts.kind: ask.sentence for ask in listed(hard.store)} == {
        AskKind.COMPLETE: "TILL promise: Complete A-2026-0001: Second till.",
        AskKind.OVERDUE_ACTIONS: "Complete the overdue action A-2026-0002, or set a new due date "
        "with a reason.",
        AskKind.OVERDUE_CASES: "Deal with the overdue complaint C-2026-0001-SSP01.",
    }


def test_the_minutes_say_every_decision_on_one_page(hard: Hard) -> None:
    pack_id = issue(hard, OCTOBER, packs_words(hard.store, OCTOBER) + "\n" + WRITTEN)
    decide(hard, "TILL", AskDecision.YES, action_title="Open a second till")
    decide(hard, "Buy", AskDecision.NO, comment="No money. " * 55, owner="", due_on=None)
    decide(hard, "Paint", AskDecision.LATER, comment="Mrs Chan has to agree")
    with hard.store.reading(identities=True) as session:
        rows = [*content(session, list_of(REQUESTS), None).rows]
    decided = {row[4]: (row[9][:2], row[10][:9]) for row in rows if row[4]}
    assert decided == {
        AskDecision.YES.label: ("A-", ""),
        AskDecision.NO.label: ("", "No money."),
        AskDecision.LATER.label: ("", "[name] ha"),
    }
    with hard.store.writing() as session:
        assert packs.newest(session, OCTOBER).id == pack_id
        pdf = papers.minutes(session, pack_id)
        papers.note_minutes(session, pack_id)
        entry = session.query(AuditEntryRow).order_by(AuditEntryRow.sequence.desc()).first()
        assert entry is not None
        assert (entry.action, entry.object_type, entry.object_id) == (
            AuditAction.PRINTED,
            papers.MINUTES,
            pack_id,
        )
        with pytest.raises(UserError, match="November 2026 has not been issued"):
            packs.newest(session, NOVEMBER)
    assert len(pages(pdf)) == 1
    text = in_one_line(pdf)
    for part in (
        "Minutes of the review, October 2026",
        "7 requests, 4 of them without an answer",
        "Agreed Karen Leung 3 Nov 2026 May Wong due 20 Nov Action A-2026-0001.",
        "No money. No money.",
        "Postponed Karen Leung 3 Nov 2026",
        "Hire a second cashier",
        "[name] has to agree",
        "1 place that may identify somebody was blanked",
    ):
        assert part in text, part
    assert "9123" not in text
    quiet = opened(hard.folder / "quiet", OCTOBER, AFTER[OCTOBER])
    pack_id = issue(quiet, OCTOBER)
    assert listed(quiet.store) == ()
    with quiet.store.reading() as session:
        assert "requested no decision" in in_one_line(papers.minutes(session, pack_id))


def test_only_the_decision_that_holds_is_taken_back(hard: Hard) -> None:
    issue(hard, OCTOBER)
    later = decide(hard, "TILL", AskDecision.LATER)
    decide(hard, "TILL", AskDecision.YES, action_title="Open a second till")
    with hard.store.writing() as session, pytest.raises(UserError, match="A later decision has"):
        asks.take_back(session, later)
    answer = ask_of(hard.store, "TILL").answer
    assert answer is not None
    assert answer.decision is AskDecision.YES


def test_what_waits_for_a_decision_stands_on_today_until_it_is_decided(hard: Hard) -> None:
    def waiting() -> list[tuple[str, date, bool]]:
        with hard.store.reading() as session:
            items = due.items(session, today_due.now(session))
            return [(i.text, i.on, i.overdue) for i in items if i.object_id == REQUESTS_PART]

    assert waiting() == []
    issue(hard, OCTOBER)
    before_the_next_pack = date(2026, 12, 7)
    words = "Record the decisions on 2 requests to management"
    assert waiting() == [(words, before_the_next_pack, False)]
    hard.clock.at = datetime(2026, 12, 8, 4, tzinfo=UTC)
    assert waiting() == [(words, before_the_next_pack, True)]
    decide(hard, "TILL", AskDecision.NO, comment="No money", owner="", due_on=None)
    decide(hard, "C-2026-0001-SSP01", AskDecision.LATER, due_on=date(2026, 12, 20))
    assert waiting() == []  # put off for longer than a week
    hard.clock.at = datetime(2026, 12, 13, 4, tzinfo=UTC)
    words = "Record the decision on 1 request to management"
    assert waiting() == [(words, date(2026, 12, 20), False)]
    decide(hard, "C-2026-0001-SSP01", AskDecision.YES)
    assert waiting() == []


def test_the_cover_says_in_five_lines_what_happened_why_and_what_nobody_deals_with(
    hard: Hard,
) -> None:
    with hard.store.writing() as session:
        till, acknowledge, _ = pledges.everything(session)
        pledge_months.note_cause(session, till.id, OCTOBER, "The second till was closed.")
        about = (ActionSource.PLEDGE, acknowledge.id)
        actions.promise(session, NewAction("Ring back", "Ada", date(2026, 11, 30), *about))
    hard.bring(OCTOBER, good=2, late=12)
    with hard.store.reading() as session:
        there = facts.gather(session, OCTOBER, "en")
    assert words.message(there)[1:] == (
        "64 of 130 cases counted met their pledge: 49.2%. Not met: TILL promise (60.0%, pledge "
        "at least 95%); ACK promise (13.3%, pledge at least 90%); RES promise (13.3%, pledge at "
        "least 80%).",
        "Why: TILL promise: The second till was closed. No cause recorded yet: ACK promise; RES "
        "promise.",
        "Complaints: 15 received, 14 closed, 1 open.",
    )
    cover = first_page(hard.store, issue(hard, OCTOBER))
    for line in (
        "TILL promise (May Wong): Decide what to change, who is responsible and by when. "
        "◆ No action yet",
        "C-2026-0005-SSP01, 7 more. Begun since: A-2026-0001 (Ada, due 30 Nov). RES promise",
        "Deal with the overdue complaint C-2026-0001-SSP01 (25 business days, Chan Siu Ming). "
        "◆ No action yet",
    ):
        assert line in cover, cover
