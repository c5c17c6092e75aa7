"""A store of every released schema still opens, with everything in it."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from csq_desktop.domain.complaints.facts import ComplaintClock, Severity
from csq_desktop.domain.customers.consents import MARKETING
from csq_desktop.domain.stores.backups import ENDING, BackupOpener
from csq_desktop.services.customers import consents
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups, checks, stores
from csq_desktop.storage.files import engine
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.rollups import sums
from csq_desktop.storage.schema import revisions as schema
from tests.factory import FixedClock
from tests.old_files.make import HERE, PASSPHRASE, make, name
from tests.past_case import Snapshots, unknown
from tests.storage.schema.test_migrations import by_history, changing, differences, objects

LATER = FixedClock(datetime(2030, 1, 2, 3, 0, tzinfo=UTC))  # after every stored file
FILES = sorted(path.name for path in HERE.glob(f"*{ENDING}"))


def test_the_newest_schema_has_its_stored_file() -> None:
    assert FILES[-1] == name()


@pytest.mark.parametrize("stored", FILES)
def test_a_stored_file_opens_with_everything_in_it(tmp_path: Path, stored: str) -> None:
    back = backups.restore(
        HERE / stored,
        tmp_path / "Old.csq",
        BackupOpener(passphrase=PASSPHRASE),
        source=LATER,
    )
    (may,) = stores.people(back.folder)
    store = stores.open(back.folder, may.id, PASSPHRASE, source=LATER)
    assert store.findings == ()
    report = checks.check(store)
    assert report.sound, [line for line in report.lines if not line.sound]
    assert back.contents.counts["complaint"] > 10
    with store.reading(identities=True) as session:
        read = session.connection().exec_driver_sql
        for table in ("complaint", "action", "pledge_sum", "import_batch", "consent"):
            found = read(f"SELECT count(*) FROM {table}").scalar()
            assert found == back.contents.counts[table]
        assert read("SELECT count(*) FROM customer").scalar() == back.customers + 1
        (yau,) = read("SELECT customer_id FROM consent WHERE purpose = 'marketing'").scalars()
        assert consents.may_use(session, [yau], MARKETING) == {yau}
        names = read("SELECT name FROM vault.identity ORDER BY 1").scalars().all()
        if stored in (FILES[0], FILES[-1]):
            snapshots = Snapshots(store)
            snapshots.take()
            assert unknown(store, snapshots) == set(), "what the trail tells is what stands there"
        promised = read("SELECT count(*) FROM complaint WHERE progress_due_at IS NOT NULL").scalar()
        assert promised == 0
        policy = shop.policy(session)
        assert {policy.allowed(ComplaintClock.PROGRESS, severity) for severity in Severity} == {0}
        counted = read("SELECT count(*) FROM complaint_sum WHERE measure = 'progress'").scalar()
        assert counted == 0, "no policy of an older store promised progress replies"
    assert names == ["Lau Ka Wing", "Mok Tsz Kit", "Yau Pui Shan"]
    assert store.quick_check() == ()
    store.close()


def test_the_newest_stored_file_has_the_newest_schema(tmp_path: Path) -> None:
    """Fails when tables changed without a revision after the file was stored."""
    back = backups.restore(
        HERE / name(),
        tmp_path / "Old.csq",
        BackupOpener(passphrase=PASSPHRASE),
        source=LATER,
    )
    key_file = KeyFile.load(back.folder / KEY_FILE)
    ring = key_file.unlock(key_file.slots()[0].user_id, PASSPHRASE)
    for file, key in (("store.db", ring.store_key), ("vault.db", ring.vault_key or "")):
        with closing(engine.connect(back.folder / file, key)) as driver:
            assert schema.revision(driver) in name()
        with changing(back.folder / file, key) as connection:
            if file == engine.STORE_FILE:
                sums.keep_declared(connection)  # triggers of sums are made from their declarations
            kept = objects(connection)
        with changing(by_history(tmp_path, file)) as connection:
            found = differences(objects(connection), kept)
        told = "the stored file is of another schema: make it again (tests/old_files/make.py)"
        assert not found, "\n".join([told, *found])


def test_the_stored_file_can_be_made_again(tmp_path: Path) -> None:
    assert backups.label(make(tmp_path)).name == "Old"
