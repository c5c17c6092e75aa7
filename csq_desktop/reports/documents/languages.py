"""The languages of a printed document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from csq_desktop.domain.sheets import check_languages
from csq_desktop.domain.threefold import ThreeTexts
from csq_desktop.texts import language, speaking


@dataclass(frozen=True)
class Languages:
    """The language of a document, and another its main texts are printed in too, if any."""

    first: str
    second: str = ""

    @classmethod
    def chosen(cls, languages: Sequence[str]) -> "Languages":
        """Those chosen for a document, of none the one spoken; a UserError of the same twice."""
        languages = languages or (language(),)
        check_languages(languages)
        return cls(*languages)

    def second_text(self, wording: ThreeTexts) -> str:
        """A wording in the second language; nothing when it says the same as in the first."""
        if not self.second:
            return ""
        first, second = wording.said_in(self.first), wording.said_in(self.second)
        return "" if first == second else second

    def again(self, say: Callable[[], str]) -> str:
        """What is said, in the second language; nothing when it is the same as in the first."""
        if not self.second:
            return ""
        with speaking(self.first):
            first = say()
        with speaking(self.second):
            second = say()
        return "" if first == second else second

    def both(self, say: Callable[[], str], between: str = " ") -> str:
        """What is said, in the first language and then in the second, where there is one."""
        with speaking(self.first):
            first = say()
        return between.join(filter(None, (first, self.again(say))))
