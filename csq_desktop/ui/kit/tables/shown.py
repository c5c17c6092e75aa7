"""Columns and cells: how a row is shown in a table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import Qt

from csq_desktop.domain.tones import Tone

SHOWN = Qt.ItemDataRole.UserRole + 1
ROW = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Cell:
    """One cell: its text, a second line beneath, a tone that adds colour and shape."""

    text: str
    under: str = ""
    tone: Tone | None = None
    strong: bool = False
    right: bool = False


@dataclass(frozen=True)
class Column:
    """One column: a key its width is remembered by, its heading, how a row's cell is made.

    `sort` gives what the column sorts by; None leaves it unsortable.
    """

    key: str
    label: str
    cell: Callable[[Any], Cell]
    width: int = 120
    sort: Callable[[Any], Any] | None = None
    hidden: bool = False


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
