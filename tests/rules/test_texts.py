"""Every word a user reads comes from the catalogue, in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import texts as catalogues
from tests.rules.scripts import HAN, in_the_other_script
from tests.rules.tree import ROOT, docstrings, none_of, place, python_files, tree
from used_texts import called

WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
SENTENCE = re.compile(r"([A-Z][a-z’']+|A|I),? [a-z{][\w}’',-]*( \S+|\.$)")
TRANSLATED = {"tr", "trn", "trc", "mark"}
SHOWN_BY = re.compile(
    r"set(Text|PlainText|WindowTitle|ToolTip|StatusTip|WhatsThis|PlaceholderText|Title|LabelText"
    r"|AccessibleName|AccessibleDescription|InformativeText|DetailedText|HeaderLabels|Suffix"
    r"|Prefix|SpecialValueText|TabText|ItemText|ButtonText|NameFilter|NameFilters)"
    r"|add(Action|Menu|Item|Items|Tab|Row|Button|Section)|insert(Item|Tab|Action)"
    r"|Q(Label|PushButton|ToolButton|Action|CheckBox|RadioButton|GroupBox|Menu|CommandLinkButton"
    r"|TableWidgetItem|ListWidgetItem|StandardItem|DockWidget|LineEdit|PlainTextEdit|MessageBox)"
    r"|information|warning|critical|question|about|getText|getItem|getOpenFileName"
    r"|getSaveFileName|getExistingDirectory"
)
SAID_BY_ERRORS = {"UserError", "Refused", "WrongPassphrase", "MustWait", "NotAStore", "StoreBusy"}
SAID_BY_ERRORS |= {"StoreDamaged", "StoreTooNew", "NoSpace", "Cancelled"}
FOR_DEVELOPERS = {"debug", "info", "warning", "error", "exception", "critical", "compile"}
SPARED = (
    "csq_desktop/texts.py",  # each language is named in itself
    "csq_desktop/exchange/",  # what other programs write is recognised there, and none of it shown
)
UNITS = {"HK$", "KB", "MB"}


def test_translations_are_complete_and_keep_their_placeholders() -> None:
    none_of(catalogues.faults())


def test_translations_stand_in_files_of_the_nouns_that_packages_have() -> None:
    """One noun in every layer: not `data.po` for what the packages call imports."""
    modules = python_files("csq_desktop")
    nouns = {path.stem for path in modules} | {path.parent.name for path in modules}
    none_of(path.name for path in ROOT.glob("resources/i18n/*/*.po") if path.stem not in nouns)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translations_are_in_their_own_script(language: str) -> None:
    merged = catalogues.merge(language).catalog
    strange = {
        f"{catalogues.key_of(message)}: {text}"
        for message in merged
        if message.id
        for text in catalogues.strings(message)
        if in_the_other_script(text, language)
    }
    none_of(strange)


def test_the_mainland_reads_no_words_of_hong_kong() -> None:
    """The window said 件 on one page and 宗 on the next, 您 here and 你 there."""
    merged = catalogues.merge("zh_CN").catalog
    none_of(
        f"{catalogues.key_of(message)}: {text}"
        for message in merged
        if message.id
        for text in catalogues.strings(message)
        if re.search("宗|栏位|资料库|检讨|电邮|你|客户(?!服务)", text)
    )


def test_the_other_script_is_noticed() -> None:
    assert in_the_other_script("投诉", "zh_HK")
    assert in_the_other_script("投訴", "zh_CN")
    assert not in_the_other_script("投訴", "zh_HK")
    assert not in_the_other_script("投诉", "zh_CN")


def test_what_the_window_shows_comes_from_the_catalogue() -> None:
    none_of(
        f"{place(path, call)} {words!r}"
        for path in python_files("csq_desktop/ui")
        for call in _calls(tree(path))
        if SHOWN_BY.fullmatch(called(call))
        for words in _plain_words(call)
    )


def test_a_screen_reader_can_say_what_a_table_lists() -> None:
    none_of(
        f"{place(path, node)} {node.targets[0].attr}"
        for path in python_files("csq_desktop/ui")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Attribute)
        and isinstance(node.value, ast.Call)
        and called(node.value) == "TableView"
        and f".{node.targets[0].attr}.setAccessibleName(" not in path.read_text("utf-8")
    )


def test_what_an_error_says_comes_from_the_catalogue() -> None:
    none_of(
        f"{place(path, call)} {words!r}"
        for path in python_files("csq_desktop")
        for call in _calls(tree(path))
        if called(call) in SAID_BY_ERRORS
        for words in _plain_words(call)
    )


def test_no_sentence_stands_outside_the_catalogue() -> None:
    """What the demo shop's people wrote is record, not speech of the program's."""
    layers = ("ui", "services", "domain", "reports", "exchange", "storage")
    none_of(
        f"{place(path, literal)} {literal.value!r}"
        for path in python_files(*(f"csq_desktop/{layer}" for layer in layers))
        if not place(path).startswith("csq_desktop/demo/build/")
        for literal in _loose_literals(path)
        if SENTENCE.match(str(literal.value))
    )


def test_chinese_stands_in_the_catalogues_and_not_in_code() -> None:
    """But for `headings`: what other people call a column is recognised and never shown."""
    none_of(
        f"{place(path, literal)} {literal.value!r}"
        for path in python_files("csq_desktop")
        if not place(path).startswith(SPARED)
        for literal in _literals(tree(path))
        if HAN.search(str(literal.value))
        and literal not in docstrings(path)
        and literal not in _headings(tree(path))
        and HAN.search(ast.get_source_segment(path.read_text("utf-8"), literal) or "")
    )


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def _literals(node: ast.AST) -> Iterator[ast.Constant]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner


def _headings(node: ast.AST) -> list[ast.expr]:
    """The other names of a file's columns, in the descriptions of fields."""
    words = (
        one for inner in ast.walk(node) if isinstance(inner, ast.Call) for one in inner.keywords
    )
    return [word.value for word in words if word.arg == "headings"]


def _plain_words(call: ast.Call) -> Iterator[str]:
    """Words among the arguments themselves, also in f-strings, lists and both ways of an if.

    `field` is a key: the field that an error speaks of.
    """
    said = (word.value for word in call.keywords if word.arg != "field")
    waiting: list[ast.expr] = [*call.args, *said]
    while waiting:
        match waiting.pop():
            case ast.Constant(value=str(text)) if WORD.search(text) and text not in UNITS:
                yield text
            case ast.JoinedStr(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
                waiting += parts
            case ast.IfExp(body=one, orelse=other):
                waiting += [one, other]


def _loose_literals(path: Path) -> Iterator[ast.Constant]:
    """String literals that are neither docstrings nor translated nor for developers."""
    spared = docstrings(path)
    for node in ast.walk(tree(path)):
        name = called(node)
        if name in TRANSLATED | FOR_DEVELOPERS or name.endswith(("Error", "text")):
            spared |= set(ast.walk(node))
    return (literal for literal in _literals(tree(path)) if literal not in spared)
