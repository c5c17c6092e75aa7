"""Breaches over a real store: found to ended, who reads what, notices, erasure, retention."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.breaches import harm
from csq_desktop.domain.breaches.facts import BreachEnding, BreachFacts, NewDecision
from csq_desktop.domain.breaches.notices import NoticeAudience, NoticeOrder
from csq_desktop.domain.breaches.words import (
    BreachKind,
    CountBasis,
    FoundThrough,
    NotifyMethod,
    NotifyParty,
    PeopleKind,
)
from csq_desktop.domain.customers.facts import CustomerFilter, Identity, NewCustomer
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import ErasureMode, ErasureRequest
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.actions import actions
from csq_desktop.services.breaches import breaches, decisions, held, notices, papers, people
from csq_desktop.services.customers import customers, timelines
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.exports import exports
from csq_desktop.services.retention import due_list, erasures
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks
from csq_desktop.services.today import due
from csq_desktop.storage.store import Store
from tests.factory import START, FixedClock, Furnish, by_hand, opened
from tests.pdf_text import in_one_line

CHAN = "Chan Tai Man"
FACTORS = harm.HarmFactors(
    harm.Sensitivity.MEDIUM,
    harm.ProtectionKind.NONE,
    harm.Exposure.DAYS,
    harm.ReachedBy.UNKNOWN,
    harm.Recovery.NO,
    financial_harm=harm.Likelihood.POSSIBLE,
)
ASSESSMENT = harm.HarmAssessment(FACTORS, harm.HarmLevel.REAL, "Forty people, nobody knows where")
ENDING = BreachEnding("Forms lay open", "A locked drawer")


def furnished(store: Store, _clock: FixedClock) -> None:
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        identity = Identity(CHAN, phone="91234567", address="Flat 3, 12 Apliu Street")
        customers.add(session, NewCustomer(identity))


@pytest.fixture
def furnish() -> Furnish:
    return furnished


def facts(clock: FixedClock, **changed: object) -> BreachFacts:
    lost = BreachFacts(
        BreachKind.LOST,
        clock.at,
        FoundThrough.STAFF,
        f"The form of {CHAN} and others is missing",
        "Early shift",
        happened_from=clock.at - timedelta(days=2),
        happened_to=clock.at - timedelta(days=1),
        people=(PeopleKind.CUSTOMERS,),
        people_count=40,
        count_basis=CountBasis.ESTIMATED,
        detail_kinds=("identity.name", "identity.phone"),
    )
    return replace(lost, **changed)  # type: ignore[arg-type]  # what a test needs otherwise


def do(store: Store, act: Callable[..., Any], *args: object, **named: object) -> Any:
    with store.writing() as session:
        return act(session, *args, **named)


def chan(store: Store) -> int:
    with store.reading() as session:
        return min(customers.line_ids(session, CustomerFilter()))


def erased(kind: RecordKind, number: int, mode: ErasureMode) -> ErasureRequest:
    return ErasureRequest(kind, (number,), mode)


def decided(store: Store, number: int, clock: FixedClock) -> None:
    for party in NotifyParty:
        new = NewDecision(party, False, f"Not needed: {party.value}")
        do(store, decisions.decide, number, new)
    new = NewDecision(NotifyParty.PERSONS, True, "They can watch their bank")
    decision = do(store, decisions.decide, number, new)
    assert do(store, breaches.read, number).breach.state_text == "To be notified"
    do(store, decisions.note_notified, decision, clock.at, NotifyMethod.LETTER)


def on_today(store: Store) -> list[tuple[bool, str]]:
    with store.reading() as session:
        items = due.items(session, due.now(session))
    return [(item.overdue, item.under) for item in items if item.kind == "data_breach"]


def test_a_breach_from_found_to_ended(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    number = do(store, breaches.log, facts(clock))
    assert on_today(store) == [(False, "Not contained · day 0 of 5")]
    clock.move(days=6)
    assert on_today(store) == [(True, "Not contained · 1 day overdue")]
    do(store, breaches.contain, number, clock.at, "The drawer is locked")
    do(store, breaches.assess, number, ASSESSMENT)
    with pytest.raises(UserError, match="Decide first"):
        do(store, breaches.end, number, ENDING)
    decided(store, number, clock)
    day = clock.at.date() + timedelta(days=3)
    do(store, breaches.follow_up, number, "Two forms were found", day)
    assert on_today(store) == []
    clock.move(days=4)
    assert on_today(store) == [(True, "Followed up")]
    action = do(store, actions.promise, NewAction("Buy a lock", "May Wong", day))
    do(store, breaches.end, number, replace(ENDING, action_id=action))
    breach = do(store, breaches.read, number).breach
    assert (breach.ref, breach.state_text) == ("DB-2026-0001-SSP01", "Ended")
    assert breach.action_ref.startswith("A-2026-")
    assert breach.assessment == ASSESSMENT
    assert breach.words.lessons == "Forms lay open"
    assert on_today(store) == []
    do(store, breaches.take_up_again, number)
    assert do(store, breaches.read, number).breach.is_open
    assert [line for line in checks.check(store).lines if not line.sound] == []
    for statement in (
        "DELETE FROM data_breach",
        "DELETE FROM breach_decision",
        "UPDATE breach_decision SET notify = 1",
    ):
        with pytest.raises(Exception, match="never"):
            by_hand(store, statement)
    file = tmp_path / "breaches.csv"
    assert exports.write(store, "data_breaches", file) == 1
    written = file.read_text("utf-8-sig")
    assert "Persons concerned: Notified" in written
    assert CHAN not in written


def test_a_correction_keeps_the_earlier_words(store: Store, clock: FixedClock) -> None:
    number = do(store, breaches.log, facts(clock))
    changed = facts(clock, account="Two forms are missing", people_count=2, happened_to=None)
    do(store, breaches.correct, number, changed)
    do(store, breaches.correct, number, changed)
    file = do(store, breaches.read, number)
    assert file.breach.words.account == "Two forms are missing"
    assert (file.breach.people_count, file.breach.happened_to) == (2, None)
    assert [(value.label, value.text) for value in file.earlier] == [
        ("What happened before", f"The form of {CHAN} and others is missing")
    ]


def test_notices_are_reviewed_recorded_and_disclosed(store: Store, clock: FixedClock) -> None:
    number, who = do(store, breaches.log, facts(clock)), chan(store)
    do(store, people.add, number, who)
    do(store, people.add, number, who)
    first = do(store, notices.draft, number, NoticeAudience.COMMISSIONER, "en")
    order = NoticeOrder(NoticeAudience.COMMISSIONER, "en", first)
    page = in_one_line(do(store, notices.page, number, order))
    for words in ("Draft", "DB-2026-0001-SSP01", "about 40", "not assessed yet", "not decided yet",
                  "Name, Telephone", "not yet"):  # fmt: skip
        assert words in page
    with pytest.raises(UserError, match="Fill in"):
        do(store, notices.issue, number, order)
    do(store, breaches.contain, number, clock.at, "The drawer is locked")
    do(store, breaches.assess, number, ASSESSMENT)
    decided(store, number, clock)
    official = do(store, notices.draft, number, NoticeAudience.COMMISSIONER, "en")
    order = replace(order, text=official)
    do(store, notices.issue, number, order)
    page = in_one_line(do(store, notices.page, number, order, is_draft=False))
    assert "Draft" not in page
    assert "Real risk of harm" in page
    assert "Notified" in page
    assert not do(store, disclosures.everything)
    for language, advised in (("en", "bank"), ("zh_HK", "月結單")):
        text = do(store, notices.draft, number, NoticeAudience.PERSONS, language)
        text = replace(text, happened="A form of yours is missing")
        order = NoticeOrder(NoticeAudience.PERSONS, language, text, who)
        do(store, notices.issue, number, order)
        page = in_one_line(do(store, notices.page, number, order, is_draft=False))
        assert advised in page
        assert CHAN in page
    general = replace(order, language="en", customer_id=None)
    assert "To the persons concerned" in in_one_line(do(store, notices.page, number, general))
    (line, _) = do(store, disclosures.everything)
    assert (line.purpose, line.customers) == ("DB-2026-0001-SSP01", 1)
    the_copy_of_a_request_says_so(store, who)
    printed = do(store, breaches.read, number).notices
    assert [notice.language for notice in printed] == ["zh_HK", "en", "en"]
    do(store, breaches.correct, number, facts(clock, happened_to=None))
    assert "Mon 5 Oct" not in in_one_line(do(store, notices.page, number, general))
    do(store, breaches.correct, number, facts(clock, happened_from=None, happened_to=None))
    assert "not known" in in_one_line(do(store, notices.page, number, general))
    with store.reading(identities=True) as session:
        lines = timelines.of_customer(session, who)
    assert [each.what for each in lines if "DB-2026" in each.what]
    do(store, people.take_out, number, who)
    do(store, people.take_out, number, who)
    assert not do(store, breaches.read, number).people


def the_copy_of_a_request_says_so(store: Store, who: int) -> None:
    (section,) = do(store, lambda session: list(held.held(session, who)))
    (record,) = section.records
    assert record.title == "DB-2026-0001-SSP01"
    assert ["A form of yours is missing" in fact.value for fact in record.facts[3:]] == [True, True]
    assert "Forty people" not in str(record)
    assert list(do(store, lambda session: list(held.held(session, 5)))) == []


def test_auditors_read_the_register_without_words_and_staff_not_at_all(
    store: Store, clock: FixedClock
) -> None:
    number = do(store, breaches.log, facts(clock))
    do(store, people.add, number, chan(store))
    do(store, decisions.decide, number, NewDecision(NotifyParty.POLICE, False, f"{CHAN} said so"))
    folder = store.folder
    store.close()
    with opened(folder, clock, Role.AUDITOR) as audited:
        with audited.reading(identities=False) as session:
            (breach,) = breaches.everything(session)
            file = breaches.read(session, number)
            assert breach.detail_text == "Name, Telephone"
            assert not any(vars(breach.words).values())
            assert not breach.decisions[0].reason
            assert [person.name for person in file.people] == [""]
            page = in_one_line(papers.register(session, language="en"))
            assert "Police: Not notified" in page
            assert CHAN not in page
        with audited.writing() as session, pytest.raises(Refused):
            breaches.log(session, facts(clock))
    with opened(folder, clock, Role.STAFF) as staffed, staffed.reading() as session:
        assert not [i for i in due.items(session, due.now(session)) if i.kind == "data_breach"]
        with pytest.raises(Refused):
            breaches.everything(session)


def test_erasing_a_customer_leaves_the_breach_and_takes_the_name(
    store: Store, clock: FixedClock
) -> None:
    number, who = do(store, breaches.log, facts(clock)), chan(store)
    do(store, people.add, number, who)
    do(store, breaches.contain, number, clock.at, "The drawer is locked")
    text = do(store, notices.draft, number, NoticeAudience.PERSONS, "en")
    do(store, notices.issue, number, NoticeOrder(NoticeAudience.PERSONS, "en", text, who))
    with store.writing() as session:
        erasures.carry_out(session, erased(RecordKind.CUSTOMERS, who, ErasureMode.ANONYMISE))
    file = do(store, breaches.read, number)
    assert not file.people
    assert file.breach.people_count == 40
    assert CHAN not in file.breach.words.account
    assert "is missing" in file.breach.words.account
    assert file.notices[0].customer_ref == ""
    assert [line for line in checks.check(store).lines if not line.sound] == []


def test_the_words_of_an_ended_breach_go_after_their_time(store: Store, clock: FixedClock) -> None:
    number = do(store, breaches.log, facts(clock))
    do(store, breaches.correct, number, facts(clock, account="Forms are missing"))
    do(store, people.add, number, chan(store))
    do(store, breaches.contain, number, clock.at, "The drawer is locked")
    do(store, breaches.assess, number, ASSESSMENT)
    decided(store, number, clock)
    do(store, breaches.end, number, ENDING)
    clock.move(days=366 * 6)
    with store.writing() as session:
        due_ones = {line.kind: line.record_id for line in due_list.everything(session)}
        assert due_ones[RecordKind.BREACHES] == number
        words = erased(RecordKind.BREACHES, number, ErasureMode.WORDS)
        assert erasures.carry_out(session, words).counts == {"records": 1}
        file = breaches.read(session, number)
    assert file.breach.erased
    assert not any(vars(file.breach.words).values())
    assert not file.earlier
    assert file.breach.ref == "DB-2026-0001-SSP01"
    assert [line for line in checks.check(store).lines if not line.sound] == []
    with pytest.raises(UserError, match="were erased"):
        do(store, breaches.take_up_again, number)


def test_what_is_refused(store: Store, clock: FixedClock) -> None:
    number = do(store, breaches.log, facts(clock))
    with pytest.raises(UserError, match="has not ended"):
        do(store, breaches.take_up_again, number)
    for act in (breaches.read, breaches.row_of):
        with pytest.raises(UserError, match="not in the register"):
            do(store, act, 5)
    with pytest.raises(UserError, match="has been removed"):
        do(store, people.add, number, 5)
    with pytest.raises(UserError, match="not in the register"):
        do(store, decisions.note_notified, 5, START, NotifyMethod.LETTER)
    no = do(store, decisions.decide, number, NewDecision(NotifyParty.POLICE, False, "No crime"))
    with pytest.raises(UserError, match="Decide anew"):
        do(store, decisions.note_notified, no, clock.at, NotifyMethod.LETTER)
    at = clock.at
    new = NewDecision(NotifyParty.HEAD_OFFICE, True, "Rule", at, NotifyMethod.EMAIL)
    do(store, decisions.decide, number, new)
    (_, decision) = do(store, breaches.read, number).breach.decisions
    assert (decision.notified_at, decision.method) == (at, NotifyMethod.EMAIL)
