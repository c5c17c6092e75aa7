"""The data breaches of a demo shop: one that has ended, and one that is two days old."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.demo.resources import resource
from csq_desktop.domain.breaches import harm
from csq_desktop.domain.breaches.facts import BreachEnding, BreachFacts, NewDecision
from csq_desktop.domain.breaches.words import (
    BreachKind,
    CountBasis,
    FoundThrough,
    NotifyMethod,
    NotifyParty,
    PeopleKind,
)
from csq_desktop.services.breaches import breaches, decisions, people
from csq_desktop.storage.sessions.desk import desk_of

_NAME, _PHONE, _EMAIL = "identity.name", "identity.phone", "identity.email"


def add_breaches(session: Session, customers: Sequence[int], language: str) -> None:
    """Record both, and of the ended one every step."""
    words = {key: texts[language] for key, texts in resource("breaches").items()}
    _ended(session, words)
    _open(session, customers[:3], words)


def _ended(session: Session, words: dict[str, str]) -> None:
    found = desk_of(session).now() - timedelta(days=52)
    facts = BreachFacts(
        BreachKind.MISSENT,
        found,
        FoundThrough.CUSTOMER,
        words["missent"],
        words["missent_by"],
        happened_from=found - timedelta(hours=3),
        people=(PeopleKind.CUSTOMERS,),
        people_count=18,
        count_basis=CountBasis.COUNTED,
        detail_kinds=(_NAME, _EMAIL),
    )
    number = breaches.log(session, facts)
    breaches.contain(session, number, found + timedelta(hours=1), words["recalled"])
    factors = harm.HarmFactors(
        harm.Sensitivity.LOW,
        harm.ProtectionKind.NONE,
        harm.Exposure.HOURS,
        harm.ReachedBy.NAMED,
        harm.Recovery.COPIED,
        identity_theft=harm.Likelihood.UNLIKELY,
        distress=harm.Likelihood.POSSIBLE,
    )
    assessment = harm.HarmAssessment(factors, harm.HarmLevel.REAL, words["missent_harm"])
    breaches.assess(session, number, assessment)
    letter = found + timedelta(days=1)
    for decision in (
        NewDecision(NotifyParty.COMMISSIONER, True, words["asked_for"], letter, NotifyMethod.FORM),
        NewDecision(NotifyParty.PERSONS, True, words["asked_for"], letter, NotifyMethod.EMAIL),
        NewDecision(NotifyParty.POLICE, False, words["no_crime"]),
        NewDecision(NotifyParty.HEAD_OFFICE, True, words["rule"], letter, NotifyMethod.EMAIL),
    ):
        decisions.decide(session, number, decision)
    breaches.follow_up(session, number, words["followed"], None)
    breaches.end(session, number, BreachEnding(words["lesson"], words["prevention"]))


def _open(session: Session, customers: Sequence[int], words: dict[str, str]) -> None:
    found = desk_of(session).now() - timedelta(days=2, hours=4)
    facts = BreachFacts(
        BreachKind.LOST,
        found,
        FoundThrough.STAFF,
        words["lost"],
        words["lost_by"],
        happened_from=found - timedelta(days=1),
        happened_to=found - timedelta(hours=6),
        people=(PeopleKind.CUSTOMERS,),
        people_count=40,
        count_basis=CountBasis.ESTIMATED,
        detail_kinds=(_NAME, _PHONE, "identity.address"),
    )
    number = breaches.log(session, facts)
    breaches.contain(session, number, found + timedelta(hours=2), words["searched"])
    for customer in customers:
        people.add(session, number, customer)
