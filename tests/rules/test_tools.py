"""The checking tools find nothing."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.rules.tree import ROOT, nodes, none_of, place, python_files

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
    _run("mypy", "--no-error-summary", "--no-sqlite-cache", f"--cache-dir={_cache_of_mypy()}")


def _cache_of_mypy() -> Path:
    """Where it keeps what it found out, less the project's modules when one came or went.

    mypy does not notice a submodule that appears. What it knows of the libraries stays: that is
    half of its work.
    """
    cache = ROOT / ".mypy_cache" / "rules"
    stamp = cache / "modules.txt"
    imported = [path for path in python_files(*CHECKED) if not path.name.startswith("test_")]
    names = "\n".join(map(place, imported))
    if not stamp.exists() or stamp.read_text("utf-8") != names:
        _forget_the_project(cache)
        cache.mkdir(parents=True, exist_ok=True)
        stamp.write_text(names, "utf-8")
    return cache


def _forget_the_project(cache: Path) -> None:
    """The modules in `packaging` lie beside the libraries: they are top-level modules."""
    single = [f"{path.stem}.*" for path in python_files("packaging")]
    for entry in (entry for name in [*CHECKED, *single] for entry in cache.glob(f"*/{name}")):
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


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
