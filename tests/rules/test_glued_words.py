"""A label and its text are one text of the catalogue: Chinese has a colon of its own width.

`wording.labelled` puts them together; a text that says more has its colon in the catalogue.
"""

import ast
from collections.abc import Iterator

from tests.rules.tree import ROOT, none_of, place, python_files, tree

SHOWING = (
    "cli.py",
    "commands",
    "prompts.py",
    "app.py",
    "analytics",
    "domain",
    "reports",
    "services",
    "ui",
)
NOT_SHOWN = {  # file: why a colon there is nobody's text
    "csq_desktop/commands/running.py": "progress on a terminal, written over itself",
}


def test_no_label_is_glued_to_its_text() -> None:
    none_of(
        place(path, node)
        for path in python_files("csq_desktop")
        if path.relative_to(ROOT / "csq_desktop").parts[0] in SHOWING
        for node in _glued(tree(path))
        if place(path) not in NOT_SHOWN
    )


def test_what_is_spared_is_still_glued() -> None:
    none_of(name for name in NOT_SHOWN if not any(_glued(tree(ROOT / name))))


def _glued(module: ast.Module) -> Iterator[ast.AST]:
    """Places that put “: ” between two texts, or behind one, with + or in an f-string."""
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            pieces = zip(node.values, node.values[1:], strict=False)
            if any(isinstance(a, ast.FormattedValue) and _opens_with_colon(b) for a, b in pieces):
                yield node
        elif isinstance(node, ast.BinOp) and _opens_with_colon(node.right):
            yield node


def _opens_with_colon(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return text.startswith((": ", "："))
        case ast.JoinedStr(values=[first, *_]):
            return _opens_with_colon(first)
        case _:
            return False
