"""A store with something in it, and what it takes to back it up and bring it back."""

import os
from datetime import UTC, datetime
from pathlib import Path

from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.users import Role
from csq_desktop.storage.backup import making as backup
from csq_desktop.storage.backup.making import BackupRequest, Origin
from csq_desktop.storage.creation import CreatedStore
from csq_desktop.storage.maintenance import restore
from csq_desktop.storage.records.complaints import references
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.checklists import (
    ChecklistRunRow,
    ChecklistTemplateRow,
    PhotoRow,
)
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from tests.factory import FixedClock, template

NAME, PHONE = "Yau Pui Shan", "+85291234567"
AT = datetime(2026, 11, 22, 10, 5, tzinfo=UTC)
MANY = 1_000_000


def supervisor() -> CreatedStore:
    """The first supervisor: keys and recovery key."""
    return template().users[Role.SUPERVISOR]


def origin(store: Store) -> Origin:
    """The open store as a backup sees it."""
    return Origin(store.folder, store.keyring, store.keys, store.held)


def backed_up(store: Store, target: Path, *, identities: bool = True) -> Path:
    """A verified backup of the store."""
    wanted = BackupRequest(target, AT, identities=identities)
    return backup.make(origin(store), [wanted])[0].file


def brought_back(file: Path, folder: Path, code: str = "") -> Path:
    """The store of a backup, restored with the recovery key."""
    unlock = restore.by_recovery(code or supervisor().recovery_code)
    return restore.restore(file, folder, unlock, Clock(FixedClock(AT))).folder


def add_customers(store: Store, count: int = 3) -> None:
    """Customers with an identity each."""
    with store.writing() as session:
        first = ids.reserve(session, count)
        places = references.next_numbers(session, "CU", 0, count)
        for number, place in enumerate(places, start=first):
            when = {"created_at": store.clock.now(), "created_by": store.user.id}
            ref = f"CU-{place:05d}"
            session.add(CustomerRow(id=number, ref=ref, marketing=Consent.NOT_ASKED, **when))
            session.add(IdentityRow(customer_id=number, name=NAME, phone=PHONE))


def add_photos(store: Store, count: int, size: int = MANY) -> None:
    """Photos of so many random bytes each, to make a store large."""
    with store.writing() as session:
        now, user = store.clock.now(), store.user.id
        first = ids.reserve(session, count + 2)
        session.add(
            ChecklistTemplateRow(
                id=first, key="open", version=1, body={}, created_at=now, created_by=user
            )
        )
        session.flush()
        ref = references.written("R", now.year, references.next_number(session, "R", now.year))
        run = {"for_day": now.date(), "started_at": now, "started_by": user}
        session.add(
            ChecklistRunRow(id=first + 1, ref=ref, template_id=first, template_key="open", **run)
        )
        session.flush()
        for number in range(first + 2, first + 2 + count):
            kept = {"item_code": "1", "sha256": "", "at": now, "user_id": user}
            session.add(PhotoRow(id=number, run_id=first + 1, jpeg=os.urandom(size), **kept))
            session.flush()
            session.expunge_all()


def files_below(folder: Path) -> set[str]:
    """Every file below a folder, by its path from there."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
