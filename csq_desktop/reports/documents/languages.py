"""The languages of a printed document."""

from dataclasses import dataclass

from csq_desktop.domain.threefold import ThreeTexts


@dataclass(frozen=True)
class Languages:
    """The language of a document, and another its main texts are printed in too, if any."""

    first: str
    second: str = ""

    def second_text(self, wording: ThreeTexts) -> str:
        """A wording in the second language; nothing when it says the same as in the first."""
        if not self.second:
            return ""
        first, second = wording.said_in(self.first), wording.said_in(self.second)
        return "" if first == second else second
