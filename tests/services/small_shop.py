"""A small shop for tests: founded, with pledges, and a hand that works its cases at random."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import (
    Channel,
    Correction,
    Finding,
    NewComplaint,
    Outcome,
    RemedyKind,
    Severity,
)
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource, PledgeTerms
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock

CATEGORIES = ("till.waiting", "staff.rude", "product.defective", "refund.late")
SHOP = NewShop("Sham Shui Po", "SSP01", "May Wong")
STARTED = date(2026, 7, 1)


def set_up(store: Store) -> None:
    """Give the store its shop, and three pledges: one by hand, two from complaints."""
    with store.writing() as session:
        shop.set_up(session, SHOP)
        for code, source, share in (
            ("TILL", PledgeSource.MANUAL, 0.95),
            ("ACK", PledgeSource.ACKNOWLEDGE, 0.9),
            ("RES", PledgeSource.RESOLVE, 0.8),
        ):
            terms = PledgeTerms(
                wording=ThreeTexts(f"{code} promise", f"{code} 承諾", f"{code} 承诺"),
                standard=ThreeTexts("in time", "準時", "准时"),
                standard_share=share,
                maximum=ThreeTexts("much too late", "過遲", "太迟"),
                maximum_share=0.05,
                effective_from=STARTED,
                maximum_minutes=None if source is PledgeSource.MANUAL else 7200,
            )
            pledges.define(session, NewPledge(code, source, "May Wong", terms))


def without_pledges(store: Store, _clock: FixedClock) -> None:
    """A shop that has promised nothing yet, for stores that are furnished once per run."""
    with store.writing() as session:
        shop.set_up(session, SHOP)


def founded(store: Store, _clock: FixedClock) -> None:
    """What `set_up` gives, for stores that are furnished once per run."""
    set_up(store)


def logged(session: Session, clock: FixedClock, **changed: Any) -> int:
    "Log complaint received now; returns its id."
    facts: dict[str, Any] = {
        "channel": Channel.COUNTER,
        "received_at": clock.at,
        "category": "till.waiting",
        "severity": Severity.MEDIUM,
        "words": "Ten minutes in the queue.",
    }
    return complaints.log(session, NewComplaint(**(facts | changed))).id


def ended(session: Session, complaint_id: int, **changed: Any) -> None:
    """Answer and close a complaint."""
    facts: dict[str, Any] = {"finding": Finding.UPHELD, "remedy_kind": RemedyKind.APOLOGY}
    complaints.answer(session, complaint_id, Outcome(**(facts | changed)))
    complaints.close(session, complaint_id)


@dataclass
class Hand:
    """Works a store at random, the same way for the same seed; refusals are part of the work."""

    store: Store
    clock: FixedClock
    dice: random.Random
    cases: list[int] = field(default_factory=list)

    def work(self, steps: int) -> None:
        """So many steps, hours to days apart."""
        for _ in range(steps):
            self.clock.move(minutes=self.dice.choice((7, 50, 400, 1500, 4000)))
            with self.store.writing() as session:
                self._step(session)

    def _step(self, session: Session) -> None:
        if not self.cases or self.dice.random() < 0.3:
            self._log(session)
            return
        act = self.dice.choice(_ACTS)
        try:
            with session.begin_nested():
                act(self, session, self.dice.choice(self.cases))
        except UserError:
            return

    def _log(self, session: Session) -> None:
        self.cases.append(
            logged(
                session,
                self.clock,
                category=self.dice.choice(CATEGORIES),
                severity=self.dice.choice(list(Severity)),
                received_at=self.clock.at - timedelta(hours=self.dice.choice((0, 0, 3, 200))),
            )
        )

    def outcome(self) -> Outcome:
        """Any finding with any remedy."""
        cents = self.dice.choice((0, 0, 5_000, 45_900))
        return Outcome(
            self.dice.choice(list(Finding)),
            remedy_kind=self.dice.choice(list(RemedyKind)),
            remedy_cents=cents,
        )

    def count(self, session: Session, _case: int) -> None:
        """Enter a day's count of the pledge counted by hand."""
        pledge = pledges.everything(session)[0]
        day = shop.today(session) - timedelta(days=self.dice.randrange(40))
        missed = self.dice.randrange(6)
        excluded = self.dice.choice((0, 0, 3))
        pledges.count_day(
            session,
            DayCount(
                pledge.id,
                day,
                self.dice.randrange(30),
                missed,
                self.dice.randint(0, missed),
                excluded,
                "Fire drill" if excluded else "",
            ),
        )

    def uncount(self, session: Session, _case: int) -> None:
        """Take a day's count away."""
        pledge = pledges.everything(session)[0]
        day = shop.today(session) - timedelta(days=self.dice.randrange(40))
        pledges.take_back_count(session, pledge.id, day)

    def correct(self, session: Session, case: int) -> None:
        """Put a case into another category."""
        category = self.dice.choice(CATEGORIES)
        complaints.correct(session, case, Correction(category=category))

    def exclude(self, session: Session, case: int) -> None:
        """Leave a case out, or count it again."""
        complaints.exclude(session, case, self.dice.choice(("Fire drill", "")))

    def assess(self, session: Session, case: int) -> None:
        """Assess a case anew, which may set other deadlines."""
        complaints.assess(session, case, self.dice.choice(list(Severity)))


def _simple(act: Callable[[Session, int], None]) -> Callable[[Hand, Session, int], None]:
    return lambda _hand, session, case: act(session, case)


_ACTS: tuple[Callable[[Hand, Session, int], None], ...] = (
    _simple(complaints.acknowledge),
    _simple(complaints.acknowledge),
    lambda hand, session, case: complaints.answer(session, case, hand.outcome()),
    lambda hand, session, case: complaints.answer(session, case, hand.outcome()),
    lambda hand, session, case: complaints.decide(session, case, hand.outcome()),
    _simple(complaints.close),
    _simple(complaints.close),
    lambda _hand, session, case: complaints.reopen(session, case, "It broke again"),
    _simple(complaints.wait_for_customer),
    _simple(complaints.resume),
    lambda _hand, session, case: complaints.withdraw(session, case, "Logged twice"),
    lambda _hand, session, case: complaints.restore(session, case, "Right after all"),
    Hand.correct,
    Hand.exclude,
    Hand.assess,
    Hand.count,
    Hand.count,
    Hand.uncount,
)
