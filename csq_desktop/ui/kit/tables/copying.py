"""Rows as a spreadsheet takes them from the clipboard: a heading, then one fact in one cell."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from csq_desktop.domain.paper.spreadsheets import guarded
from csq_desktop.texts import tr
from csq_desktop.ui.kit.tables.shown import CellValue, Column, Fact

_NUMBER = re.compile(
    r"(?P<minus>[-−]?)(?:HK\$)?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?"
    r"(?: ?(?P<share>%))?"
)
NOTHING = (2, 0.0, "")


def spreadsheet_text(columns: Sequence[Column], rows: Sequence[Any]) -> str:
    """Tab-separated lines, the headings first; nothing when there are no rows."""
    if not rows:
        return ""
    facts = [fact for column in columns for fact in _facts(column, rows)]
    lines: list[list[CellValue]] = [[fact.label for fact in facts]]
    lines += ([fact.value(row) for fact in facts] for row in rows)
    return "\n".join("\t".join(map(_cell, line)) for line in lines)


def sort_value(column: Column, row: Any) -> tuple[int, float, str]:
    """What a column without an order of its own sorts by: its first fact, numbers before words."""
    value = column.facts[0].value(row) if column.facts else column.cell(row).text
    text = _as_read(value)
    try:
        share = text.endswith("%")
        return 0, float(text.rstrip("% ")) / (100 if share else 1), ""
    except ValueError:
        return (1, 0.0, text.casefold()) if text else NOTHING


def _facts(column: Column, rows: Sequence[Any]) -> Sequence[Fact]:
    if column.facts:
        return column.facts
    facts = [Fact(column.label, lambda row: column.cell(row).text)]
    if any(column.cell(row).under for row in rows):
        more = tr("{heading}, second line", heading=column.label)
        facts.append(Fact(more, lambda row: column.cell(row).under))
    return facts


def _cell(value: CellValue) -> str:
    text = _as_read(value)
    if isinstance(value, str) and not _NUMBER.fullmatch(text):
        text = guarded(" ".join(text.replace("\t", " ").splitlines()))
    # A cell that begins with a quotation mark is taken for a quoted one.
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if text.startswith('"') else text


def _as_read(value: CellValue) -> str:
    """A value as spreadsheets of every language read it: 2026-11-28 15:43, 1234.5."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    number = _NUMBER.fullmatch(text)
    if number is None or not isinstance(value, str):
        return text
    minus, whole, part, share = (group or "" for group in number.groups())
    return f"{minus and '-'}{whole.replace(',', '')}{part}{share}"
