"""Causes of a case: the chain of whys, further causes, and the figure of what is not analysed."""

from dataclasses import replace

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.causes.facts import MOST_STEPS, CaseCauses, CauseChain, Why
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.errors import UserError
from csq_desktop.services.causes import causes, erasure
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.indicators import figures
from csq_desktop.storage.rollups import sums as rollups
from tests.services.complaints.test_complaints import Opened, logged, opened
from tests.services.small_shop import ended
from tests.services.small_shop import logged as logged_as

assert opened
CHAIN = (Why("Nobody at the till", "Roster"), Why("Two were ill"))


def test_a_chain_is_written_put_right_and_shows_supervisors_what_it_said(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    with store.writing() as session:
        causes.set_main(session, complaint, "Too few on duty", (*CHAIN, Why(" ")))
        first = causes.of_case(session, complaint)
        causes.set_main(session, complaint, "Our own idea", (Why("Nobody came", "Roster"),))
        second = causes.of_case(session, complaint)
        causes.set_main(session, complaint, "Our own idea", (*second.main.whys, Why("So it is")))
        read = views.read(session, complaint)
    assert first == CaseCauses(CauseChain("people.staffing", CHAIN))
    assert second.main == CauseChain("Our own idea", (Why("Nobody came", "Roster"),))
    assert (read.cause, read.cause_code) == ("Our own idea", "other")
    lines = [event for event in read.events if event.kind is EventKind.ANALYSED]
    assert [{e.field: e.text for e in line.earlier} for line in lines] == [
        {},
        {"Cause": "People · Too few on duty", "Why": "Nobody at the till\nTwo were ill"},
        {},
    ]


def test_several_causes_have_one_main_one_and_change_places(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    with store.writing() as session:
        other = causes.add(session, complaint, "Packaging", CHAIN)
        with pytest.raises(UserError, match="already"):
            causes.set_main(session, complaint, "product.packaging")
        before = causes.of_case(session, complaint)
        assert not causes.make_main(session, other)
        causes.undo_main(session, other, had_main=False)
        assert causes.of_case(session, complaint) == before
        with pytest.raises(UserError, match="changed since"):
            causes.undo_main(session, other, had_main=False)
        causes.make_main(session, other)
        alone = causes.of_case(session, complaint)
        further = causes.add(session, complaint, "Carrier")
        causes.change(session, further, "Mall or landlord", (Why("The gate was shut"),))
        with pytest.raises(UserError, match="already"):
            causes.change(session, further, "Packaging", ())
        causes.change(session, further, "outside.landlord", (Why("The gate was shut"),))
        causes.make_main(session, further)
        both = causes.of_case(session, complaint)
        causes.take_out(session, further)
        assert causes.of_case(session, complaint).further == ()
        with pytest.raises(UserError, match="removed"):
            causes.make_main(session, further)
        causes.put_back(session, further)
        causes.put_back(session, further + 99)
    assert alone == CaseCauses(CauseChain("product.packaging", CHAIN))
    gate = CauseChain("outside.landlord", (Why("The gate was shut"),))
    assert both == CaseCauses(gate, (CauseChain("product.packaging", CHAIN, further),))
    with store.writing() as session:
        causes.undo_main(session, further, had_main=True)
        before = causes.of_case(session, complaint)
    assert before == CaseCauses(alone.main, (replace(gate, id=further),))
    assert [chain.cause for chain in both.chains] == ["outside.landlord", "product.packaging"]
    assert both.chain(further).cause == "product.packaging"
    with pytest.raises(KeyError):
        both.chain(3)


def test_what_cannot_be_a_cause_is_refused_in_a_sentence(opened: Opened) -> None:
    store, clock = opened
    complaint = logged(opened)
    long = tuple(Why(f"Because {n}") for n in range(MOST_STEPS + 1))
    with store.writing() as session:
        for cause, whys, fault in (
            ("", CHAIN, "Choose the cause"),
            ("x" * 201, (), "fewer words"),
            ("Carrier", (Why("", "A photo"),), "Evidence needs"),
            ("Carrier", long, "at most 12"),
            ("Carrier", (Why("x" * 1001),), "too long"),
        ):
            with pytest.raises(UserError, match=fault):
                causes.set_main(session, complaint, cause, whys)
        enquiry = logged_as(session, clock, kind=FeedbackKind.ENQUIRY)
        with pytest.raises(UserError, match="Only complaints"):
            causes.set_main(session, enquiry, "Carrier")
        complaints.withdraw(session, complaint, "A test")
        with pytest.raises(UserError, match="Only complaints"):
            causes.add(session, complaint, "Carrier")


def test_not_yet_analysed_is_counted_and_erasure_leaves_the_code(opened: Opened) -> None:
    store, clock = opened
    cases = [logged(opened) for _ in range(3)]
    month = Month.of(clock.at.date())
    with store.writing() as session:
        for case, cause in zip(cases, ("people.training", "Our own idea", ""), strict=True):
            ended(session, case, cause=cause)
        complaints.reopen(session, cases[0], "Again")
    with store.reading() as session:
        figure = figures.month(session, month).find(FigureId.COMPLAINTS_NOT_ANALYSED)
        assert figure is not None
        assert figure.value == 1
    with store.writing() as session:
        causes.set_main(session, cases[2], "people.training", CHAIN)
        causes.add(session, cases[2], "Our own idea")
        erasure.erase(session, (), (cases[2],))
        session.expire_all()
        left = causes.of_case(session, cases[2])
    assert left.main.cause == "people.training"
    assert {why.evidence for why in left.main.whys} == {""}
    assert {why.why for why in left.main.whys} | {left.further[0].cause} == {"—"}
    with store.reading() as session:
        now = figures.month(session, month).find(FigureId.COMPLAINTS_NOT_ANALYSED)
        assert now is not None
        assert now.value == 0
        assert rollups.disagreements(session) == []
