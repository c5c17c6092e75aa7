"""Reading plain JSON values with care: whatever is wrong is named by its place."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from csq_desktop.errors import UserError
from csq_desktop.texts import tr


@dataclass(frozen=True)
class JsonObject:
    """One JSON object being read; `place` is its path in the file, such as sections[1].items[0]."""

    fields: Mapping[str, object]
    place: str

    @classmethod
    def of(cls, value: object, place: str) -> "JsonObject":
        """The object at a place; a UserError when it is something else."""
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            where = place or tr("The file")
            raise UserError(tr("{place} should be a group of named values.", place=where))
        return cls(value, place)

    def at(self, name: str) -> str:
        """The path of one of its fields."""
        return f"{self.place}.{name}" if self.place else name

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        value = self.fields.get(name, default)
        if not isinstance(value, str):
            raise UserError(tr("{place} should be a text.", place=self.at(name)))
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """A finite number; without a default it must be there."""
        value = self.fields.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UserError(tr("{place} should be a number.", place=self.at(name)))
        if not math.isfinite(value):
            raise UserError(tr("{place} should be a number.", place=self.at(name)))
        return value

    def optional_number(self, name: str) -> float | None:
        """A finite number, or None where the field is null or missing."""
        return None if self.fields.get(name) is None else self.number(name)

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number; without a default it must be there."""
        value = self.number(name, default)
        if value != int(value):
            raise UserError(tr("{place} should be a whole number.", place=self.at(name)))
        return int(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.fields.get(name, default)
        if not isinstance(value, bool):
            raise UserError(tr("{place} should be true or false.", place=self.at(name)))
        return value

    def entries(self, name: str) -> list["JsonObject"]:
        """The objects of a list, each with its own place."""
        value = self.fields.get(name)
        if not isinstance(value, list):
            raise UserError(tr("{place} should be a list.", place=self.at(name)))
        return [JsonObject.of(element, f"{self.at(name)}[{n}]") for n, element in enumerate(value)]
