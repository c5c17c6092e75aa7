"""A column with the time of day belongs to one date that another column has."""

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping, check, fitted
from csq_desktop.errors import UserError

HEAD = ["In", "About", "Hour", "Out"]
COLUMNS = {"In": "received_at", "About": "category"}
CONSTANTS = {"channel": "web", "severity": "low"}


def mapping(times: dict[str, str], **more: str) -> ImportMapping:
    columns = COLUMNS | more
    return ImportMapping(ImportKind.COMPLAINTS, columns, constants=CONSTANTS, times=times)


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ({"Hour": "category"}, "“Category” has no time."),
        ({"Hour": "closed_at"}, "Match a column to the date of “Closed”, too."),
        ({"Hour": "received_at", "Out": "received_at"}, "to the time of “Received”. Keep one."),
        ({"In": "received_at"}, "“In” cannot be both date and time of “Received”."),
        ({"Clock": "received_at"}, "The file has no column “Clock”"),
    ],
)
def test_a_time_without_its_date_is_refused(times: dict[str, str], why: str) -> None:
    with pytest.raises(UserError, match=why):
        check(mapping(times), HEAD)


def test_two_dates_of_one_field_say_how_to_join_a_time() -> None:
    with pytest.raises(UserError, match=r"choose “Received \(time of day\)” for it"):
        check(mapping({}, Hour="received_at"), HEAD)


def test_a_time_column_is_found_again_in_other_case() -> None:
    found = fitted(mapping({"HOUR": "received_at"}), HEAD)
    check(found, HEAD)
    assert found.times == {"Hour": "received_at"}
    assert found.used_columns == {"In", "About", "Hour"}
