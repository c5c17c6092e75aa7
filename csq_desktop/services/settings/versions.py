"""Versions of a group of settings: the newest, and one more where something changed."""

from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.dated import Version
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.shop import shop as records

Fact = TypeVar("Fact")


def newest(session: Session, name: str, usual: Fact) -> Version[Fact]:
    """A group as it is set now; number 0 with the usual while nobody has set anything."""
    written = records.versions(session, name, type(usual))
    return written[-1] if written else Version(0, date.min, usual)


def append(session: Session, name: str, before: Fact, changed: Fact) -> None:
    """Append a version; what held without one is written first, or it would be lost."""
    if changed == before:
        return
    if not records.versions(session, name, type(before)):
        records.add_setting(session, name, shop.founded_on(session), before)
    records.add_setting(session, name, shop.today(session), changed)
