"""A small shop whose cases have everything beside them: promises, causes, referrals, and more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.assessments.facts import CaseJudgement, SafetyRisk
from csq_desktop.domain.causes.facts import Why
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.closing.responses import Communicated, NewResponse, Response
from csq_desktop.domain.complaints.facts import Channel, Correction, Severity
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.containment.facts import NewContainment
from csq_desktop.domain.referrals.facts import NewReferral, ReferralOutcome, ReferralResult
from csq_desktop.errors import UserError
from csq_desktop.services.assessments import assessments
from csq_desktop.services.causes import causes
from csq_desktop.services.closing import involved, responses, satisfaction
from csq_desktop.services.complaints import complaints, promises, views
from csq_desktop.services.containment import containment
from csq_desktop.services.referrals import referrals
from csq_desktop.services.settings import lists, shop
from tests.services.small_shop import Hand, ended, logged

Act = Callable[["FullHand", Session, int], object]
_NAMES = ("Lam Siu Fong", "Ho Ming", "May Wong")


class FullHand(Hand):
    """Does at random all that can be done to a case, the same for the same seed."""

    def work(self, steps: int) -> None:
        """Every other step is one of a small shop, the rest what stands beside a case."""
        for _ in range(steps):
            super().work(1)
            self.clock.move(minutes=self.dice.choice((20, 300)))
            with self.store.writing() as session:
                self._beside(session)

    def restore_asked(self) -> None:
        """Restore voided cases whose customers were asked: that counts on, and stays behind."""
        with self.store.writing() as session:
            for case in self.cases:
                is_voided = views.read(session, case).removed_at is not None
                if is_voided and satisfaction.of_case(session, case):
                    complaints.restore(session, case, "Right after all")

    def _beside(self, session: Session) -> None:
        act, case = self.dice.choice(_ACTS), self.dice.choice(self.cases)
        try:
            with session.begin_nested():
                act(self, session, case)
        except UserError:
            return

    def promise(self, session: Session, case: int) -> None:
        """Promise something for an hour of the next days."""
        day = (self.clock.at + timedelta(days=self.dice.randrange(1, 9))).replace(hour=4)
        promises.make(session, case, NewPromise("To call back", day, self.dice.choice(_NAMES)))

    def end_promise(self, session: Session, case: int) -> None:
        """Keep, move or take back a promise."""
        for each in promises.of_case(session, case):
            match self.dice.randrange(4):
                case 0 | 1:
                    promises.keep(session, each.id, note="Called")
                case 2:
                    later = each.due_at + timedelta(days=3)
                    promises.move(session, each.id, later, consented=self.dice.random() < 0.5)
                case _:
                    promises.take_back(session, each.id)

    def ask(self, session: Session, case: int) -> None:
        """Ask how content a customer is, and write down the answer of most."""
        if not _is_closed(session, case):
            ended(session, case)
        asked = satisfaction.ask(session, case, Channel.TELEPHONE)
        if self.dice.random() < 0.7:
            satisfaction.answer(session, asked, self.dice.randrange(1, 6), "Fair enough")

    def respond(self, session: Session, case: int) -> None:
        """Communicate a decision, and write down what the customer says."""
        responses.communicate(session, case, Communicated(self.clock.at, Channel.EMAIL, "By mail"))
        bodies = tuple(entry.code for entry in lists.choices(lists.REFERRAL_BODIES)[:2])
        answer = self.dice.choice(list(Response))
        responses.respond(session, case, NewResponse(answer, self.clock.at, bodies, "As said"))

    def refer(self, session: Session, case: int) -> None:
        """Refer a case outside; most come back."""
        body = self.dice.choice(lists.choices(lists.REFERRAL_BODIES)).code
        today = shop.today(session)
        referral = referrals.refer(session, case, NewReferral(body, today, "R1", "They asked"))
        if self.dice.random() < 0.7:
            outcome = ReferralOutcome(today, ReferralResult.SETTLED, "Agreed")
            referrals.record_outcome(session, referral, outcome)

    def cause(self, session: Session, case: int) -> None:
        """Analyse a case."""
        codes = [entry.code for entry in lists.leaves(lists.ROOT_CAUSES)]
        chain = (Why("Nobody looked"), Why("Nobody knew", "The roster"))
        causes.set_main(session, case, self.dice.choice(codes), chain)
        causes.add(session, case, self.dice.choice(codes), chain[:1])
        causes.add(session, case, "The weather", ())

    def log_other(self, session: Session, _case: int) -> None:
        """Log a compliment, a suggestion or an enquiry."""
        kind = self.dice.choice([kind for kind in FeedbackKind if not kind.is_complaint])
        logged(session, self.clock, kind=kind)

    def correct_more(self, session: Session, case: int) -> None:
        """Put right what figures do not read."""
        words: dict[str, Any] = {"second_category": "staff.rude", "touch_point": "till"}
        words |= {"remedy_sought": "A refund", "immediate_action": "Till two opened"}
        complaints.correct(session, case, Correction(**words))

    def judge(self, session: Session, case: int) -> None:
        """Assess a case in full."""
        judged = CaseJudgement(safety=self.dice.choice(list(SafetyRisk)))
        assessments.assess(session, case, self.dice.choice(list(Severity)), judged)

    def contain(self, session: Session, case: int) -> None:
        """Write down a step against further harm."""
        containment.add(session, case, NewContainment("Sign put up", self.clock.at, _NAMES[0]))

    def name(self, session: Session, case: int) -> None:
        """Name somebody in a case."""
        part = self.dice.choice(list(InvolvedAs))
        involved.name(session, case, NewInvolved(self.dice.choice(_NAMES[:2]), part))


def _is_closed(session: Session, case: int) -> bool:
    complaint = views.read(session, case)
    return complaint.closed_at is not None and complaint.removed_at is None


def _progress(_hand: FullHand, session: Session, case: int) -> None:
    complaints.progress_reply(session, case, "We are looking into it")


_ACTS: tuple[Act, ...] = (
    FullHand.promise,
    FullHand.promise,
    FullHand.end_promise,
    FullHand.end_promise,
    FullHand.ask,
    FullHand.ask,
    FullHand.respond,
    FullHand.refer,
    FullHand.cause,
    FullHand.log_other,
    FullHand.correct_more,
    FullHand.judge,
    FullHand.contain,
    FullHand.name,
    _progress,
    _progress,
)
