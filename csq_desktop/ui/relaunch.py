"""Restarting the program: a lock ends the process, as that alone clears its memory."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QProcess

from csq_desktop import paths


def command(words: Sequence[str]) -> tuple[str, list[str]]:
    """The program and its arguments that start this program again with these words."""
    if getattr(sys, "frozen", False):
        return sys.executable, [*words]
    return sys.executable, ["-m", "csq_desktop", *words]


def spawn(words: Sequence[str]) -> bool:
    """Start the program again, on its own; whether it could be started."""
    program, arguments = command(words)
    started, _ = QProcess.startDetached(program, arguments, str(paths.program_root()))
    return bool(started)
