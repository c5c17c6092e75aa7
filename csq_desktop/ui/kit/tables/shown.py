"""Columns and cells: how a row is shown in a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtGui import Qt

from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text

SHOWN = Qt.ItemDataRole.UserRole + 1
ROW = Qt.ItemDataRole.UserRole + 2
DAY_WIDTH = 128
"""What a whole day needs at 100 % text, such as 2026年12月31日: cut short it says no day."""
CellValue = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True)
class Cell:
    """One cell: its text, a second line beneath, a tone that adds colour and shape."""

    text: str
    under: str = ""
    tone: Tone | None = None
    strong: bool = False
    right: bool = False


@dataclass(frozen=True)
class Fact:
    """One fact of a row as a spreadsheet gets it: its heading and its value.

    A moment is given in the shop's zone.
    """

    label: str
    value: Callable[[Any], CellValue]


@dataclass(frozen=True)
class Column:
    """One column: a key it is remembered by, its heading, how a row's cell is made.

    `width` and `least` are at 100 % text size: a narrow table makes columns less wide down to
    `least`, then hides the one of the highest `rank` first, of two the one further right. `sort`
    gives what the column sorts by, else its first fact or text does; a BigListModel asks for the
    `order` of that name, and without one the column has none. `facts` are what is copied
    of it, else its text and, under a heading of its own, the second line.
    """

    key: str
    label: str
    cell: Callable[[Any], Cell]
    width: int = 120
    sort: Callable[[Any], Any] | None = None
    hidden: bool = False
    least: int = 64
    rank: int = 0
    order: str = ""
    facts: tuple[Fact, ...] = ()


def in_zone(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment as the shop's clock shows it; None stays None."""
    return moment and moment.astimezone(zone)


def day_column(key: str, label: str, day: Callable[[Any], date], width: int) -> Column:
    """A column of days: written as people read them, copied as a spreadsheet reads them."""
    return Column(
        key,
        label,
        lambda row: Cell(date_text(day(row))),
        max(width, DAY_WIDTH),
        least=DAY_WIDTH,
        facts=(Fact(label, day),),
    )


def cell_value(cell: Cell, role: int) -> object:
    """A cell's value for one of Qt's roles."""
    if role == Qt.ItemDataRole.DisplayRole:
        return cell.text
    if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        whole = f"{cell.text}\n{cell.under}" if cell.under else cell.text
        markup = role == Qt.ItemDataRole.ToolTipRole and Qt.mightBeRichText(whole)
        return Qt.convertFromPlainText(whole) if markup else whole
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
    return cell if role == SHOWN else None
