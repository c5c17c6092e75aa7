"""A case's file that says who the people in it are: to whom it goes, and why (PDPO, DPP3)."""

from dataclasses import dataclass
from datetime import datetime

from csq_desktop.domain.disclosures.words import DisclosureAuthority, RecipientKind


@dataclass(frozen=True)
class ReleasedTo:
    """Who is to receive it, as typed: the reason is printed on it and stands in the log."""

    kind: RecipientKind
    reason: str
    recipient: str = ""
    authority: DisclosureAuthority = DisclosureAuthority.ORIGINAL_PURPOSE


@dataclass(frozen=True)
class Release:
    """The line of the disclosure log that a file was made for, as it is printed on the file."""

    ref: str
    at: datetime
    by: str
    whom: str
    purpose: str
