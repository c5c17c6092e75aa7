"""What the cells of a column say for or against a field whose name its heading resembles."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.plans import DateOrder
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.exchange.cells import choices, dates, phones, values
from csq_desktop.exchange.cells.unreadable import Unreadable

MOSTLY, _SOME = 0.8, 0.3
_HALF = 0.5


def filled_cells(column: Sequence[str]) -> list[str]:
    """The cells that say something."""
    stripped = map(str.strip, column)
    return [cell for cell in stripped if not (values.is_nothing(cell) or values.error_of(cell))]


def cells_fit(target: TargetField, filled: Sequence[str], *, called_so: bool) -> bool:
    """Whether the cells can be this field's; where there are none, only the heading tells.

    A column called by the field's very name is that field even if many of its cells are wrong:
    they are shown as invalid instead of passing unseen. Words can be matched one by one, so half
    of them are enough.
    """
    if not filled:
        return True
    enough = _HALF if target.choices else MOSTLY
    return _share_fitting(target, filled) >= (_SOME if called_so else enough)


def example_against(target: TargetField, filled: Sequence[str]) -> str:
    """The most frequent cell that is not this field's."""
    fits = _tester(target, filled)
    return Counter(cell for cell in filled if not fits(cell)).most_common(1)[0][0]


def _share_fitting(target: TargetField, filled: Sequence[str]) -> float:
    """The share of cells a field could read."""
    return sum(map(_tester(target, filled), filled)) / len(filled)


def _tester(target: TargetField, filled: Sequence[str]) -> Callable[[str], bool]:
    if target.choices:
        known = choices.suggest(dict.fromkeys(filled), choices.words_of(target))
        return known.__contains__
    return _TESTS.get(target.kind, _is_no_date)


def _is_date(text: str) -> bool:
    """Whether a cell is a date in any order."""
    return any(_readable(partial(dates.day_of, order=order), text) for order in DateOrder)


def _is_no_date(text: str) -> bool:
    """Whether a cell is plainly something else than a date; mere digits may be anything."""
    return text.replace(".", "").isdecimal() or not _is_date(text)


def _readable(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Unreadable:
        return False
    return True


_TESTS: Mapping[FieldKind, Callable[[str], bool]] = {
    FieldKind.MOMENT: _is_date,
    FieldKind.DAY: _is_date,
    FieldKind.NUMBER: partial(_readable, values.count_of),
    FieldKind.MONEY: partial(_readable, values.cents_of),
    FieldKind.YES_NO: partial(_readable, values.yes_or_no),
    FieldKind.EMAIL: partial(_readable, values.email_of),
    FieldKind.PHONE: partial(_readable, phones.phone_of),
}
