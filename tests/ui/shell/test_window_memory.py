"""Where somebody was in a store: remembered per store, and returned to."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from csq_desktop import paths
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.users import Role
from csq_desktop.services.complaints import complaints
from csq_desktop.storage.store import Store
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.complaints.page import ComplaintsPage
from csq_desktop.ui.complaints.work_dialogs import NoteDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.customers.new_dialog import NewCustomerDialog
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.toast import Toast
from csq_desktop.ui.kit.layout.split import SplitView
from csq_desktop.ui.pledges.counting.counts_dialog import CountsDialog
from csq_desktop.ui.shell import pages, placing, window_memory
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.window_memory import WindowMemory
from csq_desktop.ui.tasks import Tasks
from tests.ui.finding import child

MEMORY = WindowMemory(
    "AdnQywAD",
    "complaints",
    {"complaints": {"complaint_views": "overdue"}},
    {"settings": "hours"},
    "complaint.new",
    "Sham Shui Po",
)
BOSS, STAFF = 7, 8
Return = Callable[[WindowMemory], MainWindow]


@pytest.fixture
def returned(context: Context, tasks: Tasks, qtbot: QtBot) -> Return:
    """Open a window as it was remembered."""

    def window(memory: WindowMemory) -> MainWindow:
        opened = MainWindow(context, entries=pages.PAGES, memory=memory)
        qtbot.addWidget(opened)
        with qtbot.waitExposed(opened):
            opened.show()
        qtbot.waitUntil(lambda: not tasks.busy)
        return opened

    return window


def test_each_store_has_its_own_and_each_user_in_it(tmp_path: Path) -> None:
    window_memory.save(tmp_path / "A.csq", MEMORY, BOSS)
    assert window_memory.load(tmp_path / "A.csq", BOSS) == MEMORY
    assert window_memory.load(tmp_path / "B.csq", BOSS) == WindowMemory()
    shared = WindowMemory(geometry=MEMORY.geometry, shop=MEMORY.shop)
    for nobody in (STAFF, None):
        assert window_memory.load(tmp_path / "A.csq", nobody) == shared
    window_memory.save(tmp_path / "A.csq", replace(shared, page="today"), STAFF)
    assert window_memory.load(tmp_path / "A.csq", STAFF).page == "today"
    assert window_memory.load(tmp_path / "A.csq", BOSS) == MEMORY
    window_memory.forget(tmp_path / "A.csq")
    window_memory.forget(tmp_path / "A.csq")
    assert window_memory.load(tmp_path / "A.csq") == WindowMemory()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "{",
        '{"users": [7], "geometry": 3}',
        '{"users": {"7": 1}}',
        '{"users": {"7": {"views": 7, "records": [1], "page": 3}}}',
        '{"users": {"7": {"views": {"a": {"b": 1}}}}}',
        '{"page": "complaints"}',
    ],
)
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, written: str) -> None:
    folder = paths.user_config() / "windows"
    before = {*folder.iterdir()} if folder.exists() else set()
    window_memory.save(tmp_path, MEMORY, BOSS)
    (file,) = {*folder.iterdir()} - before
    file.write_text(written, "utf-8")
    loaded = window_memory.load(tmp_path, BOSS)
    assert loaded in (WindowMemory(), WindowMemory(views={"a": {}}))
    window_memory.save(tmp_path, MEMORY, BOSS)
    assert window_memory.load(tmp_path, BOSS) == MEMORY


def test_filters_dividers_and_page_are_as_they_were(returned: Return, qtbot: QtBot) -> None:
    window = returned(WindowMemory())
    window.show_page("complaints")
    page = window.page
    assert isinstance(page, ComplaintsPage)
    page.chips.choose("overdue")
    page.severity.choose("high")
    qtbot.waitUntil(lambda: page.owner.count() > 1)
    page.owner.choose(page.owner.itemData(1))
    split = child(page, SplitView)
    split.setSizes([300, 700])
    split.splitterMoved.emit(300, 1)
    sizes = split.view_text()
    window.show_page("pledges")
    window.show_page("complaints")
    again = returned(window.memory()).page
    assert isinstance(again, ComplaintsPage)
    assert again.chips.chosen == "overdue"
    assert again.severity.value == "high"
    qtbot.waitUntil(lambda: again.owner.value == page.owner.value)
    assert again.shown().owner_id == page.shown().owner_id
    assert child(again, SplitView).view_text() == sizes


@pytest.mark.parametrize("record", ["nope", "2099-13", 2**40])
def test_a_record_that_makes_no_sense_keeps_nobody_out(
    returned: Return, record: int | str, tasks: Tasks
) -> None:
    faults: list[str] = []
    tasks.broke.connect(faults.append)
    for entry in pages.PAGES:
        window = returned(WindowMemory("\ud800", entry.key, {}, {entry.key: record}))
        assert window.page_key == entry.key
        window.close()
    assert faults == []


@pytest.mark.parametrize("page", ["head_office", "packs", "imports"])
def test_a_page_that_is_not_the_roles_is_not_opened(
    returned: Return, context: Context, page: str
) -> None:
    staff = replace(context.user, role=Role.STAFF)
    context.signed_in = replace(context.signed_in, user=staff)
    window = returned(WindowMemory(page=page))
    assert window.page_key == pages.PAGES[0].key
    if page != "head_office":
        context.navigate(page, 1)
        assert window.page_key == pages.PAGES[0].key
        assert child(window, Toast).text == "Your role cannot open this page."


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("complaints", LogComplaintDialog),
        ("customers", NewCustomerDialog),
        ("pledges", CountsDialog),
    ],
)
def test_the_form_that_the_lock_closed_is_open_again(
    returned: Return, context: Context, page: str, kind: type[Dialog], qtbot: QtBot
) -> None:
    context.drafts.keep(kind.draft_key, {"1.2026-10-05": ""})
    window = returned(WindowMemory(page=page, form=kind.draft_key))
    context.drafts.load(identities=True)
    qtbot.waitUntil(lambda: bool(window.findChildren(kind)))
    child(window, kind).reject()


def test_a_draft_of_somebody_else_opens_no_form(
    returned: Return, context: Context, tasks: Tasks, qtbot: QtBot
) -> None:
    window = returned(WindowMemory(page="complaints", form=LogComplaintDialog.draft_key))
    context.drafts.load()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert not window.findChildren(LogComplaintDialog)


def test_the_form_of_a_case_is_remembered_by_the_lock(
    returned: Return, context: Context, store: Store, qtbot: QtBot
) -> None:
    new = NewComplaint(Channel.WEB, context.now(), "till.change", Severity.LOW, "Coin missing")
    with store.writing() as session:
        case_id = complaints.log(session, new).id
    window = returned(WindowMemory())
    window.show_page("complaints", case_id)
    page = window.page
    assert isinstance(page, ComplaintsPage)
    qtbot.waitUntil(lambda: page.detail.complaint is not None)
    assert page.detail.complaint is not None
    dialog = NoteDialog(context, page.detail.complaint, window)
    dialog.open()
    dialog.restore({"note": "Called back"})
    window.keep_typed()
    memory = window.memory()
    assert memory.form == f"complaint.{case_id}.note"
    assert memory.records["complaints"] == case_id
    again = returned(memory)
    context.drafts.loaded.emit()
    qtbot.waitUntil(lambda: bool(again.findChildren(NoteDialog)))
    child(again, NoteDialog).reject()


@pytest.mark.parametrize(
    ("usual", "size", "maximised"),
    [((700, 500), (700, 500), False), ((5000, 500), (784, 500), True)],
)
def test_a_new_window_fits_its_screen(
    qtbot: QtBot, usual: tuple[int, int], size: tuple[int, int], maximised: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert window.screen().availableGeometry().size() == QSize(800, 800)
    placing.place(window, "", usual)
    assert (window.width(), window.height()) == size
    assert window.isMaximized() is maximised


def test_a_window_stands_where_it_was_left(qtbot: QtBot) -> None:
    left, again = QWidget(), QWidget()
    for window in (left, again):
        qtbot.addWidget(window)
    left.setGeometry(30, 50, 400, 300)
    placing.place(again, placing.geometry(left), (700, 500))
    assert again.geometry() == QRect(30, 50, 400, 300)
    placing.place(again, "no geometry", (700, 500))
    assert again.size() == QSize(700, 500)
