"""Mappings are written as JSON and read back; a broken one is refused with a helpful sentence."""

import json
from pathlib import Path

import pytest

from csq_desktop.domain.imports.date_styles import YearFirst
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.errors import UserError
from csq_desktop.exchange.matching.mapping_files import (
    closing_rule,
    load,
    mapping_of,
    save,
    text_of,
)

WHOLE = ImportMapping(
    kind=ImportKind.COMPLAINTS,
    columns={"CreatedDate": "received_at", "狀態": "status"},
    date_order=DateOrder.MDY,
    year_first=YearFirst.YDM,
    encoding="big5hkscs",
    sheet="Sheet1",
    values={"channel": {"Phone": "telephone", "*": "other"}},
    constants={"channel": "other"},
    new_words=("category",),
    unique_by="their_reference",
    times={"Uhr": "received_at"},
    undated_closing="received+7",
)


def test_a_mapping_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    save(WHOLE, path)
    assert load(path) == WHOLE
    assert json.loads(path.read_text("utf-8"))["columns"]["狀態"] == "status"


def test_empty_parts_are_left_out() -> None:
    mapping = ImportMapping(ImportKind.CUSTOMERS, {"No": "reference"})
    assert json.loads(text_of(mapping)) == {"kind": "customers", "columns": {"No": "reference"}}
    assert mapping_of(text_of(mapping)) == mapping


@pytest.mark.parametrize("part", ["date_order", "year_first", "encoding", "sheet"])
def test_a_part_may_be_null(part: str) -> None:
    written = json.loads(text_of(WHOLE)) | {part: None}
    whole = vars(WHOLE) | {part: None}
    assert mapping_of(json.dumps(written)) == ImportMapping(**whole)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "shoes"}, "part “kind” of the column mapping cannot be used"),
        ({"columns": {}}, "part “columns”"),
        ({"columns": {"a": 1}}, "part “columns.a”"),
        ({"date_order": "ydm"}, "part “date_order”"),
        ({"values": {"channel": ["x"]}}, "part “values.channel”"),
        ({"colour": "red"}, "unknown part “colour”"),
    ],
)
def test_a_wrong_part_is_named(change: dict[str, object], why: str) -> None:
    with pytest.raises(UserError, match=why):
        mapping_of(json.dumps(json.loads(text_of(WHOLE)) | change))


def test_a_missing_part_is_named() -> None:
    with pytest.raises(UserError, match="lacks the part “columns”"):
        mapping_of('{"kind": "customers"}')


@pytest.mark.parametrize("text", ["", "no", "[", "[]", "null"])
def test_what_is_no_mapping_at_all_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="not a column mapping"):
        mapping_of(text)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    with pytest.raises(UserError, match="cannot be read"):
        load(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="cannot be read"):
        load(path)
    path.write_bytes(b" " * ((1 << 20) + 1))
    with pytest.raises(UserError, match="too large"):
        load(path)


def test_a_kept_mapping_tells_its_rule_for_closing_dates() -> None:
    mapping = ImportMapping(ImportKind.COMPLAINTS, {"A": "status"}, undated_closing="received+7")
    assert closing_rule(text_of(mapping)) == "received+7"
    assert closing_rule("broken") == ""
