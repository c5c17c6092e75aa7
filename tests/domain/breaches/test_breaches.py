"""Data breaches: what can be recorded, the factors of harm, the five days, the end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from csq_desktop.domain.breaches import clock, harm
from csq_desktop.domain.breaches import facts as rule
from csq_desktop.domain.breaches.facts import (
    Breach,
    BreachDecision,
    BreachEnding,
    BreachFacts,
    NewDecision,
)
from csq_desktop.domain.breaches.harm import (
    HarmAssessment,
    HarmFactors,
    HarmLevel,
    Likelihood,
    ProtectionKind,
    ReachedBy,
    Recovery,
    Sensitivity,
)
from csq_desktop.domain.breaches.notices import (
    LONGEST_PART,
    NoticeAudience,
    NoticeText,
    advice,
    check_notice,
)
from csq_desktop.domain.breaches.words import (
    DETAIL_KINDS,
    BreachKind,
    CountBasis,
    FoundThrough,
    NotifyMethod,
    NotifyParty,
    PeopleKind,
    detail_label,
)
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError

FOUND = datetime(2026, 9, 1, 2, tzinfo=UTC)
DAY = FOUND.date()
NOW = FOUND + timedelta(days=1)
HOUR = timedelta(hours=1)
FACTS = BreachFacts(
    BreachKind.LOST,
    FOUND,
    FoundThrough.STAFF,
    "A folder is missing",
    people_count=40,
    count_basis=CountBasis.ESTIMATED,
    detail_kinds=("identity.name",),
)
FACTORS = HarmFactors(
    Sensitivity.LOW,
    ProtectionKind.NONE,
    harm.Exposure.DAYS,
    ReachedBy.UNKNOWN,
    Recovery.NO,
)
BREACH = Breach(
    id=1,
    ref="DB-2026-0001-SSP01",
    kind=BreachKind.LOST,
    found_at=FOUND,
    found_on=DAY,
    found_through=FoundThrough.STAFF,
    count_basis=CountBasis.UNKNOWN,
    logged_at=FOUND,
    logged_by="May Wong",
)
ASSESSED = replace(
    BREACH,
    contained_at=NOW,
    assessment=HarmAssessment(FACTORS, HarmLevel.LOW),
    detail_kinds=("cctv",),
)
NOTIFY = BreachDecision(1, NotifyParty.PERSONS, True, NOW, "May Wong", "They should know")
DECIDED = replace(
    ASSESSED,
    decisions=tuple(
        BreachDecision(at, party, False, NOW, "May Wong") for at, party in enumerate(NotifyParty)
    ),
)
ENDING = BreachEnding("A lesson", "A lock")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"found_at": NOW + HOUR}, "found_at"),
        ({"happened_to": FOUND}, "happened_from"),
        ({"happened_from": FOUND + HOUR}, "happened_from"),
        ({"happened_from": FOUND, "happened_to": FOUND - HOUR}, "happened_to"),
        ({"account": "  "}, "account"),
        ({"account": "a" * 2_001}, "account"),
        ({"detail_kinds": ()}, "detail_kinds"),
        ({"people_count": None}, "people_count"),
        ({"count_basis": CountBasis.UNKNOWN}, "people_count"),
        ({"people_count": -1}, "people_count"),
    ],
)
def test_what_cannot_be_recorded_says_where(changed: dict[str, object], field: str) -> None:
    with pytest.raises(UserError) as refusal:
        rule.check(replace(FACTS, **changed), DAY, NOW)  # type: ignore[arg-type]  # a case of each
    assert refusal.value.field == field


def test_a_breach_of_unknown_time_and_one_of_a_span_can_be_recorded() -> None:
    rule.check(FACTS, DAY, NOW)
    span = replace(FACTS, happened_from=FOUND - 9 * HOUR, happened_to=FOUND + HOUR)
    rule.check(span, DAY, NOW)
    rule.check(replace(FACTS, people_count=None, count_basis=CountBasis.UNKNOWN), DAY, NOW)


@pytest.mark.parametrize(
    ("changed", "people", "level"),
    [
        ({}, 40, HarmLevel.LOW),
        ({}, 100, HarmLevel.REAL),  # many people with strangers
        ({}, None, HarmLevel.REAL),  # nobody knows how many
        ({"obtained": ReachedBy.NAMED}, 100, HarmLevel.LOW),
        ({"financial_harm": Likelihood.UNLIKELY}, 1, HarmLevel.LOW),
        ({"financial_harm": Likelihood.POSSIBLE}, 1, HarmLevel.REAL),
        ({"physical_harm": Likelihood.LIKELY}, 1, HarmLevel.HIGH),
        ({"sensitivity": Sensitivity.HIGH}, 1, HarmLevel.HIGH),
        ({"sensitivity": Sensitivity.HIGH, "obtained": ReachedBy.NAMED}, 1, HarmLevel.REAL),
        ({"sensitivity": Sensitivity.HIGH, "protection": ProtectionKind.ENCRYPTED}, 1,
         HarmLevel.LOW),
        ({"sensitivity": Sensitivity.HIGH, "obtained": ReachedBy.TRUSTED,
          "recovery": Recovery.UNUSED}, 1, HarmLevel.LOW),
        ({"sensitivity": Sensitivity.HIGH, "recovery": Recovery.UNUSED}, 1, HarmLevel.HIGH),
    ],
)  # fmt: skip
def test_the_factors_suggest_a_level(
    changed: dict[str, object], people: int | None, level: HarmLevel
) -> None:
    factors = replace(FACTORS, **changed)  # type: ignore[arg-type]  # each case is of its factor
    assert harm.suggested(factors, people) is level


@pytest.mark.parametrize(
    ("details", "people", "sensitivity"),
    [
        (("identity.name",), (PeopleKind.STAFF,), Sensitivity.LOW),
        (("identity.name", "history"), (), Sensitivity.MEDIUM),
        (("payment",), (), Sensitivity.HIGH),
        (("identity.name",), (PeopleKind.MINORS,), Sensitivity.HIGH),
    ],
)
def test_what_was_lost_says_how_sensitive_it_is(
    details: tuple[str, ...], people: tuple[PeopleKind, ...], sensitivity: Sensitivity
) -> None:
    assert harm.sensitivity_of(details, people) is sensitivity


def test_the_guidance_recommends_notifying_of_a_real_risk() -> None:
    of_low = [party for party in NotifyParty if harm.advises(HarmLevel.LOW, party)]
    of_real = [party for party in NotifyParty if harm.advises(HarmLevel.REAL, party)]
    assert of_low == [NotifyParty.HEAD_OFFICE]
    assert of_real == [NotifyParty.COMMISSIONER, NotifyParty.PERSONS, NotifyParty.HEAD_OFFICE]
    assert HarmLevel.HIGH.tone is Tone.BAD


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [
        (0, "day 0 of 5", Tone.ACCENT),
        (2, "day 2 of 5", Tone.ACCENT),
        (3, "day 3 of 5", Tone.WARN),
        (5, "day 5 of 5", Tone.WARN),
        (6, "1 day overdue", Tone.BAD),
    ],
)
def test_the_five_days_run_from_the_day_it_was_found(days: int, text: str, tone: Tone) -> None:
    today = DAY + timedelta(days=days)
    assert clock.days_text(DAY, today) == text == BREACH.days_text(today)
    assert clock.tone(DAY, today) is tone is BREACH.tone(today)
    assert BREACH.notify_by == date(2026, 9, 6)


@pytest.mark.parametrize(
    ("breach", "state"),
    [
        (BREACH, "Not contained"),
        (replace(BREACH, contained_at=NOW), "Not assessed"),
        (ASSESSED, "To be decided"),
        (replace(DECIDED, decisions=(*DECIDED.decisions, NOTIFY)), "To be notified"),
        (DECIDED, "Followed up"),
        (replace(DECIDED, ended_at=NOW), "Ended"),
    ],
)
def test_a_breach_says_where_it_stands(breach: Breach, state: str) -> None:
    assert breach.state_text == state


def test_a_later_decision_takes_the_place_of_an_earlier_one() -> None:
    later = replace(NOTIFY, id=9, notified_at=NOW, method=NotifyMethod.LETTER)
    breach = replace(DECIDED, decisions=(*DECIDED.decisions, NOTIFY))
    assert breach.to_notify == (NotifyParty.PERSONS,)
    assert breach.is_waiting
    done = replace(breach, decisions=(*breach.decisions, later))
    assert not done.is_waiting
    assert not done.days_text(DAY)
    assert done.tone(DAY) is Tone.ACCENT
    assert replace(done, ended_at=NOW).tone(DAY) is Tone.GOOD
    assert done.decided_text.splitlines()[:2] == [
        "Privacy Commissioner: Not notified",
        "Persons concerned: Notified",
    ]
    assert NOTIFY.text == "To be notified"


def test_people_and_data_in_words() -> None:
    kinds = (PeopleKind.CUSTOMERS, PeopleKind.MINORS)
    assert BREACH.people_text == "Not known yet"
    counted = replace(BREACH, people=kinds, people_count=1_200, count_basis=CountBasis.COUNTED)
    assert counted.people_text == "1,200 · Customers, Minors among them"
    assert replace(counted, count_basis=CountBasis.ESTIMATED).people_text.startswith("about 1,200")
    assert replace(BREACH, detail_kinds=("identity.phone", "cctv")).detail_text == (
        "Telephone, CCTV pictures"
    )
    assert len({detail_label(code) for code in DETAIL_KINDS}) == len(DETAIL_KINDS)
    assert rule.codes(rule.coded(("a", "b", "a"))) == ("a", "b")


LONG = "a" * 2_001
REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: rule.check_open(replace(BREACH, ended_at=NOW)), "has ended"),
    (lambda: rule.check_containment(BREACH, NOW, " ", NOW), "further harm"),
    (lambda: rule.check_containment(BREACH, FOUND - HOUR, "Locked", NOW), "after the breach"),
    (lambda: rule.check_containment(BREACH, NOW + HOUR, "Locked", NOW), "after the breach"),
    (lambda: rule.check_assessment(BREACH, HarmAssessment(FACTORS, HarmLevel.LOW, LONG)),
     "too long"),
    (lambda: rule.check_decision(BREACH, NewDecision(NotifyParty.POLICE, False, ""), NOW),
     "the reason"),
    (lambda: rule.check_decision(
        BREACH, NewDecision(NotifyParty.POLICE, True, "A theft", NOW + HOUR), NOW), "after"),
    (lambda: rule.check_follow_up(BREACH, " ", None, DAY), "what was done"),
    (lambda: rule.check_follow_up(BREACH, "Rang", DAY - timedelta(days=900), DAY), "a year ago"),
    (lambda: rule.check_end(BREACH, ENDING), "containment first"),
    (lambda: rule.check_end(replace(BREACH, contained_at=NOW), ENDING), "Assess the harm first"),
    (lambda: rule.check_end(ASSESSED, ENDING), "Commissioner, Persons concerned, Police"),
    (lambda: rule.check_end(replace(DECIDED, decisions=(*DECIDED.decisions, NOTIFY)), ENDING),
     "were notified: Persons concerned"),
    (lambda: rule.check_end(DECIDED, replace(ENDING, lessons="")), "learned"),
    (lambda: rule.check_end(DECIDED, replace(ENDING, prevention="")), "prevents"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "words"), REFUSED)
def test_what_cannot_be_done_yet_says_why(act: Callable[[], object], words: str) -> None:
    with pytest.raises(UserError, match=words):
        act()


def test_what_can_be_done_is_let_through() -> None:
    rule.check_containment(BREACH, NOW, "Locked", NOW)
    rule.check_assessment(BREACH, HarmAssessment(FACTORS, HarmLevel.LOW, "Few people"))
    rule.check_decision(BREACH, NewDecision(NotifyParty.POLICE, True, "A theft", NOW), NOW)
    rule.check_decision(BREACH, NewDecision(NotifyParty.POLICE, True, "A theft"), NOW)
    rule.check_follow_up(BREACH, "Rang", None, DAY)
    rule.check_follow_up(BREACH, "Rang", DAY + timedelta(days=9), DAY)
    rule.check_end(DECIDED, ENDING)


def test_advice_names_each_risk_there_is() -> None:
    careful = advice(FACTORS, ())
    assert careful.count("\n") == 0
    assert "bank" in advice(None, ())
    afraid = replace(FACTORS, physical_harm=Likelihood.POSSIBLE)
    everything = advice(
        replace(afraid, identity_theft=Likelihood.LIKELY), ("passwords", "identity_document")
    )
    for word in ("bank", "password", "police", "999"):
        assert word in everything
        assert word not in careful


def test_a_notice_leaves_no_part_out() -> None:
    whole = NoticeText("It happened", "We locked it", "Be careful", "May Wong")
    check_notice(whole)
    too_long = replace(whole, happened="a" * (LONGEST_PART + 1))
    for text, words in ((replace(whole, advice=" "), "Fill in"), (too_long, "too long")):
        with pytest.raises(UserError, match=words):
            check_notice(text)


def test_every_code_has_words() -> None:
    for codes in (BreachKind, FoundThrough, PeopleKind, CountBasis, NotifyParty, NotifyMethod,
                  NoticeAudience, Sensitivity, ProtectionKind, harm.Exposure, ReachedBy, Recovery,
                  Likelihood, HarmLevel):  # fmt: skip
        labels = [code.label for code in codes]
        assert len(set(labels)) == len(labels)
