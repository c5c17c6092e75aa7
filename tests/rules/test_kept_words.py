"""What the program writes down is read in three languages: no finished sentence is stored.

What a person typed stands as it was typed. What the program says of it is kept as codes and values
(`StepFacts`), or as what its sentence was made of (`domain/words/retelling.py`).
"""

import ast
from collections.abc import Iterator

from csq_desktop.domain.audit.wording import REPAIRS
from tests.rules.tree import nodes, none_of, place, python_files, tree

SAYS = frozenset({"tr", "trn", "trc", "labelled", "paragraph", "joined"})
SAID = frozenset({"sentence", "first_fault"})
KEEPS = frozenset({"note", "note_fault", "keep_setting", "add_event", "add_version"})
TAKES_ACCOUNTS = frozenset({"account", "account_of"})
ROWS = frozenset(
    node.name
    for path in python_files("csq_desktop/storage/tables")
    for node in ast.walk(tree(path))
    if isinstance(node, ast.ClassDef)
)


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def sentences(node: ast.AST) -> Iterator[ast.AST]:
    """The finished sentences within a value; those that are taken apart are none any more."""
    if isinstance(node, ast.Call):
        name = name_of(node)
        if name in TAKES_ACCOUNTS:
            return
        if name in SAYS or name.endswith("_text"):
            yield node
    if isinstance(node, ast.Attribute) and (node.attr in SAID or ast.unparse(node) == "error.text"):
        yield node
    for part in ast.iter_child_nodes(node):
        yield from sentences(part)


def kept(node: ast.AST) -> Iterator[ast.AST]:
    """The sentences that a call stores."""
    if isinstance(node, ast.Call) and (name_of(node) in KEEPS or name_of(node) in ROWS):
        for value in [*node.args, *(keyword.value for keyword in node.keywords)]:
            yield from sentences(value)


def test_no_finished_sentence_is_stored() -> None:
    none_of(place(path, sentence) for path, node in nodes("csq_desktop") for sentence in kept(node))


def test_every_repair_has_a_name_for_its_reader() -> None:
    registered = {
        node.args[0].value
        for _, node in nodes("csq_desktop")
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("at_unlock")
        and isinstance(node.args[0], ast.Constant)
    }
    assert registered == REPAIRS.keys()


def test_a_stored_sentence_is_seen() -> None:
    assert "ComplaintRow" in ROWS
    for text in (
        'audit.note(session, FAILED, detail={"reason": error.text})',
        "safety.note_fault(session, report.first_fault)",
        'records.add_event(session, 1, kind, tr("Undone"))',
        "ActionRow(id=1, title=action_text(code))",
    ):
        assert list(kept(ast.parse(text, mode="eval").body)), text
    for text in (
        'audit.note(session, FAILED, detail={"reason": listener.account(error.text)})',
        "safety.note_fault(session, account_of(_fault_text))",
        "ActionRow(id=1, title=new.title)",
    ):
        assert not list(kept(ast.parse(text, mode="eval").body)), text
