"""How dates, counts, shares, money and spans are written."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.words import wording
from csq_desktop.domain.words.wording import UNKNOWN, digits_apart, digits_of
from csq_desktop.texts import LANGUAGES, set_language, speaking

DAY = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)  # 18:42 in Hong Kong
LATE = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # already the 23rd in Hong Kong
DATES = {
    "en": ("22 Nov 2026", "22 Nov", "Sunday", "November 2026", "November", "Nov"),
    "zh_HK": ("2026年11月22日", "11月22日", "星期日", "2026年11月", "11月", "11月"),
    "zh_CN": ("2026年11月22日", "11月22日", "星期日", "2026年11月", "11月", "11月"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_days_and_months_are_written_as_the_language_does(code: str) -> None:
    set_language(code)
    month = Month.of(DAY)
    written = (
        wording.date_text(DAY),
        wording.short_date_text(DAY),
        wording.weekday_text(DAY),
        wording.month_text(month),
        wording.month_name(month),
        wording.short_month_text(month),
    )
    assert written == DATES[code]


def test_a_moment_is_told_in_the_shops_zone() -> None:
    assert wording.clock_text(EVENING) == "18:42"
    assert wording.moment_text(EVENING) == "22 Nov 2026 18:42"
    assert wording.moment_text(LATE) == "23 Nov 2026 00:30"
    assert wording.moment_text(EVENING, ZoneInfo("Europe/London")) == "22 Nov 2026 10:42"


@pytest.mark.parametrize(
    ("today", "shown"),
    [(DAY, "18:42"), (date(2026, 3, 1), "22 Nov 18:42"), (date(2027, 1, 1), "22 Nov 2026")],
)
def test_a_moment_is_shorter_the_nearer_it_is(today: date, shown: str) -> None:
    assert wording.short_moment_text(EVENING, today) == shown


@pytest.mark.parametrize(
    "shown",
    [
        wording.date_text(None),
        wording.moment_text(None),
        wording.number_text(None),
        wording.percent_text(None),
        wording.points_text(None),
        wording.interval_text(None, 0.5),
        wording.interval_text(0.5, None),
        wording.money_text(None),
    ],
)
def test_what_is_not_known_is_a_dash(shown: str) -> None:
    assert shown == UNKNOWN


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (999, "999"), (1_252_000, "1,252,000")])
def test_thousands_stand_apart(count: int, shown: str) -> None:
    assert wording.count_text(count) == shown


@pytest.mark.parametrize(
    ("number", "digits", "shown"),
    [
        (1252.26, 1, "1,252.3"),
        (-3.5, 1, "−3.5"),
        (-0.04, 1, "0.0"),
        (-0.04, 2, "−0.04"),
        (2, 0, "2"),
    ],
)
def test_a_number_is_rounded_and_never_minus_nothing(
    number: float, digits: int, shown: str
) -> None:
    assert wording.number_text(number, digits) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(0.9615, "96.2%"), (0, "0.0%"), (1, "100.0%"), (-0.0001, "0.0%")]
)
def test_a_share_is_written_in_percent(share: float, shown: str) -> None:
    assert wording.percent_text(share) == shown


@pytest.mark.parametrize(
    ("change", "shown"),
    [(0.021, "+2.1"), (-0.021, "−2.1"), (0, "0.0"), (0.0001, "0.0"), (-0.0001, "0.0")],
)
def test_a_change_of_shares_has_its_sign_only_when_it_shows(change: float, shown: str) -> None:
    assert wording.points_text(change) == f"{shown} points"


def test_an_interval_has_both_ends_and_one_unit() -> None:
    assert wording.interval_text(0.9503, 0.971) == "95.0–97.1%"
    assert wording.interval_text(0.9503, 0.971, digits=0) == "95–97%"


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (123_450, "HK$1,234.50"),
        (123_400, "HK$1,234"),
        (5, "HK$0.05"),
        (0, "HK$0"),
        (-2_000, "−HK$20"),
    ],
)
def test_money_is_whole_dollars_unless_there_are_cents(cents: int, shown: str) -> None:
    assert wording.money_text(cents) == shown


@given(st.integers(-(10**12), 10**12))
def test_money_reads_back_to_the_cent(cents: int) -> None:
    shown = wording.money_text(cents).replace("−", "-").replace("HK$", "").replace(",", "")
    assert round(float(shown) * 100) == cents


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(0), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=20), "20 min"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=2, hours=4, minutes=59), "2 d 4 h"),
        (timedelta(days=2, minutes=5), "2 d 5 min"),
        (-timedelta(hours=5), "5 h"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(span: timedelta, shown: str) -> None:
    assert wording.duration_text(span.total_seconds()) == shown


def test_a_span_is_told_in_chinese() -> None:
    with speaking("zh_HK"):
        assert wording.duration_text(timedelta(days=2, hours=4).total_seconds()) == "2 日 4 小時"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "1 KB"),
        (1_400, "1 KB"),
        (52_300, "52 KB"),
        (1_000_000, "1.0 MB"),
        (34_488_000, "34.5 MB"),
    ],
)
def test_a_files_size_is_told_in_kb_or_mb(size: int, shown: str) -> None:
    assert wording.file_size_text(size) == shown


@pytest.mark.parametrize(
    ("value", "target", "digits"),
    [
        (96.2, 95.0, 1),
        (95.0, 95.0, 1),
        (0.57 * 100, 57.0, 1),
        (57.0, 0.57 * 100, 1),
        (96.951, 97.0, 2),
        (96.9996, 97.0, 4),
        (1.03, 1.0, 2),
        (95.46, 95.5, 2),
        (96.99999999, 97.0, 6),
    ],
)
def test_a_value_has_the_decimals_that_show_its_side_of_a_target(
    value: float, target: float, digits: int
) -> None:
    assert digits_apart(value, target) == digits


@given(st.floats(0, 100), st.integers(0, 1000))
def test_rounding_never_turns_a_verdict(value: float, tenths: int) -> None:
    target = tenths / 10
    written = float(f"{value:.{digits_apart(value, target)}f}")
    if abs(value - target) > 1e-6:
        assert (written >= target) == (value >= target)


@pytest.mark.parametrize(("value", "digits"), [(95.0, 0), (95.5, 1), (97.25, 2), (1 / 3, 4)])
def test_a_number_is_written_whole(value: float, digits: int) -> None:
    assert digits_of(value) == digits


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (0.5, "30 min"),
        (3.7, "3 h"),
        (11.9, "11 h"),
        (12, "1 business day"),
        (66, "5 business days"),
    ],
)
def test_business_time_is_never_cut_into_days_of_24_hours(hours: float, shown: str) -> None:
    assert wording.business_text(round(hours * 3600), 12 * 3600) == shown


def test_business_days_are_told_in_chinese() -> None:
    with speaking("zh_HK"):
        assert wording.business_text(66 * 3600, 12 * 3600) == "5 個營業日"


def test_sentences_stand_one_behind_the_other_as_the_language_sets_them() -> None:
    assert wording.paragraph(("One.", "", "Two.")) == "One. Two."
    with speaking("zh_HK"):
        assert wording.paragraph(("一。", "二。")) == "一。二。"
    assert wording.paragraph(()) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The till  was\nshut", "The till was shut"),
        ("The till was shut, and nobody came", "The till was shut…"),
        (
            "收銀處關閉，沒有人來，顧客等了很久很久才有人應",
            "收銀處關閉，沒有人來，顧客等了很久很久…",
        ),
    ],
)
def test_a_long_text_is_cut_after_a_word(text: str, line: str) -> None:
    assert wording.shortened(text, 20) == line


def test_of_many_things_the_first_are_listed_and_the_rest_counted() -> None:
    assert wording.listed(["a", "b"]) == "a; b"
    assert wording.listed("abcde") == "a; b; c; 2 more"


@pytest.mark.parametrize(
    ("ends", "written"),
    [
        ((-0.2226, 0.0858), ("−22.3", "+8.6")),
        ((-0.2226, -0.0003), ("−22.26", "−0.03")),
        ((0.0004, 0.1), ("+0.04", "+10.00")),
        ((0.0, 0.1), ("0.0", "+10.0")),
    ],
)
def test_the_ends_of_a_change_stand_on_their_side_of_nothing(
    ends: tuple[float, float], written: tuple[str, str]
) -> None:
    assert wording.change_ends(*ends) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("The till was shut ", "The till was shut."),
        ("He asked “why?”", "He asked “why?”"),
        ("One till (of two)", "One till (of two)."),
        ("收銀機故障。", "收銀機故障。"),
        ("", ""),
    ],
)
def test_what_a_person_wrote_ends_as_a_sentence(text: str, written: str) -> None:
    assert wording.sentence(text) == written
    with speaking("zh_HK"):
        assert wording.sentence("收銀機故障") == "收銀機故障。"
