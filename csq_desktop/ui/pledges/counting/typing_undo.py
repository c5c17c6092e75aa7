"""What was typed into a table of counts, to be taken back step by step until it is saved."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtGui import QUndoCommand


class TypedCell(NamedTuple):
    """A cell of a row before and after it was typed into."""

    typed: dict[str, str]
    key: str
    before: str
    after: str


class TypeIn(QUndoCommand):
    """Types into some cells at once, and takes it back."""

    def __init__(self, cells: Mapping[int, list[TypedCell]], tell: Callable[[int], None]) -> None:
        super().__init__()
        self._cells, self._tell = cells, tell

    def redo(self) -> None:
        for row, cells in self._cells.items():
            for cell in cells:
                cell.typed[cell.key] = cell.after
            self._tell(row)

    def undo(self) -> None:
        for row, cells in self._cells.items():
            for cell in cells:
                cell.typed[cell.key] = cell.before
            self._tell(row)
