"""T20: a store comes back on a clean machine with its backup and the recovery sheet alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from csq_desktop.domain.stores.backups import Restored
from csq_desktop.domain.users import Role
from csq_desktop.storage import opening
from csq_desktop.storage.audit import chain
from csq_desktop.storage.maintenance import restore
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from tests.factory import PASSPHRASES, FixedClock, user
from tests.storage.backup.backup_case import (
    AT,
    NAME,
    add_customers,
    add_photos,
    backed_up,
    supervisor,
)
from tests.tally import Tally

ADDED = {"audit_entry": 2, "audit_signature": 2}  # of the restore, and of the sign-in after it
MAY = user(Role.SUPERVISOR).id


@pytest.mark.fault("T20")
def test_a_store_comes_back_from_the_recovery_sheet_alone(
    store: Store, tmp_path: Path, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    """Rows of every table and the end of the trail are those that were backed up."""
    add_customers(store)
    add_photos(store, rounds(1, 200))
    file = backed_up(store, tmp_path / "Shop.csqbackup")
    clean = tmp_path / "clean"
    clean.mkdir()
    by_sheet, clock = restore.by_recovery(supervisor().recovery_code), FixedClock(AT)
    with tally.round("unopenable"):
        restored = restore.restore(file, clean / "Back.csq", by_sheet, Clock(clock))
        back = opening.open_store(restored.folder, MAY, PASSPHRASES[Role.SUPERVISOR], source=clock)
    tally.note = f"a backup of {file.stat().st_size / 1_000_000:,.0f} MB"
    assert (restored.customers, restored.folder) == (3, clean / "Back.csq")
    assert back.findings == ()
    with tally.counting("lost"):
        require_contents(back, restored)
    assert back.quick_check() == ()
    back.close()


def require_contents(back: Store, restored: Restored) -> None:
    with back.reading(identities=True) as session:
        read = session.connection().exec_driver_sql
        for table, count in restored.contents.counts.items():
            expected = count + ADDED.get(table, 0)
            assert read(f"SELECT count(*) FROM {table}").scalar() == expected, table
        mac = read(
            "SELECT mac FROM audit_entry WHERE sequence = ?", (restored.contents.sequence,)
        ).scalar_one()
        assert mac.hex() == restored.contents.head
        assert chain.verify(session, back.keyring).sound
        assert read("SELECT DISTINCT name FROM vault.identity").scalars().all() == [NAME]
