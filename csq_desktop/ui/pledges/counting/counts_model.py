"""Counts being typed: a row per pledge or per day, kept as texts until they are saved."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QUndoStack

from csq_desktop.domain.pledges.facts import DayCount, Pledge
from csq_desktop.domain.pledges.fields import COUNTED, LARGEST_COUNT, PLEDGE_COUNT, TYPED
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
    count_text,
    labelled,
    percent_text,
    short_date_text,
    weekday_text,
)
from csq_desktop.errors import UserError
from csq_desktop.services.pledges import pledges
from csq_desktop.texts import tr, trc
from csq_desktop.ui.kit.tables.rows import NOWHERE, Index
from csq_desktop.ui.kit.tables.shown import Cell, cell_value
from csq_desktop.ui.pledges.counting.typing_undo import TypedCell, TypeIn

HEAD, REASON, RESULT = "head", "reason", "result"
KEYS = (HEAD, *TYPED, RESULT)
_ONE_LINE = 3  # Chinese characters
_PARTED = "\t"  # in drafts of earlier versions


class CountEntry:
    """One row: whose count of which day, what is stored, and what is typed now."""

    def __init__(self, pledge: Pledge, day: date, stored: DayCount | None) -> None:
        self.pledge, self.day, self.stored = pledge, day, stored
        self.typed = _texts(stored)

    @property
    def key(self) -> tuple[int, date]:
        """What tells this row from the others."""
        return self.pledge.id, self.day

    @property
    def has_maximum(self) -> bool:
        """Whether those beyond a maximum are counted too."""
        return self.pledge.version_on(self.day).terms.maximum_share is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed: the day is not counted."""
        return not any(text.strip() for text in self.typed.values())

    @property
    def is_changed(self) -> bool:
        """Whether something else is typed than is stored."""
        if self.stored is None or self.is_empty:
            return self.is_empty != (self.stored is None)
        return bool(self.misread) or self.count != self.stored

    @property
    def misread(self) -> str:
        """The key of the first number that cannot be read, or nothing."""
        return next((key for key in COUNTED if pledges.typed_count(self.typed[key]) is None), "")

    @property
    def count(self) -> DayCount:
        """The count as typed; numbers left out are 0, and so are those that are `misread`."""
        numbers = {key: pledges.typed_count(self.typed[key]) or 0 for key in COUNTED}
        return DayCount(self.pledge.id, self.day, **numbers, reason=self.typed[REASON].strip())

    @property
    def troubled_key(self) -> str:
        """The key of the cell to mend first where there is a `trouble`."""
        count = self.count
        if self.misread:
            return self.misread
        if count.over_maximum > count.missed:
            return "over_maximum"
        is_reason = (count.excluded and not count.reason) or _reason_problem(count.reason)
        return REASON if is_reason else "met"

    @property
    def trouble(self) -> str:
        """What is wrong with what is typed, or nothing."""
        if self.is_empty:
            return ""
        if self.misread:
            return tr("Not a whole number from 0 to {n}", n=count_text(LARGEST_COUNT))
        count = self.count
        if count.over_maximum > count.missed:
            return tr("More over the maximum than not met")
        if count.excluded and not count.reason:
            return tr("Enter the reason for excluding them")
        if problem := _reason_problem(count.reason):
            return problem
        if not (self.typed["met"].strip() or self.typed["missed"].strip()):
            return tr("Enter the numbers met and not met")
        return ""

    def show(self, pledge: Pledge, stored: DayCount | None) -> None:
        """Take over the stored count; what is being typed stays."""
        if not self.is_changed:
            self.typed = _texts(stored)
        self.pledge, self.stored = pledge, stored

    def settle(self) -> DayCount | None:
        """Treat what is typed as stored while it is saved; returns the count stored before."""
        before, self.stored = self.stored, None if self.is_empty else self.count
        return before

    def keep(self) -> str:
        """What is typed, as text for a draft."""
        return json.dumps([self.typed[key] for key in TYPED], ensure_ascii=False)

    def restore(self, draft: str) -> None:
        """Put back what a draft kept; one that does not fit the row is left alone."""
        texts = _kept_texts(draft)
        if len(texts) == len(TYPED):
            self.typed = dict(zip(TYPED, texts, strict=True))


