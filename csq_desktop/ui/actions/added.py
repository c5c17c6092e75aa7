"""An action that was just added, wherever that was: its toast, and the way back."""

from functools import partial

from csq_desktop.domain.actions import ADDED_BY_MISTAKE
from csq_desktop.services.actions import actions
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context


def offer_undo(context: Context, action_id: int) -> None:
    """Say that an action was added; undone, it is cancelled and stays in the list as that."""
    job = partial(actions.cancel, action_id=action_id, reason=ADDED_BY_MISTAKE)
    context.toast_done(tr("Action added."), job)
