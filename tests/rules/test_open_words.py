"""Wherever the window takes words that everybody reads, identities in them are marked.

`FormGrid.add` marks a TextArea, a WordsLine and a WordsChoice. Every other field for text is listed
here with the reason why nothing in it has to be marked.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.rules.tree import ROOT, none_of, place, python_files, tree

UI = "csq_desktop/ui"
UNMARKED = {  # file: how many fields, and why
    "breaches/breach_dialog.py": (1, "words about a breach, in the vault"),
    "breaches/facts_dialog.py": (2, "what happened and who found it, in the vault"),
    "breaches/notice_dialog.py": (1, "the words of a notice, in the vault"),
    "breaches/step_dialogs.py": (1, "the reason of a decision, in the vault"),
    "complaints/caller.py": (2, "who calls: sealed in the vault, or sought and kept nowhere"),
    "complaints/fields.py": (1, "facts, by the description of the record"),
    "complaints/log_dialog.py": (1, "a category of the list; other words are refused"),
    "customers/dialogs.py": (2, "the customer's identity in the vault"),
    "customers/new_dialog.py": (7, "the customer's identity in the vault"),
    "evidence/viewer.py": (1, "only shows a file"),
    "imports/rows_step.py": (1, "the name of a matching of columns"),
    "kit/forms/dates.py": (2, "days and times of day"),
    "kit/forms/fields.py": (4, "the kinds of fields themselves; amounts"),
    "kit/forms/person_field.py": (1, "colleagues are named on purpose"),
    "kit/forms/search_box.py": (1, "sought and kept nowhere"),
    "kit/reveal_dialog.py": (1, "why somebody is looked at, in the vault; no draft"),
    "letters/letter_dialog.py": (2, "the words of a letter in the vault"),
    "letters/send_back_dialog.py": (1, "words about a letter, beside it in the vault"),
    "pledges/counting/counts_table.py": (1, "the table has a notice beneath"),
    "pledges/terms_dialog.py": (1, "the code of a pledge"),
    "kit/forms/secret_field.py": (1, "passphrases and recovery keys"),
    "privacy_policy/issue_dialog.py": (1, "the shop's own address, telephone and e-mail"),
    "receipts/dialog.py": (1, "the code of a receipt, which is kept nowhere"),
    "settings/letters_section.py": (2, "the shop's own telephone and e-mail"),
    "settings/list_dialogs.py": (1, "the words of a list, which name nobody"),
    "settings/people_section.py": (2, "colleagues are named on purpose"),
    "settings/shop_section.py": (2, "the shop's own name and code"),
    "settings/user_dialogs.py": (2, "users are named on purpose"),
    "shell/commands/palette.py": (1, "sought and kept nowhere"),
    "shell/faults.py": (1, "a report that is only shown"),
    "welcome/new_store.py": (1, "the shop's and the first user's own names"),
}
RAW = {"QLineEdit", "QPlainTextEdit", "QTextEdit"}
MARKED = {"TextArea", "WordsLine", "WordsChoice", "CommentField"}
TAKERS = {"add", "IdentityNotice"}  # FormGrid.add, and the notice itself
HANDED_ON = {  # functions that only make a field, and whoever calls them adds it to a form
    "checklists/editing/part_forms.py:_area",
    "checklists/editing/part_forms.py:add_three",
    "complaints/fields.py:_words",
    "complaints/fields.py:editor",
    "complaints/work_dialogs.py:add_note",
    "pledges/terms_dialog.py:_wording_form",
}


def test_a_field_without_marks_has_a_reason() -> None:
    unmarked = Counter(_name(path) for path, node in _fields() if _is_unmarked(node))
    for name, (count, _reason) in UNMARKED.items():
        unmarked[name] -= count
    none_of(f"{name}: {count} more than listed" for name, count in unmarked.items() if count)


def test_a_field_with_marks_stands_in_a_form() -> None:
    none_of(
        place(path, node)
        for path, node in _fields()
        if isinstance(node, ast.Call) and _called(node) in MARKED and not _is_taken(path, node)
    )


def _fields() -> Iterator[tuple[Path, ast.AST]]:
    for path in python_files(UI):
        for node in ast.walk(tree(path)):
            yield path, node


def _is_unmarked(node: ast.AST) -> bool:
    if isinstance(node, ast.ClassDef):
        return any(isinstance(base, ast.Name) and base.id in RAW for base in node.bases)
    if not isinstance(node, ast.Call):
        return False
    sealed = any(word.arg == "sealed" for word in node.keywords)
    opened = _called(node) == "setEditable" and ast.unparse(node.args[0]) == "True"
    return _called(node) in RAW or opened or (_called(node) in MARKED and sealed)


def _is_taken(path: Path, node: ast.Call) -> bool:
    holders = [
        outer
        for outer in ast.walk(tree(path))
        if any(inner is node for inner in ast.walk(outer)) and outer is not node
    ]
    functions = [outer.name for outer in holders if isinstance(outer, ast.FunctionDef)]
    if any(f"{_name(path)}:{function}" in HANDED_ON for function in functions):
        return True
    if any(isinstance(outer, ast.Call) and _called(outer) in TAKERS for outer in holders):
        return True
    targets = {
        ast.unparse(name)
        for outer in holders
        if isinstance(outer, ast.Assign)
        for target in outer.targets
        for name in (target.elts if isinstance(target, ast.Tuple) else [target])
    }
    return bool(targets & _taken_names(path))


def _taken_names(path: Path) -> set[str]:
    return {
        ast.unparse(argument)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _called(node) in TAKERS
        for argument in node.args
    }


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def _name(path: Path) -> str:
    return path.relative_to(ROOT / UI).as_posix()
