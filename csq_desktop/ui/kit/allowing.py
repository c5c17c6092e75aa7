"""A control that cannot be used says why: beside the pointer, and to a screen reader.

allow(self.submit, "" if changed else tr("Nothing has been changed."))
allow_role(log, context, Permission.LOG_COMPLAINTS)

Only one that is off while its own work is done needs no reason: the page says what it waits for.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context

_TIP = "tip_when_allowed"


def allow(control: QWidget, missing: str = "") -> None:
    """Let a control, or all in a box, be used once nothing is missing; else say what is."""
    control.setEnabled(not missing)
    for part in (control, *control.findChildren(QWidget)):
        if part is control or part.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            _describe(part, missing)


def allow_role(control: QWidget, context: Context, permission: Permission) -> None:
    """Let those use a control whose role may do what it does."""
    refusal = tr("Your role does not allow this. Ask a supervisor.")
    allow(control, "" if context.may(permission) else refusal)


def unchanged(changed: bool) -> str:
    """What is missing for saving a form that is always shown."""
    return "" if changed else tr("Nothing has been changed.")


def _describe(part: QWidget, missing: str) -> None:
    if part.property(_TIP) is None:
        part.setProperty(_TIP, part.toolTip())
    part.setAccessibleDescription(missing)
    part.setToolTip(missing or str(part.property(_TIP)))
