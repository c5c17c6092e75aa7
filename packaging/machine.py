"""What the machine itself must have: parts of Python and the system libraries Qt needs."""

from __future__ import annotations  # an older Python must get as far as being told

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
OLDEST_PYTHON = (3, 11)


class Lacking(Exception):
    """The machine lacks something that cannot be installed from here; the text names it."""


def has_display() -> bool:
    """Whether a window can be shown."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def complete() -> None:
    """Install what is missing where that is possible; elsewhere name it."""
    if sys.version_info < OLDEST_PYTHON:
        raise Lacking(f"This needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    packages = missing_packages(window=has_display())
    if packages:
        _install(packages)


def missing_packages(*, window: bool) -> list[str]:
    """The Debian packages that would bring what is missing; `window`: also for a real display."""
    if sys.platform != "linux":
        return []
    needed = {**QT_LIBRARIES, **(WINDOW_LIBRARIES if window else {})}
    packages = [package for library, package in needed.items() if not _loads(library)]
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        packages.append("python{}.{}-venv".format(*sys.version_info))
    return packages


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install(packages: list[str]) -> None:
    names = " ".join(packages)
    prefix = _as_root()
    if not shutil.which("apt-get") or prefix is None:
        raise Lacking(f"Install these first (names as on Debian): {names}")
    print(f"installing system packages: {names}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run([*prefix, *command], env=quiet, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise Lacking(f"apt-get could not install: {names}")
    importlib.invalidate_caches()


def _as_root() -> list[str] | None:
    """What to put before a command that only root may run; None where there is no way."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asks = sys.stdin.isatty()
    allowed = asks or subprocess.run(["sudo", "-n", "true"], check=False).returncode == 0
    return (["sudo"] if asks else ["sudo", "-n"]) if allowed else None
