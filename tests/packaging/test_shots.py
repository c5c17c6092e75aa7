"""The printed documents: each has its picture, its tests and its place in the window."""

import ast
from collections.abc import Iterator
from pathlib import Path

import shot_papers
from tests.rules.tree import python_files, tree

DOCUMENTS = "csq_desktop.reports.documents"


def printed() -> Iterator[str]:
    """Every public function of services that makes a document's PDF, as `module.function`."""
    for path in python_files("csq_desktop/services"):
        module = tree(path)
        if any(source.startswith(DOCUMENTS) for source in _imported(module)):
            for function in module.body:
                if isinstance(function, ast.FunctionDef) and _makes_bytes(function):
                    yield f"{_dotted(path)}.{function.name}"


def _imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _makes_bytes(function: ast.FunctionDef) -> bool:
    public = not function.name.startswith("_")
    return public and function.returns is not None and ast.unparse(function.returns) == "bytes"


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[parts.index("csq_desktop") :])


def used(*paths: Path) -> set[str]:
    """What some modules use of modules that they import, as `module.name`."""
    return {name for path in paths for name in _used(tree(path))}


def _used(module: ast.Module) -> Iterator[str]:
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{names.get(node.value.id, node.value.id)}.{node.attr}"


def test_every_printed_document_has_its_picture() -> None:
    documents = set(printed())
    assert "csq_desktop.services.pledges.papers.notice" in documents
    assert documents - used(Path(shot_papers.__file__)) == set()


def test_every_printed_document_is_offered_in_the_window() -> None:
    assert set(printed()) - used(*python_files("csq_desktop/ui")) == set()


def test_every_printed_document_has_its_tests() -> None:
    assert set(printed()) - used(*python_files("tests")) == set()


def test_every_document_is_printed_by_a_service() -> None:
    modules = {_dotted(path) for path in python_files("csq_desktop/reports/documents")}
    imported = {
        source
        for path in python_files("csq_desktop/services")
        for source in _imported(tree(path))
        if source.startswith(DOCUMENTS)
    }
    packages = {name for name in modules if name.endswith("__init__")}
    assert modules - packages - imported - {_within(source) for source in imported} == set()


def _within(source: str) -> str:
    """The module that an imported name stands in."""
    return source.rpartition(".")[0]
