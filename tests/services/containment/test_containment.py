"""Containment: steps against further harm, their history, and what erasure forgets."""

from datetime import timedelta

import pytest

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.containment.facts import Containment, NewContainment
from csq_desktop.domain.retention.erasures import NO_WORDS
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import views
from csq_desktop.services.containment import containment, erasure
from tests.services.complaints.test_complaints import Opened, logged, opened
from tests.services.small_shop import ended

assert opened


def test_a_step_is_recorded_put_right_taken_out_and_forgotten(opened: Opened) -> None:
    store, clock = opened
    complaint = logged(opened)
    clock.move(minutes=90)
    taken = NewContainment(" Off the shelf ", clock.at - timedelta(minutes=30), "Ka-ho")
    with store.writing() as session:
        step_id = containment.add(session, complaint, taken)
        (step,) = containment.of_case(session, complaint)
    assert step == Containment(
        step_id, complaint, "Off the shelf", taken.done_at, step.owner_id, "Ka-ho"
    )
    with store.writing() as session:
        containment.change(session, step_id, NewContainment("Both batches", clock.at))
        containment.change(session, step_id, NewContainment("Both batches", taken.done_at))
        (changed,) = containment.of_case(session, complaint)
        history = [
            e for e in views.read(session, complaint).events if e.kind is EventKind.CONTAINED
        ]
    assert (changed.step, changed.owner, changed.done_at) == (
        "Both batches",
        "Ka-ho",
        taken.done_at,
    )
    assert [event.text for event in history] == ["Off the shelf", "Both batches", "Both batches"]
    assert [[e.text for e in event.earlier] for event in history] == [[], ["Off the shelf"], []]
    with store.writing() as session:
        containment.take_out(session, step_id)
        assert containment.of_case(session, complaint) == ()
        with pytest.raises(UserError, match="removed"):
            containment.change(session, step_id, taken)
        containment.put_back(session, step_id)
        containment.put_back(session, step_id + 1)
        erasure.erase(session, (), (complaint,))
        session.expire_all()
        assert [each.step for each in containment.of_case(session, complaint)] == [NO_WORDS]


def test_an_ended_case_takes_no_step_and_nobody_can_have_acted_before_or_after(
    opened: Opened,
) -> None:
    store, clock = opened
    complaint = logged(opened)
    hour = timedelta(hours=1)
    with store.writing() as session:
        for words, at, fault in (
            (" ", clock.at, "what was done"),
            ("Closed the lift", clock.at + hour, "future"),
            ("Closed the lift", clock.at - 2 * hour, "before the complaint"),
        ):
            with pytest.raises(UserError, match=fault):
                containment.add(session, complaint, NewContainment(words, at))
        assert containment.add(session, complaint, NewContainment("Closed the lift", clock.at))
        (step,) = containment.of_case(session, complaint)
        assert step.owner, "whoever enters it took it, where nobody is named"
        ended(session, complaint)
        with pytest.raises(UserError, match="Reopen it first"):
            containment.add(session, complaint, NewContainment("Again", clock.at))
