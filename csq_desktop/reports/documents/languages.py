"""The languages of a printed document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from csq_desktop.domain.paper.sheets import check_languages
from csq_desktop.reports.paper.bilingual import in_both
from csq_desktop.reports.paper.document import Document
from csq_desktop.texts import language, speaking


@dataclass(frozen=True)
class Languages:
    """The language of a document, and another that it is printed in too, if any."""

    first: str
    second: str = ""

    @classmethod
    def chosen(cls, languages: Sequence[str]) -> "Languages":
        """Those chosen for a document, of none the one spoken; a UserError of the same twice."""
        languages = languages or (language(),)
        check_languages(languages)
        return cls(*languages)

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
