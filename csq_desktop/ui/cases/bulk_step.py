"""What a feature can do with several cases at once: declared as STEPS in its own `bulk.py`.

The line below the list of complaints finds them there. Whoever freezes the program names
csq_desktop.ui.*.bulk, since no import does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtWidgets import QWidget

from csq_desktop import ui
from csq_desktop.domain.users import Permission
from csq_desktop.features import declared
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context


@dataclass(frozen=True)
class BulkStep:
    """One thing that can be done with several cases; `act` is given their ids."""

    label: str
    name: str
    permission: Permission
    act: Callable[[Context, Sequence[int], QWidget], object]

    @property
    def text(self) -> str:
        """What the button says, in the user's language."""
        return tr(self.label)


@cache
def steps() -> tuple[BulkStep, ...]:
    """The steps that features declare, by name."""
    found = (step for module in declared(ui, "bulk") for step in module.STEPS)
    return tuple(sorted(found, key=lambda step: step.name))
