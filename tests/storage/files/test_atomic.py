"""A small file is written whole or not at all."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from csq_desktop import whole_files
from csq_desktop.errors import NoSpace, UserError
from csq_desktop.storage.files import atomic

OLD = b"old content"
NEW = b"new content"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    file = tmp_path / "keys.json"
    file.write_bytes(OLD)
    return file


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.is_file())


def refusing(number: int, *, at_call: int = 1) -> Callable[..., None]:
    """A system call that fails with the error from its so many-th call on."""
    calls = []

    def call(*_arguments: object) -> None:
        calls.append(1)
        if len(calls) >= at_call:
            raise OSError(number, os.strerror(number))

    return call


def test_the_new_content_replaces_the_old_and_leaves_nothing_beside_it(target: Path) -> None:
    atomic.write(target, NEW)
    assert target.read_bytes() == NEW
    assert names(target.parent) == ["keys.json"]


def test_only_the_owner_may_read_it(target: Path) -> None:
    target.chmod(0o644)
    atomic.write(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == (0o666 if os.name == "nt" else 0o600)


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_failing_step_keeps_the_old_content(
    target: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(os, call, refusing(errno.EIO))
    with pytest.raises(UserError, match=r"“keys\.json” could not be written: .+\."):
        atomic.write(target, NEW)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["keys.json"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_as_such_and_keeps_the_old_content(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(number))
    with pytest.raises(NoSpace, match="Free some space"):
        atomic.write(target, NEW)
    assert target.read_bytes() == OLD


def test_a_fault_without_words_of_the_system_still_makes_a_sentence(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_arguments: object) -> None:
        raise OSError("the stick was pulled")

    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(UserError, match="the stick was pulled"):
        atomic.write(target, NEW)


def test_an_interruption_keeps_the_old_content_and_clears_up(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        atomic.write(target, NEW)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["keys.json"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be written"):
        atomic.write(tmp_path / "gone" / "keys.json", NEW)


def test_a_drive_that_cannot_sync_folders_is_good_enough(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.EINVAL, at_call=2))
    atomic.write(target, NEW)
    assert target.read_bytes() == NEW


def test_a_folder_that_fails_to_sync_is_told(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.EIO, at_call=2))
    with pytest.raises(UserError):
        atomic.write(target, NEW)
    assert target.read_bytes() in (OLD, NEW)


def test_a_system_that_opens_no_folders_needs_no_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[object] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(os, "open", refuse_to_open)
    whole_files.sync_folder(tmp_path)
    assert synced == []


def refuse_to_open(*_arguments: object) -> None:
    raise PermissionError(errno.EACCES, "folders are not opened here")


def test_macos_is_asked_to_empty_the_drives_own_cache(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    macos = ModuleType("fcntl")
    monkeypatch.setattr(macos, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(macos, "fcntl", lambda _number, what: asked.append(what), raising=False)
    monkeypatch.setitem(sys.modules, "fcntl", macos)
    monkeypatch.setattr(sys, "platform", "darwin")
    whole_files.force_to_disk(0)
    assert asked == [51]
