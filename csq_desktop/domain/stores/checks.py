"""What a check of a whole store found, sentence by sentence, and what is remembered of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CheckLine:
    """One thing that was checked: whether it is as it should be, and what a person reads of it.

    `details` are for whoever looks into it: places and numbers, never a customer's words. What was
    not `looked_at` is not wrong, and not proved either.
    """

    name: str
    sound: bool
    sentence: str
    details: tuple[str, ...] = ()
    looked_at: bool = True


@dataclass(frozen=True)
class CheckReport:
    """Everything that was checked, in order."""

    lines: tuple[CheckLine, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found wrong."""
        return all(line.sound for line in self.lines)

    @property
    def first_fault(self) -> str:
        """The sentence of the first thing that was found wrong; empty for a sound store."""
        return next((line.sentence for line in self.lines if not line.sound), "")

    @property
    def sentences(self) -> tuple[str, ...]:
        """The findings as they are printed, details indented below what they belong to."""
        return tuple(
            text for line in self.lines for text in (line.sentence, *_indented(line.details))
        )


@dataclass(frozen=True)
class CheckState:
    """When the whole store was last found sound, and what was found wrong since, in a sentence.

    `seen_at` is the last check of any reach: staff check what their key opens.
    """

    sound_at: datetime | None = None
    seen_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""

    @property
    def failing(self) -> bool:
        """Whether something was found wrong, and nothing has proved the store sound since."""
        return self.failed_at is not None


def _indented(details: tuple[str, ...]) -> list[str]:
    return [f"    {detail}" for detail in details]
