"""The form of one step of a request: what every such form does."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.wording import labelled
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.form import FormGrid

Job = Callable[..., Any]


class RequestDialog(Dialog):
    """Asks for what one step needs and takes it; `taken` says that it is saved.

    Its texts are kept in the vault while they are a draft: they may name whoever asks.
    """

    kind: ClassVar[str]
    wide: ClassVar[int] = 600
    taken = Signal()

    def __init__(self, context: Context, request: PrivacyRequest, parent: QWidget) -> None:
        super().__init__(context, self.title_text(), self.action_text(), parent)
        self.setObjectName(f"request_{self.kind}_dialog")
        self.request = request
        self.draft_key = f"{VAULT}request.{request.id}.{self.kind}"
        about = labelled(request.ref, request.kind.label)
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
    def job(self) -> Job:
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


def step(service: Job, request: PrivacyRequest, **named: object) -> Job:
    """A service called for a request."""
    return partial(service, request_id=request.id, **named)
