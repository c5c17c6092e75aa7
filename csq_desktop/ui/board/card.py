"""What a card of the board says of its case."""

from collections.abc import Callable
from dataclasses import dataclass

from csq_desktop.domain.complaints.facts import ComplaintLine
from csq_desktop.domain.tones import Tone
from csq_desktop.texts import tr


@dataclass(frozen=True)
class CaseCard:
    """The words of a card: `above` its number, `due` what is next, `under` severity and owner."""

    above: str
    summary: str
    due: str
    tone: Tone | None
    under: str

    @property
    def spoken(self) -> str:
        """The whole card for a screen reader and a tool tip."""
        return "\n".join(filter(None, (self.summary, self.above, self.due, self.under)))


CardOf = Callable[[ComplaintLine], CaseCard]


def joined(*parts: str) -> str:
    """Facts on one line of a card."""
    return tr(" · ").join(filter(None, parts))
