"""The sentences with which a spreadsheet is refused."""

from csq_desktop.errors import UserError
from csq_desktop.texts import tr


def damaged() -> UserError:
    """The refusal of a spreadsheet that cannot be read."""
    return UserError(
        tr("The spreadsheet is damaged. Open it in the program it came from and save it again.")
    )


def protected() -> UserError:
    """The refusal of a spreadsheet under a password."""
    return UserError(tr("The spreadsheet is protected by a password. Save it without one."))


def too_wide_apart() -> UserError:
    """The refusal of a sheet whose used rectangle is too large."""
    return UserError(
        tr(
            "The sheet’s cells lie too far apart to be read. Copy the rows you need to "
            "a new sheet and import that."
        )
    )
