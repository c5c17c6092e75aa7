"""A screen of memory and a session bus of its own, on which programs tell what they show."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import machine
from tests.ui.bus.heard_program import READY

_PROGRAMS = ("Xvfb", "dbus-daemon")
_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
_LIBRARIES = ("libatspi.so.0", *machine.WINDOW_LIBRARIES)
Environment = dict[str, str]


def can_start() -> bool:
    """Whether this computer has what such a bus needs."""
    return all(map(shutil.which, _PROGRAMS)) and _SERVICE.exists() and all(map(_loads, _LIBRARIES))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


@contextmanager
def running(*command: str, environment: Environment) -> Iterator[str]:
    """A program and all it starts, ended afterwards; its first line, once that is there."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


@contextmanager
def session(folder: Path) -> Iterator[Environment]:
    """The environment in which a program finds screen and bus."""
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "QT_QPA_PLATFORM": "xcb"}
    environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    screen = ("Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp")
    with ExitStack() as stack:
        number = stack.enter_context(running(*screen, environment=environment))
        environment["DISPLAY"] = f":{number}"
        bus = ("dbus-daemon", "--session", "--nofork", "--print-address")
        address = stack.enter_context(running(*bus, environment=environment))
        environment["DBUS_SESSION_BUS_ADDRESS"] = address
        yield environment


def read_aloud(folder: Path, pages: tuple[str, ...]) -> list[str]:
    """What a screen reader finds: a line of JSON for the first page and for each that follows."""
    python = (sys.executable, "-m")
    program = (*python, "tests.ui.bus.heard_program", str(folder))
    with (
        session(folder) as environment,
        running(*program, environment=environment) as said,
    ):
        assert said == READY
        reader = subprocess.run(
            (*python, "tests.ui.bus.bus_reader", *pages),
            env=environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    assert reader.returncode == 0, reader.stderr
    return reader.stdout.splitlines()
