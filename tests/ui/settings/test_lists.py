"""Lists in the settings: an entry added, reworded, moved and deactivated, each undone."""

import pytest
from pytestqt.qtbot import QtBot

from csq_desktop.services.settings import lists
from csq_desktop.services.settings.lists import CATEGORIES, CLOSURE_REASONS
from csq_desktop.ui.context import Context
from csq_desktop.ui.settings.list_dialogs import AddEntryDialog, EditEntryDialog
from tests.ui.finding import child
from tests.ui.settings.settings_case import Window


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Window:
    found = Window(context, qtbot)
    found.show("lists")
    return found


def offered(name: str) -> list[str]:
    return [entry.label for entry in lists.choices(name)]


def test_an_entry_is_added_reworded_moved_and_deactivated(window: Window) -> None:
    section = window.section
    before = offered(CATEGORIES)
    assert section.heading.text() == "Complaint categories"
    window.page.primary_action()
    dialog = child(window.window, AddEntryDialog)
    dialog.press()
    window.settle()
    assert "at least one language" in dialog.form.error("en")
    dialog.words["zh_hk"].setText("代客泊車")
    dialog.press()
    window.settle()
    assert offered(CATEGORIES) == [*before, "代客泊車"]
    section.table.choose(section.model.rowCount() - 1)
    window.press("edit_entry")
    edited = child(window.window, EditEntryDialog)
    edited.words["en"].setText("Valet parking")
    edited.press()
    window.settle()
    assert offered(CATEGORIES)[-1] == "Valet parking"
    assert section.table.currentIndex().row() == section.model.rowCount() - 1
    assert not window.find("entry_down").isEnabled()
    window.press("deactivate_entry")
    assert offered(CATEGORIES) == before
    window.undo()
    assert offered(CATEGORIES) == [*before, "Valet parking"]


def test_another_list_is_chosen_and_its_entries_move(window: Window) -> None:
    section = window.section
    first, second, third = offered(CLOSURE_REASONS)
    section.lists.choose(section.kinds.find(CLOSURE_REASONS, "key"))
    window.settle()
    section.table.choose(0)
    window.press("entry_down")
    assert offered(CLOSURE_REASONS) == [second, first, third]
    assert section.table.currentIndex().row() == 1
    window.undo()
    assert offered(CLOSURE_REASONS) == [first, second, third]
