"""What the rows of a file are checked for, before the store is asked anything."""

from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.kinds.complaints import (
    BOTH,
    ENDED,
    IN_FUTURE,
    REOPENED,
    TOO_EARLY,
    TOO_LATE,
    UNACKNOWLEDGED,
    UNANSWERED,
    UNDATED,
)
from csq_desktop.domain.imports.kinds.customers import NOBODY, TOTALS
from csq_desktop.domain.imports.kinds.declaration import CheckDay
from csq_desktop.domain.imports.kinds.pledge_counts import IN_FUTURE as DAY_IN_FUTURE
from csq_desktop.domain.imports.kinds.pledge_counts import NO_REASON, OVER_MISSED
from csq_desktop.domain.imports.rows import Columns

HOUR, DAY = 3600, 86_400
NOW = 1_791_165_600  # 5 October 2026, 10:00 in Hong Kong
END_OF_TODAY = NOW + 14 * HOUR - 1
TODAY = CheckDay(NOW, ZoneInfo("Asia/Hong_Kong"))


def faults(kind: ImportKind, columns: Columns) -> list[tuple[int, str]]:
    return [
        (place, reason.text)
        for check in kind.declared.checks(TODAY)
        for place, reason in check(columns)
    ]


@pytest.mark.parametrize(
    ("columns", "faulty"),
    [
        ({"received_at": [NOW, NOW], "closed_at": [NOW, NOW - 1]}, [(1, TOO_EARLY)]),
        ({"received_at": [None], "answered_at": [None]}, []),
        ({"received_at": [NOW - DAY], "status": ["closed"]}, [(0, UNDATED)]),
        ({"received_at": [NOW - DAY] * 4, "status": ["closed", "answered", "closed", "answered"],
          "closed_at": [NOW, None, None, None], "answered_at": [None, None, NOW, NOW]},
         [(1, UNANSWERED), (2, UNDATED)]),
        ({"received_at": [NOW - DAY] * 5, "closed_at": [NOW] * 5,
          "status": ["received", "closed", "", "reopened", "answered"]},
         [(0, ENDED), (3, ENDED), (4, ENDED)]),
        ({"received_at": [NOW - DAY] * 4, "status": ["acknowledged"] * 3 + ["reopened"],
          "acknowledged_at": [None, NOW, None, NOW], "answered_at": [None, None, NOW, NOW]},
         [(0, UNACKNOWLEDGED), (3, REOPENED)]),
        ({"received_at": [NOW], "status": ["received"]}, []),
        ({"received_at": [NOW] * 3, "anonymous": [True, True, None],
          "customer_reference": ["M1", "", "M2"]}, [(0, BOTH)]),
        ({"received_at": [NOW - 9 * DAY] * 2, "answered_at": [NOW - DAY, NOW - 5 * DAY],
          "closed_at": [NOW - 5 * DAY, None]}, [(0, TOO_LATE)]),
        ({"received_at": [NOW + DAY]}, [(0, IN_FUTURE)]),
        ({"received_at": [NOW - DAY] * 2, "closed_at": [END_OF_TODAY, END_OF_TODAY - 1]},
         [(1, IN_FUTURE)]),
        ({"received_at": [NOW - DAY] * 2, "closed_at": [None, NOW + DAY]}, [(1, IN_FUTURE)]),
    ],
)  # fmt: skip
def test_moments_and_states_of_complaints(columns: Columns, faulty: list[tuple[int, str]]) -> None:
    assert faults(ImportKind.COMPLAINTS, columns) == faulty


def test_a_day_of_closing_without_a_time_may_be_the_day_of_the_answer() -> None:
    answered, end_of_day = NOW - 20 * HOUR, NOW - 10 * HOUR - 1
    whole_day = {"received_at": [NOW - 9 * DAY], "answered_at": [end_of_day]}
    assert faults(ImportKind.COMPLAINTS, whole_day | {"closed_at": [answered]}) == []


@pytest.mark.parametrize(
    ("columns", "faulty"),
    [
        (
            {
                "reference": ["9", "Total", "", "Total", "10", "# end", "-----"],
                "name": ["Lee", "2", "合計：", "Ann", "Sum", "", ""],
                "phone": ["", "", "", "+85291234567", "", "", ""],
            },
            [(1, TOTALS), (2, TOTALS), (5, TOTALS), (6, TOTALS)],
        ),
        ({"name": ["Chan", "", ""], "phone": ["", "+85291234567", ""]}, [(2, NOBODY)]),
        (
            {
                "reference": [
                    "Sub-total",
                    "* End of report *",
                    "共 2 筆",
                    "Count: 2",
                    "Printed by Amy",
                    "Page 2",
                    "Sum Wai 2",
                ]
            },
            [(place, TOTALS) for place in range(6)],
        ),
        ({"name": ["Chan"]}, []),
        ({"segment": ["gold"]}, []),
    ],
)
def test_a_customer_has_a_name_or_a_way_to_be_reached(
    columns: Columns, faulty: list[tuple[int, str]]
) -> None:
    assert faults(ImportKind.CUSTOMERS, columns) == faulty


@pytest.mark.parametrize(
    ("columns", "faulty"),
    [
        ({"day": ["2026-10-05", "2026-10-06", None]}, [(1, DAY_IN_FUTURE)]),
        ({"missed": [3, 3, None], "over_maximum": [3, 4, 1]}, [(1, OVER_MISSED)]),
        ({"excluded": [0, 2, 2], "reason": ["", "", "Fire drill"]}, [(1, NO_REASON)]),
        ({"excluded": [2]}, [(0, NO_REASON)]),
    ],
)
def test_a_days_counts_add_up(columns: Columns, faulty: list[tuple[int, str]]) -> None:
    assert faults(ImportKind.PLEDGE_COUNTS, columns) == faulty
