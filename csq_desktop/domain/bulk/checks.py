"""One step with many complaints: with which of those chosen it can be taken."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RefusedCase:
    """A complaint the step cannot be taken with, and why not."""

    ref: str
    reason: str


@dataclass(frozen=True)
class StepCheck:
    """The ids it can be taken with, and the others."""

    able_ids: tuple[int, ...]
    refused: tuple[RefusedCase, ...] = ()

    @property
    def chosen(self) -> int:
        """How many were asked for."""
        return len(self.able_ids) + len(self.refused)
