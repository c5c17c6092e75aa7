"""Whether a case can have had what a file says stands beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from csq_desktop.domain.closing.involved import InvolvedAs
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.referrals.facts import ReferralResult
from csq_desktop.domain.transfers.parts import (
    MOST_OF_A_KIND,
    FiledCause,
    FiledContainment,
    FiledInvolved,
    FiledPromise,
    FiledReferral,
    FiledResponse,
    FiledSatisfaction,
    FiledWhy,
    are_sound,
)

NOW = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)
_EARLIER, _LATER = NOW - timedelta(days=3), NOW + timedelta(days=3)
_TODAY = NOW.date()
WHY = FiledWhy(1, "Nobody looked", _EARLIER)
SOUND: dict[str, Any] = {
    "promises": FiledPromise("To call back", _LATER, _EARLIER, done_at=NOW),
    "whys": WHY,
    "further_causes": FiledCause("The weather", _EARLIER, (WHY,)),
    "containment": FiledContainment("Sign put up", _EARLIER, NOW),
    "involved": FiledInvolved("Ho Ming", InvolvedAs.WITNESS, _EARLIER, NOW),
    "responses": FiledResponse(1, _EARLIER, Channel.EMAIL),
    "satisfaction": FiledSatisfaction(_EARLIER, Channel.EMAIL, NOW, 4),
    "referrals": FiledReferral("customs", _TODAY, "They asked", answer_due_on=date(2026, 12, 1)),
}


@pytest.mark.parametrize("key", SOUND)
def test_what_the_program_writes_is_sound(key: str) -> None:
    assert are_sound(key, [SOUND[key]], NOW)
    assert not are_sound(key, [SOUND[key]] * (MOST_OF_A_KIND + 1), NOW)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("promises", {"promised": " "}),
        ("promises", {"note": "x" * 201}),
        ("promises", {"owner": "x" * 201}),
        ("promises", {"done_at": _LATER}),
        ("promises", {"moved_at": _EARLIER - timedelta(hours=1)}),
        ("promises", {"due_at": datetime(1890, 1, 1, tzinfo=UTC)}),
        ("whys", {"step": 0}),
        ("whys", {"why": ""}),
        ("further_causes", {"whys": (replace(WHY, step=0),)}),
        ("containment", {"contained": "x" * 2_001}),
        ("involved", {"person": ""}),
        ("involved", {"ended_at": _EARLIER - timedelta(hours=1)}),
        ("responses", {"case_round": 0}),
        ("satisfaction", {"rating": 6}),
        ("satisfaction", {"rating": None}),
        ("satisfaction", {"rated_at": None}),
        ("satisfaction", {"inquired_how": None}),
        ("referrals", {"answered_on": _TODAY}),
        ("referrals", {"referral_result": ReferralResult.SETTLED}),
        ("referrals", {"referred_on": _LATER.date()}),
    ],
)
def test_what_no_case_can_have_had(key: str, changes: dict[str, Any]) -> None:
    assert not are_sound(key, [replace(SOUND[key], **changes)], NOW)


def test_who_was_not_asked_has_no_answer() -> None:
    assert are_sound("satisfaction", [FiledSatisfaction(_EARLIER, rating_words="No address")], NOW)
