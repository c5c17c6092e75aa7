"""A value that may be an identity: blanked whole while the privacy screen is on."""

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import BreakingLabel

BLANK = "•••••"


class MaskedValue(BreakingLabel):
    """Words that show a person; the privacy screen (F9) blanks them at once."""

    def __init__(self, context: Context, text: str = "", role: str = "") -> None:
        super().__init__("", role)
        self._context = context
        self._true_text = text
        self._true_name = ""
        context.privacy_changed.connect(self._draw)
        self._draw()

    def show_value(self, text: str) -> None:
        """Show another value."""
        self._true_text = text
        self._draw()

    def _draw(self, _private: bool = False) -> None:
        hidden = self._context.private and self._true_text
        self.setText(BLANK if hidden else self._true_text)
        name = self.accessibleName()
        if hidden and self._true_text in name:
            self._true_name = name
            self.setAccessibleName(name.replace(self._true_text, BLANK))
        elif not hidden and self._true_name:
            self.setAccessibleName(self._true_name)
            self._true_name = ""
