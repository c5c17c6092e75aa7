"""Reads a workbook and computes its formulas: the few functions that recounts are written with."""

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

_TOKENS = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:e-?\d+)?)|(?P<text>"(?:[^"]|"")*")
    |(?P<range>'[^']+'![$A-Z0-9:]+|\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?)
    |(?P<name>[A-Z]+)(?=\()|(?P<sign><=|>=|<>|[-+*/&=<>(),]))""",
    re.VERBOSE,
)
_PLACE = re.compile(r"([A-Z]+)(\d+)")
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_COMPUTED: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


class Cells(list[Any]):
    """The values of a range, which remember their rows that fit a criterion."""

    def __init__(self, values: Iterable[Any]) -> None:
        super().__init__(values)
        self._fitting: dict[str, set[int]] = {}

    def that_fit(self, criterion: str) -> set[int]:
        """The places of the rows that fit."""
        if criterion not in self._fitting:
            fitting = {cell for cell in set(self) if _fits(criterion, cell)}
            self._fitting[criterion] = {at for at, cell in enumerate(self) if cell in fitting}
        return self._fitting[criterion]


class Recalculated:
    """A workbook whose formulas are computed here; what the file says they are is not read."""

    def __init__(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        self.sheets = {sheet.title: sheet for sheet in book.worksheets}
        self.names = list(self.sheets)
        self.changed: dict[tuple[str, str], Any] = {}
        self._computed: dict[tuple[str, str], Any] = {}
        self._columns: dict[str, Cells] = {}

    def change(self, sheet: str, place: str, value: Any) -> None:
        """Another value in a cell, as somebody would type it."""
        self.changed[sheet, place] = value
        self._computed.clear()
        self._columns.clear()

    def formula(self, sheet: str, place: str) -> str:
        """The formula of a cell without its sign; empty where it has none."""
        cell = self.sheets[sheet][place].value
        text = cell.text if isinstance(cell, ArrayFormula) else cell
        return text[1:] if isinstance(text, str) and self.is_formula(sheet, place) else ""

    def is_formula(self, sheet: str, place: str) -> bool:
        """Whether a cell is computed."""
        return bool(self.sheets[sheet][place].data_type == "f")

    def value(self, sheet: str, place: str) -> Any:
        """What a cell holds, computed where it is a formula."""
        key = sheet, place
        if key in self.changed:
            return self.changed[key]
        if key not in self._computed:
            text = self.formula(sheet, place)
            held = _Reading(self, sheet, text).all() if text else self.sheets[sheet][place].value
            self._computed[key] = held
        return self._computed[key]

    def shown(self, sheet: str) -> list[list[str]]:
        """Every cell of a sheet as text, row by row."""
        rows = self.sheets[sheet].iter_rows()
        return [
            ["" if (value := self.value(sheet, cell.coordinate)) is None else str(value)
             for cell in row]
            for row in rows
        ]  # fmt: skip

    def cells(self, sheet: str, area: str) -> Cells:
        """The values of some cells of one column."""
        if "!" in area:
            named, _, area = area.rpartition("!")
            sheet = named.strip("'")
        key = f"{sheet}!{area}"
        if key not in self._columns:
            first, _, last = area.replace("$", "").partition(":")
            column, start = _place(first)
            end = _place(last or first)[1]
            rows = range(start, end + 1)
            self._columns[key] = Cells(self.value(sheet, f"{column}{row}") for row in rows)
        return self._columns[key]


class _Reading:
    """One formula, read from left to right; lists stand for ranges and what is computed of them."""

    def __init__(self, book: Recalculated, sheet: str, text: str) -> None:
        self.book, self.sheet = book, sheet
        self.tokens = [*_split(text)]
        self.at = 0

    def all(self) -> Any:
        """The value of the whole formula."""
        value = self._comparison()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return value

    def _next(self, *signs: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at] in [("sign", s) for s in signs]:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def _comparison(self) -> Any:
        left = self._joined()
        while sign := self._next(*_COMPARED):
            left = _each(_COMPARED[sign], left, self._joined(), blank_is_text=True)
        return left

    def _joined(self) -> Any:
        left = self._sum()
        while self._next("&"):
            left = f"{_text(left)}{_text(self._sum())}"
        return left

    def _sum(self) -> Any:
        left = self._product()
        while sign := self._next("+", "-"):
            left = _each(_COMPUTED[sign], left, self._product())
        return left

    def _product(self) -> Any:
        left = self._factor()
        while sign := self._next("*", "/"):
            left = _each(_COMPUTED[sign], left, self._factor())
        return left

    def _factor(self) -> Any:
        if self._next("-"):
            return -self._factor()
        if self._next("("):
            value = self._comparison()
            assert self._next(")")
            return value
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "range":
            cells = self.book.cells(self.sheet, text)
            return cells if ":" in text else cells[0]
        return self._call(text)

    def _call(self, name: str) -> Any:
        assert self._next("(")
        if name == "IF":
            return self._if()
        arguments = [self._comparison()]
        while self._next(","):
            arguments.append(self._comparison())
        assert self._next(")")
        return _FUNCTIONS[name](*arguments)

    def _if(self) -> Any:
        """Only the branch that holds is computed: the other one may divide by zero."""
        condition = self._comparison()
        if isinstance(condition, list):
            assert self._next(",")
            values = self._comparison()
            assert self._next(")")
            return [v if fits else False for fits, v in zip(condition, values, strict=True)]
        for branch in (True, False):
            assert self._next(",")
            if bool(condition) is branch:
                value = self._comparison()
            else:
                self._pass_over()
        assert self._next(")")
        return value

    def _pass_over(self) -> None:
        depth = 0
        while depth or self.tokens[self.at] not in (("sign", ","), ("sign", ")")):
            depth += (self.tokens[self.at] == ("sign", "(")) - (
                self.tokens[self.at] == ("sign", ")")
            )
            self.at += 1


def _place(text: str) -> tuple[str, int]:
    match = _PLACE.fullmatch(text)
    assert match is not None
    return match[1], int(match[2])


def _split(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        match = _TOKENS.match(text, at)
        assert match is not None, text[at:]
        assert match.lastgroup
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()


def _each(
    act: Callable[[Any, Any], Any], left: Any, right: Any, *, blank_is_text: bool = False
) -> Any:
    """An operation on values, or one by one on lists."""
    if isinstance(left, list) or isinstance(right, list):
        size = len(left if isinstance(left, list) else right)
        lefts = left if isinstance(left, list) else [left] * size
        rights = right if isinstance(right, list) else [right] * size
        pairs = zip(lefts, rights, strict=True)
        return [_each(act, a, b, blank_is_text=blank_is_text) for a, b in pairs]
    if blank_is_text:  # an empty cell is equal to "" and to 0
        left = ("" if isinstance(right, str) else 0) if left is None else left
        right = ("" if isinstance(left, str) else 0) if right is None else right
        if isinstance(left, str) is not isinstance(right, str):
            return act is operator.ne
        if isinstance(left, str):
            left, right = left.lower(), right.lower()
        return act(left, right)
    return act(left or 0, right or 0)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _fits(criterion: str, cell: Any) -> bool:
    sign = next((s for s in ("<=", ">=", "<>", "<", ">", "=") if criterion.startswith(s)), "")
    wanted_text = criterion.removeprefix(sign)
    number = re.fullmatch(r"-?\d+(\.\d+)?", wanted_text)
    if (number and sign not in ("", "=")) or (number and isinstance(cell, int | float)):
        is_number = isinstance(cell, int | float)
        return is_number and _COMPARED[sign or "="](float(cell), float(wanted_text))
    pattern = "".join(
        part[1:] if part[0] == "~" else {"*": ".*", "?": "."}.get(part, re.escape(part))
        for part in re.findall(r"~[*?~]|.", wanted_text)
    )
    return re.fullmatch(pattern, "" if cell is None else str(cell), re.IGNORECASE) is not None


def _matching(*pairs: Any) -> set[int]:
    """Which rows fit every criterion, by their place in the ranges."""
    asked = zip(pairs[::2], pairs[1::2], strict=True)
    return set[int].intersection(*(cells.that_fit(_asked(words)) for cells, words in asked))


def _asked(criterion: Any) -> str:
    return f"={_text(criterion)}" if isinstance(criterion, int | float) else criterion


def _sumifs(cells: Cells, *pairs: Any) -> float:
    return sum(cells[at] or 0 for at in sorted(_matching(*pairs)))


def _averageifs(cells: Cells, *pairs: Any) -> float:
    values = [cells[at] for at in sorted(_matching(*pairs)) if cells[at] is not None]
    return float(sum(values) / len(values))


def _round(value: float, digits: float) -> float:
    scale: float = 10**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUMIFS": _sumifs,
    "COUNTIFS": lambda *pairs: len(_matching(*pairs)),
    "COUNTIF": lambda *pairs: len(_matching(*pairs)),
    "AVERAGEIFS": _averageifs,
    "SUM": lambda cells: sum(cells),
    "MEDIAN": lambda cells: median(cell for cell in cells if cell is not False),
    "ROUND": _round,
    "SQRT": math.sqrt,
    "ABS": abs,
    "MAX": max,
    "MIN": min,
    "AND": lambda *conditions: all(conditions),
}
