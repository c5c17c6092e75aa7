"""A point of the trail as it is typed from paper."""

import pytest

from csq_desktop.domain.audit.entries import Anchor
from csq_desktop.errors import UserError

HEAD = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("typed", "anchor"),
    [
        (f"7:{HEAD}", Anchor(7, HEAD)),
        ("1,234 : AB12 cd34 EF56", Anchor(1234, "ab12cd34ef56")),
        (" 12:0123 4567 89ab cdef ", Anchor(12, "0123456789abcdef")),
    ],
)
def test_a_point_is_read_however_it_is_grouped(typed: str, anchor: Anchor) -> None:
    assert Anchor.parse(typed) == anchor


@pytest.mark.parametrize(
    "typed",
    ["", "7", f"0:{HEAD}", f"7:{HEAD}0", "7:ab12cd34ef5", "7:ab12cd34ef5x", f"-7:{HEAD}"],
)
def test_what_is_no_point_gets_a_sentence(typed: str) -> None:
    with pytest.raises(UserError, match="is not an audit code"):
        Anchor.parse(typed)
