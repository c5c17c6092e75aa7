"""Requests: the 40 days, what can be done when, and the grounds of refusals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.refusals import facts as refusals
from csq_desktop.domain.refusals.facts import NewRefusal, Refusal, RefusalGround
from csq_desktop.domain.requests import facts as rule
from csq_desktop.domain.requests import letters
from csq_desktop.domain.requests.clock import (
    RequestStage,
    day_number,
    days_text,
    last_day,
    stage,
)
from csq_desktop.domain.requests.facts import NewPrivacyRequest, PrivacyRequest, RequesterIdentity
from csq_desktop.domain.requests.letters import NoticeKind
from csq_desktop.domain.requests.words import (
    CheckMethod,
    NoticeAnswer,
    PrivacyRequestKind,
    RequesterKind,
    RequestOutcome,
)
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError

ACCESS, CORRECTION = PrivacyRequestKind
RECEIVED = date(2026, 9, 1)
LAST = date(2026, 10, 11)
AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
REQUEST = PrivacyRequest(
    id=1,
    ref="DR-2026-0001",
    kind=ACCESS,
    customer_id=7,
    customer_ref="CU-00007",
    received_at=AT,
    received_on=RECEIVED,
    channel=Channel.LETTER,
    language="en",
    requester=RequesterKind.PERSON,
)
CHECKED = replace(REQUEST, checked_at=AT, method=CheckMethod.DOCUMENT)
NEW = NewPrivacyRequest(ACCESS, 7, AT, Channel.LETTER, "en")


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 1, 1), date(2026, 2, 10)),
        (date(2026, 9, 1), date(2026, 10, 11)),  # a Sunday: it stays the last day
        (date(2027, 1, 20), date(2027, 3, 1)),
        (date(2028, 1, 20), date(2028, 2, 29)),  # a leap year
        (date(2026, 11, 25), date(2027, 1, 4)),
    ],
)
def test_day_40_is_the_last_day(received: date, last: date) -> None:
    assert last_day(received) == last
    assert day_number(received, last) == 40
    assert stage(received, last) is RequestStage.DAY_38
    assert stage(received, last + timedelta(days=1)) is RequestStage.OVERDUE


@pytest.mark.parametrize(
    ("day", "reached", "words"),
    [
        (0, RequestStage.FRESH, "day 0 of 40"),
        (9, RequestStage.FRESH, "day 9 of 40"),
        (10, RequestStage.DAY_10, "day 10 of 40"),
        (29, RequestStage.DAY_10, "day 29 of 40"),
        (30, RequestStage.DAY_30, "day 30 of 40"),
        (37, RequestStage.DAY_30, "day 37 of 40"),
        (38, RequestStage.DAY_38, "day 38 of 40"),
        (41, RequestStage.OVERDUE, "1 day overdue"),
    ],
)
def test_reminders_on_days_10_30_and_38(day: int, reached: RequestStage, words: str) -> None:
    today = RECEIVED + timedelta(days=day)
    assert stage(RECEIVED, today) is reached
    assert reached.is_reminder == (day >= 10)
    assert days_text(RECEIVED, today) == words
    assert reached.label
    assert REQUEST.tone(today) is reached.tone


def test_where_a_request_stands() -> None:
    assert REQUEST.state_text(RECEIVED) == "Identity not checked"
    assert CHECKED.state_text(RECEIVED) == "Received"
    assert REQUEST.last_day == LAST
    assert REQUEST.days_text(RECEIVED) == "day 0 of 40"
    outcome = RequestOutcome.COMPLIED
    in_time = replace(CHECKED, outcome=outcome, answered_on=LAST)
    late = replace(in_time, answered_on=LAST + timedelta(days=1))
    assert in_time.days_text(LAST) == "answered on day 40"
    assert late.days_text(LAST) == "answered on day 41, late"
    assert (in_time.state_text(LAST), in_time.tone(LAST)) == ("Complied with", Tone.GOOD)
    assert not in_time.is_open
    for words in (PrivacyRequestKind, RequesterKind, CheckMethod, RequestOutcome, NoticeAnswer):
        assert len({each.label for each in words}) == len(words)


@pytest.mark.parametrize(
    ("changed", "received", "field"),
    [
        ({}, date(2026, 10, 6), "received_at"),
        ({}, date(2024, 10, 5), "received_at"),
        ({}, date(1800, 1, 1), "received_at"),
        ({"customer_id": None}, RECEIVED, "requester_name"),
        ({"requester": RequesterKind.WRITTEN}, RECEIVED, "requester_name"),
        ({"asked": "x" * 2001}, RECEIVED, "asked"),
        ({"who": RequesterIdentity("x" * 201)}, RECEIVED, "requester_name"),
        ({"kind": CORRECTION}, RECEIVED, "wrong"),
        ({"kind": CORRECTION, "wrong": "Chen"}, RECEIVED, "right"),
        ({"kind": CORRECTION, "customer_id": None, "who": RequesterIdentity("A")}, RECEIVED,
         "customer"),
    ],
)  # fmt: skip
def test_what_cannot_be_logged(changed: dict[str, Any], received: date, field: str) -> None:
    today = date(2026, 10, 5)
    rule.check(NEW, RECEIVED, today)
    with pytest.raises(UserError) as refused:
        rule.check(replace(NEW, **changed), received, today)
    assert refused.value.field == field


def test_what_can_be_logged_besides() -> None:
    corrects = replace(NEW, kind=CORRECTION, wrong="Chen", right="Chan")
    rule.check(corrects, RECEIVED, RECEIVED)
    rule.check(replace(NEW, customer_id=None, who=RequesterIdentity("Ms Ho")), RECEIVED, RECEIVED)


def test_nothing_is_handed_out_before_the_identity_is_checked() -> None:
    with pytest.raises(UserError, match="Nothing is handed out before"):
        rule.check_ready(REQUEST)
    rule.check_ready(CHECKED)
    with pytest.raises(UserError, match="answered already"):
        rule.check_ready(replace(CHECKED, outcome=RequestOutcome.COMPLIED))


def test_a_correction_is_free_and_a_copy_not_dear() -> None:
    rule.check_fee(REQUEST, 5_000)
    rule.check_fee(replace(REQUEST, kind=CORRECTION), 0)
    for request, cents in ((replace(REQUEST, kind=CORRECTION), 1), (REQUEST, -1),
                           (REQUEST, 100_001)):  # fmt: skip
        with pytest.raises(UserError) as refused:
            rule.check_fee(request, cents)
        assert refused.value.field == "fee"


@pytest.mark.parametrize(
    ("day", "reason", "today", "field"),
    [
        (LAST, " ", LAST, "delay_reason"),
        (LAST, "x" * 2001, LAST, "delay_reason"),
        (RECEIVED - timedelta(days=1), "Archive", LAST, "delay_on"),
        (LAST, "Archive", RECEIVED, "delay_on"),
        (LAST + timedelta(days=1), "Archive", LAST + timedelta(days=9), "delay_on"),
    ],
)
def test_a_notice_of_delay_is_given_within_the_40_days(
    day: date, reason: str, today: date, field: str
) -> None:
    rule.check_delay(REQUEST, LAST, "The archive is off site", LAST)
    with pytest.raises(UserError) as refused:
        rule.check_delay(REQUEST, day, reason, today)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("request_", "outcome", "day", "fault"),
    [
        (REQUEST, RequestOutcome.NOTHING_HELD, LAST, "identity"),
        (CHECKED, RequestOutcome.COMPLIED, LAST, "Make the copy first"),
        (CHECKED, RequestOutcome.PARTLY, LAST, "Make the copy first"),
        (CHECKED, RequestOutcome.NOTHING_HELD, LAST + timedelta(days=1), "in the future"),
        (replace(CHECKED, kind=CORRECTION), RequestOutcome.COMPLIED, LAST, "Record the correction"),
        (
            replace(CHECKED, kind=CORRECTION, corrected_on=RECEIVED),
            RequestOutcome.COMPLIED,
            LAST,
            "Print the corrected copy",
        ),
    ],
)
def test_an_answer_waits_for_what_belongs_to_it(
    request_: PrivacyRequest, outcome: RequestOutcome, day: date, fault: str
) -> None:
    with pytest.raises(UserError, match=fault):
        rule.check_answer(request_, outcome, day, LAST)


def test_an_answer_that_can_be_given() -> None:
    copied = replace(CHECKED, copied_at=AT)
    corrected = replace(copied, kind=CORRECTION, corrected_on=RECEIVED)
    for request, outcome in (
        (REQUEST, RequestOutcome.WITHDRAWN),
        (CHECKED, RequestOutcome.NOTHING_HELD),
        (copied, RequestOutcome.COMPLIED),
        (corrected, RequestOutcome.PARTLY),
    ):
        rule.check_answer(request, outcome, LAST, LAST)


GROUND = RefusalGround.S20_REPEATED
REFUSAL = NewRefusal((GROUND,), "Third time this year", LAST)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"grounds": ()}, "grounds"),
        ({"grounds": (RefusalGround.S24_ACCURATE,)}, "grounds"),
        ({"particulars": " "}, "particulars"),
        ({"particulars": "x" * 2001}, "particulars"),
        ({"notice_on": LAST - timedelta(days=1)}, "notice_on"),
    ],
)
def test_an_entry_has_grounds_and_comes_before_its_notice(
    changed: dict[str, Any], field: str
) -> None:
    refusals.check(REFUSAL, ACCESS, LAST)
    with pytest.raises(UserError) as refused:
        refusals.check(replace(REFUSAL, **changed), ACCESS, LAST)
    assert refused.value.field == field


def test_grounds_name_their_section() -> None:
    assert GROUND.label.startswith("s.20(3)(c): follows two or more similar requests")
    assert {ground.kind for ground in RefusalGround if ground.value.startswith("24")} == {
        CORRECTION
    }
    assert len({ground.label for ground in RefusalGround}) == len(RefusalGround)
    entry = Refusal(1, "RF-2026-0001", 1, "DR-2026-0001", ACCESS, AT, "May", LAST,
                    (GROUND, RefusalGround.S20_OTHERS), "Again")  # fmt: skip
    assert len(entry.grounds_text.splitlines()) == 2
    assert entry.particulars_text == "Again"
    assert replace(entry, erased=True).particulars_text.startswith("Erased with the person")


@pytest.mark.parametrize(
    ("request_", "refused", "kinds"),
    [
        (REQUEST, False, (NoticeKind.RECEIVED,)),
        (replace(REQUEST, customer_id=None), False,
         (NoticeKind.NOTHING_HELD, NoticeKind.RECEIVED)),
        (replace(REQUEST, delay_on=LAST), True,
         (NoticeKind.REFUSAL, NoticeKind.DELAY, NoticeKind.RECEIVED)),
        (replace(REQUEST, outcome=RequestOutcome.NOTHING_HELD), False,
         (NoticeKind.NOTHING_HELD, NoticeKind.RECEIVED)),
        (replace(REQUEST, outcome=RequestOutcome.PARTLY), True,
         (NoticeKind.REFUSAL, NoticeKind.ANSWER, NoticeKind.RECEIVED)),
    ],
)  # fmt: skip
def test_a_notice_says_what_is_true(
    request_: PrivacyRequest, refused: bool, kinds: tuple[NoticeKind, ...]
) -> None:
    assert letters.offered(request_, refused=refused) == kinds
    assert len({kind.label for kind in NoticeKind}) == len(NoticeKind)
