"""Pages register themselves: each has what the window needs of it, and none is in another's way."""

from dataclasses import replace
from functools import partial
from importlib import import_module

import pytest
from pytestqt.qtbot import QtBot

from csq_desktop import paths, texts
from csq_desktop.domain.finding import FoundRecord
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import Find, PageEntry, RailGroup
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.main_window import MainWindow
from tests.rules.tree import ROOT

KEYS = [entry.key for entry in pages.PAGES]


def test_the_rail_is_ordered_by_group_and_place() -> None:
    groups = list(RailGroup)
    places = [(groups.index(entry.group), entry.place) for entry in pages.PAGES]
    assert places == sorted(set(places))
    assert KEYS[0] == "today"


def test_every_page_of_the_tree_is_registered() -> None:
    """A page class that no entry leads to would never be shown."""
    entries = {entry.load() for entry in pages.PAGES}
    modules = (ROOT / "csq_desktop/ui").glob("*/page.py")
    loaded = [import_module(f"csq_desktop.ui.{path.parent.name}.page") for path in modules]
    known = {
        thing
        for module in loaded
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Page) and thing is not Page
    }
    assert known == entries


@pytest.mark.parametrize("entry", pages.PAGES, ids=KEYS)
def test_a_page_has_its_icon_and_its_help_in_every_language(entry: PageEntry) -> None:
    resources = paths.resources()
    assert (resources / "icons" / f"{entry.icon}.svg").is_file()
    for language in texts.LANGUAGES:
        assert (resources / "help" / language / f"{entry.key}.md").is_file(), language


@pytest.mark.parametrize("entry", pages.PAGES, ids=KEYS)
def test_a_page_is_named_in_every_language(entry: PageEntry) -> None:
    names = set()
    for language in texts.LANGUAGES:
        texts.set_language(language)
        names.add(entry.label)
    texts.set_language("en")
    assert len(names) > 1, entry.label


@pytest.mark.parametrize("entry", pages.PAGES, ids=KEYS)
def test_a_page_can_be_made(entry: PageEntry, context: Context) -> None:
    page = entry.make(context)
    assert page.title.text()
    page.deleteLater()


def test_two_pages_cannot_have_one_place() -> None:
    first, second, *_ = pages.PAGES
    with pytest.raises(ValueError, match="today and customers want one place in the rail"):
        pages.in_order([first, replace(second, place=first.place)])


def test_an_unknown_key_is_no_page() -> None:
    with pytest.raises(KeyError):
        pages.entry("no such page")


def test_people_are_offered_after_everything_else(context: Context, qtbot: QtBot) -> None:
    def finder(key: str) -> Find:
        return lambda _session, text: [FoundRecord(f"{key} {text}", 1)]

    keys = ("customers", "complaints", "pledges")
    entries = [replace(pages.entry(key), finder=partial(finder, key)) for key in keys]
    made = MainWindow(context, entries=entries)
    qtbot.addWidget(made)
    open_palette = made.show_palette()
    qtbot.keyClicks(open_palette.field, "x7")

    def offered() -> list[str]:
        rows = open_palette.list
        return [rows.item(row).text() for row in range(rows.count())]

    expected = ["complaints x7", "pledges x7", "customers x7"]
    qtbot.waitUntil(lambda: offered() == expected)
    open_palette.close()
