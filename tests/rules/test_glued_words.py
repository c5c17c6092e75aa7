"""What stands between two texts is the catalogue's: Chinese has colons and commas of its own width.

`wording.labelled`, `in_brackets` and tr(", ") put texts together; one that says more has its
punctuation in the catalogue.
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
NOT_SHOWN = {  # file: why that is nobody's text
    "csq_desktop/commands/running.py": "progress on a terminal, written over itself",
    "csq_desktop/services/packs/series.py": "the name of a second file",
    "csq_desktop/domain/privacy/free_text.py": "a regular expression",
    "csq_desktop/analytics/indicators/register.py": "a fault of the program's own",
    "csq_desktop/services/typed_days.py": "a day as somebody types it",
    "csq_desktop/services/stores/upkeep.py": "a line of the log",
    "csq_desktop/ui/checklists/running/pictures.py": "Qt finds the endings of files in brackets",
    "csq_desktop/ui/imports/page.py": "the same",
    "csq_desktop/ui/imports/import_dialog.py": "the same",
    "csq_desktop/ui/exports/export_dialog.py": "the same",
}
_GLUE = (": ", "; ", ", ", " (", "：", "；", "，", "（")


def test_no_text_is_glued_to_another() -> None:
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
    """Places that put punctuation between two texts, or behind one: with +, join or an f-string."""
    for node in ast.walk(module):
        match node:
            case ast.JoinedStr(values=pieces) if any(map(_is_glue, pieces, [None, *pieces])):
                yield node
            case ast.BinOp(right=right) if _is_glue(right):
                yield node
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="join")):
                if text in _GLUE:
                    yield node


def _is_glue(node: ast.expr, before: ast.expr | None = None) -> bool:
    """Whether a text opens with punctuation, or ends with some before a value."""
    match before, node:
        case _, ast.Constant(value=str(text)) if text.startswith(_GLUE):
            return True
        case ast.Constant(value=str(text)), ast.FormattedValue() if text.endswith(_GLUE):
            return True
        case _, ast.JoinedStr(values=[first, *_]):
            return _is_glue(first)
        case _:
            return False
