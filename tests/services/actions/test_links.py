"""Many actions for many complaints, and what became of complaints of their causes."""

from datetime import timedelta

import pytest

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.causes.effect import ActionEffect, spans
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.actions import actions, links
from csq_desktop.services.causes import causes
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints
from csq_desktop.services.containment import containment
from csq_desktop.services.handovers import handovers
from tests.factory import START
from tests.services.complaints.test_complaints import Opened, logged, opened
from tests.services.small_shop import ended
from tests.services.small_shop import logged as logged_as

assert opened


def test_an_action_serves_many_complaints_and_a_complaint_has_many(opened: Opened) -> None:
    store, clock = opened
    first, second = logged(opened), logged(opened)
    due = (clock.at + timedelta(days=9)).date()
    with store.writing() as session:
        begun = NewAction("Second till", "Ka-ho", due, ActionSource.COMPLAINT, first)
        own = links.promise_for(session, first, begun)
        other = actions.promise(session, NewAction("Sign at the door", "Ka-ho", due))
        links.link(session, own, second)
        links.link(session, own, second)
        links.link(session, other, second)
        assert links.counts(session) == {own: 2, other: 1}
        assert [case.id for case in links.served(session, own)] == [second, first]
        assert [each.id for each in links.of_complaint(session, second)] == [own, other]
        assert [each.id for each in actions.open_for(session, first)] == [own]
        assert [each.id for each in links.offered(session, first)] == [other]
        actions.finish(session, own)
        assert actions.open_for(session, first) == ()
        links.unlink(session, other, second)
        links.unlink(session, other, second)
        links.unlink(session, own, first)
        assert links.counts(session) == {own: 2}, "it goes on serving what it began at"
        complaints.withdraw(session, second, "A test")
        assert [case.id for case in links.served(session, own)] == [first]
        for action, complaint in ((own, second), (own, 1), (own + 99, first)):
            with pytest.raises(UserError, match="removed"):
                links.link(session, action, complaint)


def test_the_effect_sets_equal_spans_beside_each_other(opened: Opened) -> None:
    store, clock = opened
    cases = [logged(opened) for _ in range(3)]
    due = (clock.at + timedelta(days=9)).date()
    with store.writing() as session:
        action = actions.promise(session, NewAction("Train", "Ka-ho", due))
        links.link(session, action, cases[0])
        assert links.effect(session, action) is None
        for case in cases:
            ended(session, case, cause="people.training")
        assert links.effect(session, action) is None, "it is open"
    clock.move(minutes=5)
    with store.writing() as session:
        actions.finish(session, action)
        assert links.effect(session, action) is None, "not a day has gone by"
    clock.move(minutes=60 * 24 * 3)
    with store.writing() as session:
        late = logged_as(session, clock)
        ended(session, late, cause="people.training")
    clock.move(minutes=60 * 24)
    with store.reading() as session:
        assert links.effect(session, action) == ActionEffect(("people.training",), 4, 3, 1)


def test_a_span_is_whole_days_no_longer_than_a_quarter() -> None:
    assert spans(START, START + timedelta(hours=23)) is None
    whole = spans(START, START + timedelta(days=2, hours=5))
    assert whole is not None
    assert (whole.days, whole.end - whole.before) == (2, timedelta(days=2))
    longest = spans(START, START + timedelta(days=400))
    assert longest is not None
    assert longest.days == 90


def test_who_is_complained_of_does_not_see_the_case_behind_an_action(opened: Opened) -> None:
    store, clock = opened
    case, other = logged(opened), logged(opened)
    due = (clock.at + timedelta(days=9)).date()
    with store.writing() as session:
        action = actions.promise(session, NewAction("Train", "Ka-ho", due))
        for each in (case, other):
            links.link(session, action, each)
        me = people.of_signed_in(session)
        handovers.hand_over(session, case, "Ka-ho")
        involved.name(session, case, NewInvolved(me or "", InvolvedAs.COMPLAINED_OF))
        assert [each.id for each in links.served(session, action)] == [other]
        for query in (links.of_complaint, containment.of_case, causes.of_case):
            with pytest.raises(UserError):
                query(session, case)