class CountsModel(QAbstractTableModel):
    """Rows of counts to type in; `by_day` names the rows by their days, not their pledges."""

    edited = Signal(int)

    def __init__(
        self, *, by_day: bool = False, editable: bool = True, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._by_day, self.editable = by_day, editable
        self.entries: list[CountEntry] = []
        self._breaks_headings = self.stacks_result = False
        self.typing = QUndoStack(self)

    def set_entries(self, entries: Sequence[CountEntry]) -> None:
        """Show these rows; where they are the same ones, what is being typed stays."""
        if entries and [entry.key for entry in entries] == [entry.key for entry in self.entries]:
            for shown, fresh in zip(self.entries, entries, strict=True):
                shown.show(fresh.pledge, fresh.stored)
            last = self.index(len(entries) - 1, len(KEYS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.typing.clear()
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def take_less_room(self, *, headings: bool, result: bool) -> None:
        """Break headings in two; say the result beneath what names the row."""
        if (headings, result) != (self._breaks_headings, self.stacks_result):
            self._breaks_headings, self.stacks_result = headings, result
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(KEYS) - 1)

    def changed_entries(self) -> list[CountEntry]:
        """The rows that hold something not saved yet."""
        return [entry for entry in self.entries if entry.is_changed]

    def type_in(self, row: int, key: str, text: str) -> None:
        """Write a text into a cell."""
        self.setData(self.index(row, KEYS.index(key)), text)

    def type_block(self, texts: Mapping[int, Mapping[str, str]]) -> None:
        """Write the texts of several rows, by their places and keys, as one step of typing."""
        cells: dict[int, list[TypedCell]] = {}
        for row, by_key in texts.items():
            typed = self.entries[row].typed
            changed = [
                TypedCell(typed, key, typed[key], text)
                for key, text in by_key.items()
                if self._takes(self.index(row, KEYS.index(key))) and text != typed[key]
            ]
            if changed:
                cells[row] = changed
        if cells:
            self.typing.push(TypeIn(cells, self._tell))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(KEYS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self._takes(index):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry, key = self.entries[index.row()], KEYS[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return entry.typed.get(key, "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible_text(entry, key)
        return cell_value(self._cell(entry, key), role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self._takes(index):
            return False
        key = KEYS[index.column()]
        self.type_block({index.row(): {key: as_typed(key, str(value))}})
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(KEYS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            heading = self.heading(KEYS[section])
            is_broken = self._breaks_headings and section > 0  # the first has room
            return _in_two_lines(heading) if is_broken else heading
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.heading(KEYS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = KEYS[section] in COUNTED
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def head_of(self, entry: CountEntry) -> str:
        """What names a row: its day, or its pledge."""
        return self._cell(entry, HEAD).text

    def heading(self, key: str) -> str:
        """What a column is called."""
        headings: Mapping[str, str] = {
            HEAD: trc("counts", "Day") if self._by_day else trc("counts", "Pledge"),
            "met": trc("counts", "Met"),
            "missed": trc("counts", "Not met"),
            "over_maximum": trc("counts", "Over maximum"),
            "excluded": trc("counts", "Excluded"),
            REASON: trc("counts", "Reason for excluding"),
            RESULT: trc("counts", "Rate met"),
        }
        return headings[key]

    def _takes(self, index: Index) -> bool:
        key = KEYS[index.column()]
        if not self.editable or key not in TYPED:
            return False
        return key != "over_maximum" or self.entries[index.row()].has_maximum

    def _cell(self, entry: CountEntry, key: str) -> Cell:
        if key == HEAD:
            cell = _day_cell(entry) if self._by_day else _pledge_cell(entry)
            return replace(cell, under=_result_cell(entry).text) if self.stacks_result else cell
        if key == RESULT:
            return _result_cell(entry)
        if key == "over_maximum" and not entry.has_maximum:
            return Cell("–", right=True)
        tone = Tone.BAD if key == entry.misread else None
        return Cell(entry.typed[key], tone=tone, right=key in COUNTED)

    def _accessible_text(self, entry: CountEntry, key: str) -> str:
        cell = self._cell(entry, key)
        if key in TYPED:
            of = self.head_of(entry)
            heading = tr(", ").join((self.heading(key), of))
            return labelled(heading, cell.text or trc("counts", "empty"))
        return f"{cell.text} {cell.under}".strip()

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(KEYS) - 1))
        self.edited.emit(row)


def as_typed(key: str, text: str) -> str:
    """A text as its cell shows it: numbers without their commas, what is no number as it is."""
    text = text.strip()
    number = pledges.typed_count(text) if text and key in COUNTED else None
    return text if number is None else str(number)


def changes(
    entries: Sequence[CountEntry],
) -> tuple[tuple[DayCount, ...], tuple[tuple[int, date], ...]]:
    """The counts to enter, and the (pledge, day) pairs to empty."""
    changed = [entry for entry in entries if entry.is_changed]
    return (
        tuple(entry.count for entry in changed if not entry.is_empty),
        tuple(entry.key for entry in changed if entry.is_empty),
    )


def _in_two_lines(heading: str) -> str:
    """A heading broken at the space nearest to its middle; Chinese breaks anywhere."""
    middle = (len(heading) + 1) // 2
    if not heading.isascii():
        return f"{heading[:middle]}\n{heading[middle:]}" if len(heading) > _ONE_LINE else heading
    spaces = [at for at, letter in enumerate(heading) if letter == " "]
    if not spaces:
        return heading
    nearest = min(spaces, key=lambda at: abs(at - middle))
    return f"{heading[:nearest]}\n{heading[nearest + 1 :]}"


def _reason_problem(reason: str) -> str:
    try:
        PLEDGE_COUNT.field(REASON).check(reason)
    except UserError as error:
        return error.text
    return ""


def _texts(stored: DayCount | None) -> dict[str, str]:
    if stored is None:
        return dict.fromkeys(TYPED, "")
    numbers = {key: str(getattr(stored, key)) for key in COUNTED}
    return numbers | {REASON: stored.reason}


def _kept_texts(draft: str) -> list[str]:
    """The texts of a draft, as many as it has; none where it is no draft."""
    if not draft.startswith("["):
        return draft.split(_PARTED)
    try:
        texts = json.loads(draft)
    except ValueError:
        return []
    return texts if all(isinstance(text, str) for text in texts) else []


def _day_cell(entry: CountEntry) -> Cell:
    return Cell(f"{short_date_text(entry.day)}  {weekday_text(entry.day)[:3]}")


def _pledge_cell(entry: CountEntry) -> Cell:
    terms = entry.pledge.version_on(entry.day).terms
    under = terms.standard.text
    if entry.has_maximum:
        under = tr(
            "met: {standard}  ·  over maximum: {maximum}",
            standard=terms.standard.text,
            maximum=terms.maximum.text,
        )
    return Cell(terms.wording.text, under, strong=True)


def _result_cell(entry: CountEntry) -> Cell:
    if entry.trouble:
        return Cell(entry.trouble, tone=Tone.BAD)
    if entry.is_empty:
        return Cell(trc("counts", "no counts"), tone=Tone.SOFT)
    count = entry.count
    of = count.met + count.missed
    if not of:
        return Cell(trc("counts", "none that day"), tone=Tone.SOFT)
    share = count.met / of
    reached = share >= entry.pledge.version_on(entry.day).terms.standard_share
    return Cell(percent_text(share), tone=Tone.GOOD if reached else Tone.WARN)
