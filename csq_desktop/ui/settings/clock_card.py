"""The store's clock, shown only while the computer's is behind it: setting it right again."""

from datetime import timedelta

from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import duration_text
from csq_desktop.services.stores import store_clock
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import question
from csq_desktop.ui.kit.allowing import allow_role
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel


class ClockCard(Card):
    """Says by how much the clocks differ, and why the store's would be set back."""

    def __init__(self, context: Context) -> None:
        self.button = buttons.secondary(
            tr("Correct the database clock"), self._on_set, name="set_clock_right"
        )
        super().__init__(tr("Database clock"), self.button)
        self.context = context
        self.explanation = PlainLabel("", "muted", wrap=True)
        self.body.addWidget(self.explanation)
        allow_role(self.button, context, Permission.ADMINISTER)
        self.hide()

    def reload(self) -> None:
        """Show the card where the clocks differ."""
        self.context.tasks.read(self, store_clock.behind, self._show_gap)

    def _show_gap(self, gap: timedelta) -> None:
        self.setVisible(bool(gap))
        self.explanation.setText(
            tr(
                "This computer’s clock is {time} behind the last entry of the "
                "database, so new entries get that entry’s time. If the clock is right "
                "now and was ahead before, correct the database clock; this is "
                "recorded in the audit trail.",
                time=duration_text(int(gap.total_seconds())),
            )
        )

    def _on_set(self) -> None:
        question.ask(
            self.context,
            (
                tr("Correct the database clock?"),
                tr("Only if this computer’s clock is right now. This cannot be undone."),
                tr("Correct the database clock"),
            ),
            self,
            self._set,
        )

    def _set(self) -> None:
        self.context.tasks.write(self, store_clock.set_right, lambda _done: self.reload())
