"""What is half typed in the settings survives leaving, a lock, a kill and another language."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from csq_desktop.domain.complaints.facts import ComplaintClock, Severity
from csq_desktop.domain.users import Role
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.settings.people_section import RenamePersonDialog
from csq_desktop.ui.settings.user_dialogs import AddUserDialog, RenameDialog
from tests.factory import NAMES
from tests.ui.finding import take_up
from tests.ui.settings.settings_case import Window, read

LOW = (ComplaintClock.ACKNOWLEDGE, Severity.LOW)


def type_hours(window: Window) -> None:
    rows, section = window.section.rows, window.section
    rows[0].fields[0].closes.setText("14 o")
    rows[6].fields[0].removed.emit()
    section.keeps.setChecked(True)
    next(iter(section.boxes.values())).setChecked(False)
    window.find("extra_day").set_day(date(2026, 12, 24))
    window.press("add_extra")


def hours(section: Any) -> tuple[object, ...]:
    first, last = section.rows[0], section.rows[6]
    extra, worked = section.typed.extra_holidays, section.typed.worked_holidays
    texts = [field.closes.text() for field in first.fields]
    return texts, last.intervals, section.keeps.isChecked(), extra, len(worked)


USUAL = (time(10), time(22))
Read = Callable[[Any], object]
SECTIONS: list[tuple[str, Callable[[Window], object], Read, object, object]] = [
    (
        "shop",
        lambda window: window.find("shop_name").setText("Ming Kee"),
        lambda section: (section.name.text(), section.code.text()),
        ("Ming Kee", "SSP01"),
        ("Sham Shui Po", "SSP01"),
    ),
    (
        "hours",
        type_hours,
        hours,
        (["14 o"], (), True, (date(2026, 12, 24),), 1),
        (["22:00"], (USUAL,), False, (), 0),
    ),
    (
        "deadlines",
        lambda window: window.find("acknowledge_low").setValue(0.25),
        lambda section: section.typed[LOW],
        15,
        480,
    ),
    (
        "closures",
        lambda window: window.find("closure_reason").setCurrentText("Burst pipe"),
        lambda section: section.reason.currentText(),
        "Burst pipe",
        "",
    ),
    (
        "escalation",
        lambda window: window.find("level_1").setValue(25),
        lambda section: section.typed.steps[0].percent,
        25,
        50,
    ),
    (
        "closing",
        lambda window: window.find("gate_cause").setChecked(True),
        lambda section: [gate.value for gate in section.typed.gates],
        ["cause"],
        [],
    ),
    (
        "limits",
        lambda window: window.find("limit_refund_staff").setText("50"),
        lambda section: [cents for _, _, cents in section.typed.limits],
        [5_000],
        [],
    ),
    (
        "people",
        lambda window: window.find("person_name").setText("May"),
        lambda section: section.name.text(),
        "May",
        "",
    ),
]


@pytest.mark.parametrize(("key", "fill", "seen", "typed", "stored"), SECTIONS)
def test_a_half_filled_section_comes_back_in_another_window(
    context: Context,
    qtbot: QtBot,
    key: str,
    fill: Callable[[Window], object],
    seen: Read,
    typed: object,
    stored: object,
) -> None:
    window = Window(context, qtbot)
    window.show(key)
    fill(window)
    window.show("about")
    assert window.toast == "Draft kept"
    window = Window(context, qtbot)
    section = window.show(key)
    assert seen(section) == typed
    assert section.message.text == "Your unfinished draft is back."
    take_up(section.message)
    assert seen(section) == stored
    assert not section.message.text
    assert seen(Window(context, qtbot).show(key)) == stored


@pytest.mark.parametrize(
    ("key", "seen", "stored", "forged"),
    [
        ("hours", hours, SECTIONS[1][4], {"extra": "nonsense"}),
        ("deadlines", SECTIONS[2][2], SECTIONS[2][4], {"acknowledge_low": "nonsense"}),
    ],
)
def test_a_draft_that_no_form_wrote_counts_as_none(
    context: Context, qtbot: QtBot, key: str, seen: Read, stored: object, forged: dict[str, str]
) -> None:
    """Whoever holds the store's key can write anything into the drafts of others."""
    context.drafts.keep(f"settings.{key}", forged | {"changed": " ".join(forged)})
    section = Window(context, qtbot).show(key)
    assert seen(section) == stored
    assert not section.message.text
    assert context.drafts.get(f"settings.{key}") is None


def test_what_is_typed_is_saved_while_it_is_typed_and_forgotten_once_it_is_stored(
    context: Context, qtbot: QtBot, store: Store
) -> None:
    window = Window(context, qtbot)
    section = window.section
    for timer in section.draft.findChildren(QTimer):
        timer.start(20)
    window.find("shop_name").setText("Ming Kee")
    qtbot.waitUntil(lambda: context.drafts.get("settings.shop") is not None)
    window.press("save_shop")
    assert context.drafts.get("settings.shop") is None
    assert read(store, shop.shop).name == "Ming Kee"
    window.find("shop_name").setText("Other")
    window.find("shop_name").setText("Ming Kee")
    window.show("about")
    assert window.toast == "Saved."  # nothing was left to keep


def test_a_passphrase_is_in_no_draft(context: Context, qtbot: QtBot) -> None:
    window = Window(context, qtbot)
    kept: list[str] = []
    context.drafts.changed.connect(kept.append)
    window.show("passphrase")
    window.find("old_passphrase").setText("harbour lantern ferry")
    window.show("about")
    assert kept == []


@pytest.mark.parametrize(
    ("section", "button", "field", "kind"),
    [
        ("users", "rename", "new_name", RenameDialog),
        ("users", "add_user", "user_name", AddUserDialog),
        ("people", "rename_person", "new_name", RenamePersonDialog),
    ],
)
def test_a_name_half_typed_in_a_dialog_comes_back(
    context: Context, qtbot: QtBot, section: str, button: str, field: str, kind: type[Dialog]
) -> None:
    window = Window(context, qtbot)
    if section == "people":
        window.show("people")
        window.find("person_name").setText("May")
        window.press("add_person")
    table = window.show(section).table
    name = "May" if section == "people" else NAMES[Role.STAFF]
    table.choose(next(at for at in range(4) if table.rows.cell_at(at, 0).text == name))
    for expected in ("", "Wong"):
        window.press(button)
        line = window.find(field, QLineEdit)
        dialog = line.window()
        assert isinstance(dialog, kind)
        assert (line.text() == "Wong") == bool(expected)
        line.setText("Wong")
        dialog.reject()
        window.settle()
        assert window.toast == "Draft kept"
