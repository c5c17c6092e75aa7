"""A recovery key while it is typed: a mistyped group is told before the rest is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.storage.keys import recovery

CODE = recovery.write(bytes(range(20)))


@given(st.integers(0, len(CODE)))
def test_a_right_beginning_is_never_called_mistyped(length: int) -> None:
    assert recovery.mistyped(CODE[:length].lower()) == ""
    assert recovery.finished(CODE[:length]) is (len(CODE[:length].replace("-", "")) == 40)


@pytest.mark.parametrize("group", range(8))
def test_the_first_mistyped_group_is_named(group: int) -> None:
    at = group * 6
    sign = "Z" if CODE[at] != "Z" else "Y"
    wrong = CODE[:at] + sign + CODE[at + 1 :]
    assert recovery.mistyped(wrong).startswith(f"Group {group + 1} ")
    assert recovery.mistyped(wrong[: at + 4]) == ""


def test_what_follows_the_last_group_is_not_judged() -> None:
    assert recovery.mistyped(f"{CODE}-ZZZZZ") == ""
    assert recovery.finished(f"{CODE}-ZZZZZ")
