"""The languages of a printed document: one, and a second one beside it where it is asked for."""

from csq_desktop.texts import LANGUAGE_NAMES
from csq_desktop.ui.kit.forms.fields import ChoiceBox


class SecondLanguage(ChoiceBox):
    """A choice of the languages that the first one is not, or of none.

    Where the second is chosen as the first, they change places: both languages stay chosen. It
    says nothing of that itself, for whoever listens to the first draws the document anew.
    """

    def __init__(self, first: ChoiceBox, none: str) -> None:
        super().__init__()
        self._none, self._before = none, first.value
        first.value_changed.connect(self._on_first)
        self._offer("")

    def _on_first(self, first: str) -> None:
        chosen = self._before if self.value == first else self.value
        self._before = first
        self._offer(chosen)

    def _offer(self, chosen: str) -> None:
        others = [(code, name) for code, name in LANGUAGE_NAMES.items() if code != self._before]
        self.blockSignals(True)
        self.set_options([("", self._none), *others])
        self.choose(chosen)
        self.blockSignals(False)
