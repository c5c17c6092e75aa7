"""Business time in the shop's calendar: openings, closures, deadlines and paused clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.calendar.calendar import (
    Closure,
    EarlierHours,
    Hours,
    Opening,
    PlannedHours,
    ShopCalendar,
    business_seconds,
    due_at,
    next_opening,
    opens_on,
)
from csq_desktop.errors import UserError
from tests.exploring import examples

HOUR, MINUTE = 3600, 60
Case = tuple[str, str, int, int, int, str, str]
DAY: tuple[Hours, ...] = ((time(10), time(18)),)
OFFICE = ShopCalendar((DAY,) * 5 + ((), ()))
LUNCH = ShopCalendar((((time(10), time(13)), (time(14), time(20))),) * 7)
CORNER = ShopCalendar((((time(0), time(0)),),) * 7)
SHUT = ShopCalendar(((),) * 7)
ZONE = ZoneInfo("Asia/Hong_Kong")


def at(text: str, zone: str = "Asia/Hong_Kong") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


# Source: tests of an open-source help desk, frappe/helpdesk test_hd_ticket.py: id, start, minutes
# to respond and to resolve, seconds on hold, both deadlines; Mon-Fri 10:00-18:00.
HELP_DESK: list[Case] = [
    ("F1_before_open", "03T08:00", 60, 240, 0, "03T11:00", "03T14:00"),
    ("F2_after_close", "03T20:00", 30, 120, 0, "04T10:30", "04T12:00"),
    ("F3_saturday_ends_at_close", "08T15:00", 1440, 4320, 0, "12T18:00", "20T18:00"),
    ("F4_friday_rollover", "07T17:00", 30, 120, 0, "07T17:30", "10T11:00"),
    ("F5_friday_after_close", "07T19:00", 60, 240, 0, "10T11:00", "10T14:00"),
    ("F7_hold_3600s", "06T15:00", 30, 120, 3600, "06T15:30", "06T18:00"),
]


@pytest.mark.parametrize("case", HELP_DESK, ids=[row[0] for row in HELP_DESK])
def test_published_help_desk_cases_give_the_published_deadlines(case: Case) -> None:
    _, start, respond, resolve, hold, responded_by, resolved_by = case
    began = at(f"2025-03-{start}")
    answered = due_at(OFFICE, began, respond * MINUTE)
    assert answered == at(f"2025-03-{responded_by}")
    # The customer is asked once the first answer is out, so the hold begins at that deadline.
    held = business_seconds(OFFICE, answered, answered + timedelta(seconds=hold))
    resolved = due_at(OFFICE, began, resolve * MINUTE)
    pushed = due_at(OFFICE, resolved, held) if held else resolved
    assert pushed == at(f"2025-03-{resolved_by}")


def test_a_span_that_ends_at_closing_is_due_at_closing() -> None:
    assert due_at(OFFICE, at("2025-03-03T10:00"), 8 * HOUR) == at("2025-03-03T18:00")
    assert due_at(LUNCH, at("2025-03-03T10:00"), 3 * HOUR) == at("2025-03-03T13:00")


def test_a_span_one_second_past_closing_is_due_after_the_next_opening() -> None:
    assert due_at(OFFICE, at("2025-03-07T10:00"), 8 * HOUR + 1) == at("2025-03-10T10:00:01")


def test_a_clock_that_starts_outside_hours_starts_at_the_next_opening() -> None:
    assert next_opening(OFFICE, at("2025-03-08T15:00")) == at("2025-03-10T10:00")
    assert next_opening(LUNCH, at("2025-03-08T13:00")) == at("2025-03-08T14:00")
    assert next_opening(LUNCH, at("2025-03-08T12:59:59")) == at("2025-03-08T12:59:59")
    assert next_opening(OFFICE, at("2024-12-31T18:00")) == at("2025-01-01T10:00")


def test_a_span_of_nothing_is_due_at_once_or_at_the_next_opening() -> None:
    assert due_at(OFFICE, at("2025-03-03T12:00"), 0) == at("2025-03-03T12:00")
    assert due_at(OFFICE, at("2025-03-03T18:00"), 0) == at("2025-03-04T10:00")


def test_lunch_breaks_do_not_count() -> None:
    assert business_seconds(LUNCH, at("2025-03-03T12:30"), at("2025-03-03T14:30")) == HOUR


def test_time_before_and_after_hours_does_not_count() -> None:
    assert business_seconds(OFFICE, at("2025-01-01T00:00"), at("2025-01-01T10:00")) == 0
    assert business_seconds(OFFICE, at("2025-03-07T18:00"), at("2025-03-10T10:00")) == 0


def test_time_counted_backwards_is_negative() -> None:
    assert business_seconds(OFFICE, at("2025-03-03T12:00"), at("2025-03-03T11:00")) == -HOUR


def test_parts_of_a_second_are_cut_off() -> None:
    start = at("2025-03-03T12:00") + timedelta(microseconds=900_000)
    assert due_at(OFFICE, start, 60) == at("2025-03-03T12:01")


def test_holidays_are_closed() -> None:
    calendar = replace(OFFICE, holidays=frozenset({date(2025, 3, 4)}))
    assert due_at(calendar, at("2025-03-03T17:00"), 2 * HOUR) == at("2025-03-05T11:00")


def test_a_typhoon_closure_stops_the_clock_and_may_overlap_another() -> None:
    closures = (
        Closure(at("2025-03-03T15:00"), at("2025-03-04T12:00"), "Signal 8"),
        Closure(at("2025-03-03T14:00"), at("2025-03-03T16:00"), "Power cut"),
        Closure(at("2025-03-09T00:00"), at("2025-03-10T00:00")),
    )
    calendar = replace(OFFICE, closures=closures)
    assert due_at(calendar, at("2025-03-03T13:00"), HOUR) == at("2025-03-03T14:00")
    assert due_at(calendar, at("2025-03-03T13:00"), 2 * HOUR) == at("2025-03-04T13:00")
    assert business_seconds(calendar, at("2025-03-10T00:00"), at("2025-03-11T00:00")) == 8 * HOUR


def test_a_closure_inside_an_opening_splits_it() -> None:
    calendar = replace(OFFICE, closures=(Closure(at("2025-03-03T12:00"), at("2025-03-03T13:00")),))
    assert business_seconds(calendar, at("2025-03-03T00:00"), at("2025-03-04T00:00")) == 7 * HOUR


def test_special_hours_replace_the_week_and_outrank_a_holiday() -> None:
    sunday = Opening(date(2025, 3, 9), ((time(12), time(14)),))
    monday = Opening(date(2025, 3, 10), ())
    calendar = replace(OFFICE, openings=(sunday, monday), holidays=frozenset({sunday.day}))
    assert due_at(calendar, at("2025-03-07T18:00"), 3 * HOUR) == at("2025-03-11T11:00")
    assert calendar.hours(sunday.day) == sunday.hours


NIGHT = ShopCalendar((((time(18), time(2)),), *((),) * 5, ((time(20), time(4)),)))  # Mon, Sun


def test_hours_past_midnight_belong_to_the_day_they_begin_on() -> None:
    monday, tuesday = date(2025, 3, 3), date(2025, 3, 4)
    assert business_seconds(NIGHT, at("2025-03-03T12:00"), at("2025-03-04T12:00")) == 8 * HOUR
    assert due_at(NIGHT, at("2025-03-03T18:00"), 7 * HOUR) == at("2025-03-04T01:00")
    assert next_opening(NIGHT, at("2025-03-04T02:00")) == at("2025-03-09T20:00")
    assert (opens_on(NIGHT, monday), opens_on(NIGHT, tuesday)) == (True, False)
    assert NIGHT.begins(monday) == at("2025-03-03T04:00")  # the Sunday's night has ended
    assert NIGHT.begins(tuesday) == at("2025-03-04T02:00")
    assert NIGHT.begins(date(2025, 3, 6)) == at("2025-03-06T00:00")
    assert NIGHT.business_day == 8 * HOUR


def test_a_night_at_the_turn_of_a_year_counts_in_both_years_once() -> None:
    every = ShopCalendar((((time(18), time(2)),),) * 7)
    assert business_seconds(every, at("2024-12-31T23:00"), at("2025-01-01T18:00")) == 3 * HOUR
    assert due_at(every, at("2024-12-31T23:00"), 3 * HOUR) == at("2025-01-01T02:00")
    assert next_opening(every, at("2025-01-01T00:30")) == at("2025-01-01T00:30")


def test_a_night_that_reaches_into_the_next_opening_counts_once() -> None:
    hours = ((time(1), time(3)), (time(18), time(2)))
    calendar = ShopCalendar((hours,) * 7)
    assert business_seconds(calendar, at("2025-03-04T00:00"), at("2025-03-04T04:00")) == 3 * HOUR


def test_a_shop_open_round_the_clock_counts_every_second() -> None:
    assert business_seconds(CORNER, at("2024-02-28T07:00"), at("2024-03-01T07:00")) == 48 * HOUR


def test_an_hour_the_clocks_skip_is_not_counted() -> None:
    night: tuple[Hours, ...] = ((time(0), time(6)),)
    london = ShopCalendar((night,) * 7, zone="Europe/London")
    spring = at("2025-03-30T00:00", "Europe/London"), at("2025-03-31T00:00", "Europe/London")
    autumn = at("2025-10-26T00:00", "Europe/London"), at("2025-10-27T00:00", "Europe/London")
    assert business_seconds(london, *spring) == 5 * HOUR
    assert business_seconds(london, *autumn) == 7 * HOUR


def test_openings_inside_a_skipped_hour_never_count_twice() -> None:
    hours = ((time(1, 15), time(1, 45)), (time(2), time(3)))
    london = ShopCalendar((hours,) * 7, zone="Europe/London")
    whole = at("2025-03-30T00:00", "Europe/London"), at("2025-03-31T00:00", "Europe/London")
    assert business_seconds(london, *whole) <= HOUR


@pytest.mark.parametrize("span", [0, MINUTE])
def test_a_shop_that_never_opens_gives_a_sentence_not_a_deadline(span: int) -> None:
    with pytest.raises(UserError, match="opening hours"):
        due_at(SHUT, at("2025-03-03T11:00"), span)


def test_a_shop_with_special_hours_only_opens_on_those_days() -> None:
    fair = replace(SHUT, openings=(Opening(date(2025, 3, 9), DAY),))
    assert next_opening(fair, at("2025-03-01T00:00")) == at("2025-03-09T10:00")
    with pytest.raises(UserError):
        next_opening(fair, at("2025-03-10T00:00"))
    with pytest.raises(UserError):
        due_at(fair, at("2025-03-09T17:00"), 9 * HOUR)


@pytest.mark.no_cover
def test_a_deadline_further_than_a_century_is_refused() -> None:
    with pytest.raises(UserError):
        due_at(OFFICE, at("2025-03-03T11:00"), 110 * 366 * 24 * HOUR)


@pytest.mark.parametrize(
    "hours",
    [
        ((time(10), time(10)),),
        ((time(18), time(2)), (time(20), time(21))),
        ((time(18), time(2)), (time(3), time(4))),
        ((time(10), time(13)), (time(12), time(14))),
        ((time(14), time(16)), (time(10), time(12))),
        ((time(10), time(0)), (time(20), time(21))),
    ],
)
def test_openings_out_of_order_or_overlapping_are_refused(hours: tuple[Hours, ...]) -> None:
    with pytest.raises(UserError):
        ShopCalendar((hours, *((),) * 6))
    with pytest.raises(UserError):
        Opening(date(2025, 3, 3), hours)


def test_a_week_of_six_days_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(\)"):
        ShopCalendar(((),) * 6)


def test_a_clock_time_with_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="tzinfo"):
        Opening(date(2025, 3, 3), ((time(10, tzinfo=UTC), time(11, tzinfo=UTC)),))


def test_two_special_openings_for_one_day_are_refused() -> None:
    with pytest.raises(UserError):
        replace(OFFICE, openings=(Opening(date(2025, 3, 9), DAY), Opening(date(2025, 3, 9), ())))


@pytest.mark.parametrize("zone", ["Asia/Atlantis", "", "../etc/passwd", "Asia"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(UserError, match="time zone"):
        ShopCalendar(((),) * 7, zone=zone)


def test_a_closure_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(UserError):
        Closure(at("2025-03-03T11:00"), at("2025-03-03T11:00"))


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = at("2025-03-03T12:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="2025"):
        business_seconds(OFFICE, naive, at("2025-03-03T11:00"))
    with pytest.raises(ValueError, match="2025"):
        OFFICE.day_of(naive)


def test_a_negative_span_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        due_at(OFFICE, at("2025-03-03T11:00"), -1)


def _opening_times() -> st.SearchStrategy[tuple[Hours, ...]]:
    """Up to three openings in a day, some of them ending at midnight or in the night after."""
    quarters = st.lists(st.integers(0, 96), unique=True, max_size=6).map(sorted)
    days = quarters.map(
        lambda marks: tuple(
            (_clock(opens), _clock(closes))
            for opens, closes in zip(marks[::2], marks[1::2], strict=False)
        )
    )
    nights = st.tuples(st.integers(48, 95), st.integers(1, 47)).map(
        lambda night: ((_clock(night[0]), _clock(night[1])),)
    )
    return days | nights


def _clock(quarter: int) -> time:
    return time(quarter // 4 % 24, quarter % 4 * 15)


MOMENTS = st.datetimes(
    datetime.fromisoformat("2024-12-20"), datetime.fromisoformat("2025-04-10")
).map(lambda moment: moment.replace(microsecond=0, tzinfo=UTC))
STRETCHES = st.tuples(MOMENTS, st.integers(1, 5 * 24 * 60)).map(
    lambda pair: (pair[0], pair[0] + timedelta(minutes=pair[1]))
)
NEAR_DAYS = st.dates(date(2024, 12, 20), date(2025, 4, 10))
CALENDARS = st.builds(
    ShopCalendar,
    weekly=st.tuples(*[_opening_times()] * 6, st.just(DAY)),
    holidays=st.frozensets(NEAR_DAYS, max_size=5),
    closures=st.lists(STRETCHES, max_size=4).map(lambda some: tuple(Closure(*one) for one in some)),
    openings=st.dictionaries(NEAR_DAYS, _opening_times(), max_size=3).map(
        lambda some: tuple(Opening(day, hours) for day, hours in some.items())
    ),
    zone=st.sampled_from(["Asia/Hong_Kong", "Europe/London", "America/Sao_Paulo", "Asia/Kolkata"]),
)


@pytest.mark.no_cover
@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_business_time_is_additive(
    calendar: ShopCalendar, a: datetime, b: datetime, c: datetime
) -> None:
    whole = business_seconds(calendar, a, c)
    assert business_seconds(calendar, a, b) + business_seconds(calendar, b, c) == whole


@pytest.mark.no_cover
@given(CALENDARS, MOMENTS, st.integers(1, 10**7))
def test_a_deadline_has_exactly_its_span_of_business_time_before_it(
    calendar: ShopCalendar, start: datetime, span: int
) -> None:
    due = due_at(calendar, start, span)
    assert business_seconds(calendar, start, due) == span
    assert business_seconds(calendar, start, due - timedelta(seconds=1)) == span - 1


@pytest.mark.no_cover
@given(CALENDARS, MOMENTS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_longer_span_is_never_due_earlier(
    calendar: ShopCalendar, start: datetime, shorter: int, more: int
) -> None:
    assert due_at(calendar, start, shorter) <= due_at(calendar, start, shorter + more)


@pytest.mark.no_cover
@given(CALENDARS, MOMENTS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_later_start_is_never_due_earlier(
    calendar: ShopCalendar, start: datetime, later: int, span: int
) -> None:
    after = start + timedelta(seconds=later)
    assert due_at(calendar, start, span) <= due_at(calendar, after, span)


@pytest.mark.no_cover
@examples(30, 300)
@given(CALENDARS, MOMENTS, st.integers(0, 3 * 24 * 60))
def test_business_time_agrees_with_counting_minute_by_minute(
    calendar: ShopCalendar, start: datetime, length: int
) -> None:
    start, hongkong = start.replace(second=0), replace(calendar, zone="Asia/Hong_Kong")
    moments = [start + timedelta(minutes=count) for count in range(length)]
    counted = sum(_open_by_hand(hongkong, moment) for moment in moments)
    closed = replace(hongkong, closures=tuple(_whole_minutes(one) for one in hongkong.closures))
    end = start + timedelta(minutes=length)
    assert business_seconds(closed, start, end) == counted * MINUTE


def _whole_minutes(closure: Closure) -> Closure:
    return Closure(closure.start.replace(second=0), closure.end.replace(second=0))


def _open_by_hand(calendar: ShopCalendar, moment: datetime) -> bool:
    closures = [_whole_minutes(one) for one in calendar.closures]
    if any(one.start <= moment < one.end for one in closures):
        return False
    local = moment.astimezone(ZONE)
    clock = local.time()
    today, before = (calendar.hours(local.date() - timedelta(days=days)) for days in (0, 1))
    by_day = any(opens <= clock and (clock < closes or closes <= opens) for opens, closes in today)
    return by_day or any(clock < closes <= opens for opens, closes in before)


def test_a_day_is_open_unless_it_has_no_hours_or_is_closed_all_day() -> None:
    monday, saturday = date(2026, 10, 5), date(2026, 10, 10)
    typhoon = Closure(at("2026-10-05T00:00"), at("2026-10-06T00:00"), "Typhoon")
    morning = Closure(at("2026-10-05T10:00"), at("2026-10-05T12:00"), "Stocktaking")
    assert opens_on(OFFICE, monday)
    assert not opens_on(OFFICE, saturday)
    assert not opens_on(replace(OFFICE, closures=(typhoon,)), monday)
    assert opens_on(replace(OFFICE, closures=(morning,)), monday)
    assert opens_on(replace(OFFICE, openings=(Opening(saturday, DAY),)), saturday)


CHANGED = date(2026, 10, 5)  # a Monday
SHORTER = ShopCalendar(
    weekly=(((time(12), time(16)),),) * 7,
    earlier=(
        EarlierHours(date(2026, 9, 7), PlannedHours(((),) * 7)),
        EarlierHours(CHANGED, PlannedHours((DAY,) * 5 + ((), ()), frozenset({date(2026, 10, 1)}))),
    ),
)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 9, 6), ()),
        (date(2026, 9, 7), DAY),
        (date(2026, 10, 1), ()),
        (date(2026, 10, 2), DAY),
        (date(2026, 10, 3), ()),
        (CHANGED, ((time(12), time(16)),)),
        (date(2027, 10, 1), ((time(12), time(16)),)),
    ],
)
def test_a_day_keeps_the_hours_that_held_on_it(day: date, hours: tuple[Hours, ...]) -> None:
    assert SHORTER.hours(day) == hours


def test_time_runs_by_the_hours_of_each_day() -> None:
    friday, monday = at("2026-10-02T00:00"), at("2026-10-06T00:00")
    own = business_seconds(OFFICE, friday, at("2026-10-05T00:00"))
    assert business_seconds(SHORTER, friday, monday) == own + 4 * 3600
    assert due_at(SHORTER, friday, own + 3600) == at("2026-10-05T13:00")


def test_a_shop_shut_for_good_still_has_its_open_past() -> None:
    shut = ShopCalendar(((),) * 7, earlier=(EarlierHours(CHANGED, PlannedHours((DAY,) * 7)),))
    assert due_at(shut, at("2026-10-04T00:00"), 60) == at("2026-10-04T10:01")
    with pytest.raises(UserError):
        due_at(shut, at("2026-10-05T00:00"), 60)
