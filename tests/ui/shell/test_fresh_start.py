"""Starts of the program in a process of its own: what is started, what it has loaded by then."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from csq_desktop.ui.relaunch import command, spawn
from csq_desktop.ui.shell import one_instance
from tests.factory import copy_store

ROOT = Path(__file__).resolve().parents[3]


def test_starting_afresh_starts_this_very_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command(["Shop.csq"]) == (sys.executable, ["-m", "csq_desktop", "Shop.csq"])
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command(["Shop.csq"]) == (sys.executable, ["Shop.csq"])


def test_a_fresh_program_really_starts(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs in a process of its own, on its own user's folders, until it is told to end."""
    folder = copy_store(tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert spawn([str(folder)])
    qtbot.waitUntil(lambda: one_instance.ring(folder), timeout=30_000)
    number = _number_of(str(folder))
    limits = Path(f"/proc/{number}/limits")
    closed = "Max core file size        0                    0 "
    qtbot.waitUntil(lambda: closed in limits.read_text("utf-8"))
    os.kill(number, signal.SIGTERM)
    qtbot.waitUntil(lambda: not one_instance.ring(folder), timeout=30_000)


def _number_of(word: str) -> int:
    """The process that was started with this word."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes().split(b"\0")
        except OSError:  # it has ended meanwhile
            continue
        if word.encode() in words:
            return int(place.parent.name)
    raise AssertionError(word)


PROGRAM = """
import os, sys
from csq_desktop import app
from csq_desktop.ui.shell.start_window import StartWindow
given = StartWindow.__init__

def look() -> None:
    print(*sys.modules)
    sys.stdout.flush()
    os._exit(0)

def made(self, *words, **named) -> None:
    given(self, *words, **named)
    self.painted.connect(look)

StartWindow.__init__ = made
app.run(sys.argv[1:])
"""


def test_the_sign_in_is_painted_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    words = [sys.executable, "-c", PROGRAM, str(copy_store(tmp_path))]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    heavy = {"sqlalchemy", "sqlcipher3", "numpy", "pandas", "matplotlib", "reportlab", "argon2"}
    assert "PySide6" in loaded
    assert loaded & (heavy | {"cryptography", "pydantic", "babel", "alembic"}) == set()
    assert "PySide6.QtNetwork" not in run.stdout.split()
