"""What is acted on is proved first: entries from before there were signatures, too."""

from pathlib import Path

from csq_desktop.services.imports import imports
from csq_desktop.storage.records.imports import genuine
from csq_desktop.storage.tables.audit import TRIGGERS
from tests.storage.older import OldStore, old_store


def is_genuine(old: OldStore) -> bool:
    """Whether the one import of the stored file is believed, whose entries nobody signed."""
    store = old.open()
    with store.reading(identities=True) as session:
        (batch,) = imports.batches(session)
        believed = genuine.is_genuine(session, batch.id)
    store.close()
    return believed


def test_an_import_from_before_signatures_is_believed_as_the_first_one_found_it(
    tmp_path: Path,
) -> None:
    old = old_store(tmp_path)
    assert is_genuine(old)
    old.run(
        "DROP TRIGGER audit_entry_unchanged",
        "UPDATE audit_entry SET detail = json_set(detail, '$.to.first_id', 1) "
        "WHERE object_type = 'import_batch' AND detail ->> '$.to.first_id' > 1",
        TRIGGERS["audit_entry_unchanged"],
        "UPDATE import_batch SET first_id = 1",
    )
    assert not is_genuine(old)
