"""The checking tools find nothing."""

import ast
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, nodes, none_of, place, python_files

CHECKED = ("csq_desktop", "db", "packaging", "tests")


def _run(*command: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]


def test_ruff_finds_nothing() -> None:
    _run("ruff", "check", "--quiet", "--output-format=concise", *CHECKED)


def test_every_file_is_laid_out_by_ruff() -> None:
    _run("ruff", "format", "--check", "--quiet", *CHECKED)


def test_mypy_finds_nothing_in_its_strict_mode() -> None:
    _run("mypy", "--no-error-summary", f"--cache-dir={_cache_of_mypy()}")


def _cache_of_mypy() -> Path:
    """A new one when a module came or went: mypy's does not notice a submodule that appears."""
    names = "\n".join(map(place, python_files("csq_desktop", "packaging")))
    kept = ROOT / ".mypy_cache" / "house"
    own = kept / hashlib.sha256(names.encode()).hexdigest()[:16]
    for other in set(kept.glob("*")) - {own}:
        shutil.rmtree(other, ignore_errors=True)
    return own


SILENCED = re.compile(
    r"#\s*(noqa|pragma:\s*no)|raise NotImplementedError|\b(TODO|FIXME|XXX)\b"
    r"|type:\s*ignore(?!\[[a-z-]+\]  # \w)"  # one kind of error, and why it is none here
    r"|pytest\.(mark\.)?(skip|xfail)|importorskip"
)


def test_no_check_is_silenced_and_nothing_is_left_for_later() -> None:
    silenced = [
        f"{place(path, number)} {line.strip()}"
        for path in python_files(*CHECKED)
        if path.name != "test_tools.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if SILENCED.search(line)
    ]
    none_of(silenced)


def test_no_test_waits_by_the_clock() -> None:
    asleep = [
        place(path, node)
        for path, node in nodes("tests")
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in ("sleep", "qWait")
    ]
    none_of(asleep)
