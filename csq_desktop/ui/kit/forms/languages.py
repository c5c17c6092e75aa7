"""The languages of a printed document: one, and a second one beside it where it is asked for."""

from csq_desktop.texts import LANGUAGE_NAMES
from csq_desktop.ui.kit.forms.fields import ChoiceBox

BOTH = "both"


class SecondLanguage(ChoiceBox):
    """A choice of the languages that the first one is not, of none, or of `both` of them.

    Where the second is chosen as the first, they change places: both languages stay chosen. It
    says nothing of that itself, for whoever listens to the first draws the document anew.
    """

    def __init__(self, first: ChoiceBox, none: str, *, both: str = "") -> None:
        super().__init__()
        self._none, self._both, self._before = none, both, first.value
        first.value_changed.connect(self._on_first)
        self._offer("")

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of all languages chosen, the first one first."""
        others = tuple(code for code in LANGUAGE_NAMES if code != self._before)
        return (self._before, *(others if self.value == BOTH else filter(None, (self.value,))))

    def _on_first(self, first: str) -> None:
        chosen = self._before if self.value == first else self.value
        self._before = first
        self._offer(chosen)

    def _offer(self, chosen: str) -> None:
        others = [(code, name) for code, name in LANGUAGE_NAMES.items() if code != self._before]
        self.blockSignals(True)
        both = [(BOTH, self._both)] if self._both else []
        self.set_options([("", self._none), *others, *both])
        self.choose(chosen)
        self.blockSignals(False)
