"""What a kill leaves of a store being made goes when the next one is made beside it."""

from pathlib import Path

import pytest

from csq_desktop.errors import UserError
from csq_desktop.services.stores import stores
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


def test_a_path_that_is_too_long_for_the_database_is_called_so(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["é" * 60] * 4)  # 480 bytes more
    with (
        pytest.raises(UserError, match=r"path of “Shop\.csq” is too long"),
        draft_of(deep / "Shop.csq", "new"),
    ):
        pass
    assert not deep.exists()
    (deep / "Shop.csq").mkdir(parents=True)
    with pytest.raises(UserError, match=r"path of “Shop\.csq” is too long"):
        stores.require_whole(deep / "Shop.csq")
