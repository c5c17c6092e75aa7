"""A correction held against the record, and the files of a person's cases."""

import pytest

from csq_desktop.domain.requests.corrected import check_value, field_called
from csq_desktop.domain.requests.held_files import HeldFile, section
from csq_desktop.errors import UserError
from tests.factory import START


@pytest.mark.parametrize(
    ("key", "stored", "right", "fault"),
    [
        ("name", "Chan  Tai Man", "Chan Tai Man", ""),
        ("name", "Chan tai man", "Chan Tai Man", "says “Chan tai man”"),
        ("phone", "+85291234567", "9123 4567", ""),
        ("phone", "+85291234567", "9123 4568", "says"),
        ("email", "Chan@Example.hk", "chan@example.hk", ""),
        ("address", "", "Flat 5", "says “nothing”"),
        ("address", "Flat 5", " ", "Enter what it says now"),
    ],
)
def test_a_field_has_to_say_what_it_should(key: str, stored: str, right: str, fault: str) -> None:
    field = field_called(key)
    assert field is not None
    if not fault:
        check_value(field, stored, right)
        return
    with pytest.raises(UserError, match=fault):
        check_value(field, stored, right)


def test_what_is_in_no_field_is_not_compared_and_no_other_field_is_known() -> None:
    assert field_called("") is None
    with pytest.raises(UserError, match="Choose what was corrected"):
        field_called("size")


def test_a_file_is_copied_left_out_with_why_or_judged() -> None:
    shown = HeldFile(1, "a.jpg", "Slip", START)
    judged = HeldFile(2, "b.jpg", "Slip", START, "Others are seen", to_be_judged=True)
    gone = HeldFile(3, "c.jpg", "Slip", START, "Erased")
    part = section((shown, judged, gone), (2, 3))
    assert [record.facts[1].value for record in part.records] == ["a.jpg", "b.jpg", "Erased"]
    assert section((judged,), ()).records[0].facts[1].value == "Others are seen"
