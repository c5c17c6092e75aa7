"""The review packs page: previewing, writing the cover, issuing, opening issued packs again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.wording import month_text
from csq_desktop.services.packs import packs
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.texts import set_language
from csq_desktop.ui.context import Context, SignedIn, ToastText
from csq_desktop.ui.packs.issue_dialog import IssueDialog
from csq_desktop.ui.packs.page import PacksPage
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import tokens
from tests import factory
from tests.pdf_text import pages
from tests.ui.conftest import SHOP
from tests.ui.finding import child
from tests.ui.looks import IN_EVERY_LOOK

SEPTEMBER = Month(2026, 9)
OTHER_FIGURES = "UPDATE pack SET figures = json_set(figures, '$.figures[0].n', 99)"


def settled(qtbot: QtBot, context: Context) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: not context.tasks.busy, timeout=20_000)
        QApplication.processEvents()


def opened(qtbot: QtBot, context: Context) -> PacksPage:
    page = PacksPage(context)
    qtbot.addWidget(page)
    page.resize(1150, 768)
    page.show()
    settled(qtbot, context)
    return page


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> Iterator[PacksPage]:
    faults: list[str] = []
    context.tasks.broke.connect(faults.append)
    yield opened(qtbot, context)
    assert faults == []


@pytest.fixture
def toasts(context: Context) -> list[ToastText]:
    said: list[ToastText] = []
    context.toasted.connect(said.append)
    return said


def cover(page: PacksPage) -> str:
    """The first page of the PDF shown, in one line."""
    return " ".join(pages(page.pages.preview.pdf)[0].split())


def press_issue(qtbot: QtBot, context: Context, page: PacksPage) -> IssueDialog:
    """Press the button; returns the question."""
    qtbot.mouseClick(page.issue, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    return next(dialog for dialog in page.findChildren(IssueDialog) if dialog.isVisible())


def issue(store: Store, month: Month = SEPTEMBER) -> int:
    with store.writing() as session:
        return packs.issue(session, PackRequest(month, ("en",), reason="Corrected")).id


def test_the_page_opens_on_last_months_preview(page: PacksPage) -> None:
    assert page.making.month.value == "2026-09"
    assert page.pages.state.text == "Preview, not issued"
    assert page.pages.name.text() == "September 2026"
    assert page.subtitle.text() == "September 2026 has not been issued"
    assert "Preview: not issued" in cover(page)
    assert page.issue.isEnabled()
    assert page.making.message.toPlainText().startswith(
        "No pledge could be judged: too few cases; 0 complaints"
    )
    assert page.making.afresh.isHidden()


def test_another_month_or_language_makes_another_preview(
    qtbot: QtBot, context: Context, page: PacksPage
) -> None:
    page.making.month.choose("2026-08")
    settled(qtbot, context)
    assert "Service report, August 2026" in cover(page)
    page.making.first.choose("zh_HK")
    settled(qtbot, context)
    assert "2026年8月服務報告" in cover(page)
    assert page.making.message.toPlainText().startswith("個案太少，承諾未能評定")
    page.making.second.choose("en")
    settled(qtbot, context)
    assert "No pledge could be judged: too few cases" in cover(page)


def test_the_running_month_says_so(qtbot: QtBot, context: Context, page: PacksPage) -> None:
    page.making.month.choose("2026-10")
    settled(qtbot, context)
    not_over = "October 2026 is not over yet. The review pack will show the cut-off date."
    assert page.making.note.text == not_over
    page.making.month.choose("2026-09")
    settled(qtbot, context)
    assert page.making.note.text == ""


def test_what_is_written_stands_on_the_cover_and_can_be_taken_back(
    qtbot: QtBot, context: Context, page: PacksPage
) -> None:
    page.making.message.setPlainText("A quiet month.\nNothing broke 😀.")
    assert page.making.afresh.isVisible()
    qtbot.waitUntil(lambda: "□: 😀" in page.pages.preview.message.text, timeout=10_000)
    settled(qtbot, context)
    qtbot.mouseClick(page.making.afresh, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert ("A quiet month." in cover(page), page.pages.preview.message.text) == (False, "")
    assert page.making.afresh.isHidden()


def test_what_is_written_is_kept_when_the_page_is_left(
    qtbot: QtBot, context: Context, page: PacksPage
) -> None:
    page.making.asked.setPlainText("Open a second till.")
    page.leave()
    page.hide()
    settled(qtbot, context)
    again = opened(qtbot, context)
    assert again.making.asked.toPlainText() == "Open a second till."
    assert "Open a second till." in cover(again)
    again.making.afresh.click()
    settled(qtbot, context)
    again.leave()
    assert context.drafts.get("pack 2026-09 en") is None


def begin_again(page: PacksPage) -> None:
    page.primary_action()


def look_elsewhere_and_back(page: PacksPage) -> None:
    page.making.month.choose("2026-08")
    page.making.month.choose("2026-09")


def change_the_language_and_back(page: PacksPage) -> None:
    page.making.first.choose("zh_HK")
    page.making.first.choose("en")


@pytest.mark.parametrize(
    "act", [begin_again, look_elsewhere_and_back, change_the_language_and_back]
)
@pytest.mark.parametrize("hurried", [True, False])
def test_what_is_written_is_there_again_when_the_pack_is_begun_anew(
    qtbot: QtBot, context: Context, page: PacksPage, act: Callable[[PacksPage], None], hurried: bool
) -> None:
    page.making.message.setPlainText("A quiet month.")
    act(page)
    page.making.asked.setPlainText("Open a second till.")
    if not hurried:
        settled(qtbot, context)
        act(page)
    settled(qtbot, context)
    assert page.making.message.toPlainText() == "A quiet month."
    assert page.making.asked.toPlainText() == "Open a second till."
    assert "A quiet month." in cover(page)


def test_each_month_has_words_of_its_own(qtbot: QtBot, context: Context, page: PacksPage) -> None:
    said = {"2026-09": "A quiet month.", "2026-08": "A loud month."}
    for month, words in said.items():
        page.making.month.choose(month)
        settled(qtbot, context)
        page.making.message.setPlainText(words)
    page.making.first.choose("zh_HK")
    settled(qtbot, context)
    assert page.making.message.toPlainText().startswith("個案太少，承諾未能評定")
    page.making.first.choose("en")
    for month, words in said.items():
        page.making.month.choose(month)
        settled(qtbot, context)
        assert page.making.message.toPlainText() == words


def test_an_issued_pack_leaves_no_words_behind(
    qtbot: QtBot, context: Context, page: PacksPage
) -> None:
    page.making.message.setPlainText("Well done.")
    press_issue(qtbot, context, page).submit_button.click()
    settled(qtbot, context)
    qtbot.mouseClick(page.pages.back, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert page.making.message.toPlainText().startswith("No pledge could be judged: too few cases")
    assert context.drafts.get("pack 2026-09 en") is None
    page.making.message.setPlainText("Better still.")
    page.leave()
    kept = context.drafts.get("pack 2026-09 en")
    assert kept is not None
    assert kept["message"] == "Better still."


def test_a_draft_that_no_page_wrote_counts_as_none(qtbot: QtBot, context: Context) -> None:
    context.drafts.keep("pack 2026-09 en", {"nonsense": "x"})
    page = PacksPage(context)
    qtbot.addWidget(page)
    page.show()
    settled(qtbot, context)
    assert page.making.message.toPlainText().startswith("No pledge could be judged: too few cases")


def test_a_page_that_was_never_shown_has_nothing_to_keep(context: Context, qtbot: QtBot) -> None:
    unseen = PacksPage(context)
    qtbot.addWidget(unseen)
    unseen.leave()
    assert context.drafts.get("pack 2026-09 en") is None


def test_issuing_keeps_the_pack_and_shows_it(
    qtbot: QtBot, context: Context, page: PacksPage, toasts: list[ToastText]
) -> None:
    page.making.message.setPlainText("Well done.")
    press_issue(qtbot, context, page).submit_button.click()
    settled(qtbot, context)
    assert [toast.text for toast in toasts] == ["September 2026, version 1, issued."]
    assert page.subtitle.text() == "September 2026 issued, version 1"
    assert page.issued.model.rowCount() == 1
    one = page.issued.model.row_at(0)
    assert one.message == "Well done."
    assert page.pages.state.text == "Issued"
    assert one.sha256 in page.pages.hash.text()
    child(page, QToolButton, "copy_hash").click()
    assert QApplication.clipboard().text() == one.sha256
    assert "Version 1, issued 5 Oct 2026" in cover(page)
    assert not page.issue.isEnabled()
    assert context.drafts.get("pack 2026-09 en") is None


@pytest.mark.parametrize(
    ("month", "day", "words"),
    [
        ("2026-09", 5, None),
        ("2026-10", 5, "October 2026 is not finished: 26 days are still to come."),
        ("2026-10", 30, "October 2026 is not finished: 1 day is still to come."),
        ("2026-10", 31, "October 2026 is not finished: today is its last day."),
    ],
)
def test_issuing_asks_once_and_says_when_the_month_is_not_finished(
    qtbot: QtBot, context: Context, clock: factory.FixedClock, month: str, day: int, words: str
) -> None:
    clock.move(days=day - 5)
    page = opened(qtbot, context)
    page.making.month.choose(month)
    settled(qtbot, context)
    dialog = press_issue(qtbot, context, page)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert f"Issue {month_text(Month.parse(month))} as version 1?" in said
    assert [each for each in said if "not finished" in each] == [words] * bool(words)
    dialog.reject()
    assert page.issued.model.rowCount() == 0
    assert page.issue.isEnabled()


def test_words_that_may_identify_somebody_are_decided_before_a_pack_is_issued(
    qtbot: QtBot, context: Context, page: PacksPage
) -> None:
    page.making.message.setPlainText("Mrs Chan is content.\nMr Lee is not.")
    settled(qtbot, context)
    qtbot.mouseClick(page.issue, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    dialog = child(page, IssueDialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "“Mrs Chan”: a name" in said
    assert "Page 1: Mr Lee is not." in said
    assert not dialog.submit_button.isEnabled()
    assert [choice.accessibleName() for choice in dialog.choices] == [
        "Leave place 1 in: Page 1",
        "Leave place 2 in: Page 1",
    ]
    dialog.choices[0].setChecked(True)
    assert not dialog.submit_button.isEnabled()
    dialog.reject()
    assert page.issue.isEnabled()
    assert page.issued.model.rowCount() == 0
    qtbot.mouseClick(page.issue, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    dialog = page.findChildren(IssueDialog)[-1]
    dialog.all.click()
    dialog.submit_button.click()
    settled(qtbot, context)
    assert page.issued.model.rowCount() == 1
    assert "2 places that may identify somebody were left in, each on" in cover(page)


def test_a_pack_begun_anew_while_its_words_are_compared_is_not_issued(
    qtbot: QtBot, context: Context, page: PacksPage
) -> None:
    qtbot.mouseClick(page.issue, Qt.MouseButton.LeftButton)
    page.making.month.choose("2026-08")
    settled(qtbot, context)
    assert page.issued.model.rowCount() == 0


def test_an_issued_pack_opens_exactly_as_it_was(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    first, second = issue(store), issue(store, Month(2026, 8))
    with store.reading() as session:
        kept = {one: packs.pdf_of(session, one) for one in (first, second)}
    factory.by_hand(store, f"{OTHER_FIGURES} WHERE id = {first}")
    page = opened(qtbot, context)
    page.show_object(first)
    settled(qtbot, context)
    assert page.pages.preview.pdf == kept[first]
    assert page.pages.restated.text().startswith("1 figure of September 2026 has changed since")
    page.issued.table.choose(page.issued.model.find(second))
    settled(qtbot, context)
    assert page.pages.preview.pdf == kept[second]
    assert (page.pages.restated.isHidden(), page.pages.back.isVisible()) == (True, True)
    page.issued.table.choose(page.issued.model.find(first))
    qtbot.keyClick(page.issued.table, Qt.Key.Key_Menu)
    assert QApplication.activePopupWidget() is None  # its pages are fetched first
    settled(qtbot, context)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [each.text() for each in menu.actions()[:2]] == ["Print…", "Save as PDF…"]
    menu.close()
    qtbot.mouseClick(page.pages.back, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert page.pages.state.text == "Preview, not issued"
    assert page.pages.back.isHidden()
    assert not page.issued.table.selectionModel().hasSelection()


def test_the_row_shown_can_be_chosen_again_after_a_preview(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    issue(store)
    page = opened(qtbot, context)
    for _ in range(2):
        place = page.issued.table.visualRect(page.issued.model.index(0, 0)).center()
        qtbot.mouseClick(page.issued.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        settled(qtbot, context)
        assert page.pages.state.text == "Issued"
        page.primary_action()
        settled(qtbot, context)
        assert page.pages.state.text == "Preview, not issued"


def test_issued_packs_are_sorted_by_month_and_version(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    for month in (SEPTEMBER, Month(2026, 8), SEPTEMBER):
        issue(store, month)
    page = opened(qtbot, context)
    page.issued.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    kept = [page.issued.model.row_at(at) for at in range(3)]
    assert [(str(one.month), one.version) for one in kept] == [
        ("2026-08", 1),
        ("2026-09", 1),
        ("2026-09", 2),
    ]


def test_packs_issued_elsewhere_appear(qtbot: QtBot, context: Context, page: PacksPage) -> None:
    def job(session: Session) -> object:
        return packs.issue(session, PackRequest(SEPTEMBER, ("zh_HK", "en")))

    context.tasks.write(page, job)
    settled(qtbot, context)
    assert page.issued.model.rowCount() == 1
    assert page.issued.model.index(0, 0).data().startswith("September 2026, version 1")
    assert page.pages.state.text == "Preview, not issued"


def test_a_month_asked_for_by_another_page_is_chosen(
    qtbot: QtBot, context: Context, page: PacksPage
) -> None:
    page.show_object("2026-08")
    settled(qtbot, context)
    assert "Service report, August 2026" in cover(page)
    page.show_object("2026-08")
    settled(qtbot, context)
    assert "Service report, August 2026" in cover(page)
    page.show_object(None)
    assert page.making.month.value == "2026-08"


def test_saving_and_printing_an_issued_pack_are_noted(
    qtbot: QtBot, context: Context, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = issue(store)
    page = opened(qtbot, context)
    target = tmp_path / "september.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(page.pages.preview.save_as_pdf, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert target.read_bytes() == page.pages.preview.pdf
    assert notes(store) == [None]  # of the preview
    page.show_object(pack)
    settled(qtbot, context)
    qtbot.mouseClick(page.pages.preview.save_as_pdf, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    with store.reading() as session:
        assert target.read_bytes() == packs.pdf_of(session, pack)
    assert notes(store) == [None, pack]
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    page.pages.preview.print_with(printer)
    settled(qtbot, context)
    assert notes(store) == [None, pack, pack]


def notes(store: Store) -> list[int | None]:
    with store.reading() as session:
        query = text("SELECT object_id FROM audit_entry WHERE action = 'printed'")
        return list(session.scalars(query))


def opened_by(store: Store, tmp_path: Path, role: Role) -> tuple[Store, Context]:
    store.close()
    other = factory.open_store(tmp_path, role, source=factory.FixedClock())
    tasks = Tasks(other)
    return other, Context(
        tasks, SignedIn(other.folder, other.user, SHOP, other.clock.now), Settings()
    )


def test_an_auditor_looks_and_does_not_issue(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    issue(store)
    other, context = opened_by(store, tmp_path, Role.AUDITOR)
    page = opened(qtbot, context)
    assert page.pages.state.text == "Preview, not issued"
    assert page.issued.model.rowCount() == 1
    assert page.issue.isHidden()
    context.tasks.close()
    other.close()


def test_staff_are_told_whom_to_ask(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    other, context = opened_by(store, tmp_path, Role.STAFF)
    page = opened(qtbot, context)
    assert page.message.text == "Your role does not allow this. Ask a supervisor."
    assert page.pages.preview.pdf == b""
    context.tasks.close()
    other.close()


@IN_EVERY_LOOK
def test_the_page_opens_in_every_language_theme_and_size(
    qtbot: QtBot,
    context: Context,
    store: Store,
    sized: Callable[..., None],
    language: str,
    mode: str,
    percent: int,
) -> None:
    set_language(language)
    sized(mode=mode, percent=percent)
    issue(store)
    page = opened(qtbot, context)
    page.resize(1366, 768)
    assert page.making.first.value == language
    assert page.pages.preview.pdf.startswith(b"%PDF")
    assert page.issued.model.rowCount() == 1
    wide, tall = tokens.SMALLEST_WINDOW
    page.resize(wide - tokens.RAIL_WIDTH, tall)
    QApplication.processEvents()
    area = next(one for one in page.findChildren(QScrollArea) if one.isAncestorOf(page.making))
    assert percent > 100 or area.horizontalScrollBar().maximum() == 0
