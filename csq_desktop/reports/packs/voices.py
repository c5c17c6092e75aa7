"""One or two languages: the main one says everything, the second one every title once more."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from csq_desktop.domain.asks import AskFacts
from csq_desktop.domain.packs import WHOLE_PACK, PackDefinition
from csq_desktop.domain.tones import Tone
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.reports.paper.blocks import Heading, Paragraph, TextSpan
from csq_desktop.texts import speaking, tr

Said = Callable[[PackFacts], str]


@dataclass(frozen=True)
class Voices:
    """The facts in the main language, and in the second where there is one.

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
        """A heading in the main language, the second beneath it."""
        return Heading(self.say(say), self.again(say), level)

    def finding(self, say: Said, measure: str, unit: str = "") -> Heading:
        """A page's message, and under it what is measured, in which unit, of which period."""
        title = self.heading(lambda facts: words.so_far(facts, say(facts)))
        subject = self.say(lambda pack: words.subject(pack, tr(measure), tr(unit) if unit else ""))
        return replace(title, subject=subject)

    def say(self, say: Said) -> str:
        """The sentence in the main language."""
        with speaking(self.main.language):
            return say(self.main)

    def again(self, say: Said) -> str:
        """The sentence in the second language; empty when there is none."""
        if self.second is None:
            return ""
        with speaking(self.second.language):
            return say(self.second)

    def echo(self, say: Said) -> tuple[Paragraph, ...]:
        """The sentence in the second language as a small paragraph, where there is one."""
        sentence = self.again(say)
        if not sentence:
            return ()
        return (Paragraph(TextSpan(sentence, tone=Tone.SOFT), small=True, is_second=True),)
