"""Rows of a file in plain form, and why one of them is judged as it is.

Values travel in plain form, ready for JSON and for the store alike: a moment is an int of epoch
seconds (UTC), a day is ISO text, money is int cents (HKD), a count is an int, a phone is E.164
text, a choice is its code, yes/no is a bool. An empty text is "", any other empty value is None.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.texts import tr

Plain = str | int | bool | None
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Reason:
    """Why a row was judged so; one that does not block is only a warning."""

    text: str
    field: TargetField | None = None
    value: str = ""
    blocks: bool = True

    @property
    def sentence(self) -> str:
        """The reason in the user's language, the cell's own words cut to sixty characters."""
        shown = self.value
        if len(shown) > _LONGEST_SHOWN:
            shown = shown[: _LONGEST_SHOWN - 1] + "…"
        return tr(self.text, field=self.field.title if self.field else "", value=shown)

    @property
    def in_general(self) -> "Reason":
        """The reason without the cell's words, to be counted with its like."""
        return Reason(self.text, self.field, "…", self.blocks)


Columns = Mapping[str, Sequence[Plain]]
"""A chunk of rows, column by column."""
Faults = Iterable[tuple[int, Reason]]
"""What is wrong: the place of a row in its chunk, and why."""
Check = Callable[[Columns], Faults]


def present(
    fields: Iterable[TargetField], columns: Columns, keys: tuple[str, ...]
) -> list[TargetField]:
    """Those of the named fields that a file has."""
    return [target for target in fields if target.key in keys and target.key in columns]


def numbers(column: Sequence[Plain]) -> Sequence[int | None]:
    """A column of moments or counts, whose readers give nothing but these."""
    return cast("Sequence[int | None]", column)
