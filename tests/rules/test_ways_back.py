"""Every write of the window can be undone, asks before, or has another way back that is decided."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.rules.tree import ROOT, python_files
from tests.rules.tree import tree as tree_of
from tests.rules.ways_back import WAYS_BACK, Way

_WINDOW = ROOT / "csq_desktop" / "ui"
_SERVICES = "csq_desktop.services."
_WRITING = {"write", "on_store", "save", "_write", "_do", "_put", "_change", "_confirm"}
_UNDOING = {"toast_done", "_done", "save", "_write", "_do", "_change"}
_LOOKING = {"read", "compute"}
_FORMS = ("Dialog", "PassphraseSection")
_QUESTIONS = ("question.ask(", "IssueDialog(")
_NO_WRITES = {"files.save", "pledges.pledges.shipped"}
"""Services of a function that writes, which themselves only look or write a file chosen."""


@dataclass(frozen=True)
class Place:
    """A class of the window, or the functions beside its classes."""

    file: Path
    kind: str

    @property
    def feature(self) -> str:
        """The package of the window that it stands in."""
        return self.file.relative_to(_WINDOW).parts[0]


def calls(node: ast.AST, names: set[str]) -> list[ast.Call]:
    return [
        call
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute | ast.Name)
        and (call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id) in names
    ]


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for part in tree.body:
        inside = part.body if isinstance(part, ast.ClassDef) else [part]
        kind = part.name if isinstance(part, ast.ClassDef) else ""
        yield from ((kind, each) for each in inside if isinstance(each, ast.FunctionDef))


def services_of(tree: ast.Module) -> dict[str, str]:
    return {
        each.asname or each.name: f"{node.module}.{each.name}.".removeprefix(_SERVICES)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(_SERVICES)
        for each in node.names
    }


@cache
def used(how: frozenset[str]) -> dict[str, set[Place]]:
    """The services that are handed to such calls, or named in a function that makes one."""
    places: dict[str, set[Place]] = defaultdict(set)
    for file in python_files("csq_desktop/ui"):
        tree = tree_of(file)
        modules = services_of(tree)
        for kind, function in functions(tree):
            if function.name != "job" and not calls(function, {*how}):
                continue
            looking = {id(part) for call in calls(function, _LOOKING) for part in ast.walk(call)}
            for part in ast.walk(function):
                is_service = isinstance(part, ast.Attribute) and id(part) not in looking
                if not is_service or not isinstance(part, ast.Attribute):
                    continue
                if isinstance(part.value, ast.Name) and part.value.id in modules:
                    name = f"{modules[part.value.id]}{part.attr}".removeprefix(".")
                    if part.attr.islower():
                        places[name].add(Place(file, kind))
    return places


def writes() -> dict[str, set[Place]]:
    every = used(frozenset(_WRITING | _UNDOING))
    return {name: places for name, places in every.items() if name not in _NO_WRITES}


def test_every_write_of_the_window_has_a_way_back_that_was_decided() -> None:
    assert {*writes()} - {*WAYS_BACK} == set()
    undoing = {service for back in WAYS_BACK.values() for service in back.by}
    assert {*WAYS_BACK} - {*writes()} == set()
    assert undoing - {*writes()} == set()


@pytest.mark.parametrize("write", [name for name, back in WAYS_BACK.items() if back.by])
def test_what_is_undone_is_undone_where_it_is_done(write: str) -> None:
    """The way back stands in the same package of the window as the write itself."""
    back = WAYS_BACK[write]
    undoing = used(frozenset(_UNDOING)) if back.way is Way.UNDO else writes()
    at = {place.feature for place in writes()[write]}
    for service in back.by:
        assert at & {place.feature for place in undoing.get(service, set())}, (write, service)


def test_what_asks_stands_in_a_form_or_behind_a_question() -> None:
    asking = [name for name, back in WAYS_BACK.items() if back.way is Way.ASKS]
    silent = {
        (name, place.kind)
        for name in asking
        for place in writes()[name]
        if not place.kind.endswith(_FORMS)
        and not any(question in place.file.read_text("utf-8") for question in _QUESTIONS)
    }
    assert silent == set()
