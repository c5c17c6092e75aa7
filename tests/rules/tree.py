"""The project's own files as the tests of the rules look at them."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_OURS = (".git", ".venv", "__pycache__", "build", "dist", "shots", "LC_MESSAGES")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project; without git, every file that looks like one."""
    git = ["git", "-c", f"safe.directory={ROOT.as_posix()}", "-C", str(ROOT), "ls-files", "-z"]
    try:
        listed = subprocess.run(git, capture_output=True, check=True).stdout.decode()
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not _left_over(path)]
    return tuple(sorted(path for path in paths if path.is_file()))


def _left_over(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    hidden = parts[0].startswith(".") and parts[0] != ".ci"
    return hidden or any(part in NOT_OURS or part.endswith(".egg-info") for part in parts)


def python_files(*folders: str) -> list[Path]:
    """The Python files in these top folders, such as `csq_desktop` or `tests`."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text("utf-8"), str(path))


def nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every tree in these top folders."""
    for path in python_files(*folders):
        for node in _nodes(path):
            yield path, node


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


def place(path: Path, node: ast.AST | int | None = None) -> str:
    """Where something stands, for a message."""
    line = node if isinstance(node, int) else getattr(node, "lineno", None)
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def docstrings(path: Path) -> set[ast.AST]:
    """The nodes of the file that are docstrings, those below a field included."""
    return {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def none_of(faults: Iterable[str]) -> None:
    """Fail with the whole list of faults."""
    listed = sorted(faults)
    assert not listed, f"{len(listed)} found:\n" + "\n".join(listed)
