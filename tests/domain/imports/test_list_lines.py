"""Lines above, between and below the rows of printed lists."""

import pytest

from csq_desktop.domain.imports.list_lines import is_remark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Printed by: Amy", True), ("Page 1 of 3", True), ("製表日期：2025/3/2", True),
        ("Shop：", True), ("# exported", True), ("-----", True), ("Customer No", False),
        ("#", False), ("# No", True), ("Periodical", False), ("", False),
    ],
)  # fmt: skip
def test_remarks_above_a_table_are_no_headings(text: str, expected: bool) -> None:
    assert is_remark(text) is expected
