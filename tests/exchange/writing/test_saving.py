"""A file of somebody's choice: written whole or not at all, for nobody else, through no link."""

import os
import stat
from pathlib import Path

import pytest

from csq_desktop.errors import UserError
from csq_desktop.exchange.writing import saving


def test_a_written_file_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        saving.save(tmp_path / "list.csv", b"names")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600


def test_a_link_put_where_the_draft_was_to_be_leads_nowhere(tmp_path: Path) -> None:
    """Hole 8 of the first attack: the export went into the file behind the link."""
    victim = tmp_path / "victim.txt"
    victim.write_bytes(b"mine")
    (tmp_path / ".list.csv.part").symlink_to(victim)
    (tmp_path / "list.csv").symlink_to(victim)
    saving.save(tmp_path / "list.csv", b"names")
    assert victim.read_bytes() == b"mine"
    assert not (tmp_path / "list.csv").is_symlink()
    assert (tmp_path / "list.csv").read_bytes() == b"names"


def test_what_a_kill_left_is_swept_by_the_next_file_of_that_name(tmp_path: Path) -> None:
    left = tmp_path / ".list.csv.x7.part"
    left.write_bytes(b"names of a kill")
    other = tmp_path / ".other.csv.x7.part"
    other.write_bytes(b"being written")
    saving.save(tmp_path / "list.csv", b"names")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.csv.x7.part", "list.csv"]


def test_what_cannot_be_asked_for_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(b"earlier")

    def refuse() -> None:
        raise UserError("no")

    with pytest.raises(UserError, match="no"), saving.whole(target, refuse) as draft:
        draft.write_bytes(b"names")
    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]
