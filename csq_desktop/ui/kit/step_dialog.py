"""The form of one step of a record that stands in the vault: what every such form does."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.form import FormGrid

StepJob = Callable[..., Any]


class StepDialog(Dialog):
    """Asks for what one step needs and takes it; `taken` says that it is saved.

    Its texts are kept in the vault while they are a draft: they may name somebody. `draft` is what
    their key begins with, `about` the line beneath the title.
    """

    kind: ClassVar[str]
    wide: ClassVar[int] = 600
    taken = Signal()

    def __init__(self, context: Context, draft: str, about: str, parent: QWidget) -> None:
        super().__init__(context, self.title_text(), self.action_text(), parent)
        self.draft_key = f"{VAULT}{draft}.{self.kind}"
        self.content.addWidget(PlainLabel(about, "muted", wrap=True))
        self.form = self.add_form(FormGrid(columns=2))
        self.fill()
        self.take_draft()

    @abstractmethod
    def title_text(self) -> str:
        """What the dialog is called."""

    @abstractmethod
    def action_text(self) -> str:
        """What its button says."""

    @abstractmethod
    def done_text(self) -> str:
        """What is said once it is saved."""

    @abstractmethod
    def fill(self) -> None:
        """Put the fields into the form."""

    @abstractmethod
    def job(self) -> StepJob:
        """The service that takes the step, without the session."""

    def errors(self) -> Mapping[str, str]:
        """What is missing, by field; the service checks the rest."""
        return {}

    def submit(self) -> None:
        """Take the step."""
        if self.form.accepts(self.errors()):
            self.write(self.job(), self._on_done)

    def text(self, key: str) -> str:
        """What is typed in a field."""
        return self.form.collect()[key]

    def _on_done(self, _answer: object) -> None:
        self.context.toast(self.done_text())
        self.finish()
        self.taken.emit()
