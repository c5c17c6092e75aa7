"""The collection statement: which version is in force, and what a new one must be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from csq_desktop.domain.customers.statements import (
    LONGEST_STATEMENT,
    Statement,
    check_statement,
    in_force,
)
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError

TODAY = date(2026, 11, 10)
THREE = ThreeTexts("Why", "目的", "目的")
FIRST = Statement("2", THREE, THREE, THREE, THREE, THREE, THREE, THREE)


def version(number: str, days: int) -> Statement:
    return replace(FIRST, version=number, effective_from=TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ((FIRST,), "2"),
        ((version("2", -5), version("3", 0)), "3"),
        ((version("2", -5), version("3", 1)), "2"),
        ((version("2", 5),), "2"),
        ((version("2", -5), version("3", -1), version("4", -3)), "3"),
        ((version("2", -5), version("3", -1), version("4", -1)), "4"),
        ((version("2", -5), replace(FIRST, version="x")), "2"),
    ],
)
def test_the_latest_version_that_has_begun_is_in_force(
    versions: tuple[Statement, ...], expected: str
) -> None:
    assert in_force(versions, TODAY).version == expected


def test_a_version_reads_back_as_it_was_stored() -> None:
    stored = version("3", 0)
    assert Statement.stored("3", TODAY, stored.body) == stored


@pytest.mark.parametrize(("number", "following"), [("2", "3"), ("2026-1", "2026-1.1")])
def test_the_next_version_has_the_next_number(number: str, following: str) -> None:
    new = replace(FIRST, version=number).rewritten(THREE, THREE, TODAY)
    assert (new.version, new.effective_from) == (following, TODAY)
    check_statement(new, TODAY)


@pytest.mark.parametrize(
    ("statement", "field"),
    [
        (FIRST, "effective_from"),
        (version("3", -1), "effective_from"),
        (replace(version("3", 0), text=ThreeTexts("Why", "目的", " ")), "text_zh_CN"),
        (
            replace(version("3", 0), text=replace(THREE, en="x" * (LONGEST_STATEMENT + 1))),
            "text_en",
        ),
    ],
)
def test_a_version_that_cannot_be_is_refused(statement: Statement, field: str) -> None:
    with pytest.raises(UserError) as refused:
        check_statement(statement, TODAY)
    assert refused.value.field == field
