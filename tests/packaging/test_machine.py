"""What the machine must have, and what is done about what it lacks."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

import machine


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Debian whose root we are, with everything there and no display."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"there/{name}")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: name)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return monkeypatch


@pytest.fixture
def ran(linux: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands run; each succeeds."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(returncode=0)

    linux.setattr(subprocess, "run", run)
    return commands


def lacks(linux: pytest.MonkeyPatch, *libraries: str) -> None:
    """Take libraries off the machine."""

    def load(name: str) -> str:
        if name in libraries:
            raise OSError(name)
        return name

    linux.setattr(ctypes, "CDLL", load)


def test_a_complete_machine_is_left_alone(ran: list[list[str]]) -> None:
    machine.complete()
    assert ran == []


def test_only_what_is_missing_is_installed(linux: pytest.MonkeyPatch, ran: list[list[str]]) -> None:
    lacks(linux, "libEGL.so.1", "libdbus-1.so.3")
    machine.complete()
    update, install = ran
    assert update == ["apt-get", "update", "-qq"]
    assert install[-2:] == ["libegl1", "libdbus-1-3"]


def test_a_display_asks_for_more_libraries(linux: pytest.MonkeyPatch) -> None:
    lacks(linux, "libxcb-cursor.so.0")
    assert machine.missing_packages(window=False) == []
    assert machine.missing_packages(window=True) == ["libxcb-cursor0"]


@pytest.mark.parametrize("part", ["venv", "ensurepip"])
def test_a_python_without_venv_gets_it(linux: pytest.MonkeyPatch, part: str) -> None:
    linux.setattr(importlib.util, "find_spec", lambda name: None if name == part else name)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert machine.missing_packages(window=False) == [f"python{version}-venv"]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_bring_everything_with_the_packages(
    linux: pytest.MonkeyPatch, platform: str
) -> None:
    lacks(linux, "libEGL.so.1")
    linux.setattr(sys, "platform", platform)
    assert machine.missing_packages(window=True) == []
    assert machine.has_display()


def test_a_system_without_apt_is_told_the_names(linux: pytest.MonkeyPatch) -> None:
    lacks(linux, "libEGL.so.1")
    linux.setattr(shutil, "which", lambda name: None)
    with pytest.raises(machine.Lacking, match="libegl1"):
        machine.complete()


def test_a_user_who_cannot_become_root_is_told_the_names(linux: pytest.MonkeyPatch) -> None:
    lacks(linux, "libEGL.so.1")
    linux.setattr(os, "geteuid", lambda: 1000)
    linux.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: False))
    linux.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    with pytest.raises(machine.Lacking, match="libegl1"):
        machine.complete()


@pytest.mark.parametrize(("asks", "prefix"), [(True, ["sudo"]), (False, ["sudo", "-n"])])
def test_a_user_who_may_become_root_does_so_for_this(
    linux: pytest.MonkeyPatch, ran: list[list[str]], asks: bool, prefix: list[str]
) -> None:
    lacks(linux, "libEGL.so.1")
    linux.setattr(os, "geteuid", lambda: 1000)
    linux.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: asks))
    machine.complete()
    assert ran[-1][: len(prefix) + 1] == [*prefix, "apt-get"]


def test_a_failing_installation_is_told(linux: pytest.MonkeyPatch) -> None:
    lacks(linux, "libEGL.so.1")
    linux.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=100))
    with pytest.raises(machine.Lacking, match="could not install"):
        machine.complete()


def test_an_old_python_is_told_which_one_is_needed(linux: pytest.MonkeyPatch) -> None:
    linux.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(machine.Lacking, match=r"3\.11"):
        machine.complete()


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_is_known_by_its_name(linux: pytest.MonkeyPatch, variable: str) -> None:
    assert not machine.has_display()
    linux.setenv(variable, "one")
    assert machine.has_display()
