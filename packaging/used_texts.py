"""The texts the code asks to be translated, collected from its syntax trees."""

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ASKING = ("tr", "trn", "trc", "mark")


@dataclass(frozen=True, order=True)
class Key:
    """What a catalogue looks a text up by."""

    context: str
    text: str

    def __str__(self) -> str:
        return f"{self.context}: {self.text!r}" if self.context else repr(self.text)


@dataclass(frozen=True)
class Use:
    """One place in the code that asks for a text; `plural` is empty where it has none."""

    key: Key
    plural: str
    place: str


def uses(root: Path) -> list[Use]:
    """Every text the code asks for, in the order of its files."""
    return [use for module in _modules(root) for use in module.uses()]


def not_literal(root: Path) -> list[str]:
    """Places that ask for a text which cannot be collected, because it is put together there."""
    modules = _modules(root)
    marked = {context for module in modules for context in module.marked_contexts()}
    return [place for module in modules for place in module.not_literal(marked)]


def wrong_values(root: Path) -> list[str]:
    """Places that fill in a value the text has no place for, or leave a place of it empty."""
    return [place for module in _modules(root) for place in module.wrong_values()]


def fields(text: str) -> frozenset[str]:
    """Names of the placeholders of a text."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def called(node: ast.AST) -> str:
    """The last name of what is called: `tr` for tr(…) and texts.tr(…) alike; empty for the rest."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _asks(call: ast.Call) -> bool:
    """Whether it is tr(…), trn(…), trc(…) or mark(…), plainly or of the module `texts`."""
    if isinstance(call.func, ast.Attribute):
        return _root_name(call.func.value) == "texts" and call.func.attr in ASKING
    return called(call) in ASKING


def _modules(root: Path) -> list["_Module"]:
    files = sorted((root / "csq_desktop").rglob("*.py"))
    return [_module(path.relative_to(root).as_posix(), path.read_text("utf-8")) for path in files]


@cache
def _module(name: str, source: str) -> "_Module":
    nodes = list(ast.walk(ast.parse(source, name)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and _asks(node)]
    return _Module(name, calls, dict(_tables(nodes)))


def _tables(nodes: list[ast.AST]) -> Iterator[tuple[str, list[ast.Call]]]:
    """Names that are assigned marked texts, such as a table from an enum to its wording."""
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            marked = [n for n in ast.walk(node.value) if called(n) == "mark"]
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if marked and isinstance(target, ast.Name):
                yield target.id, [n for n in marked if isinstance(n, ast.Call)]


class _Module:
    """One file's calls of tr, trn, trc and mark, and its tables of marked texts."""

    def __init__(self, name: str, calls: list[ast.Call], tables: dict[str, list[ast.Call]]) -> None:
        self.name = name
        self.calls = calls
        self.tables = tables

    def uses(self) -> Iterator[Use]:
        for call in self.calls:
            for key, plural in self._asked(call):
                yield Use(key, plural, f"{self.name}:{call.lineno}")

    def marked_contexts(self) -> Iterator[str]:
        """The contexts that texts are marked for, here to be translated elsewhere."""
        for call in self.calls:
            if called(call) == "mark" and len(call.args) > 1:
                yield from literals(call.args[1])

    def not_literal(self, marked: set[str]) -> Iterator[str]:
        for call in self.calls:
            if not self._collectable(call, marked):
                yield f"{self.name}:{call.lineno}: the text is not a literal"

    def wrong_values(self) -> Iterator[str]:
        for call in self.calls:
            named = {keyword.arg for keyword in call.keywords}
            if called(call) == "mark" or None in named:  # None: values handed on by ** as they are
                continue
            for key, plural in self._asked(call):
                if not self._fits(call, named, fields(key.text), fields(plural or key.text)):
                    values = ", ".join(sorted(filter(None, named))) or "nothing"
                    yield f"{self.name}:{call.lineno}: {key} is filled with {values}"

    def _fits(
        self,
        call: ast.Call,
        named: set[str | None],
        singular: frozenset[str],
        plural: frozenset[str],
    ) -> bool:
        counted = {"n"} if called(call) == "trn" else set()
        return singular | plural <= named | counted and named - counted <= singular | plural

    def _asked(self, call: ast.Call) -> Iterator[tuple[Key, str]]:
        kind, arguments = called(call), call.args
        if kind == "trn" and len(arguments) > 1:
            for plural in literals(arguments[1]):
                yield from ((Key("", text), plural) for text in literals(arguments[0]))
        elif kind == "trc" and len(arguments) > 1:
            for context in literals(arguments[0]):
                yield from ((Key(context, text), "") for text in self._texts_of(arguments[1]))
        elif kind == "mark" and len(arguments) > 1:
            for context in literals(arguments[1]):
                yield from ((Key(context, text), "") for text in literals(arguments[0]))
        elif kind == "mark":
            contexts = self._contexts(call)
            yield from ((Key("", text), "") for text in literals(arguments[0]) if not contexts)
        else:
            yield from ((Key("", text), "") for text in self._texts_of(arguments[0]))

    def _texts_of(self, node: ast.expr) -> list[str]:
        """The literal texts an argument can be; those of a table it is taken from."""
        table = self.tables.get(_root_name(node), [])
        return literals(node) or [text for mark in table for text in literals(mark.args[0])]

    def _contexts(self, mark: ast.Call) -> list[ast.Call]:
        """The calls of trc that take their text from the table the mark stands in."""
        names = {name for name, marks in self.tables.items() if mark in marks}
        taken = [call for call in self.calls if called(call) == "trc" and len(call.args) > 1]
        return [call for call in taken if _root_name(call.args[1]) in names]

    def _collectable(self, call: ast.Call, marked: set[str]) -> bool:
        if any(isinstance(text, ast.JoinedStr | ast.BinOp) for text in call.args[:2]):
            return False
        if called(call) == "tr":  # a variable holds a text marked elsewhere
            return True
        if called(call) == "trc" and marked & {*literals(call.args[0])}:
            return True
        return any(True for _ in self._asked(call)) or bool(self._contexts(call))


def literals(node: ast.expr) -> list[str]:
    """The texts an expression can be: a literal, or either branch of a conditional."""
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _root_name(node: ast.expr) -> str:
    """`TABLE` for TABLE, TABLE[key], TABLE[key][1] and TABLE.get(key)."""
    while not isinstance(node, ast.Name):
        match node:
            case ast.Subscript(value=inner) | ast.Call(func=ast.Attribute(value=inner)):
                node = inner
            case _:
                return ""
    return node.id
