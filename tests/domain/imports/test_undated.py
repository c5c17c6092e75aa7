"""When a complaint was closed whose file does not say it: by the rule the user chose."""

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping, check
from csq_desktop.domain.imports.rows import Plain
from csq_desktop.domain.imports.undated import RULES, dated_by, rule_text
from csq_desktop.errors import UserError

DAY = 86_400
RECEIVED, NOW = 100 * DAY, 110 * DAY


@pytest.mark.parametrize(
    ("rule", "status", "answered", "closed"),
    [
        ("answered", "closed", RECEIVED + DAY, RECEIVED + DAY),
        ("answered", "closed", None, None),
        ("received", "closed", None, RECEIVED),
        ("received+7", "closed", None, RECEIVED + 7 * DAY),
        ("received+7", "closed", RECEIVED + 9 * DAY, RECEIVED + 9 * DAY),
        ("received+30", "closed", None, None),  # has not come yet
        ("received", "received", None, None),
    ],
)
def test_a_closing_gets_its_date_by_the_rule(
    rule: str, status: str, answered: int | None, closed: int | None
) -> None:
    columns: dict[str, list[Plain]] = {
        "received_at": [RECEIVED, RECEIVED, None],
        "status": [status, "closed", "closed"],
        "answered_at": [answered, None, None],
        "closed_at": [None, RECEIVED + 1, None],
    }
    dated = dated_by(rule, columns, NOW)
    assert dated.closed == [closed, RECEIVED + 1, None]
    assert dated.places == ([] if closed is None else [0])


def test_a_file_without_those_columns_has_nothing_to_date() -> None:
    assert dated_by("received", {"received_at": [RECEIVED]}, NOW).places == []


def test_every_rule_has_words() -> None:
    assert [rule_text(rule) for rule in (*RULES, "received+1")] == [
        "Closed, date unknown", "On the date of the reply", "On the date received",
        "7 days after receipt", "14 days after receipt", "30 days after receipt",
        "1 day after receipt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "status", "why"),
    [
        ("tomorrow", "status", "“tomorrow” is no rule for closing dates."),
        ("received-7", "status", "is no rule"),
        ("received", "summary", "Match a column to “Status” first."),
    ],
)
def test_a_rule_fits_its_file(rule: str, status: str, why: str) -> None:
    columns = {"In": "received_at", "About": "category", "Now": status}
    mapping = ImportMapping(
        ImportKind.COMPLAINTS,
        columns,
        constants={"channel": "web", "severity": "low"},
        undated_closing=rule,
    )
    with pytest.raises(UserError, match=why):
        check(mapping, list(columns))
