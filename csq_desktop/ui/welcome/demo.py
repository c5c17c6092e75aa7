"""The page shown while the demo shop is made, which takes some seconds the first time."""

from functools import partial

from PySide6.QtCore import Signal

from csq_desktop.clock import TimeSource
from csq_desktop.errors import UserError
from csq_desktop.texts import tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.waiting import ProgressCard
from csq_desktop.ui.start import demo_shop
from csq_desktop.ui.start.page import StartPage
from csq_desktop.ui.tasks import Tasks, Waiting


class DemoPage(StartPage):
    """Makes and opens the demo shop; `opened` carries its store."""

    opened = Signal(object)

    def __init__(self, tasks: Tasks, *, source: TimeSource) -> None:
        super().__init__(
            tasks,
            tr("Demo shop"),
            tr("A made-up shop with two years of complaints. Nothing in it is real."),
        )
        self.setObjectName("demo_page")
        self._source = source
        self.card = ProgressCard(tr("Setting up the demo shop…"))
        self.back = buttons.secondary(tr("Back"), self.leave, name="back")
        self.back.setVisible(False)
        self.body.addWidget(self.card)
        self.body.addWidget(self.back)
        self.body.addStretch(1)

    def open_demo(self) -> None:
        """Open the demo shop; make it first if it does not exist."""
        self.show_waiting(Waiting(False, None, "", None))
        self.work(partial(demo_shop.opened, source=self._source), self.opened.emit, self.show_error)

    def show_waiting(self, waiting: Waiting | None) -> None:
        if waiting is not None:
            self.card.show_waiting(waiting)

    def show_error(self, error: UserError) -> None:
        self.card.setVisible(False)
        self.back.setVisible(True)
        super().show_error(error)
