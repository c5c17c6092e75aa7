"""How cases end in a store: gates, signatures, approvals, responses, answers, reopening."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.closing.follow_ups import NewFollowUp
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.closing.policy import CaseScope, ClosingPolicy, Gate
from csq_desktop.domain.closing.remedies import RemedyLimits, RemedyRequest, RequestState
from csq_desktop.domain.closing.responses import Communicated, NewResponse, Response
from csq_desktop.domain.closing.signatures import SignatureMeaning, Signing
from csq_desktop.domain.complaints.facts import (
    Channel,
    EventKind,
    Finding,
    Outcome,
    RemedyKind,
    Severity,
)
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.users import NewUser, Role
from csq_desktop.errors import UserError, WrongPassphrase
from csq_desktop.services import people, users
from csq_desktop.services.actions import actions
from csq_desktop.services.closing import (
    due,
    erasure,
    gates,
    involved,
    overview,
    remedies,
    responses,
    signatures,
)
from csq_desktop.services.complaints import complaints, follow_ups, promises, views
from csq_desktop.services.settings import closing as settings
from csq_desktop.services.settings import trail
from csq_desktop.services.stores import stores
from csq_desktop.services.today import due as today
from csq_desktop.storage.records.bodies import to_body
from csq_desktop.storage.store import Store
from tests.factory import PASSPHRASES, FixedClock, Furnish, open_store, user
from tests.services.small_shop import logged, without_pledges

BOSS = PASSPHRASES[Role.SUPERVISOR]
OWN = Signing(SignatureMeaning.CHECKED, BOSS)
UPHELD = Outcome(Finding.UPHELD, "Till closed", "till.few_open", RemedyKind.REFUND, 20_000)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def lacks(store: Store, case: int) -> tuple[Gate, ...]:
    with store.reading() as session:
        return gates.standing(session, case).missing


def test_each_gate_holds_a_case_until_what_it_asks_for_is_there(
    store: Store, clock: FixedClock
) -> None:
    every = ClosingPolicy(tuple({*Gate} - {Gate.LETTER}), signing=CaseScope(Severity.LOW))
    with store.writing() as session:
        settings.change_policy(session, every)
        case = logged(session, clock)
        promise = promises.make(session, case, NewPromise("Ring", clock.at + timedelta(hours=1)))
        source = ActionSource.COMPLAINT
        actions.promise(
            session, NewAction("Till", "May", clock.at.date(), source=source, source_id=case)
        )
    assert lacks(store, case) == tuple(gate for gate in Gate if gate is not Gate.LETTER)
    clock.move(minutes=5)
    with store.writing() as session:
        with pytest.raises(UserError, match="the decision first"):
            responses.communicate(session, case, Communicated(clock.at, Channel.EMAIL))
        complaints.answer(session, case, UPHELD)
    with (
        store.writing() as session,
        pytest.raises(UserError, match=r"Record how .* Record whether .* Finish or cancel"),
    ):
        complaints.close(session, case, "", OWN)
    assert lacks(store, case) == (Gate.COMMUNICATED, Gate.RESPONSE, Gate.ACTIONS, Gate.PROMISES)
    clock.move(minutes=5)
    with store.writing() as session:
        responses.communicate(session, case, Communicated(clock.at, Channel.EMAIL, "Sorry"))
        accepted = NewResponse(Response.REJECTED, clock.at, ("consumer_council",), "Too little")
        responses.respond(session, case, accepted)
        promises.keep(session, promise)
        (action,) = actions.of_source(session, source, case)
        actions.finish(session, action.id, "Done")
        with pytest.raises(UserError, match="passphrase to sign"):
            complaints.close(session, case)
    with pytest.raises(WrongPassphrase), store.writing() as session:
        complaints.close(session, case, "", Signing(SignatureMeaning.CHECKED, "wrong ones"))
    with store.writing() as session:
        complaints.close(session, case, "All done", OWN)
    is_signed_and_holds_until_it_is_reopened(store, case)
    assert Gate.RESPONSE in lacks(store, case)  # the second round has none yet


def is_signed_and_holds_until_it_is_reopened(store: Store, case: int) -> None:
    with store.reading() as session:
        (signature,) = signatures.signatures(session, case)
        kinds = [event.kind for event in views.read(session, case).events]
        (line,) = overview.of_case(session, case).responses
    assert (signature.signer_name, signature.meaning, signature.holds) == (
        *(user(Role.SUPERVISOR).name, SignatureMeaning.CHECKED),
        True,
    )
    assert kinds[-4:] == [
        *(EventKind.COMMUNICATED, EventKind.REJECTED, EventKind.CLOSED, EventKind.SIGNED),
    ]
    assert (line.communicated_how, line.response, line.alternatives) == (
        *(Channel.EMAIL, Response.REJECTED),
        ("consumer_council",),
    )
    with store.writing() as session:
        complaints.note(session, case, "A note changes nothing that was signed")
        assert signatures.signatures(session, case)[0].holds
        erasure.erase(session, (), (case,))
        assert overview.of_case(session, case).responses[0].response_note == ""
        complaints.reopen(session, case, "New facts")
        assert not signatures.signatures(session, case)[0].holds


def test_other_feedback_has_no_gates_and_a_case_lacks_nothing_by_default(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        praise = logged(session, clock, kind=FeedbackKind.COMPLIMENT, category="")
        case = logged(session, clock)
        complaints.answer(session, case, UPHELD)
        complaints.close(session, case)
        settings.change_policy(session, ClosingPolicy(tuple(Gate)))
        assert gates.standing(session, praise).missing == ()
        complaints.close(session, praise)
        with pytest.raises(UserError, match="decision first"):
            responses.respond(session, praise, NewResponse(Response.SILENT, clock.at))


def second_supervisor(store: Store, clock: FixedClock) -> Store:
    """The store, opened by another supervisor."""
    with store.writing() as session:
        other = users.add(session, NewUser("Yip Man", Role.SUPERVISOR, "nine kettles sing in rain"))
    store.close()
    return stores.open(store.folder, other.id, "nine kettles sing in rain", source=clock)


def items(store: Store) -> list[str]:
    with store.reading() as session:
        return [item.text for item in due.items(session, today.now(session))]


def other_approves(store: Store, request: RemedyRequest, small: int, limits: RemedyLimits) -> None:
    """Another supervisor approves the remedy, and closes what the first one replied to."""
    assert items(store) == [f"Approve the remedy for {request.ref}"]
    with store.writing() as session:
        decide = partial(remedies.decide, session, request.id, "nine kettles sing in rain")
        with pytest.raises(UserError, match="the reason"):
            decide(approve=False)
        with pytest.raises(WrongPassphrase):
            remedies.decide(session, request.id, BOSS, approve=True)
        decide(approve=True, note="Fair")
        settings.change_limits(session, RemedyLimits())
        settings.change_limits(session, limits)
        complaints.close(session, small)  # the other pair of eyes
    store.close()


def test_a_remedy_above_the_limit_waits_for_another_supervisor(
    store: Store, clock: FixedClock
) -> None:
    refund, limit = RemedyKind.REFUND, 10_000
    limits = RemedyLimits(((refund, Role.STAFF, 0), (refund, Role.SUPERVISOR, limit)))
    with store.writing() as session:
        settings.change_limits(session, limits)
        settings.change_policy(session, ClosingPolicy(four_eyes=CaseScope(Severity.LOW)))
        case, small = (logged(session, clock) for _ in range(2))
        with pytest.raises(UserError, match="Above your limit of HK"):
            complaints.answer(session, case, UPHELD)
        with pytest.raises(UserError, match="within your limit"):
            remedies.ask(session, case, Outcome(Finding.UPHELD))
        assert complaints.answer_or_ask(session, case, UPHELD, "We are sorry") is False
        assert complaints.answer_or_ask(session, small, Outcome(Finding.UPHELD)) is True
        with pytest.raises(UserError, match="already waits"):
            complaints.answer_or_ask(session, case, UPHELD)
        (request,) = remedies.of_case(session, case)
        with pytest.raises(UserError, match="yourself"):
            remedies.decide(session, request.id, BOSS, approve=True)
        with pytest.raises(UserError, match="has been removed"):
            remedies.decide(session, 5, BOSS, approve=True)
        with pytest.raises(UserError, match="Nobody else here"):
            complaints.close(session, small)
        assert views.read(session, case).finding is None
    assert items(store) == []
    first, folder = user(Role.SUPERVISOR), store.folder
    other_approves(second_supervisor(store, clock), request, small, limits)
    store = stores.open(folder, first.id, BOSS, source=clock)
    assert items(store) == [f"Approved: reply to the customer of {request.ref}"]
    with store.writing() as session:
        assert complaints.answer_or_ask(session, case, UPHELD) is True
        (request,) = remedies.of_case(session, case)
        with pytest.raises(UserError, match="decided already"):
            remedies.decide(session, request.id, BOSS, approve=True)
        with pytest.raises(UserError, match="You replied"):
            complaints.close(session, case)
    assert items(store) == []
    with store.writing() as session:
        more = replace(UPHELD, remedy_cents=20_001)
        with pytest.raises(UserError, match="cannot become"):
            complaints.answer_or_ask(session, case, more)  # the reply is given
        remedies.ask(session, case, more)
    assert (request.state, request.limit_cents, request.limits_version) == (
        *(RequestState.APPROVED, limit),
        2,
    )
    assert (request.approval_by, request.approval_note) == ("Yip Man", "Fair")
    store.close()


def test_a_case_is_reopened_late_only_with_a_word_for_it(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        settings.change_policy(session, ClosingPolicy(reopen_days=7))
        first, second = (logged(session, clock) for _ in range(2))
        for case in (first, second):
            complaints.answer(session, case, UPHELD)
            complaints.close(session, case)
    clock.move(days=7, hours=23)
    with store.writing() as session:
        complaints.reopen(session, first, "New facts")
        clock.move(hours=1)
        with pytest.raises(UserError, match="7 days for reopening are over") as refusal:
            complaints.reopen(session, second, "New facts")
        assert refusal.value.field == "late"
        assert overview.of_case(session, second).late_after == 7
        follow_up = follow_ups.log(session, second, NewFollowUp(Channel.EMAIL, "Broken again"))
        told = overview.of_case(session, second).follow_ups
        assert (told.follows, told.followed_by) == (None, (follow_up,))
        back = overview.of_case(session, follow_up.id).follow_ups
        assert (back.follows and back.follows.id, back.followed_by) == (second, ())
        with pytest.raises(UserError, match="Only a closed complaint"):
            follow_ups.log(session, follow_up.id, NewFollowUp(Channel.EMAIL, "And again"))
        complaints.reopen(session, second, "New facts", late=True)


def test_rules_have_versions_and_the_trail_says_what_changed(store: Store) -> None:
    changed = ClosingPolicy((Gate.CAUSE,), CaseScope(Severity.HIGH, 5_000), reopen_days=30)
    with store.writing() as session:
        assert (settings.policy(session).number, settings.limits(session).version) == (0, 0)
        settings.change_policy(session, ClosingPolicy())
        assert settings.policy(session).number == 0  # nothing changed
        settings.change_policy(session, changed)
        assert settings.policy(session)[::2] == (2, changed)
        assert settings.closers(session) == 1
        assert dict(overview.alternatives())["small_claims"] == "Small Claims Tribunal"
    said = trail.changes(settings.CLOSING, to_body(ClosingPolicy()), to_body(changed))
    assert {(each.field, each.before, each.after) for each in said} == {
        ("Cause", "No", "Yes"),
        ("Four eyes", "", "High · HK$50"),
        ("Days in which a case is simply reopened", "", "30"),
    }
    limits = RemedyLimits(((RemedyKind.REFUND, Role.STAFF, 100),))
    (line,) = trail.changes(settings.LIMITS, to_body(RemedyLimits()), to_body(limits))
    assert (line.field, line.after) == ("Refund, Staff", "HK$1")


def test_who_is_named_stays_on_record_and_is_put_right(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        witness = involved.name(session, case, NewInvolved("Wong Fei", InvolvedAs.WITNESS))
        for new, words in (
            (NewInvolved("Wong Fei", InvolvedAs.WITNESS), "named already"),
            (NewInvolved(" ", InvolvedAs.WITNESS), "who was involved"),
            (NewInvolved(user(Role.SUPERVISOR).name, InvolvedAs.COMPLAINED_OF), "Hand it over"),
        ):
            with pytest.raises(UserError, match=words):
                involved.name(session, case, new)
        for _ in range(2):
            involved.take_out(session, witness)
        (named,) = involved.of_case(session, case)
        assert (named.name, named.is_named) == ("Wong Fei", False)
        for _ in range(2):
            involved.put_back(session, witness)
        assert involved.of_case(session, case)[0].is_named
        with pytest.raises(UserError, match="mark them as left"):
            people.take_out(session, named.person_id)
        with pytest.raises(UserError, match="has been removed"):
            involved.take_out(session, 5)
        with pytest.raises(UserError, match="has been removed"):
            involved.complaint(session, 5)


def test_an_auditor_is_asked_nothing(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    store.close()
    auditor = open_store(tmp_path, Role.AUDITOR, source=clock)
    assert items(auditor) == []
    auditor.close()
