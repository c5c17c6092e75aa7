"""The languages of a printed document."""

from collections.abc import Callable
from dataclasses import dataclass

from csq_desktop.reports.paper.bilingual import in_both
from csq_desktop.reports.paper.document import Document
from csq_desktop.texts import speaking


@dataclass(frozen=True)
class Languages:
    """The language of a document, and another that it is printed in too, if any."""

    first: str
    second: str = ""

    @property
    def has_two(self) -> bool:
        """Whether there is another language than the first."""
        return self.second not in ("", self.first)

    def document(self, make: Callable[[str], Document]) -> Document:
        """What is made in the first language, with the same in the second; it is given the code."""
        with speaking(self.first):
            first = make(self.first)
        if not self.has_two:
            return first
        with speaking(self.second):
            second = make(self.second)
        with speaking(self.first):
            return in_both(first, second)
