"""What goes back when a merge is taken back, what becomes of answers, and how it is said."""

from datetime import UTC, datetime

import pytest

from csq_desktop.domain.customers.facts import (
    Consent,
    CustomerLine,
    Identity,
    MaskedIdentity,
    masked,
)
from csq_desktop.domain.duplicates.facts import (
    ComparedCustomer,
    ComparedField,
    CustomerPair,
    Duplicate,
    UnmergePlan,
    compared_fields,
)
from csq_desktop.domain.duplicates.likeness import Likeness
from csq_desktop.domain.duplicates.merging import Fate, MergeChange, fate, filled, loses_opt_out

LINK = MergeChange(1, "complaint", 7, "customer_id", 10, 20)
VALUE = MergeChange(2, "customer", 20, "segment", "vip", "")
ADDED = datetime(2026, 1, 1, tzinfo=UTC)
LINE = CustomerLine(1, "CU-1", None, "", Consent.AGREED, 0, ADDED, None)
AGREED, REFUSED, NOT_ASKED = Consent.AGREED, Consent.REFUSED, Consent.NOT_ASKED


@pytest.mark.parametrize(
    ("change", "now", "later", "expected"),
    [
        (LINK, 20, None, Fate.BACK),
        (LINK, 30, None, Fate.SINCE),
        (LINK, 10, None, Fate.THERE),
        (LINK, 30, MergeChange(3, "complaint", 7, "customer_id", 20, 30), Fate.BACK),
        (LINK, 40, MergeChange(3, "complaint", 7, "customer_id", 20, 30), Fate.SINCE),
        (VALUE, "", None, Fate.BACK),
        (VALUE, "gold", None, Fate.SINCE),
        (VALUE, "vip", MergeChange(3, "customer", 20, "segment", "", "vip"), Fate.LATER),
    ],
)
def test_what_nobody_changed_since_goes_back(
    change: MergeChange, now: object, later: MergeChange | None, expected: Fate
) -> None:
    assert fate(change, now, later) is expected


@pytest.mark.parametrize(
    ("first", "second", "together", "lost"),
    [
        (REFUSED, AGREED, AGREED, True),
        (AGREED, REFUSED, AGREED, True),
        (AGREED, REFUSED, REFUSED, False),
        (AGREED, NOT_ASKED, AGREED, False),
        (REFUSED, NOT_ASKED, REFUSED, False),
    ],
)
def test_an_opt_out_of_either_is_not_lost(
    first: Consent, second: Consent, together: Consent, lost: bool
) -> None:
    assert loses_opt_out(first, second, together) is lost


def test_what_the_survivor_leaves_empty_is_proposed_from_the_other() -> None:
    assert filled({"name": "a", "email": ""}, {"name": "b", "email": "c"}) == {"email"}


def test_fields_are_the_same_by_what_stands_there_and_not_by_its_mask() -> None:
    others = {"segment": "vip", "preferred_language": "", "district": ""}
    first, second = (Identity("陳大文", phone=f"+8529123{n}567") for n in (4, 5))
    fields = compared_fields((first, others), (second, others | {"segment": ""}), masked)
    by_key = {field.key: field for field in fields}
    assert by_key["phone"] == ComparedField("phone", "••••4567", "••••5567", False)
    assert by_key["name"].is_same
    assert not by_key["segment"].is_same
    assert [by_key[key].described.key for key in ("name", "segment")] == ["name", "segment"]


def test_what_moves_is_said_by_kind() -> None:
    records = (("complaint", 2), ("consent", 1), ("evidence", 1), ("letter", 2))
    side = ComparedCustomer(1, "CU-1", ADDED, False, records)
    assert side.moving == "2 complaints and other feedback, 1 recorded consent, 3 other records"
    assert ComparedCustomer(1, "CU-1", ADDED, False, ()).moving == ""
    plan = UnmergePlan(1, 2, 3, "CU-2", "CU-3", ("complaint", "complaint"))
    assert plan.moving == "2 complaints and other feedback"


def test_why_two_are_alike_is_said_in_words() -> None:
    shared = (Likeness.PHONE, Likeness.NAME)
    duplicate = Duplicate(1, "CU-1", MaskedIdentity(), shared, False)
    assert duplicate.why == "same telephone, similar name"
    assert CustomerPair(LINE, LINE, shared).why == duplicate.why


def test_a_change_is_told_from_others_by_its_field() -> None:
    assert LINK.cell == ("complaint", 7, "customer_id")
