"""Mutants of a module: its code with one small fault, which some test has to notice.

`python -m pytest -p tests.mutants` with `CSQ_MUTANT=module:number` runs tests on one of them.
"""

import ast
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[1]
CHOSEN = "CSQ_MUTANT"
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_REMOVED = (ast.Raise, ast.AugAssign, ast.Delete)


@dataclass(frozen=True)
class Mutant:
    """One small fault in a module; the number counts from 1."""

    module: str
    number: int
    line: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.module.rpartition('.')[2]}:{self.line} {self.text}"


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    changes = list(_changes(_tree(module)))
    return [Mutant(module, at, line, text) for at, (line, text, _) in enumerate(changes, 1)]


def mutated(module: str, number: int) -> ast.Module:
    """The module's code with that fault; without one for 0."""
    tree = _tree(module)
    if number:
        *_, change = list(_changes(tree))[number - 1]
        change()
    return ast.fix_missing_locations(tree)


def _tree(module: str) -> ast.Module:
    return ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"))


Change = tuple[int, str, Callable[[], object]]


def _changes(node: ast.AST) -> Iterator[Change]:
    """Line, description and deed of each change below a node that a test could notice."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        children = value if isinstance(value, list) else [value]
        for place, child in enumerate(children):
            if isinstance(child, ast.AST) and not _is_for_types(child):
                yield from _of_node(child)
                if isinstance(child, ast.stmt) and isinstance(value, list) and _may_go(child):
                    yield _removal(value, place)
                yield from _changes(child)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _may_go(statement: ast.stmt) -> bool:
    """Whether it does something; what is only logged is noticed by nobody."""
    if isinstance(statement, ast.Expr):
        calls = isinstance(statement.value, ast.Call)
        return calls and not ast.unparse(statement).startswith("_logger.")
    return isinstance(statement, _REMOVED)


def _removal(statements: list[ast.stmt], place: int) -> Change:
    statement = statements[place]

    def remove() -> None:
        statements[place] = ast.copy_location(ast.Pass(), statement)

    return statement.lineno, f"without {ast.unparse(statement)[:60]}", remove


def _of_node(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARED:
            yield _exchange(node, "ops", [_COMPARED[type(operator)]()])
        case ast.BoolOp():
            other_word = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _exchange(node, "op", other_word)
        case ast.UnaryOp(op=ast.Not()):
            twice = ast.UnaryOp(ast.Not(), node.operand)
            yield _exchange(node, "operand", twice)
        case ast.Constant(value=bool() as value):
            yield _exchange(node, "value", not value)
        case ast.Constant(value=int() as value):
            yield _exchange(node, "value", value + 1)


def _exchange(node: ast.expr, field: str, value: object) -> Change:
    before, was = ast.unparse(node)[:60], getattr(node, field)
    setattr(node, field, value)
    after = ast.unparse(node)[:60]
    setattr(node, field, was)
    return node.lineno, f"{before} → {after}", lambda: setattr(node, field, value)


class _Loader(SourceFileLoader):
    """Loads the mutant of a module in its place."""

    number = 0

    def get_code(self, fullname: str) -> CodeType:
        return compile(mutated(fullname, self.number), self.path, "exec")


class _Finder(MetaPathFinder):
    """Finds the one module that is mutated."""

    def __init__(self, module: str, number: int) -> None:
        self._module, self._number = module, number

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        spec = PathFinder.find_spec(
            fullname, [str(ROOT / fullname.replace(".", "/")).rpartition("/")[0]]
        )
        assert spec is not None
        assert spec.origin is not None
        spec.loader = _Loader(fullname, spec.origin)
        spec.loader.number = self._number
        return spec


if CHOSEN in os.environ:
    _module, _, _number = os.environ[CHOSEN].partition(":")
    sys.meta_path.insert(0, _Finder(_module, int(_number)))
