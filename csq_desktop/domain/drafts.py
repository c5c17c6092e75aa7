"""Drafts: what was typed and not yet saved, kept through locks and interruptions."""

from dataclasses import dataclass
from datetime import datetime

VAULT = "vault:"
"""The beginning of the key of every form that shows an identity."""


@dataclass(frozen=True)
class Draft:
    """One form's unsaved fields; `key` names the form and the object it belongs to."""

    key: str
    fields: tuple[tuple[str, str], ...]
    saved_at: datetime | None = None
