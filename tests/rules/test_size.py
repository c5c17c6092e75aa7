"""Files and functions stay small enough to be read at one go."""

import ast

from tests.rules.tree import Function, nodes, none_of, place, python_files, tree

OURS = ("csq_desktop", "db", "packaging", "tests")
LONGEST_FILE = 500
LONGEST_FUNCTION = 50


def test_no_file_is_longer_than_500_lines() -> None:
    lengths = {
        place(path): len(path.read_text("utf-8").splitlines()) for path in python_files(*OURS)
    }
    none_of(f"{name}: {length}" for name, length in lengths.items() if length > LONGEST_FILE)


def test_no_function_is_longer_than_50_lines() -> None:
    lengths = {
        f"{place(path, node)} {node.name}": _length(node)
        for path, node in nodes(*OURS)
        if isinstance(node, Function)
    }
    none_of(f"{name}: {length}" for name, length in lengths.items() if length > LONGEST_FUNCTION)


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_functions_are_mostly_short() -> None:
    lengths = sorted(
        _length(node) for _, node in nodes("csq_desktop") if isinstance(node, Function)
    )
    median, ninth_tenth = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
    assert (median <= 10, ninth_tenth <= 25) == (True, True), (median, ninth_tenth)


def test_every_module_says_what_belongs_in_it() -> None:
    modules = python_files(*OURS)
    none_of(place(path) for path in modules if not ast.get_docstring(tree(path)))
