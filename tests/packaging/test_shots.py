"""The pictures of the printed documents: none is left out."""

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


def drawn() -> set[str]:
    """The functions of services that the pictures call."""
    module = tree(Path(shot_papers.__file__))
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return {
        f"{names[node.func.value.id]}.{node.func.attr}"
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in names
    }


def test_every_printed_document_has_its_picture() -> None:
    documents = set(printed())
    assert "csq_desktop.services.pledges.papers.notice" in documents
    assert documents - drawn() == set()
