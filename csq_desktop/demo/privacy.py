"""What a demo shop did with personal data: disclosures by hand, requests, a refusal, breaches."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.demo.breaches import add_breaches
from csq_desktop.demo.resources import resource
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import (
    DisclosureAuthority,
    DisclosureForm,
    RecipientKind,
)
from csq_desktop.domain.privacy_policy.facts import PolicyContact
from csq_desktop.domain.refusals.facts import NewRefusal, RefusalGround
from csq_desktop.domain.requests.facts import IdentityCheck, NewPrivacyRequest, RequesterIdentity
from csq_desktop.domain.requests.words import CheckMethod, PrivacyRequestKind, RequesterKind
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.privacy_policy import policies
from csq_desktop.services.refusals import refusals
from csq_desktop.services.requests import requests
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.sessions.desk import desk_of

_NAME, _PHONE, _WORDS = "identity.name", "identity.phone", "complaint.words"
_MOST_LOOKED_AT = 1_000


def add_duties(session: Session, customers: Sequence[int], language: str) -> None:
    """Tell of three customers to others, log three requests and refuse one, record two breaches."""
    counts = customer_records.complaint_counts(session, customers[:_MOST_LOOKED_AT])
    loudest = sorted(counts, key=lambda each: (-counts[each], each))[:3]
    if len(loudest) < 3:
        return
    words = {key: texts[language] for key, texts in resource("privacy").items()}
    _disclose(session, loudest, words)
    _ask(session, loudest, words, language)
    add_breaches(session, loudest, language)


def issue_statement(session: Session, language: str) -> None:
    """Issue the privacy policy statement, with the recipients the shop has had."""
    words = {key: texts[language] for key, texts in resource("privacy").items()}
    contact = PolicyContact(words["post"], words["address"], email="privacy@shop.example")
    policies.issue(session, replace(policies.suggestion(session), contact=contact))


def _disclose(session: Session, people: Sequence[int], words: dict[str, str]) -> None:
    today = shop.today(session)
    insurer, police = RecipientKind.INSURER, RecipientKind.POLICE
    for days, disclosure in (
        (75, NewDisclosure((people[0],), words["insurer"], insurer, words["claim"],
                           (_NAME, _PHONE, _WORDS), form=DisclosureForm.EMAIL)),
        (40, NewDisclosure((people[1],), words["police"], police, words["theft"],
                           (_NAME, _PHONE), authority=DisclosureAuthority.CRIME,
                           form=DisclosureForm.SPOKEN)),
        (9, NewDisclosure((people[0],), "", RecipientKind.HEAD_OFFICE, words["review"],
                          (_NAME, _WORDS), form=DisclosureForm.LETTER)),
    ):  # fmt: skip
        day = today - timedelta(days=days)
        disclosures.record_by_hand(session, replace(disclosure, day=day))


def _ask(session: Session, people: Sequence[int], words: dict[str, str], language: str) -> None:
    now = desk_of(session).now()
    access, correction = PrivacyRequestKind
    first = NewPrivacyRequest(
        access, people[0], now - timedelta(days=31), Channel.LETTER, language, asked=words["asked"]
    )
    number = requests.log(session, first)
    requests.check_identity(session, number, IdentityCheck(CheckMethod.DOCUMENT))
    requests.log(
        session,
        NewPrivacyRequest(
            correction,
            people[1],
            now - timedelta(days=12),
            Channel.COUNTER,
            language,
            wrong=words["wrong"],
            right=words["right"],
        ),
    )
    unknown = NewPrivacyRequest(
        access,
        people[2],
        now - timedelta(days=20),
        Channel.TELEPHONE,
        language,
        requester=RequesterKind.WRITTEN,
        who=RequesterIdentity(words["who"]),
    )
    refused = requests.log(session, unknown)
    grounds = (RefusalGround.S20_IDENTITY,)
    refusal = NewRefusal(grounds, words["particulars"], shop.today(session))
    refusals.refuse(session, refused, refusal)
