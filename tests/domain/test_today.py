"""When a thing on the first page is due, in words."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.today import DueItem, Now, when_text
from csq_desktop.texts import speaking

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
NOW = Now(NOON, DAY, ZoneInfo("Asia/Hong_Kong"))


def item(**changed: Any) -> DueItem:
    facts: dict[str, Any] = {
        "kind": "resolve",
        "text": "Resolve C-2026-0412",
        "on": DAY,
        "at": None,
        "overdue": False,
        "late_seconds": 0,
        "page": "complaints",
        "object_id": 1,
        "under": "",
    }
    return DueItem(**(facts | changed))


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({}, "today"),
        ({"at": datetime(2026, 11, 22, 9, tzinfo=UTC)}, "today 17:00"),
        ({"on": date(2026, 11, 23)}, "tomorrow"),
        ({"on": date(2026, 11, 27)}, "Friday"),
        ({"on": date(2026, 11, 29)}, "29 Nov"),
        ({"overdue": True}, "overdue"),
        ({"overdue": True, "on": date(2026, 11, 21)}, "1 day overdue"),
        ({"overdue": True, "on": date(2026, 11, 20)}, "2 days overdue"),
        ({"overdue": True, "at": NOON, "late_seconds": 50 * 60}, "50 min overdue"),
        ({"overdue": True, "at": NOON, "late_seconds": 3 * 3600 + 1700}, "3 h overdue"),
        ({"overdue": True, "at": NOON, "late_seconds": 13 * 3600}, "1 business day overdue"),
        ({"overdue": True, "at": NOON, "late_seconds": 37 * 3600}, "3 business days overdue"),
    ],
)
def test_when_a_thing_is_due_is_said_in_words(changed: dict[str, object], text: str) -> None:
    assert when_text(item(**changed), NOW) == text


def test_the_words_come_in_the_language_spoken() -> None:
    with speaking("zh_HK"):
        assert when_text(item(at=NOON), NOW) == "今日 12:00"
