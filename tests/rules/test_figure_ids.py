"""What a figure is called stands once; everybody else uses the constant."""

import ast

from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from tests.rules.tree import nodes, none_of, place

DEFINED_IN = "ids.py"
IDS = {figure_id.value for figure_id in FigureId}
# The names of drafts begin with `pledge.` too: only before the code of a pledge is it an id.
PLEDGE = "pledge."
FRONTS = tuple({family.value.partition("{")[0] for family in FigureFamily} - {PLEDGE})


def is_typed(node: ast.AST) -> bool:
    """Whether a node is a string that is a figure's id, or the beginning of one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value in IDS or node.value.startswith(FRONTS)
    if isinstance(node, ast.JoinedStr) and len(node.values) > 1:
        first, second = node.values[:2]
        of_a_pledge = isinstance(first, ast.Constant) and first.value == PLEDGE
        return of_a_pledge and ast.unparse(second).rstrip("}'").endswith(".code")
    return False


def test_no_id_of_a_figure_is_typed_outside_its_definition() -> None:
    none_of(
        place(path, node)
        for path, node in nodes("csq_desktop")
        if path.name != DEFINED_IN and is_typed(node)
    )


def test_a_typed_id_is_seen() -> None:
    for text in ('"complaints.received"', 'f"complaints.age.{n}"', 'f"pledge.{one.code}"'):
        assert any(is_typed(node) for node in ast.walk(ast.parse(text))), text
    for text in ('"complaints"', 'f"pledge.{one.id}.cause"', '"pledge.terms"'):
        assert not any(is_typed(node) for node in ast.walk(ast.parse(text))), text
