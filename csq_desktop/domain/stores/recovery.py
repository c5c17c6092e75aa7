"""The recovery sheet: the printed key that opens a store when every passphrase is forgotten."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class RecoverySheet:
    """What the sheet says; `code` is shown once, printed, and kept nowhere by the program."""

    shop: str
    branch_code: str
    supervisor: str
    day: date
    code: str = field(repr=False)


@dataclass(frozen=True)
class RecoveryState:
    """When the sheet in force was made, and whether somebody said that it is stored."""

    made_at: datetime | None = None
    stored: bool = False
