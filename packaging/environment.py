"""The project's own Python environment: made once, checked at each start in a moment."""

from __future__ import annotations  # an older Python must get as far as being told

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import machine

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.stamp"
COMPILED = VENV / "compiled"  # not beside the sources: the checkout stays as git knows it
INSTALL = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"]
LOCKED = [*INSTALL, "--require-hashes", "--no-build-isolation", "--use-pep517", "--no-compile"]


def python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare() -> None:
    """Make the environment hold exactly what the lock names, and the program's command."""
    machine.complete()
    if _is_ready():
        return
    print("setting up .venv from requirements.lock (once, a minute or two)", flush=True)
    STAMP.unlink(missing_ok=True)
    if not _runs("-m", "pip", "--version"):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    _install()
    STAMP.write_text(_fingerprint(), "utf-8")


def _is_ready() -> bool:
    try:
        unchanged = STAMP.read_text("utf-8") == _fingerprint()
    except OSError:
        return False
    return unchanged and _runs("-c", "")


def _runs(*arguments: str) -> bool:
    try:
        done = subprocess.run([str(python()), *arguments], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _fingerprint() -> str:
    """Changes with the lock, the project's own description, the interpreter and the place."""
    seen = hashlib.sha256()
    parts = (LOCK.read_bytes(), _project(), (VENV / "pyvenv.cfg").read_bytes())
    for part in (*parts, str(ROOT).encode()):
        seen.update(hashlib.sha256(part).digest())
    return seen.hexdigest()


def _project() -> bytes:
    """The parts of pyproject.toml that an installation depends on; the rest is for tools."""
    return (ROOT / "pyproject.toml").read_bytes().partition(b"[tool.pytest")[0]


def _install() -> None:
    """The build tool first, so that no package brings an unlocked one of its own."""
    lock = LOCK.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for parts in ([locked("setuptools", lock)], halves(lock)):
            files = [Path(folder) / f"{number}.lock" for number in range(len(parts))]
            for file, text in zip(files, parts, strict=True):
                file.write_text(text, "utf-8")
            pip(*([*LOCKED, "-r", str(file)] for file in files))
    pip([*INSTALL, "--no-build-isolation", "--no-index", "--editable", str(ROOT)])


def pip(*calls: list[str]) -> None:
    """Run pip as often at once: each unpacks on one processor only."""
    running = [subprocess.Popen([str(python()), *arguments]) for arguments in calls]
    codes = [call.wait() for call in running]
    if any(codes):
        raise machine.Lacking("The packages could not be installed; what pip said stands above.")


def halves(lock: str) -> list[str]:
    """The packages of a lock in two parts that take about as long as each other."""
    packages = re.findall(r"^\S+==(?:.*\\\n)*.*\n", lock, re.M)
    middle = len(packages) // 2
    return ["".join(packages[:middle]), "".join(packages[middle:])]


def locked(package: str, lock: str) -> str:
    """The lines of a lock that name one package, its hashes included."""
    match = re.search(rf"^{re.escape(package)}==(?:.*\\\n)*.*\n", lock, re.M)
    if not match:
        raise KeyError(package)
    return match[0]


def run(*arguments: str, offscreen: bool = False) -> int:
    """Run the environment's Python in the project's folder; returns its exit code."""
    settings = {**os.environ, "PYTHONUTF8": "1", "PYTHONPYCACHEPREFIX": str(COMPILED)}
    # Without compiled files every worker of the tests, and every program that a test starts,
    # compiles the whole tree again: 45 s of work to collect the tests instead of 17 s.
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    if offscreen or not machine.has_display():
        settings["QT_QPA_PLATFORM"] = "offscreen"
    sys.stdout.flush()
    return subprocess.run(
        [str(python()), *arguments], cwd=ROOT, env=settings, check=False
    ).returncode


def relock(options: list[str]) -> int:
    """Work out requirements.lock again; `options` go to uv, such as --upgrade."""
    uv = shutil.which("uv", path=str(python().parent)) or shutil.which("uv")
    if not uv:
        raise machine.Lacking("Install uv first: .venv/bin/python -m pip install uv")
    words = ["--extra", "dev", "--universal", "--python-version", "3.11", "--generate-hashes"]
    words += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "-q"]
    command = [uv, "pip", "compile", "pyproject.toml", *words, "-o", LOCK.name, *options]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
