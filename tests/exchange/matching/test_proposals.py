"""Headings and cells together propose which column is which."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder
from csq_desktop.exchange.matching.headings import plain_heading
from csq_desktop.exchange.matching.name_parts import half_names
from csq_desktop.exchange.matching.proposals import (
    Proposal,
    lost_zeros,
    match_columns,
    propose,
)
from csq_desktop.exchange.reading.opening import open_table
from csq_desktop.texts import LANGUAGES, speaking, trc
from tests.exchange.made_files import Rows, csv_file, xlsx_file

COMPLAINT_ROWS = [
    ["ServiceRequestNum", "SRType", "MethodReceived", "CreatedDate", "SRStatus", "DueDate",
     "CloseDate", "Agency", "ZipCode", "Outcome"],
    ["18-1", "Dirty Alley", "Phone", "04/12/2018 11:11:26 AM", "Closed", "04/13/2018 11:11:26 AM",
     "04/12/2018 12:45:47 PM", "Waste", "21215", ""],
    ["18-2", "Rats", "API", "11/13/2018 01:06:56 PM", "Closed (Duplicate)", "",
     "11/13/2018 01:07:16 PM", "Waste", "21223", ""],
]  # fmt: skip
CUSTOMER_ROWS = [
    ["會員編號", "姓名", "流動電話", "電郵地址", "地址", "同意推廣", "入會日期", "備註"],
    ["C001", "陳大文", "9123 4567", "may@example.com", "灣仔軒尼詩道1號", "是", "2020-01-02", "x"],
]
SIMPLIFIED_ROWS = [
    ["投诉编号", "投诉时间", "渠道", "投诉类别", "投诉内容", "关闭日期", "会员编号"],
    ["T1", "2026-11-20 09:00", "电话", "服务", "等了很长时间", "2026-11-21", "C001"],
]


def proposed(
    tmp_path: Path,
    rows: Rows,
    kind: ImportKind,
    listed: Mapping[str, Mapping[str, str]] | None = None,
) -> Proposal:
    return propose(open_table(csv_file(tmp_path / "a.csv", rows)), kind, listed)


def test_a_service_request_log_is_matched_to_complaints(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, COMPLAINT_ROWS, ImportKind.COMPLAINTS)
    assert proposal.mapping.columns == {
        "ServiceRequestNum": "their_reference",
        "SRType": "category",
        "MethodReceived": "channel",
        "CreatedDate": "received_at",
        "SRStatus": "status",
        "DueDate": "resolve_due_at",
        "CloseDate": "closed_at",
        "Agency": "touch_point",
        "Outcome": "finding",
    }
    assert proposal.mapping.date_order is DateOrder.MDY
    assert proposal.order.because.startswith(("04/13", "11/13"))
    assert proposal.mapping.values == {
        "channel": {"Phone": "telephone", "API": "web"},
        "status": {"Closed": "closed", "Closed (Duplicate)": "closed"},
    }
    assert proposal.mapping.constants == {"severity": "medium"}
    assert proposal.mapping.new_words == ("category", "touch_point")
    assert proposal.mapping.unique_by == "their_reference"


def test_chinese_headings_are_matched(tmp_path: Path) -> None:
    customers = proposed(tmp_path, CUSTOMER_ROWS, ImportKind.CUSTOMERS).mapping
    assert list(customers.columns.values()) == [
        "reference", "name", "phone", "email", "address", "consent_marketing", "first_seen", "note",
    ]  # fmt: skip
    assert customers.unique_by == "reference"
    complaints = proposed(tmp_path, SIMPLIFIED_ROWS, ImportKind.COMPLAINTS).mapping
    assert list(complaints.columns.values()) == [
        "their_reference", "received_at", "channel", "category", "words", "closed_at",
        "customer_reference",
    ]  # fmt: skip


def test_counts_are_matched_and_told_apart_by_pledge_and_day(tmp_path: Path) -> None:
    rows: Rows = [
        ["Pledge", "Date", "Met", "Not met", "Excluded", "Remark"],
        ["P1", "20/11/2026", 5, 1, 0, ""],
    ]
    proposal = proposed(
        tmp_path, rows, ImportKind.PLEDGE_COUNTS, listed={"pledge_code": {"P1": "p1"}}
    )
    assert proposal.mapping.columns == {
        "Pledge": "pledge_code", "Date": "day", "Met": "met", "Not met": "missed",
        "Excluded": "excluded", "Remark": "reason",
    }  # fmt: skip
    assert proposal.mapping.unique_by == "pledge_code+day"
    assert proposal.mapping.values == {"pledge_code": {"P1": "p1"}}
    assert proposal.mapping.new_words == ()


def test_cells_speak_against_a_heading() -> None:
    cells = {"Date": ["red", "blue"], "Phone": ["x", "y"], "Colour": ["2026-01-02", "2026-01-03"]}
    assert match_columns(ImportKind.CUSTOMERS, cells) == ()


def test_a_column_of_the_very_name_is_the_field_even_with_wrong_cells() -> None:
    cells = {"Email": ["may@example.com", "none", "-"], "Home phones": ["91234567", "none", "-"]}
    assert [guess[:2] for guess in match_columns(ImportKind.CUSTOMERS, cells)] == [
        ("Email", "email")
    ]


def test_cells_alone_tell_an_email_address() -> None:
    (guess,) = match_columns(ImportKind.CUSTOMERS, {"Kontakt": ["may@example.com"]})
    assert (guess.key, guess.score) == ("email", 80)


def test_an_empty_column_is_matched_only_by_a_very_good_heading() -> None:
    keys = {
        one.column: one.key
        for one in match_columns(ImportKind.CUSTOMERS, {"Phone": [""], "Phones no": []})
    }
    assert keys == {"Phone": "phone"}


def test_a_column_of_nearly_different_words_is_no_list() -> None:
    words = [f"word {n}" for n in range(50)]
    found = match_columns(ImportKind.COMPLAINTS, {"Category of the thing": words})
    assert [one.key for one in found] == []


def test_each_column_and_field_is_used_once() -> None:
    found = match_columns(
        ImportKind.CUSTOMERS, {"Name": ["May"], "Customer name": ["May"], "Full name": ["x"]}
    )
    assert [one.key for one in found].count("name") == 1
    assert len({one.column for one in found}) == len(found)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("ServiceRequestNum", "service request num"),
        ("SRType", "sr type"),
        ("customer_no.", "customer no"),
        ("Customer #", "customer no"),
        ("# Orders", "# orders"),
        ("Ｐｈｏｎｅ", "phone"),
        ("電話（手機）", "電話 手機"),
    ],
)
def test_a_heading_is_taken_apart_into_words(name: str, plain: str) -> None:
    assert plain_heading(name) == plain


def test_an_order_the_dates_do_not_prove_is_left_open(tmp_path: Path) -> None:
    rows: Rows = [["No", "Received"], *([n, f"0{n}/05/2026"] for n in range(1, 9))]
    proposal = proposed(tmp_path, rows, ImportKind.COMPLAINTS)
    assert (proposal.order.needed, proposal.order.order) == (True, None)
    assert proposal.order.likely is DateOrder.DMY
    assert proposal.mapping.date_order is None


def test_a_date_far_down_proves_the_order(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Received"],
        *([n, "04/05/2026"] for n in range(5000)),
        ["x", "13/05/2026"],
    ]
    assert proposed(tmp_path, rows, ImportKind.COMPLAINTS).order.order is DateOrder.DMY


def test_two_orders_in_two_columns_are_told(tmp_path: Path) -> None:
    rows = [["Received", "Closed"], ["13/05/2026", "05/14/2026"]]
    order = proposed(tmp_path, rows, ImportKind.COMPLAINTS).order
    assert (order.order, order.against) == (None, "05/14/2026")


def test_a_file_without_dates_needs_no_order(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, [["Name"], ["May"]], ImportKind.CUSTOMERS)
    assert not proposal.order.needed
    assert proposal.mapping.unique_by == ""


@pytest.mark.parametrize(
    ("head", "unique_by"),
    [
        (["Name", "Phone", "Email"], ""),
        (["Phone", "Marketing consent"], "phone"),
        (["Member No", "Name", "Phone"], "reference"),
    ],
)
def test_a_shared_telephone_tells_no_people_apart(
    tmp_path: Path, head: list[str], unique_by: str
) -> None:
    """A row under another name would rename whoever has the number here."""
    rows = [head, ["91234567"] * len(head)]
    assert proposed(tmp_path, rows, ImportKind.CUSTOMERS).mapping.unique_by == unique_by


def test_a_sheet_is_remembered_only_where_there_are_several(tmp_path: Path) -> None:
    one = open_table(xlsx_file(tmp_path / "a.xlsx", {"S": CUSTOMER_ROWS}))
    two = open_table(xlsx_file(tmp_path / "b.xlsx", {"S": CUSTOMER_ROWS, "T": [["x"], ["y"]]}))
    assert propose(one, ImportKind.CUSTOMERS).mapping.sheet is None
    proposal = propose(two, ImportKind.CUSTOMERS)
    assert proposal.mapping.sheet == "S"
    assert proposal.notes == ("Only the sheet “S” is read.",)


POSTCODES = ["42420", "90036", "33311", "10024", "28027", "2038", "98103", "76106"]


@pytest.mark.parametrize(
    ("column", "lost"),
    [
        (POSTCODES, True),
        ([*POSTCODES, "02138"], False),
        (["42420", "90036"], False),
        (["1", "22", "333", "4444"], False),
        (["42420", "9003x"], False),
        (["", " "], False),
        (["123", "123", "123", "123", "12"], False),
    ],
)
def test_numbers_that_lost_their_zeros_are_told(column: list[str], lost: bool) -> None:
    notes = lost_zeros({"Postal Code": column})
    assert bool(notes) is lost
    assert all("“Postal Code”" in note for note in notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_columns_of_the_window_where_counts_are_entered_are_recognised(
    tmp_path: Path, language: str
) -> None:
    with speaking(language):
        headings = [trc("counts", text) for text in ("Met", "Not met", "Over maximum", "Excluded")]
        reason = trc("counts", "Reason for excluding")
    head = ["pledge", "date", *headings, reason]
    rows = [head, ["TILL", "2026-10-05", "40", "2", "1", "3", "power cut"]]
    columns = proposed(tmp_path, rows, ImportKind.PLEDGE_COUNTS).mapping.columns
    fields = ("met", "missed", "over_maximum", "excluded", "reason")
    assert [columns.get(heading) for heading in (*headings, reason)] == list(fields)


STATES = ["Illinois", "Georgia", "Indiana", "Ohio", "Maryland"]


def test_a_column_only_called_like_a_field_is_not_proposed_and_the_reason_is_told(
    tmp_path: Path,
) -> None:
    rows = [["Date", "State", "Outcome"], *(["2026-01-02", state, "upheld"] for state in STATES)]
    proposal = proposed(tmp_path, rows, ImportKind.COMPLAINTS)
    assert proposal.mapping.columns == {"Date": "received_at", "Outcome": "finding"}
    assert proposal.notes == (
        "“State” is not matched to “Status”: its cells, such as “Illinois”, do not fit.",
    )


@pytest.mark.parametrize(
    ("heading", "cells", "key"),
    [
        ("State", ["Open", "Closed", "處理中"], "status"),
        ("State", ["Open", "Closed", "Escalated", "Waiting"], "status"),
        ("State", STATES, None),
        ("Case status", ["Open", "Escalated", "Waiting", "On hold"], None),
        ("Severity", ["1", "2", "3"], "severity"),
        ("Priority", ["red", "blue"], None),
        ("Received date", ["yesterday", "soon"], None),
        ("Received", ["13/05/2026", "soon", "-"], "received_at"),
        ("Amount paid", ["12.50", "HK$3"], "remedy_amount"),
        ("Amount paid", ["voucher", "none"], None),
    ],
)
def test_the_cells_decide_whether_a_column_is_what_it_is_called(
    heading: str, cells: list[str], key: str | None
) -> None:
    keys = [guess.key for guess in match_columns(ImportKind.COMPLAINTS, {heading: cells})]
    assert keys == ([key] if key else [])


def test_no_cell_is_shown_of_a_file_that_names_people(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, [["Name", "Phone"], ["May", "Lee"]], ImportKind.CUSTOMERS)
    assert proposal.notes == ("“Phone” is not matched to “Telephone”: its cells do not fit.",)


@pytest.mark.parametrize("heads", ["First Name,Last Name", "名,姓氏"])
def test_a_name_in_two_columns_is_told_to_be_taken_in_by_halves(tmp_path: Path, heads: str) -> None:
    """A column called like a name is matched; what stands beside it would go without a word."""
    path = tmp_path / "a.csv"
    path.write_text(f"Phone,{heads}\n91234567,Kit,Lee\n")
    table = open_table(path)
    notes = half_names({heads.partition(",")[0]: "name"}, table.columns)
    assert "is only a part of the name" in "".join(notes)
    assert half_names({"Phone": "phone"}, table.columns) == ()


def test_halves_of_names_are_told_with_the_proposal(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Surname,First Name\nLee,Kit\n")
    notes = propose(open_table(path), ImportKind.CUSTOMERS).notes
    assert ["“Surname” is not imported" in note for note in notes] == [True]


def test_columns_of_the_same_heading_are_told(tmp_path: Path) -> None:
    rows = [["Name", "Name", "Name (2)", "Email", "email", "Lot (2)"], ["May"] * 6]
    proposal = proposed(tmp_path, rows, ImportKind.CUSTOMERS)
    assert proposal.notes[:2] == (
        "Several columns have the same heading: “Name”, “Name (3)”, “Name (2)”. "
        "Check which one to import.",
        "Several columns have the same heading: “Email”, “email”. Check which one to import.",
    )


def dated(tmp_path: Path, *cells: str, more: str = "") -> Proposal:
    rows = [["Received", "Closed"], *([cell, more] for cell in cells)]
    return proposed(tmp_path, rows, ImportKind.COMPLAINTS)


def test_two_ways_of_writing_dates_in_one_column_are_counted(tmp_path: Path) -> None:
    cells = ["2026-05-20"] * 3 + ["13/05/2026", "04/05/2026 10:00", "2 May 2026", "soon"]
    (ways,) = dated(tmp_path, *cells).order.ways
    assert ways.sentence == (
        "“Received” has dates written in several ways: 3 as year-month-day (2026-05-20), "
        "2 as day-month-year (13/05/2026)."
    )
    assert ways.asks_year_first


@pytest.mark.parametrize(
    ("cells", "swapped"),
    [
        (["2026-05-04", "2026-04-12", "13/05/2026", "31/05/2026"], True),
        (["2026-05-04", "05/13/2026"], True),
        (["2026-05-04", "2026-05-13", "13/05/2026"], False),
        (["2026-05-04", "13/05/2026", "04/05/2026"], False),
        (["2026-05-04", "2026-05-05"], False),
    ],
)
def test_a_spreadsheet_that_swapped_what_it_could_is_suspected(
    tmp_path: Path, cells: list[str], swapped: bool
) -> None:
    ways = dated(tmp_path, *cells).order.ways
    assert any(column.swapped for column in ways) is swapped
    assert any("may have swapped" in column.sentence for column in ways) is swapped


def test_columns_that_contradict_each_other_are_both_counted(tmp_path: Path) -> None:
    order = dated(tmp_path, "13/05/2026", "04/05/2026", more="05/14/2026").order
    assert order.against == "05/14/2026"
    assert [ways.sentence for ways in order.ways] == [
        "“Received” has dates written in several ways: 1 as day-month-year (13/05/2026), "
        "1 with day and month in either order (04/05/2026).",
        "“Closed” has dates written in several ways: 2 as month-day-year (05/14/2026).",
    ]
    assert not order.asks_year_first


def test_one_way_of_writing_is_no_news(tmp_path: Path) -> None:
    assert dated(tmp_path, "13/05/2026", "04/05/2026").order.ways == ()
    assert dated(tmp_path, "2026-05-13", "13 May 2026").order.ways == ()


@pytest.mark.parametrize(
    ("head", "times"),
    [
        (["Date", "Time"], {"Time": "received_at"}),
        (["Received date", "Received time"], {"Received time": "received_at"}),
        (["Date received", "Time received"], {"Time received": "received_at"}),
        (["投訴日期", "投訴時間"], {"投訴時間": "received_at"}),
        (["Created", "Time of day"], {"Time of day": "received_at"}),
        (["Created", "Answer time"], {}),
    ],
)
def test_a_column_of_times_is_joined_to_the_column_of_its_dates(
    tmp_path: Path, head: list[str], times: dict[str, str]
) -> None:
    rows = [head, ["2025-03-01", "3:30:00 PM"], ["2025-03-02 00:00:00", "09:05"], ["x", ""]]
    proposal = proposed(tmp_path, rows, ImportKind.COMPLAINTS)
    assert proposal.mapping.columns == {head[0]: "received_at"}
    assert proposal.mapping.times == times
    assert len(proposal.notes) == len(times)
    assert all(f"the time from “{name}”" in proposal.notes[0] for name in times)


def test_a_column_in_which_too_many_cells_are_no_times_is_named(tmp_path: Path) -> None:
    rows = [["Date", "Time"], *(["2025-03-01", time] for time in ("9:05", "10:00", "26 h"))]
    proposal = proposed(tmp_path, rows, ImportKind.COMPLAINTS)
    assert proposal.mapping.times == {}
    assert proposal.notes == (
        "“Time” may be the time of “Received”, but some cells, such as “26 h”, are no time of day. "
        "To join it all the same, choose “Received (time of day)” for it.",
    )


def test_each_date_gets_its_own_time_and_none_that_it_has_already(tmp_path: Path) -> None:
    rows = [
        [
            "Received date",
            "Received time",
            "Closed date",
            "Closed time",
            "Reply date",
            "Reply time",
        ],
        ["2025-03-01", "15:30", "2025-03-02", "10:00", "2025-03-02 09:00", "09:00"],
    ]
    times = proposed(tmp_path, rows, ImportKind.COMPLAINTS).mapping.times
    assert times == {"Received time": "received_at", "Closed time": "closed_at"}


def test_two_columns_of_times_for_one_date_are_left_to_the_user(tmp_path: Path) -> None:
    rows = [["Date", "Time", "Hour"], ["2025-03-01", "15:30", "15:00"]]
    assert proposed(tmp_path, rows, ImportKind.COMPLAINTS).mapping.times == {}
