"""A choice that filters a list, which a window remembers."""

from collections.abc import Sequence

from csq_desktop.ui.kit.forms.fields import ChoiceBox


class FilterBox(ChoiceBox):
    """A choice of a filter; the one remembered is chosen once it is offered."""

    def __init__(self, options: Sequence[tuple[str, str]] = ()) -> None:
        self._remembered = ""
        super().__init__(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        super().set_options(options)
        if self._remembered:
            self.put_view(self._remembered)

    def view_text(self) -> str:
        """What a window remembers of it: the chosen value."""
        return self.value or self._remembered

    def put_view(self, text: str) -> None:
        """Choose what a window remembered, now or once it is offered; without a text the first."""
        self._remembered = text
        if text:
            self.choose(text)
        else:
            self.setCurrentIndex(0)
        if self.value == text:
            self._remembered = ""
