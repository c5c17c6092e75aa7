"""What a person chose of a table's columns: widths, hidden columns, the order of the rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

HIDDEN = -1
_UP, _DOWN = "up", "down"
_ORDER = "order"
_WIDTH = re.compile(r"-1|[0-9]{1,4}")


@dataclass(frozen=True)
class ColumnChoice:
    """Chosen widths at 100 % text size by column key, HIDDEN for none; 0 is its own width.

    `order` is a column's key and whether the largest stands first.
    """

    widths: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, bool] | None = None

    @classmethod
    def read(cls, text: str) -> "ColumnChoice":
        """The choice as it was written; parts that nothing can be made of are left out."""
        pairs = [part.partition(":") for part in text.split(",")]
        widths = {key: int(value) for key, _, value in pairs if _WIDTH.fullmatch(value)}
        orders = [value.split(" ") for key, _, value in pairs if key == _ORDER]
        kept_orders = [each for each in orders if len(each) == 2 and each[0] in (_UP, _DOWN)]
        order = (kept_orders[0][1], kept_orders[0][0] == _DOWN) if kept_orders else None
        return cls(widths, order)

    def written(self) -> str:
        """The choice as one line of the settings."""
        parts = [f"{key}:{width}" for key, width in self.widths.items()]
        if self.order is not None:
            parts.append(f"{_ORDER}:{_DOWN if self.order[1] else _UP} {self.order[0]}")
        return ",".join(parts)
