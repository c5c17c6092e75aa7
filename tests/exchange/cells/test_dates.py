"""Dates as people write them, and the proof of their order."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.imports.fields import FIELDS, ImportKind
from csq_desktop.domain.imports.plans import DateOrder
from csq_desktop.domain.imports.rows import Plain, Reason
from csq_desktop.exchange.cells import dates
from csq_desktop.exchange.cells.dates import clock_seconds, day_of, moment_of, prove_order
from csq_desktop.exchange.cells.moments import MomentReader, MomentTables
from csq_desktop.exchange.cells.unreadable import Unreadable

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
NEW_YORK = ZoneInfo("America/New_York")
MDY, DMY, YMD = DateOrder.MDY, DateOrder.DMY, DateOrder.YMD
FIELD = {field.key: field for field in FIELDS[ImportKind.COMPLAINTS]}
DAY = date(2026, 11, 22)


def at(text: str, zone: ZoneInfo = HONG_KONG) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22", "2026/11/22", "2026.11.22", "20261122", "2026年11月22日", "2026年11月22號",
        "2026 年 11 月 22 日", "26年11月22日", "22 Nov 2026", "22-Nov-26", "22nd November, 2026",
        "Nov 22, 2026", "November 22nd 2026", "Sunday, 22 Nov 2026", "２０２６年１１月２２日",
        "2026年11月22日 (星期日)", "2026年11月22日星期日", "46348",
        "民國115年11月22日", "中華民國 115 年 11 月 22 日", "民国115/11/22", "115年11月22日",
        "46348.75", "22nov2026",
    ],
)  # fmt: skip
def test_a_date_that_says_its_order_needs_none(text: str) -> None:
    assert day_of(text, None) == DAY


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("22/11/2026", DMY), ("11/22/2026", MDY), ("22.11.2026", DMY), ("22-11-26", DMY),
        ("22 11 2026", DMY), ("22 / 11 / 2026", DMY), ("26/11/22", YMD), ("22/11/26", DMY),
        ("11/22/26", MDY), ("22/11/2026 18:05", DMY),
    ],
)  # fmt: skip
def test_a_numbered_date_is_read_in_its_order(text: str, order: DateOrder) -> None:
    assert day_of(text, order) == DAY


def test_a_date_that_only_one_order_fits_needs_none() -> None:
    assert day_of("22/11/2026", None) == DAY
    assert day_of("11/22/2026", None) == DAY


@pytest.mark.parametrize(
    ("text", "order", "why"),
    [
        ("04/05/2026", None, dates.ORDER_UNKNOWN),
        ("31/02/2026", DMY, dates.NOT_A_DATE),
        ("22/11/2026", MDY, dates.NOT_A_DATE),
        ("31/31/2026", None, dates.NOT_A_DATE),
        ("2026-13-01", None, dates.NOT_A_DATE),
        ("2026年2月30日", None, dates.NOT_A_DATE),
        ("30 Feb 2026", None, dates.NOT_A_DATE),
        ("Feb 30, 2026", None, dates.NOT_A_DATE),
        ("soon", None, dates.NOT_A_DATE),
        ("1/2/345", DMY, dates.NOT_A_DATE),
        ("1/2-2026", DMY, dates.NOT_A_DATE),
        ("x" * 100, None, dates.NOT_A_DATE),
        ("115/11/22", None, dates.NOT_A_DATE),
        ("0126-11-22", None, dates.FAR_YEAR),
        ("2226-11-22", None, dates.FAR_YEAR),
    ],
)
def test_what_is_no_date_is_not_guessed_at(text: str, order: DateOrder | None, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        day_of(text, order)
    assert refused.value.text == why


@pytest.mark.parametrize(
    ("year", "full"), [("68", 2068), ("69", 1969), ("00", 2000), ("99", 1999), ("2026", 2026)]
)
def test_a_year_of_two_digits_turns_at_1969(year: str, full: int) -> None:
    assert dates.full_year(year) == full


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("2026-11-22 18:05", "2026-11-22 18:05"),
        ("2026-11-22T18:05:06", "2026-11-22 18:05:06"),
        ("2026-11-22 18:05:06.789", "2026-11-22 18:05:06"),
        ("11/22/2026 06:05:06 PM", "2026-11-22 18:05:06"),
        ("11/22/2026 12:05 AM", "2026-11-22 00:05"),
        ("11/22/2026 12:05pm", "2026-11-22 12:05"),
        ("11/22/2026 6:05 p.m.", "2026-11-22 18:05"),
        ("2026年11月22日 下午6:05", "2026-11-22 18:05"),
        ("2026年11月22日上午 6時05分", "2026-11-22 06:05"),
        ("2026年11月22日 中午12:05", "2026-11-22 12:05"),
        ("2026年11月22日 晚上11点05分06秒", "2026-11-22 23:05:06"),
        ("22 Nov 2026, 18:05", "2026-11-22 18:05"),
        ("2026-11-22 24:00", "2026-11-23 00:00"),
        ("2026-11-22", "2026-11-22 00:00"),
        ("46348.75", "2026-11-22 18:00"),
        ("20261122180506", "2026-11-22 18:05:06"),
        ("20261122 1805", "2026-11-22 18:05"),
        ("20261122T180506", "2026-11-22 18:05:06"),
        ("中華民國115年11月22日 下午6時5分", "2026-11-22 18:05"),
        ("2026年11月22日 下午 6 時 05 分 6 秒", "2026-11-22 18:05:06"),
        ("46348", "2026-11-22 00:00"),
    ],
)
def test_a_moment_is_read_in_the_shops_zone(text: str, wall: str) -> None:
    assert moment_of(text, MDY, HONG_KONG) == at(wall)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-22T18:05:06Z", "2026-11-22T18:05:06+00:00"),
        ("2026-11-22 18:05:06 UTC", "2026-11-22T18:05:06+00:00"),
        ("2026-11-22T18:05:06+0800", "2026-11-22T10:05:06+00:00"),
        ("2026-11-22T18:05:06-05:30", "2026-11-22T23:35:06+00:00"),
        ("2026-11-22T18:05:06+14:00", "2026-11-22T04:05:06+00:00"),
    ],
)
def test_a_moment_that_names_its_zone_keeps_to_it(text: str, utc: str) -> None:
    assert moment_of(text, None, HONG_KONG) == int(datetime.fromisoformat(utc).timestamp())


@pytest.mark.parametrize(
    "text",
    ["2026-11-22 25:00", "2026-11-22 24:01", "2026-11-22 18:60", "2026-11-22 13:05 PM",
     "2026-11-22 18:05:61", "2026-11-22 evening", "18:05",
     "2026-11-22T10:00+25:00", "2026-11-22T10:00-14:30", "2026-11-22T10:00+0860"],
)  # fmt: skip
def test_what_is_no_time_is_not_guessed_at(text: str) -> None:
    with pytest.raises(Unreadable):
        moment_of(text, DMY, HONG_KONG)


def test_a_deadline_without_a_time_ends_its_day() -> None:
    assert moment_of("2026-11-22", None, HONG_KONG, ends_day=True) == at("2026-11-22 23:59:59")


def test_a_time_of_day_alone_is_read() -> None:
    assert clock_seconds("18:05") == 65100
    for text in ("18:05 Z", "late"):
        with pytest.raises(Unreadable):
            clock_seconds(text)


@pytest.mark.parametrize(
    ("cells", "order", "because"),
    [
        (["04/05/2026", "13/05/2026"], DMY, "13/05/2026"),
        (["04/05/2026 10:00", "04/25/2026 10:00"], MDY, "04/25/2026"),
        (["22/11/26", "45/11/22", "46/01/02"], YMD, "45/11/22"),
        (["11/26/22", "11/12/13"], MDY, "11/26/22"),
        (["04/05/2026", "99/99/2026", "soon", "13/05/2026", "31/02/2026"], DMY, "13/05/2026"),
        (["", "2026-01-02", "25/12/2026"], DMY, "25/12/2026"),
    ],
)
def test_one_date_above_twelve_proves_the_order(
    cells: list[str], order: DateOrder, because: str
) -> None:
    proof = prove_order(cells)
    assert (proof.needed, proof.order, proof.because) == (True, order, because)


def test_dates_that_fit_two_orders_must_be_asked_about() -> None:
    proof = prove_order(["04/05/2026", "05/05/2026", "06/05/2026"])
    assert (proof.needed, proof.order, proof.likely) == (True, None, DMY)
    assert prove_order(["05/04/2026", "05/05/2026", "05/06/2026"]).likely is MDY


def test_two_orders_in_one_column_prove_nothing() -> None:
    proof = prove_order(["13/05/2026", "05/13/2026"])
    assert (proof.needed, proof.order, proof.against) == (True, None, "05/13/2026")


def test_dates_that_say_their_order_need_no_proof() -> None:
    assert not prove_order(["2026-01-02", "2 Jan 2026", "", "soon", "20260102"]).needed


@given(
    st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1),
    st.sampled_from([MDY, DMY]),
)
def test_a_proved_order_is_never_wrong(days: list[date], order: DateOrder) -> None:
    pattern = "%m/%d/%Y" if order is MDY else "%d/%m/%Y"
    proof = prove_order([day.strftime(pattern) for day in days])
    assert proof.order in (order, None)
    assert (proof.order is None) == all(day.day <= 12 for day in days)


def read(
    cells: list[str],
    order: DateOrder | None = MDY,
    zone: ZoneInfo = HONG_KONG,
    key: str = "received_at",
) -> tuple[list[Plain], dict[int, Reason]]:
    reader = MomentReader(FIELD[key], MomentTables(order, zone))
    return reader.read(cells)


FIRST, LAST = datetime.fromisoformat("1970-01-02"), datetime.fromisoformat("2068-12-30")
LAYOUTS = [
    "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M", "%Y/%m/%d %I:%M%p", "%m-%d-%Y %I:%M %p", "%d %b %Y %H:%M", "%Y%m%d %H:%M:%S",
    "%m/%d/%y %H:%M:%S", "%Y年%m月%d日 %H:%M",
]  # fmt: skip


@given(
    st.lists(
        st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(microsecond=0)),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(LAYOUTS),
    st.sampled_from([HONG_KONG, NEW_YORK]),
)
def test_the_quick_way_reads_what_the_slow_way_reads(
    moments: list[datetime], layout: str, zone: ZoneInfo
) -> None:
    cells = [moment.strftime(layout) for moment in moments]
    if "%S" not in layout:
        moments = [moment.replace(second=0) for moment in moments]
    wanted = [int(moment.replace(tzinfo=zone).timestamp()) for moment in moments]
    assert [moment_of(cell, MDY, zone) for cell in cells] == wanted
    assert read(cells, zone=zone) == (wanted, {})


def test_empty_cells_and_words_for_nothing_are_no_moment() -> None:
    cells = ["11/22/2026 06:05:06 PM", "", " ", "-", "N/A", "無", "11/22/2026 06:05:07 PM"]
    seconds, reasons = read(cells)
    assert seconds == [at("2026-11-22 18:05:06"), *[None] * 5, at("2026-11-22 18:05:07")]
    assert reasons == {}


def test_cells_that_break_the_pattern_are_read_one_by_one() -> None:
    cells = [
        "11/22/2026 06:05:06 PM",
        "11/22/2026 18:05:06",
        "1/2/2026 6:05:06 PM",
        "2026-11-22T18:05:06Z",
        "11/22/2026 06:05:06 XM",
        "11/22/2026 16:05:06 PM",
        "11-22/2026 06:05:06 PM",
        "13/22/2026 06:05:06 PM",
        "11/22/2026 06:65:06 PM",
        "11/22/2126 06:05:06 PM",
        "11/22/2026 06:05:06 下午"[:22],
        "x1/22/2026 06:05:06 PM",
    ]
    seconds, reasons = read(cells)
    assert seconds[:4] == [
        at("2026-11-22 18:05:06"),
        at("2026-11-22 18:05:06"),
        at("2026-01-02 18:05:06"),
        int(datetime(2026, 11, 22, 18, 5, 6, tzinfo=UTC).timestamp()),
    ]
    assert sorted(reasons) == [4, 5, 6, 7, 8, 9, 11]
    assert seconds[10] == at("2026-11-22 18:05:06")


def test_a_second_chunk_knows_the_days_of_the_first() -> None:
    reader = MomentReader(FIELD["received_at"], MomentTables(MDY, HONG_KONG))
    for _ in range(2):
        assert reader.read(["11/22/2026 18:05"]) == ([at("2026-11-22 18:05")], {})


def test_plain_hours_beyond_the_day_are_not_read() -> None:
    seconds, reasons = read(["2026-11-22 18:05", "2026-11-22 25:05", "2026-11-22 24:00"])
    assert seconds == [at("2026-11-22 18:05"), None, at("2026-11-23 00:00")]
    assert list(reasons) == [1]


def test_the_day_on_which_clocks_change_is_read_exactly() -> None:
    cells = ["03/08/2026 01:30:00 AM", "03/08/2026 03:30:00 AM", "11/01/2026 11:00:00 PM"]
    (night, morning, evening), _ = read(cells, zone=NEW_YORK)
    assert isinstance(night, int)
    assert morning == night + 3600
    assert evening == at("2026-11-01 23:00:00", NEW_YORK)


def test_a_column_of_days_only_ends_each_day_for_a_deadline() -> None:
    cells = ["22/11/2026", "", "1/12/2026 09:00"]
    seconds, _ = read(cells, order=DMY, key="resolve_due_at")
    assert seconds == [at("2026-11-22 23:59:59"), None, at("2026-12-01 09:00")]
    assert read(cells, order=DMY)[0][0] == at("2026-11-22 00:00:00")


def test_a_pattern_in_digits_of_another_script_is_read_slowly() -> None:
    assert read(["２０２６-11-22 18:05"], order=None)[0] == [at("2026-11-22 18:05")]


def test_memory_stays_small_over_endless_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csq_desktop.exchange.cells.moments.REMEMBERED", 100)
    tables = MomentTables(DMY, HONG_KONG)
    reader = MomentReader(FIELD["received_at"], tables)
    first = date(2000, 1, 1)
    for month in range(20):
        days = [first + timedelta(days=31 * month + n) for n in range(31)]
        seconds, _ = reader.read([day.strftime("%d/%m/%y") for day in days])
        assert seconds[0] == at(f"{days[0]} 00:00")
    assert len(tables.days) < 200
