"""A chart whose words stand in two languages: drawn once, each word with the other after it."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from csq_desktop.domain.paper.charts import (
    Bar,
    ChartSpec,
    ControlPoint,
    EventMark,
    ParetoSpec,
    SectionRow,
    SectionsSpec,
    SignSpec,
    SparkSpec,
    TargetRow,
    TargetsSpec,
)
from csq_desktop.texts import speaking

Spec = TypeVar("Spec", bound=ChartSpec)
_NAMED = (Bar, ControlPoint, SectionRow, TargetRow)
_TEXTS = ("title", "subject", "subtitle", "notes", "labels")
_HIGHER = 1.4  # times, where the names of rows take a line more


def in_both(first: Spec, second: Spec, language: str) -> Spec:
    """The first chart with the words of the second, which is in another language."""
    if isinstance(first, SparkSpec | SignSpec):  # the size of a word: it is only spoken
        title = _joined(first.title, second.title, "\n")
        return replace(first, title=title, second=language)
    merged: Spec = _merged(first, second)
    return replace(merged, second=language)


def height(spec: ChartSpec, height_of_one: float) -> float:
    """The height of a chart in two languages; where its names are rows, they take more."""
    has_rows = isinstance(spec, ParetoSpec | SectionsSpec | TargetsSpec)
    return height_of_one * _HIGHER if has_rows and spec.second else height_of_one


def doubled(spec: ChartSpec, say: Callable[[], str], between: str = " ") -> str:
    """A word that stands in every chart of a kind, in one language or in both."""
    if not spec.second:
        return say()
    with speaking(spec.second):
        again = say()
    return _joined(say(), again, between)


def _merged(first: Any, second: Any, between: str = " ") -> Any:
    """Two parts of a chart that differ in their words alone, as one that has both."""
    if isinstance(first, EventMark):
        return first
    if isinstance(first, str):
        return _joined(first, second, between)
    if isinstance(first, tuple):
        return tuple(_merged(a, b, between) for a, b in zip(first, second, strict=True))
    if not is_dataclass(first) or isinstance(first, type):
        return first
    changes = {
        field.name: _merged(
            getattr(first, field.name), getattr(second, field.name), _between(first, field.name)
        )
        for field in fields(first)
    }
    return replace(first, **changes)


def _between(part: object, name: str) -> str:
    """A name has a line for each language; other words stand on one."""
    is_name = name == "label" and isinstance(part, _NAMED)
    is_name |= name == "note" and isinstance(part, Bar)
    is_text = isinstance(part, ChartSpec) and name in _TEXTS
    return "\n" if is_name or is_text else " "


def _joined(first: str, second: str, between: str) -> str:
    return first if first == second else between.join(filter(None, (first, second)))
