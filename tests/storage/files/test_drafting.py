"""What a kill leaves of a store being made goes when the next one is made beside it."""

from pathlib import Path

from csq_desktop.storage.files.drafting import draft_of
from csq_desktop.storage.files.lock import StoreLock


def test_what_was_left_of_another_store_is_swept_too(tmp_path: Path) -> None:
    left, theirs, working = (
        tmp_path / ".Other.csq.0a1b2c3d.new",
        tmp_path / ".Other.csq.notes.new",
        tmp_path / ".Third.csq.0a1b2c3d.new",
    )
    for folder in (left, theirs, working):
        folder.mkdir()
        (folder / "store.db").write_bytes(b"half")
    lock = StoreLock(working)
    lock.take()
    with draft_of(tmp_path / "Shop.csq", "new"):
        assert not left.exists()
    assert theirs.exists()  # not the name of a draft
    assert working.exists()  # being made by another program
    lock.release()
    with draft_of(tmp_path / "Shop 2.csq", "new"):
        pass
    assert not working.exists()
