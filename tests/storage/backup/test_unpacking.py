"""The opened bytes of a backup, taken apart: exactly the files its manifest tells of."""

import hashlib
import os
from pathlib import Path

import pytest

from csq_desktop.errors import UserError
from csq_desktop.storage.backup import manifest
from csq_desktop.storage.backup.manifest import Census, Manifest, Part
from csq_desktop.storage.backup.unpacking import Enough, Unpacking
from tests.storage.backup.backup_case import supervisor

FRONT = "ab" * 32


def line(*parts: tuple[str, bytes]) -> bytes:
    """The first line of a sealed part that tells of these files."""
    told = [Part(name, len(text), hashlib.sha256(text).hexdigest()) for name, text in parts]
    whole = Manifest(tuple(told), Census({}, 0, "", {}))
    return manifest.line_of(whole, supervisor().keyring, FRONT)


def taken(folder: Path | None, *pieces: bytes) -> Manifest:
    with Unpacking(supervisor().keyring, FRONT, folder) as unpacking:
        for piece in pieces:
            unpacking.write(piece)
        unpacking.require_end()
        return unpacking.manifest


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_pieces_of_any_length_give_the_same_files(tmp_path: Path, size: int) -> None:
    text = line(("a", b"first"), ("b", b"second")) + b"firstsecond"
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert [part.name for part in taken(tmp_path, *pieces).parts] == ["a", "b"]
    assert (tmp_path / "a").read_bytes() + (tmp_path / "b").read_bytes() == b"firstsecond"


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [line(("a", b"first"))],
        [line(("a", b"first")), b"firs"],
        [line(("a", b"first")), b"fisrt"],
        [line(("a", b"first")), b"first", b"more"],
        [line(("a", b"first")), b"firstmore"],
        [line(("a", b"first")).replace(b'"a"', b'"b"'), b"first"],
        [b"{}\n"],
        [b"[]\n"],
        [b"x" * 5_000_000],
    ],
    ids=["none", "no file", "cut", "other", "more", "longer", "renamed", "mac", "list", "line"],
)
def test_pieces_that_do_not_fit_the_manifest_are_damage(
    tmp_path: Path, pieces: list[bytes]
) -> None:
    with pytest.raises(UserError, match="backup is damaged"):
        taken(tmp_path, *pieces)


def test_a_manifest_nobody_read_is_damage() -> None:
    with (
        Unpacking(supervisor().keyring, FRONT, None) as unpacking,
        pytest.raises(UserError, match="damaged"),
    ):
        assert unpacking.manifest
    with pytest.raises(Enough):
        taken(None, line(("a", b"first")))


@pytest.mark.parametrize(
    ("number", "message"),
    [(28, "disk is full. Nothing was saved"), (5, "“a” could not be written")],
)
def test_a_disk_that_refuses_a_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, message: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UserError, match=message):
        taken(tmp_path, line(("a", b"first")), b"first")
