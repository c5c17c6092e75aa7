"""Files written where the user chose."""

from pathlib import Path

import pytest

from csq_desktop.errors import UserError
from csq_desktop.services import files


def test_a_file_is_written_whole_over_an_older_one(tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    target.write_bytes(b"old and longer")
    files.save(target, b"new")
    assert target.read_bytes() == b"new"
    assert [*tmp_path.iterdir()] == [target]


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        files.save(tmp_path / "gone" / "sheet.pdf", b"new")
