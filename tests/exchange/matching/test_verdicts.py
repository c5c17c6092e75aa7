"""What a row of a file means beside the row the store has already."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.domain.imports.rows import Columns, Reason
from tests.exchange.matching.plans import planned, shown

HEAD = ["No", "Name", "Phone"]
CUSTOMERS = ImportMapping(
    ImportKind.CUSTOMERS,
    {"No": "reference", "Name": "name", "Phone": "phone"},
    unique_by="reference",
)
CASES = ImportMapping(
    ImportKind.COMPLAINTS,
    {"No": "their_reference", "In": "received_at", "Out": "closed_at", "Now": "status"},
    DateOrder.DMY,
    constants={"severity": "medium", "channel": "email", "category": "till.waiting"},
    unique_by="their_reference",
)
CASE_HEAD = ["No", "In", "Out", "Now"]


def test_an_empty_cell_erases_nothing(tmp_path: Path) -> None:
    known = {"C1": {"reference": "C1", "name": "May", "phone": "+85291234567"}}
    rows = planned(tmp_path, [HEAD, ["C1", "May", ""]], CUSTOMERS, stored=lambda _: known)
    assert shown(rows) == [("unchanged", "")]


def test_an_update_tells_which_fields_change(tmp_path: Path) -> None:
    known = {"C1": {"reference": "C1", "name": "May", "phone": "+85291234567"}}
    row = ["C1", "June", "9123 9999"]
    rows = planned(tmp_path, [HEAD, row], CUSTOMERS, stored=lambda _: known)
    assert shown(rows) == [("update", "Name changes. Telephone changes.")]


def test_a_field_the_store_does_not_give_is_not_compared(tmp_path: Path) -> None:
    rows = planned(tmp_path, [HEAD, ["C1", "May"]], CUSTOMERS, stored=lambda _: {"C1": {}})
    assert shown(rows) == [("unchanged", "")]


def test_any_of_several_values_may_be_what_is_stored_already(tmp_path: Path) -> None:
    known = {"C1": {"name": frozenset({"May", "May Wong"})}}
    rows = [HEAD, ["C1", "May Wong"]]
    assert shown(planned(tmp_path, rows, CUSTOMERS, stored=lambda _: known))[0][0] == "unchanged"
    rows = [HEAD, ["C1", "May Chan"]]
    assert shown(planned(tmp_path, rows, CUSTOMERS, stored=lambda _: known))[0][0] == "update"


def test_a_case_that_is_over_without_a_date_says_so(tmp_path: Path) -> None:
    rows = [
        CASE_HEAD,
        ["1", "03/11/2026", "", "Closed"],
        ["2", "03/11/2026", "04/11/2026", "Closed"],
        ["3", "03/11/2026", "", "Replied"],
        ["4", "03/11/2026", "", "Pending"],
    ]
    undated = (
        "Status is “Closed”, but the row gives no closing date. A complaint that has none here "
        "either counts as closed on an unknown date, and in no figure about time."
    )
    still_open = (
        "Status is “Replied”, but the row gives no date of the reply. A complaint that has none "
        "here either counts as not replied to, and its deadline runs on."
    )
    assert shown(planned(tmp_path, rows, CASES)) == [
        ("new", undated),
        ("new", ""),
        ("new", still_open),
        ("new", ""),
    ]


def test_an_anonymous_case_names_no_customer(tmp_path: Path) -> None:
    columns = {**CASES.columns, "Anon": "anonymous", "Who": "customer_reference"}
    mapping = replace(CASES, columns=columns)
    rows = [
        [*CASE_HEAD, "Anon", "Who"],
        ["1", "03/11/2026", "", "", "yes", "C1"],
        ["2", "03/11/2026", "", "", "yes", ""],
        ["3", "03/11/2026", "", "", "no", "C1"],
    ]
    assert shown(planned(tmp_path, rows, mapping)) == [
        ("invalid", "The row is anonymous and names a customer: C1."),
        ("new", ""),
        ("new", ""),
    ]


def test_what_a_shop_asks_of_a_row_is_checked_too(tmp_path: Path) -> None:
    def no_may(columns: Columns) -> Iterator[tuple[int, Reason]]:
        for place, name in enumerate(columns["name"]):
            if name == "May":
                yield place, Reason("Not her.")

    rows = [HEAD, ["C1", "May"], ["C2", "Jun"]]
    found = shown(planned(tmp_path, rows, CUSTOMERS, checks=(no_may,)))
    assert found == [("invalid", "Not her."), ("new", "")]


def test_a_row_that_is_left_out_claims_nothing(tmp_path: Path) -> None:
    """Neither its key nor its telephone: a later row may have them."""
    known = {"C9": {"received_at": 1_793_664_000, "closed_at": 1_793_750_400}}
    twice = [
        HEAD,
        ["C1", "May Wong", "9123 4567"],
        ["C2", "May Wong", "9123 4567"],
        ["C2", "Jun Lee", "9123 4568"],
        ["C3", "", "12"],
        ["C3", "Au", "9234 5678"],
    ]
    assert [verdict for verdict, _ in shown(planned(tmp_path, twice, CUSTOMERS))] == [
        "new", "duplicate", "new", "invalid", "new",
    ]  # fmt: skip
    mail = replace(CUSTOMERS, columns={**CUSTOMERS.columns, "Mail": "email"})
    twins = [
        [*HEAD, "Mail"],
        ["C1", "May Wong", "", "may@example.hk"],
        ["C2", "May Wong", "9123 4567", "may@example.hk"],
        ["C3", "May Wong", "9123 4567", ""],
    ]
    assert [verdict for verdict, _ in shown(planned(tmp_path, twins, mail))] == [
        "new", "duplicate", "new",
    ]  # fmt: skip
    misfit = [
        CASE_HEAD,
        ["C9", "03/11/2026", "01/11/2026", ""],
        ["C9", "03/11/2026", "05/11/2026", ""],
    ]
    verdicts = shown(planned(tmp_path, misfit, CASES, stored=lambda _: known))
    assert [verdict for verdict, _ in verdicts] == ["invalid", "update"]


def test_only_why_a_row_is_left_out_is_said_of_it(tmp_path: Path) -> None:
    rows = [CASE_HEAD, ["1", "03/11/2026", "", "Closed"], ["1", "03/11/2026", "", "Closed"],
            ["2", "31/02/2026", "", "Closed"]]  # fmt: skip
    assert [reason for _, reason in shown(planned(tmp_path, rows, CASES))][1:] == [
        "The same Reference in the other system as in row 2.",
        "Received: “31/02/2026” is not a date.",
    ]


def test_keys_are_the_same_in_any_case_and_width(tmp_path: Path) -> None:
    rows = [HEAD, ["Ａ００１", "May", ""], ["A001", "Jun", ""], ["a001 ", "Au", ""],
            ["A002", "", "9123 4567"], ["\u200bA003", "", ""]]  # fmt: skip
    verdicts = [verdict for verdict, _ in shown(planned(tmp_path, rows, CUSTOMERS))]
    assert verdicts == ["new", "duplicate", "duplicate", "new", "new"]
