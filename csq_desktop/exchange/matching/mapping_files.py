"""Column mappings as small JSON files: written plainly, read back with care."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from csq_desktop.domain.imports.date_styles import YearFirst
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing.saving import whole
from csq_desktop.texts import tr

_LARGEST_BYTES = 1 << 20
_Short = Annotated[str, Field(max_length=500)]


class _MappingFile(BaseModel):
    """The JSON form of an ImportMapping; see there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ImportKind
    columns: dict[_Short, _Short] = Field(min_length=1)
    times: dict[_Short, _Short] = Field(default_factory=dict)
    date_order: DateOrder | None = None
    year_first: YearFirst | None = None
    encoding: _Short | None = None
    sheet: _Short | None = None
    values: dict[_Short, dict[_Short, _Short]] = Field(default_factory=dict)
    constants: dict[_Short, _Short] = Field(default_factory=dict)
    new_words: tuple[_Short, ...] = ()
    unique_by: _Short = ""
    undated_closing: _Short = ""


def text_of(mapping: ImportMapping, skipped: Sequence[str] = ()) -> str:
    """The mapping as JSON, empty parts left out; the same mapping always gives the same text.

    Columns that are `skipped` stand in it without a field, to be edited.
    """
    parts: dict[str, object] = {
        "kind": mapping.kind.value,
        "columns": dict(mapping.columns) | dict.fromkeys(skipped, ""),
        "times": dict(mapping.times),
        "date_order": mapping.date_order.value if mapping.date_order else None,
        "year_first": mapping.year_first.value if mapping.year_first else None,
        "encoding": mapping.encoding,
        "sheet": mapping.sheet,
        "values": {key: dict(words) for key, words in mapping.values.items()},
        "constants": dict(mapping.constants),
        "new_words": list(mapping.new_words),
        "unique_by": mapping.unique_by,
        "undated_closing": mapping.undated_closing,
    }
    filled = {name: part for name, part in parts.items() if part}
    return json.dumps(filled, ensure_ascii=False, indent=2) + "\n"


def mapping_of(text: str) -> ImportMapping:
    """The mapping a JSON text holds; a UserError says which part is wrong."""
    try:
        read = _MappingFile.model_validate_json(text)
    except ValidationError as error:
        raise UserError(_sentence(error)) from None
    return ImportMapping(
        kind=read.kind,
        columns={column: keys for column, keys in read.columns.items() if keys},
        times=read.times,
        date_order=read.date_order,
        year_first=read.year_first,
        encoding=read.encoding,
        sheet=read.sheet,
        values=read.values,
        constants=read.constants,
        new_words=read.new_words,
        unique_by=read.unique_by,
        undated_closing=read.undated_closing,
    )


def closing_rule(text: str) -> str:
    """The rule for closing dates in a kept mapping; none of one that cannot be read any more."""
    try:
        return mapping_of(text).undated_closing
    except UserError:
        return ""


def save(mapping: ImportMapping, path: Path, *, skipped: Sequence[str] = ()) -> None:
    """Write the mapping to a file."""
    with whole(path) as part:
        part.write_text(text_of(mapping, skipped), encoding="utf-8")


def load(path: Path) -> ImportMapping:
    """The mapping in a file; a UserError where it cannot be read."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UserError(tr("The file is not a column mapping: it is too large."))
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UserError(tr("The file with the column mapping cannot be read.")) from None
    return mapping_of(text)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    if not place:
        return tr("The file is not a column mapping: it is not valid JSON.")
    if first["type"] == "extra_forbidden":
        return tr("The column mapping has an unknown part “{place}”.", place=place)
    if first["type"] == "missing":
        return tr("The column mapping lacks the part “{place}”.", place=place)
    return tr("The part “{place}” of the column mapping cannot be used.", place=place)
