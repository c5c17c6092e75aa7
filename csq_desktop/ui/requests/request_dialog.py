"""The form of one step of a request: what every such form does."""

from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.words.wording import labelled
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.step_dialog import StepDialog, StepJob


class RequestDialog(StepDialog):
    """Asks for what one step of a request needs and takes it."""

    def __init__(self, context: Context, request: PrivacyRequest, parent: QWidget) -> None:
        self.request = request
        about = labelled(request.ref, request.kind.label)
        super().__init__(context, f"request.{request.id}", about, parent)
        self.setObjectName(f"request_{self.kind}_dialog")


def step(service: StepJob, request: PrivacyRequest, **named: object) -> StepJob:
    """A service called for a request."""
    return partial(service, request_id=request.id, **named)
