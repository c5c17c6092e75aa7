"""What a check of a whole store found, sentence by sentence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckLine:
    """One thing that was checked: whether it is as it should be, and what a person reads of it.

    `details` are for whoever looks into it: places and numbers, never a customer's words.
    """

    name: str
    sound: bool
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckReport:
    """Everything that was checked, in order."""

    lines: tuple[CheckLine, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found wrong."""
        return all(line.sound for line in self.lines)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The findings as they are printed, details indented below what they belong to."""
        return tuple(
            text for line in self.lines for text in (line.sentence, *_indented(line.details))
        )


def _indented(details: tuple[str, ...]) -> list[str]:
    return [f"    {detail}" for detail in details]
