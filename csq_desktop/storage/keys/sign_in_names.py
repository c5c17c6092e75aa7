"""The names at a store's door: who may sign in, read from keys.json without any key.

Nothing here is believed beyond showing it: signing in reads keys.json again, strictly and sealed.
It imports no cryptography, because it runs before the first window is painted.
"""

import json
from pathlib import Path
from typing import Any

from csq_desktop import disk_refusals
from csq_desktop.domain.users import Role, User
from csq_desktop.errors import StoreDamaged, StoreTooNew, UserError
from csq_desktop.texts import tr

KEY_FILE = "keys.json"
FORMAT = 2
LARGEST_BYTES = 4 * 1024 * 1024
_ORDER = (Role.SUPERVISOR, Role.STAFF, Role.AUDITOR)


def read(folder: Path) -> tuple[User, ...]:
    """The users who may sign in, supervisors first; StoreDamaged, StoreTooNew or UserError."""
    try:
        with (folder / KEY_FILE).open("rb") as file:
            return _users(json.loads(file.read(LARGEST_BYTES).decode("utf-8")))
    except OSError as fault:
        reason = disk_refusals.reason(fault)
        raise UserError(
            tr("“{name}” could not be read: {reason}.", name=KEY_FILE, reason=reason)
        ) from fault
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as fault:
        raise StoreDamaged(
            tr("The key file of this database is damaged. Restore keys.json from a backup.")
        ) from fault


def _users(facts: dict[str, Any]) -> tuple[User, ...]:
    if facts["format"] > FORMAT:
        raise StoreTooNew(
            tr("This database was made by a newer version of the program. Install that version.")
        )
    users = [
        User(int(slot["user_id"]), str(slot["name"]), Role(slot["role"]))
        for slot in facts["slots"]
        if slot["active"]
    ]
    return tuple(sorted(users, key=lambda user: (_ORDER.index(user.role), user.name)))
