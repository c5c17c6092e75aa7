"""Every row of a file is judged new, update, unchanged, duplicate or invalid, with its reason."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.imports.date_styles import YearFirst
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping, RowVerdict
from csq_desktop.errors import UserError
from csq_desktop.exchange.matching.sameness import Twin
from tests.exchange.made_files import Rows, csv_file
from tests.exchange.matching.plans import CUSTOMERS, HEAD, plan_of, planned, shown

COMPLAINTS = ImportMapping(
    ImportKind.COMPLAINTS,
    {
        "No": "their_reference",
        "In": "received_at",
        "Due": "resolve_due_at",
        "Out": "closed_at",
        "By": "channel",
        "Type": "category",
        "Paid": "remedy_amount",
        "Who": "customer_reference",
    },
    DateOrder.DMY,
    constants={"severity": "medium"},
    unique_by="their_reference",
)
COMPLAINT_HEAD = list(COMPLAINTS.columns)
COUNTS = ImportMapping(
    ImportKind.PLEDGE_COUNTS,
    {
        "Pledge": "pledge_code",
        "Day": "day",
        "Met": "met",
        "Missed": "missed",
        "Over": "over_maximum",
        "Out": "excluded",
        "Why": "reason",
    },
    unique_by="pledge_code+day",
)
LISTED = {"category": {"Service": "service", "服務": "service"}}


def complaint(**cells: str) -> list[str]:
    usual = {"No": "A1", "In": "20/11/2026 09:00", "By": "Phone", "Type": "Service"}
    return [(usual | cells).get(name, "") for name in COMPLAINT_HEAD]


def test_a_clean_row_is_new_and_in_plain_form(tmp_path: Path) -> None:
    rows = [HEAD, ["C1", " 陳大文 ", "9123 4567", "May@Example.com", "yes", "22/11/2020"]]
    (row,) = planned(tmp_path, rows, CUSTOMERS)
    assert (row.number, row.verdict) == (2, RowVerdict.NEW)
    assert row.values == ("C1", "陳大文", "+85291234567", "May@example.com", True, "2020-11-22")


def test_empty_cells_are_empty_in_the_way_of_their_kind(tmp_path: Path) -> None:
    (row,) = planned(tmp_path, [HEAD, ["C1", "May", "", "n/a", "-", ""]], CUSTOMERS)
    assert row.values == ("C1", "May", "", "", None, None)


def test_all_that_is_wrong_with_a_row_is_told(tmp_path: Path) -> None:
    rows = [HEAD, ["C1", "May", "12", "may", "perhaps", "31/02/2020"]]
    (row,) = planned(tmp_path, rows, CUSTOMERS)
    assert row.verdict is RowVerdict.INVALID
    assert row.reason == (
        "Telephone: “12” is not a valid telephone number. "
        "E-mail: “may” is not a valid e-mail address. "
        "Agreed to direct marketing: “perhaps” is neither yes nor no. "
        "Customer since: “31/02/2020” is not a date."
    )


def test_a_number_nobody_has_is_only_warned_of(tmp_path: Path) -> None:
    rows = [HEAD, ["C1", "May", "4999 9999"], ["C2", "Jun", "9123 4567"]]
    found = planned(tmp_path, rows, CUSTOMERS)
    assert shown(found) == [
        ("new", "Telephone: “4999 9999” is not a number in use; check it."),
        ("new", ""),
    ]


def test_a_row_about_nobody_is_invalid(tmp_path: Path) -> None:
    rows = [HEAD, ["", "", "", "", "yes", "22/11/2020"], ["C1"]]
    found = planned(tmp_path, rows, CUSTOMERS)
    assert [row.verdict.value for row in found] == ["invalid", "new"]
    assert "No name, number" in found[0].reason


def test_a_key_that_comes_again_is_a_duplicate_of_its_first_row(tmp_path: Path) -> None:
    rows = [HEAD, ["C1", "May"], ["C2", "Jun"], ["C1", "July"], ["C3", "May"], ["C2", "Jun"]]
    assert shown(planned(tmp_path, rows, CUSTOMERS)) == [
        ("new", ""),
        ("new", ""),
        ("duplicate", "The same Customer number as in row 2."),
        ("new", ""),
        ("duplicate", "The same Customer number as in row 3."),
    ]


def test_duplicates_are_found_across_chunks(tmp_path: Path) -> None:
    count = 4100
    rows = [HEAD, *([f"C{n}", "May"] for n in range(count)), ["C7", "May"], ["C5000", "x"]]
    found = planned(tmp_path, rows, CUSTOMERS)
    assert shown(found[-2:]) == [
        ("duplicate", "The same Customer number as in row 9."),
        ("new", ""),
    ]
    again = [*rows, *([f"D{n}", "May"] for n in range(count)), ["D4", "x"]]
    found = planned(tmp_path, again, CUSTOMERS)
    assert found[-1].reason == f"The same Customer number as in row {count + 8}."
    assert [row.verdict.value for row in found].count("duplicate") == 2


def test_an_invalid_row_does_not_take_the_key_of_a_good_one(tmp_path: Path) -> None:
    rows = [HEAD, ["C1", "May", "12"], ["C1", "May", "91234567"]]
    assert [row.verdict.value for row in planned(tmp_path, rows, CUSTOMERS)] == ["invalid", "new"]


def test_a_row_without_a_key_is_compared_whole(tmp_path: Path) -> None:
    rows = [HEAD, ["", "May"], ["", "Jun"], ["", "May"]]
    found = planned(tmp_path, rows, CUSTOMERS)
    assert [row.verdict.value for row in found] == ["new", "new", "duplicate"]
    assert found[0].reason.startswith("Customer number is empty")
    assert found[2].reason.endswith("The same in every column as row 2.")


def test_without_a_key_only_whole_rows_tell_each_other_apart(tmp_path: Path) -> None:
    rows = [HEAD, ["C1", "May"], ["C1", "Jun"], ["C1", "May"]]
    found = planned(tmp_path, rows, replace(CUSTOMERS, unique_by=""))
    assert shown(found)[2] == ("duplicate", "The same in every column as row 2.")
    assert [row.verdict.value for row in found] == ["new", "new", "duplicate"]


def test_a_known_key_is_an_update_or_unchanged(tmp_path: Path) -> None:
    def stored(keys: Collection[str]) -> dict[str, dict[str, str]]:
        assert set(keys) == {"C1", "C2", "C3"}
        return {
            "C1": {"reference": "C1", "name": "May", "phone": "+85291234567"},
            "C2": {"reference": "C2", "name": "Jun", "phone": "+85291234567"},
        }

    rows = [HEAD, ["C1", "May", "9123 4567"], ["C2", "June", ""], ["C3", "May"], ["C1", "May"]]
    found = planned(tmp_path, rows, CUSTOMERS, stored=stored)
    assert [row.verdict.value for row in found] == ["unchanged", "update", "new", "duplicate"]


def test_the_same_telephone_and_name_as_a_customer_here_is_a_duplicate(tmp_path: Path) -> None:
    def twins(key: str, values: Collection[str]) -> dict[str, Twin]:
        assert key in ("phone", "email")
        here = {"+85291234567": Twin("customer C-0012", "CHAN Tai Man")}
        return {value: here[value] for value in values if value in here}

    rows = [
        HEAD,
        ["C1", "Chan, Tai-man", "91234567"],
        ["C2", "Wong Mei", "91234567"],
        ["C3", "", "91234567"],
        ["C4", "Wong Mei", "92345678", "mei@example.com"],
        ["C5", "WONG MEI", "", "mei@example.com"],
        ["C6", "Lee Ka", "92345678", "mei@example.com"],
    ]
    assert shown(planned(tmp_path, rows, CUSTOMERS, twins=twins)) == [
        ("duplicate", "The same Telephone and name as customer C-0012."),
        ("new", "The same Telephone as customer C-0012, under another name."),
        ("duplicate", "The same Telephone and name as customer C-0012."),
        ("new", ""),
        ("duplicate", "The same E-mail and name as row 5."),
        ("new", "The same Telephone as row 5, under another name."),
    ]


def test_two_customers_of_a_file_with_one_telephone_are_told_without_a_store(
    tmp_path: Path,
) -> None:
    rows = [HEAD, ["C1", "May", "91234567"], ["C2", "Jun", "92345678"], ["C3", "May", "91234567"]]
    found = planned(tmp_path, rows, CUSTOMERS)
    assert shown(found)[2] == ("duplicate", "The same Telephone and name as row 2.")
    many = [HEAD, *([f"C{n}", f"N{n}", str(91_000_000 + n)] for n in range(2000))]
    found = planned(tmp_path, [*many, ["X", "N3", "91000003"]], CUSTOMERS)
    assert shown(found)[-1] == ("duplicate", "The same Telephone and name as row 5.")


def test_customers_told_apart_by_telephone_are_no_twins_by_it(tmp_path: Path) -> None:
    mapping = ImportMapping(ImportKind.CUSTOMERS, {"Phone": "phone"}, unique_by="phone")
    found = planned(tmp_path, [["Phone"], ["91234567"], ["9123-4567"]], mapping)
    assert shown(found)[1] == ("duplicate", "The same Telephone as in row 2.")


def test_a_complaint_is_read_with_its_constants_and_lists(tmp_path: Path) -> None:
    rows = [COMPLAINT_HEAD, complaint(Due="21/11/2026", Out="21/11/2026 10:00", Paid="HK$5")]
    (row,) = planned(tmp_path, rows, COMPLAINTS, listed=LISTED)
    found = dict(zip(COMPLAINTS.keys, row.values, strict=True))
    assert found["channel"] == "telephone"
    assert found["category"] == "service"
    assert found["severity"] == "medium"
    assert found["remedy_amount"] == 500
    due, received = found["resolve_due_at"], found["received_at"]
    assert isinstance(due, int)
    assert isinstance(received, int)
    assert due - received == (15 * 3600 - 1) + 86400


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"In": ""}, "Received is missing."),
        ({"In": "soon"}, "Received: “soon” is not a date."),
        ({"In": "23/11/2026 00:00"}, "Received is in the future."),
        ({"Out": "19/11/2026"}, "Closed is before the complaint was received."),
        ({"Due": "20/11/2026 08:59"}, "Resolve by is before the complaint was received."),
        ({"Out": "24/11/2026 10:00"}, "Closed is in the future."),
        ({"Out": "23/11/2026"}, "Closed is in the future."),
        ({"Out": "22/11/2026 12:06"}, "Closed is in the future."),
        ({"In": "22/11/2026 12:06"}, "Received is in the future."),
        ({"In": "22/11/2026 23:59:59"}, "Received is in the future."),
        ({"By": "pigeon"}, "Channel: “pigeon” is not in the list."),
        ({"Type": "Parking"}, "Category: “Parking” is not in the list."),
        ({"Paid": "-5"}, "Amount paid cannot be negative: “-5”."),
        ({"No": "x" * 201}, f"Reference in the other system is too long: “{'x' * 59}…”."),
    ],
)
def test_what_is_wrong_with_a_complaint_is_told(
    tmp_path: Path, cells: dict[str, str], why: str
) -> None:
    rows = [COMPLAINT_HEAD, complaint(**cells), complaint(No="good", Out="22/11/2026")]
    found = planned(tmp_path, rows, COMPLAINTS, listed=LISTED)
    assert shown(found) == [("invalid", why), ("new", "")]


@pytest.mark.parametrize(
    ("answered", "closed", "why"),
    [
        ("21/11/2026 10:00", "21/11/2026 10:00", ""),
        ("21/11/2026", "21/11/2026 10:00", ""),  # some time that day
        ("21/11/2026", "21/11/2026", ""),
        ("22/11/2026", "22/11/2026", ""),  # today, which has not ended
        ("22/11/2026", "", ""),
        ("", "21/11/2026", ""),
        ("21/11/2026 10:01", "21/11/2026 10:00", "Replied is after the complaint was closed."),
        ("21/11/2026", "20/11/2026 10:00", "Replied is after the complaint was closed."),
    ],
)
def test_no_answer_comes_after_the_closing(
    tmp_path: Path, answered: str, closed: str, why: str
) -> None:
    mapping = replace(COMPLAINTS, columns={**COMPLAINTS.columns, "Answered": "answered_at"})
    rows = [[*COMPLAINT_HEAD, "Answered"], [*complaint(Out=closed), answered]]
    assert shown(planned(tmp_path, rows, mapping, listed=LISTED)) == [
        ("invalid" if why else "new", why)
    ]


def test_a_date_in_doubt_is_refused_until_its_order_is_known(tmp_path: Path) -> None:
    rows = [COMPLAINT_HEAD, complaint(In="04/05/2026 09:00")]
    (row,) = planned(tmp_path, rows, replace(COMPLAINTS, date_order=None), listed=LISTED)
    assert "can be read in two ways" in row.reason
    (row,) = planned(tmp_path, rows, COMPLAINTS, listed=LISTED)
    assert row.verdict is RowVerdict.NEW


def test_words_are_translated_by_the_mapping_before_the_lists(tmp_path: Path) -> None:
    mapping = replace(
        COMPLAINTS,
        values={
            "channel": {"Phone": "letter", "*": "other"},
            "category": {"Lamp": "service", "Nothing": ""},
        },
    )
    rows = [
        COMPLAINT_HEAD,
        complaint(No="1", Type="lamp"),
        complaint(No="2", By="pigeon"),
        complaint(No="3", By="E-mail"),
        complaint(No="4", Type="nothing"),
    ]
    found = planned(tmp_path, rows, mapping, listed=LISTED)
    place = mapping.keys.index("channel")
    assert [row.values[place] for row in found] == ["letter", "other", "email", "letter"]
    assert shown(found)[3] == ("invalid", "Category is missing.")


def test_a_code_that_no_list_holds_is_refused_even_from_the_mapping(tmp_path: Path) -> None:
    mapping = replace(COMPLAINTS, values={"category": {"Lamp": "lamps"}})
    (row,) = planned(tmp_path, [COMPLAINT_HEAD, complaint(Type="Lamp")], mapping, listed=LISTED)
    assert row.reason == "Category: “Lamp” is not in the list."


def test_a_list_may_grow_by_the_words_of_the_file(tmp_path: Path) -> None:
    rows = [COMPLAINT_HEAD, complaint(Type="Lamps"), complaint(No="2", Type="l" * 201)]
    found = planned(tmp_path, rows, replace(COMPLAINTS, new_words=("category",)), listed=LISTED)
    assert found[0].values[COMPLAINTS.keys.index("category")] == "Lamps"
    assert found[1].verdict is RowVerdict.INVALID


def test_a_list_that_is_not_given_takes_any_word(tmp_path: Path) -> None:
    (row,) = planned(tmp_path, [COMPLAINT_HEAD, complaint(Type="Lamps")], COMPLAINTS)
    assert row.values[COMPLAINTS.keys.index("category")] == "Lamps"


def test_one_column_may_feed_two_fields_with_words_of_their_own(tmp_path: Path) -> None:
    mapping = ImportMapping(
        ImportKind.COMPLAINTS,
        {"In": "received_at", "Status": "status+excluded_reason"},
        values={
            "status": {"*": "closed"},
            "excluded_reason": {"Closed (Duplicate)": "Twice", "*": ""},
        },
        constants={"channel": "other", "severity": "low", "category": "service"},
    )
    rows = [
        ["In", "Status"],
        ["2026-11-20", "Closed (Duplicate)"],
        ["2026-11-20", "Closed"],
        ["2026-11-19", ""],
    ]
    found = planned(tmp_path, rows, mapping)
    places = mapping.keys.index("status"), mapping.keys.index("excluded_reason")
    assert [[row.values[place] for place in places] for row in found] == [
        ["closed", "Twice"],
        ["closed", ""],
        ["", ""],
    ]


def test_other_kinds_of_cells_are_translated_word_by_word(tmp_path: Path) -> None:
    mapping = replace(CUSTOMERS, values={"consent_marketing": {"Opted": "yes"}})
    rows = [HEAD, ["C1", "May", "", "", "Opted"], ["C2", "Jun", "", "", "no"]]
    found = planned(tmp_path, rows, mapping)
    assert [row.values[4] for row in found] == [True, False]


def test_a_complaint_of_a_customer_nobody_knows_is_invalid(tmp_path: Path) -> None:
    asked: list[set[str]] = []

    def known(numbers: Collection[str]) -> set[str]:
        asked.append(set(numbers))
        return {"C1"}

    rows = [
        COMPLAINT_HEAD,
        complaint(No="1", Who="C1"),
        complaint(No="2", Who="C9"),
        complaint(No="3"),
        *(complaint(No=f"n{n}", Who="C1") for n in range(2000)),
    ]
    found = planned(tmp_path, rows, COMPLAINTS, existing={"customer_reference": known})
    assert shown(found[:3]) == [
        ("new", ""),
        (
            "invalid",
            "Customer number: no customer here has the number “C9”. Import the customers first.",
        ),
        ("new", ""),
    ]
    assert asked == [{"C1", "C9"}]


def test_an_anonymous_complaint_names_no_customer(tmp_path: Path) -> None:
    mapping = replace(COMPLAINTS, columns={**COMPLAINTS.columns, "Anon": "anonymous"})
    head = [*COMPLAINT_HEAD, "Anon"]
    rows = [head, [*complaint(Who="C1"), "yes"], [*complaint(No="2", Who="C1"), "no"]]
    assert shown(planned(tmp_path, rows, mapping)) == [
        ("invalid", "The row is anonymous and names a customer: C1."),
        ("new", ""),
    ]


def test_a_link_that_is_not_matched_is_not_asked_about(tmp_path: Path) -> None:
    mapping = ImportMapping(
        ImportKind.COMPLAINTS,
        {"In": "received_at"},
        constants={"channel": "other", "severity": "low", "category": "service"},
    )
    found = planned(
        tmp_path, [["In"], ["2026-11-20"]], mapping, existing={"customer_reference": list}
    )
    assert shown(found) == [("new", "")]


def test_a_constant_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [COMPLAINT_HEAD, complaint()])
    with pytest.raises(UserError, match="Severity: “extreme” is not in the list"):
        plan_of(path, replace(COMPLAINTS, constants={"severity": "extreme"}))


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["P1", "2026-11-20", "5", "2", "3"], "Over the maximum is more than the number not met."),
        (
            ["P1", "2026-11-20", "5", "2", "1", "4", ""],
            "Excluded: enter the reason for excluding them.",
        ),
        (["P1", "2026-11-23", "5", "2"], "Day is in the future."),
        (["P1", "2026-11-20", "-5", "2"], "Met cannot be negative: “-5”."),
        (["P1", "2026-11-20", "5.5", "2"], "Met: “5.5” is not a whole number."),
        (["P9", "2026-11-20", "5", "2"], "Pledge code: “P9” is not in the list."),
        (["P1", "", "5", "2"], "Day is missing."),
    ],
)
def test_what_is_wrong_with_a_count_is_told(tmp_path: Path, cells: list[str], why: str) -> None:
    good = ["P1", "2026-11-19", "5", "2", "1", "1", "typhoon"]
    rows = [list(COUNTS.columns), cells, good]
    found = planned(tmp_path, rows, COUNTS, listed={"pledge_code": {"P1": "P1"}})
    assert shown(found) == [("invalid", why), ("new", "")]
    assert found[1].values == ("P1", "2026-11-19", 5, 2, 1, 1, "typhoon")


def test_counts_of_one_pledge_and_day_are_one(tmp_path: Path) -> None:
    names = ("Pledge", "Day", "Met", "Missed")
    day = "2026-11-19"
    rows: Rows = [names, ["P1", day, 1, 2], ["P2", day, 1, 2], ["P1", "19 Nov 2026", 3, 4]]
    mapping = replace(COUNTS, columns={name: COUNTS.columns[name] for name in names})
    here = {("P2", "2026-11-19"): {"met": 1, "missed": 3}}
    found = planned(tmp_path, rows, mapping, stored=lambda _: here)
    assert shown(found) == [
        ("new", ""),
        ("update", "Not met changes."),
        ("duplicate", "Row 2 already has the count of this pledge for this day."),
    ]


def test_left_out_counts_need_a_reason_column_too(tmp_path: Path) -> None:
    columns = {name: COUNTS.columns[name] for name in ("Pledge", "Day", "Met", "Missed", "Out")}
    rows: Rows = [list(columns), ["P1", "2026-11-19", 1, 2, 3]]
    (row,) = planned(tmp_path, rows, replace(COUNTS, columns=columns))
    assert row.reason == "Excluded: enter the reason for excluding them."


def test_rows_longer_or_shorter_than_the_headings(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["C1", "May"],
        ["C2", "Jun", "", "", "", "", ""],
        ["C3", "x", "", "", "", "", "y"],
    ]
    assert shown(planned(tmp_path, rows, CUSTOMERS)) == [
        ("new", ""),
        ("new", ""),
        ("invalid", "The row has more cells than there are headings: “y”."),
    ]


def test_a_character_that_could_not_be_read_makes_its_row_invalid(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "No,Name\nC1,陳大文\nC2,陳小明陳小明陳小明陳小明\nC3,".encode() + b"\xe9\x99\n"
    )
    mapping = ImportMapping(ImportKind.CUSTOMERS, {"No": "reference", "Name": "name"})
    found = [row for chunk in plan_of(path, mapping).chunks() for row in chunk]
    assert [row.verdict.value for row in found] == ["new", "new", "invalid"]
    assert "could not be read" in found[2].reason


MIXED_DATES = ["2026-04-05", "2026-04-04", "2026-04-25", "13/10/2026", "05/04/2026", "2026-13-04"]
DOUBT = "“2026-04-05” begins with the year, other dates of the column do not."


@pytest.mark.parametrize(
    ("year_first", "day", "doubted", "invalid"),
    [
        (None, "2026-04-05", [0], [5]),
        (YearFirst.YMD, "2026-04-05", [], [5]),
        (YearFirst.YDM, "2026-05-04", [], [2]),
    ],
)
def test_dates_with_the_year_first_beside_others_are_told_or_read_as_chosen(
    tmp_path: Path, year_first: YearFirst | None, day: str, doubted: list[int], invalid: list[int]
) -> None:
    rows = [["No", "Since"], *([f"C{n}", cell] for n, cell in enumerate(MIXED_DATES))]
    columns = {"No": "reference", "Since": "first_seen"}
    mapping = replace(CUSTOMERS, columns=columns, year_first=year_first)
    found = planned(tmp_path, rows, mapping)
    assert found[0].values[-1] == day
    assert [n for n, row in enumerate(found) if DOUBT in row.reason] == doubted
    assert [n for n, row in enumerate(found) if row.verdict is RowVerdict.INVALID] == invalid
    assert f"“{MIXED_DATES[invalid[0]]}” is not a date" in found[invalid[0]].reason
    assert found[4].values[-1] == "2026-04-05"


def test_a_date_and_a_time_column_are_read_as_one(tmp_path: Path) -> None:
    rows = [
        ["No", "Day", "Hour", "By", "Type"],
        ["A1", "20/11/2026", "3:30 PM", "Phone", "Service"],
        ["A2", "20/11/2026", "", "Phone", "Service"],
        ["A3", "20/11/2026", "25:00", "Phone", "Service"],
    ]
    columns = {"No": "their_reference", "Day": "received_at", "By": "channel", "Type": "category"}
    mapping = replace(COMPLAINTS, columns=columns, times={"Hour": "received_at"})
    found = planned(tmp_path, rows, mapping)
    place = mapping.keys.index("received_at")
    moments = [row.values[place] for row in found[:2]]
    assert moments == [1795159800, 1795104000]  # 15:30 and 0:00 on 20 November in Hong Kong
    assert found[2].reason == "Received: “20/11/2026 25:00” is not a date with a time."
