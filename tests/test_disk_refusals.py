"""What the system refuses is said in words, with a way on."""

import errno
from pathlib import Path

import pytest

from csq_desktop import disk_refusals
from csq_desktop.errors import NoSpace


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk is full. Free some space"),
        (errno.EDQUOT, "The disk is full. Free some space"),
        (errno.EROFS, "“new” may not be read or written here. Choose another place"),
        (errno.EACCES, "“new” may not be read or written here. Choose another place"),
        (errno.ENOTDIR, "“plain” is a file, and a folder is needed there. Move the file away"),
        (errno.EEXIST, "“plain” is a file, and a folder is needed there. Move the file away"),
        (errno.ENOENT, "“new” was not found: it was moved or renamed"),
        (errno.ENAMETOOLONG, "“new”: its name is too long. This was not finished"),
        (errno.EPIPE, "“new”: a reason. This was not finished"),
    ],
)
def test_a_refusal_says_what_to_do(tmp_path: Path, number: int, words: str) -> None:
    (tmp_path / "plain").touch()
    draft, target = tmp_path / "plain" / ".draft", tmp_path / "plain" / "new"
    for path, error in (
        (None, OSError(number, "a reason", str(target))),
        (target, OSError(number, "a reason", str(draft))),
    ):
        refusal = disk_refusals.in_words(error, path)
        assert refusal is not None
        assert words in refusal.text
        assert isinstance(refusal, NoSpace) == ("full" in words)


def test_a_refusal_without_a_file_or_a_number(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    unnamed = disk_refusals.in_words(OSError(errno.EIO, "x"))
    assert unnamed is not None
    assert unnamed.text.startswith("The disk refused: the disk has a fault")
    there = disk_refusals.in_words(FileExistsError(errno.EEXIST, "x", str(tmp_path / "folder")))
    assert there is not None
    assert "something of this name stands there" in there.text
    assert disk_refusals.in_words(OSError("a bug")) is None
    assert disk_refusals.reason(OSError()) == "OSError"
