"""The entry point: the window, or a sub-command."""

import gc
import os
import sys
from collections.abc import Sequence

from csq_desktop import doors

_FOR_WINDOW = ("--demo", "--welcome")


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or do a sub-command; returns the exit code."""
    doors.write_privately()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if wants_window(words) and has_display():
        gc.disable()  # objects made at start-up are no garbage; later see ui/garbage.py
        from csq_desktop import app

        return app.run(words)
    doors.close()  # the window closes them after its first paint
    from csq_desktop import cli

    return cli.without_display() if wants_window(words) else cli.main(words)


def has_display() -> bool:
    """Whether a window can be shown; without a display Qt aborts without a message."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def wants_window(words: Sequence[str]) -> bool:
    """Whether the window is meant: no argument, an option of the window, or a store's folder."""
    if not words:
        return True
    return len(words) == 1 and (words[0] in _FOR_WINDOW or _is_folder(words[0]))


def _is_folder(word: str) -> bool:
    return word.rstrip("/\\").endswith(".csq") or any(mark in word for mark in "/\\")


if __name__ == "__main__":
    sys.exit(main())
