"""Names say what a thing is: the words that say nothing are not used."""

import ast
import re
from collections.abc import Iterator

from tests.rules.tree import Function, nodes, none_of, place, python_files, tree

BANNED = {"manager", "helper", "helpers", "utils", "util", "base", "common"}
BANNED |= {"data", "info", "handler", "process"}
RIDDLES = {"one", "told", "found", "given", "known", "wanted", "kept", "made", "said"}
"""Words for anything at all: a parameter or attribute is named after the thing it holds."""
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
CALLED_BY_OTHERS = {"data", "setData", "headerData", "setHeaderData", "itemData", "mimeData"}
CALLED_BY_OTHERS |= {"dropMimeData", "canDropMimeData", "setEditorData", "setModelData"}
CALLED_BY_OTHERS |= {"process_bind_param", "process_result_value"}  # by SQLAlchemy


def _says_nothing(name: str) -> bool:
    return bool(BANNED & {word.lower() for word in WORD.findall(name)})


def _given_names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if (
            name not in CALLED_BY_OTHERS
        ):
            yield name
        case ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name
        case ast.Attribute(attr=name, ctx=ast.Store(), value=ast.Name(id="self" | "cls")):
            yield name


def test_no_name_uses_a_word_that_says_nothing() -> None:
    empty = [
        f"{place(path, node)} {name}"
        for path, node in nodes("csq_desktop", "packaging", "db")
        for name in _given_names(node)
        if _says_nothing(name)
    ]
    none_of(empty)


def test_no_file_or_folder_is_named_with_such_a_word() -> None:
    paths = python_files("csq_desktop", "packaging", "db", "tests")
    named = {part for path in paths for part in place(path).removesuffix(".py").split("/")}
    none_of(name for name in named if _says_nothing(name))


def test_the_words_are_found_in_every_spelling() -> None:
    assert all(map(_says_nothing, ["data", "import_data", "PageManager", "_base", "HTMLHandler"]))
    assert not any(map(_says_nothing, ["database", "baseline", "processed", "update", "informs"]))


def test_tests_are_sentences() -> None:
    short = [
        f"{place(path, node)} {node.name}"
        for path, node in nodes("tests")
        if isinstance(node, Function)
        and node.name.startswith("test")
        and len(node.name.removeprefix("test_").split("_")) < 2
    ]
    none_of(short)


def test_private_names_of_a_module_stay_in_it() -> None:
    borrowed = [
        f"{place(path, node)} {alias.name}"
        for path, node in nodes("csq_desktop")
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("csq_desktop")
        for alias in node.names
        if alias.name.startswith("_")
    ]
    none_of(borrowed)


TESTS = ("analytics", "domain", "exchange", "journeys", "packaging", "reports", "services", "ui")
"""Those of storage reach into it: they are the attacks and the faults it has to withstand."""
OWN = ("self", "cls", "os")  # of os: _exit, after a fork


def test_a_test_reads_no_private_attribute_of_another_object() -> None:
    read = [
        f"{place(path, node)} {ast.unparse(node)}"
        for path, node in nodes(*(f"tests/{layer}" for layer in TESTS))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and not (isinstance(node.value, ast.Name) and node.value.id in OWN)
    ]
    none_of(read)


def test_a_class_name_is_used_once() -> None:
    places: dict[str, list[str]] = {}
    for path, node in nodes("csq_desktop"):
        if isinstance(node, ast.ClassDef):
            places.setdefault(node.name, []).append(place(path, node))
    none_of(f"{name}: {', '.join(where)}" for name, where in places.items() if len(where) > 1)


def _names_of_things(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """The parameters of a function, the fields and methods of a class, what is set on an object."""
    match node:
        case ast.arg(arg=name) | ast.Attribute(attr=name, ctx=ast.Store()):
            yield node, name
        case ast.ClassDef(body=body):
            for part in body:
                match part:
                    case (
                        ast.FunctionDef(name=name)
                        | ast.AsyncFunctionDef(name=name)
                        | ast.AnnAssign(target=ast.Name(id=name))
                        | ast.Assign(targets=[ast.Name(id=name)])
                    ):
                        yield part, name


def _riddles(tree: ast.AST) -> list[str]:
    return [
        f"{getattr(named, 'lineno', 0)} {name}"
        for node in ast.walk(tree)
        for named, name in _names_of_things(node)
        if name.strip("_") in RIDDLES
    ]


def test_a_parameter_or_attribute_is_named_after_what_it_holds() -> None:
    none_of(
        f"{place(path)}:{riddle}"
        for path in python_files("csq_desktop", "tests", "packaging", "db")
        for riddle in _riddles(tree(path))
    )


def test_riddles_are_found_wherever_a_thing_is_named() -> None:
    riddles = """
def print_page(told, *, _kept=None, **given): ...
sorted(pages, key=lambda one: one.number)
class Page:
    said: str
    known = 1
    def made(self):
        self._wanted = [found for found in self.blocks]
"""
    names = ["_kept", "_wanted", "given", "known", "made", "one", "said", "told"]
    assert sorted(riddle.split()[1] for riddle in _riddles(ast.parse(riddles))) == names
    assert not _riddles(ast.parse("found = [one for one in pages]\nmade_at: int = page.told"))


def _methods_asked_for() -> set[str]:
    """The methods of the protocols that are looked for while the program runs."""
    return {
        method.name
        for _, node in nodes("csq_desktop")
        if isinstance(node, ast.ClassDef)
        and any(getattr(each, "id", "") == "runtime_checkable" for each in node.decorator_list)
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    }


def test_an_attribute_is_never_taken_for_a_method_that_is_looked_for() -> None:
    """It would answer the protocol and be called, which ends the program."""
    asked = _methods_asked_for()
    assert "save_button" in asked
    taken = [
        f"{place(path, node)} {node.attr}"
        for path, node in nodes("csq_desktop")
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if node.attr in asked
    ]
    none_of(taken)
