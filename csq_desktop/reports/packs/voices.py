"""What a pack says in one language, and the same in another where a pack has two."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from csq_desktop.domain.packs.asks import AskFacts
from csq_desktop.domain.packs.packs import WHOLE_PACK, PackDefinition
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.reports.paper.blocks import Heading
from csq_desktop.texts import speaking, tr

Said = Callable[[PackFacts], str]


@dataclass(frozen=True)
class Voices:
    """The facts in the main language, and in the second where the pack has two.

    `written` is the month's message and `written_asked` what is asked, where somebody wrote them.
    `reason` is why the month is issued again, `definition` which sections are printed.
    """

    main: PackFacts
    second: PackFacts | None = None
    written: tuple[str, ...] = ()
    written_asked: tuple[str, ...] = ()
    reason: str = ""
    definition: PackDefinition = WHOLE_PACK

    @property
    def again(self) -> "Voices | None":
        """The same in the second language; a line that somebody wrote stays as it was written."""
        if self.second is None:
            return None
        return replace(
            self,
            main=self.second,
            second=None,
            written=self._translated(self.written, words.message),
            written_asked=self._translated(self.written_asked, words.asked),
        )

    def _translated(
        self, lines: tuple[str, ...], say: Callable[[PackFacts], tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Lines in the second language as far as they are those that the figures give."""
        assert self.second is not None
        with speaking(self.main.language):
            first = say(self.main)
        with speaking(self.second.language):
            proposed = dict(zip(first, say(self.second), strict=True))
        return tuple(proposed.get(line, line) for line in lines)

    @property
    def message(self) -> tuple[str, ...]:
        """The month's message, headline first: what was written, else what the figures say."""
        with speaking(self.main.language):
            return self.written or words.message(self.main)

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked of the readers."""
        with speaking(self.main.language):
            return self.written_asked or words.asked(self.main)

    @property
    def asks(self) -> tuple[AskFacts, ...]:
        """The same as facts, to be kept."""
        with speaking(self.main.language):
            if self.written_asked:
                return words.asks_of_lines(self.main, self.written_asked)
            return words.asks(self.main)

    def heading(self, say: Said, level: int = 1) -> Heading:
        """A heading that says it."""
        return Heading(self.say(say), level=level)

    def finding(self, say: Said, measure: str, unit: str = "", *, level: int = 1) -> Heading:
        """A message, and under it what is measured, in which unit, of which period.

        That of a page says, too, when the month is not over.
        """
        title = self.heading(lambda facts: words.so_far(facts, say(facts)))
        if level > 1:
            title = self.heading(say, level)
        subject = self.say(lambda pack: words.subject(pack, tr(measure), tr(unit) if unit else ""))
        return replace(title, subject=subject)

    def say(self, say: Said) -> str:
        """The sentence in the main language."""
        with speaking(self.main.language):
            return say(self.main)
