"""Defining and changing pledges, taking up proposals, writing down causes, printing notices."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.facts import NewPledge, PledgeSource
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services import audit_trail, drafts
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.kit.forms.form import put_text, text_of
from csq_desktop.ui.pledges.cause_dialog import CauseDialog
from csq_desktop.ui.pledges.notice_dialog import NoticeDialog
from csq_desktop.ui.pledges.proposals_dialog import ProposalsDialog
from csq_desktop.ui.pledges.terms_dialog import TermsDialog
from csq_desktop.ui.tasks import Tasks
from tests import factory
from tests.pdf_text import pages
from tests.pledge_case import LATE, TERMS, count, do, look, till
from tests.ui.conftest import SHOP
from tests.ui.pledges.pledges_case import Driver
from tests.ui.small_screen import scrolling

TODAY, OCTOBER = date(2026, 10, 5), Month(2026, 10)


@pytest.fixture
def empty(qtbot: QtBot, context: Context, store: Store) -> Driver:
    return Driver(qtbot, context, store)


@pytest.fixture
def pledge(store: Store) -> int:
    pledge_id = till(store)
    count(store, pledge_id, date(2026, 9, 1), 80, 20)
    return pledge_id


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store, pledge: int) -> Driver:
    return Driver(qtbot, context, store)


def write(dialog: TermsDialog, key: str, text: str) -> None:
    for form in dialog.forms:
        if key in form.collect():
            put_text(form.field(key), text)


def written(dialog: TermsDialog, key: str) -> str:
    return next(text_of(f.field(key)) for f in dialog.forms if key in f.collect())


def own(driver: Driver) -> TermsDialog:
    driver.press("new_pledge")
    driver.press("own_pledge", driver.dialog(ProposalsDialog))
    return driver.dialog(TermsDialog)


def changing(driver: Driver) -> TermsDialog:
    driver.menu("Change the terms…")
    return driver.dialog(TermsDialog)


def test_a_pledge_of_ones_own_is_written_in_three_languages(empty: Driver, store: Store) -> None:
    dialog = own(empty)
    write(dialog, "code", "GIFT")
    write(dialog, "owner", "Raymond Ho")
    dialog.standard.set_share(0.9)
    dialog.maximum.set_share(0.02)
    for key, text in (
        ("wording.en", "Gifts wrapped"),
        ("wording.zh_HK", "禮品包裝"),
        ("wording.zh_CN", "礼品包装"),
        ("standard.en", "within 3 minutes"),
        ("maximum.en", "over 6 minutes"),
        ("limits.en", "Not in December."),
        ("published.zh_HK", "店舖入口"),
    ):
        write(dialog, key, text)
    assert dialog.tabs.tabText(0) == "English  ·  1 missing"
    assert dialog.tabs.tabText(1) == "繁體中文  ·  3 missing"
    empty.submit(dialog)
    (found,) = look(store, pledges.everything)
    terms = found.current.terms
    assert (found.code, found.owner, found.source) == ("GIFT", "Raymond Ho", PledgeSource.MANUAL)
    assert terms.wording == ThreeTexts("Gifts wrapped", "禮品包裝", "礼品包装")
    assert (terms.standard_share, terms.maximum_share, terms.maximum_minutes) == (0.9, 0.02, None)
    assert (terms.limits.en, terms.published.zh_HK) == ("Not in December.", "店舖入口")
    assert terms.effective_from == TODAY
    assert empty.toasts[-1].text == "1 pledge adopted."
    assert empty.page.detail.heading.text() == "Gifts wrapped"
    empty.undo()
    assert look(store, pledges.everything) == ()


def test_what_is_missing_is_said_beneath_its_field(empty: Driver, store: Store) -> None:
    dialog = own(empty)
    dialog.tabs.setCurrentIndex(1)
    empty.submit(dialog)
    assert dialog.tabs.currentIndex() == 1
    errors = {
        key: form.error(key) for form in dialog.forms for key in form.collect() if form.error(key)
    }
    assert errors == {
        "code": "Enter a code for the pledge.",
        "wording.zh_HK": "Enter the pledge.",
        "standard.zh_HK": "Enter the standard time, such as “within 5 minutes”.",
        "maximum.zh_HK": "Enter the maximum time, such as “over 10 minutes”.",
    }
    dialog.has_maximum.setChecked(False)
    assert not dialog.maximum.isVisible()
    write(dialog, "code", "NO SPACES")
    write(dialog, "wording.zh_HK", "快")
    write(dialog, "standard.zh_HK", "三分鐘")
    empty.submit(dialog)
    assert dialog.limits.error("code") == "A pledge’s code has letters, digits, - and _ only."
    assert look(store, pledges.everything) == ()
    write(dialog, "code", "QUICK")
    empty.submit(dialog)
    (found,) = look(store, pledges.everything)
    assert found.current.terms.maximum_share is None


def test_a_pledge_of_complaints_needs_its_longest_time_in_hours(
    empty: Driver, store: Store
) -> None:
    dialog = own(empty)
    assert not dialog.hours.isVisible()
    dialog.source.choose("resolve")
    assert dialog.hours.isVisible()
    dialog.hours.setValue(36)
    for key, text in (
        ("code", "RES"),
        ("wording.en", "Soon"),
        ("standard.en", "soon"),
        ("maximum.en", "late"),
    ):
        write(dialog, key, text)
    empty.submit(dialog)
    (found,) = look(store, pledges.everything)
    assert (found.source, found.current.terms.maximum_minutes) == (PledgeSource.RESOLVE, 36 * 60)


def test_new_terms_become_a_version_with_undo(driver: Driver, store: Store, pledge: int) -> None:
    dialog = changing(driver)
    assert written(dialog, "wording.zh_HK") == "五分鐘內輪到付款"
    assert not [form for form in dialog.forms if "code" in form.collect()]
    dialog.standard.set_share(0.97)
    dialog.begins.set_day(date(2026, 11, 1))
    driver.submit(dialog)
    assert driver.toasts[-1].text == "Version 2 saved."
    current = look(store, pledges.read, pledge).current
    assert current.terms == replace(TERMS, standard_share=0.97, effective_from=date(2026, 11, 1))
    lines = driver.page.detail.terms.versions
    said = "\n".join(one.text() for one in lines.findChildren(type(driver.page.detail.heading)))
    assert "Version 2" in said
    assert "Standard time: 95% → 97%" in said
    assert "Version 1, until 31 Oct 2026" in said
    driver.undo()
    assert len(look(store, pledges.read, pledge).versions) == 1


def test_terms_that_do_not_hold_yet_are_rewritten(
    driver: Driver, store: Store, pledge: int
) -> None:
    planned = replace(TERMS, standard_share=0.97, effective_from=date(2026, 11, 1))
    do(store, pledges.change_terms, pledge, planned)
    driver.page.reload()
    driver.settle()
    dialog = changing(driver)
    assert dialog.begins.day == date(2026, 11, 1)
    dialog.begins.set_day(date(2026, 12, 1))
    driver.submit(dialog)
    versions = look(store, pledges.read, pledge).versions
    assert [one.terms.effective_from.month for one in versions] == [7, 12]
    driver.undo()
    assert look(store, pledges.read, pledge).current.terms == planned


def test_another_owner_makes_no_version(driver: Driver, store: Store, pledge: int) -> None:
    dialog = changing(driver)
    write(dialog, "owner", "Siu-ling Chan")
    driver.submit(dialog)
    found = look(store, pledges.read, pledge)
    assert (found.owner, len(found.versions)) == ("Siu-ling Chan", 1)
    assert driver.toasts[-1].text == "Pledge saved."
    assert "owner Siu-ling Chan" in driver.page.detail.meta.text()


def test_terms_that_cannot_begin_are_refused_in_place(
    driver: Driver, store: Store, pledge: int
) -> None:
    dialog = changing(driver)
    dialog.standard.set_share(0.5)
    dialog.begins.set_day(date(2026, 9, 1))
    driver.submit(dialog)
    assert dialog.limits.error("begins").startswith("New terms must start this month or later")
    assert len(look(store, pledges.read, pledge).versions) == 1


def test_the_hours_of_a_pledge_of_complaints_come_back(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    do(store, pledges.define, NewPledge("ACK", PledgeSource.ACKNOWLEDGE, "May", LATE))
    driver = Driver(qtbot, context, store)
    dialog = changing(driver)
    assert dialog.hours.value() == 24
    assert dialog.hours.isVisible()


def test_unsaved_terms_are_kept_for_their_own_pledge(
    driver: Driver, store: Store, pledge: int
) -> None:
    dialog = changing(driver)
    write(dialog, "remedy.en", "Two vouchers.")
    dialog.reject()
    driver.settle()
    dialog = own(driver)
    assert dialog.message.text == ""
    dialog.reject()
    dialog = changing(driver)
    assert dialog.message.text == "Your unfinished draft is back."
    assert written(dialog, "remedy.en") == "Two vouchers."


def test_proposals_are_ticked_and_taken_up_together_with_undo(empty: Driver, store: Store) -> None:
    empty.press("see_proposals")
    dialog = empty.dialog(ProposalsDialog)
    assert list(dialog.ticks) == ["TILL", "TEL", "ENQ", "ACK", "RES", "REF", "ALT", "DEL"]
    assert not dialog.submit_button.isEnabled()
    for code in ("TILL", "ACK"):
        dialog.ticks[code].setChecked(True)
    assert dialog.submit_button.text() == "Adopt 2 pledges"
    dialog.begins.set_day(date(2026, 10, 1))
    empty.submit(dialog)
    found = look(store, pledges.everything)
    assert [(one.code, one.owner) for one in found] == [
        ("TILL", "Chan Siu Ming"),
        ("ACK", "Chan Siu Ming"),
    ]
    assert {one.current.terms.effective_from for one in found} == {date(2026, 10, 1)}
    assert empty.page.list.model_of_lines.rowCount() == 2
    empty.undo()
    assert look(store, pledges.everything) == ()


def test_a_proposal_is_changed_before_it_is_taken_up(empty: Driver, store: Store) -> None:
    empty.press("new_pledge")
    empty.press("change_TEL", empty.dialog(ProposalsDialog))
    dialog = empty.dialog(TermsDialog)
    assert (dialog.code.text(), written(dialog, "wording.en")) == (
        "TEL",
        "Telephone answered within five rings",
    )
    write(dialog, "wording.en", "Telephone answered within three rings")
    empty.submit(dialog)
    (found,) = look(store, pledges.everything)
    assert found.current.terms.wording.en == "Telephone answered within three rings"


def test_when_all_proposals_are_taken_up_ones_own_is_left(empty: Driver, store: Store) -> None:
    do(store, pledges.define_all, look(store, pledges.proposals))
    empty.press("new_pledge")
    dialog = empty.dialog(ProposalsDialog)
    assert dialog.ticks == {}
    assert not dialog.submit_button.isEnabled()
    dialog.submit()
    assert dialog.isVisible()


def test_a_code_taken_meanwhile_is_refused_in_place(empty: Driver, store: Store) -> None:
    empty.press("new_pledge")
    dialog = empty.dialog(ProposalsDialog)
    dialog.ticks["TILL"].setChecked(True)
    till(store)
    empty.submit(dialog)
    assert dialog.message.text == "There is already a pledge with the code “TILL”."
    assert dialog.submit_button.isEnabled()


def test_a_cause_is_written_down_with_undo(driver: Driver, store: Store, pledge: int) -> None:
    driver.press("write_cause")
    dialog = driver.dialog(CauseDialog)
    assert dialog.month.value == "2026-10"
    dialog.month.choose("2026-09")
    driver.settle()
    dialog.cause.setPlainText("Second till closed at 18:00")
    dialog.left_out.setChecked(True)
    driver.submit(dialog)
    noted = look(store, pledge_months.note, pledge, Month(2026, 9))
    assert (noted.cause, noted.left_out) == ("Second till closed at 18:00", True)
    assert "is excluded from the control limits" in driver.page.detail.chart.notes.text()
    driver.press("write_cause")
    dialog = driver.dialog(CauseDialog)
    dialog.month.choose("2026-09")
    driver.settle()
    assert dialog.cause.toPlainText() == "Second till closed at 18:00"
    dialog.reject()
    driver.undo()
    assert look(store, pledge_months.note, pledge, Month(2026, 9)).cause == ""


def test_a_cause_half_written_comes_back_for_its_month(
    driver: Driver, store: Store, pledge: int
) -> None:
    driver.press("write_cause")
    dialog = driver.dialog(CauseDialog)
    dialog.cause.setPlainText("A till was")
    dialog.month.choose("2026-09")
    driver.settle()
    assert dialog.cause.toPlainText() == ""
    dialog.left_out.setChecked(True)
    dialog.reject()
    driver.press("write_cause")
    dialog = driver.dialog(CauseDialog)
    assert dialog.cause.toPlainText() == "A till was"
    assert dialog.message.text == "Your unfinished draft is back."
    dialog.month.choose("2026-08")
    driver.settle()
    assert dialog.message.text == ""
    dialog.month.choose("2026-09")
    driver.settle()
    assert dialog.left_out.isChecked()
    dialog.cause.setPlainText("A till was closed")
    driver.submit(dialog)
    assert look(store, pledge_months.note, pledge, Month(2026, 9)).cause == "A till was closed"
    keys = [draft.key for draft in look(store, drafts.read_all)]
    assert keys == [f"pledge.{pledge}.cause.2026-10"]


def test_a_month_without_a_reason_is_not_left_out(driver: Driver) -> None:
    driver.press("write_cause")
    dialog = driver.dialog(CauseDialog)
    dialog.left_out.setChecked(True)
    driver.submit(dialog)
    assert dialog.forms[0].error("cause") == "Enter the reason for excluding the month."


def notice(driver: Driver) -> NoticeDialog:
    driver.press("print_notice")
    return driver.dialog(NoticeDialog)


def page_text(dialog: NoticeDialog) -> str:
    (page,) = pages(dialog.preview.pdf)
    return "".join(page.split())


def test_a_notice_is_previewed_in_the_languages_chosen(driver: Driver) -> None:
    dialog = notice(driver)
    assert "Youreachthetillwithinfiveminutes" in page_text(dialog)
    dialog.first.choose("zh_HK")
    dialog.second.choose("en")
    driver.settle()
    said = page_text(dialog)
    assert "五分鐘內輪到付款" in said
    assert "Youreachthetillwithinfiveminutes" in said
    dialog.second.choose("")
    driver.settle()
    assert "Youreachthetillwithinfiveminutes" not in page_text(dialog)


def test_all_pledges_of_the_month_are_a_poster_on_the_paper_chosen(
    driver: Driver, store: Store, tmp_path: Path
) -> None:
    driver.page.month.choose(Month(2026, 9))
    driver.settle()
    dialog = notice(driver)
    dialog.prints.choose("all A3")
    driver.settle()
    assert "OurservicepledgesinSeptember2026" in page_text(dialog)
    assert round(dialog.preview.document.pagePointSize(0).width()) == 842
    assert (dialog.improved.isEnabled(), dialog.preview.file_name[:8]) == (False, "pledges-")
    dialog.preview.save_to(tmp_path / "poster.pdf")
    driver.qtbot.waitUntil(lambda: printed(store) == 1)


def test_a_notice_fits_a_small_screen(driver: Driver) -> None:
    """Its page scrolls, and nothing around it; its buttons are seen."""
    dialog = notice(driver)
    dialog.resize(920, 480)  # what a screen of 960 × 540 leaves
    driver.settle()
    assert scrolling(dialog) == []


def test_what_was_improved_is_on_the_page_and_kept_when_it_is_saved(
    driver: Driver, store: Store, pledge: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.page.month.choose(Month(2026, 9))
    driver.settle()
    dialog = notice(driver)
    dialog.improved.setPlainText("A second till at 18:00.")
    driver.qtbot.waitUntil(lambda: "Asecondtillat18:00." in page_text(dialog))
    dialog.first.choose("zh_HK")
    assert dialog.improved.toPlainText() == ""
    dialog.improved.setPlainText("18:00 加開收銀處。")
    assert not dialog.preview.save_as_pdf.isEnabled()  # until the page shows it
    driver.qtbot.waitUntil(lambda: dialog.preview.save_as_pdf.isEnabled())
    assert "18:00加開收銀處。" in page_text(dialog)
    target = tmp_path / dialog.preview.file_name
    assert target.name == "TILL-2026-09.pdf"
    monkeypatch.setattr(
        "csq_desktop.ui.kit.paper.preview.QFileDialog.getSaveFileName",
        lambda *_asked: (str(target), ""),
    )
    driver.press("save_pdf", dialog)
    assert target.read_bytes() == dialog.preview.pdf
    kept = look(store, pledge_months.note, pledge, Month(2026, 9)).changed
    assert kept == ThreeTexts("A second till at 18:00.", "18:00 加開收銀處。")
    assert printed(store) == 1
    driver.press("save_pdf", dialog)
    assert printed(store) == 2


def printed(store: Store) -> int:
    """How often the trail tells that something was printed or saved."""
    lines = look(store, audit_trail.page, TrailFilter()).lines
    return sum(line.what == "Printed" for line in lines)


def test_what_was_improved_comes_back_until_it_is_saved(
    driver: Driver, store: Store, pledge: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = notice(driver)
    dialog.improved.setPlainText("A second till.")
    dialog.first.choose("zh_HK")
    dialog.improved.setPlainText("加開收銀處。")
    dialog.reject()
    dialog = notice(driver)
    assert dialog.improved.toPlainText() == "A second till."
    assert dialog.changed == ThreeTexts("A second till.", "加開收銀處。")
    assert dialog.message.text == "Your unfinished draft is back."
    monkeypatch.setattr(
        "csq_desktop.ui.kit.paper.preview.QFileDialog.getSaveFileName",
        lambda *_asked: (str(tmp_path / "notice.pdf"), ""),
    )
    driver.qtbot.waitUntil(lambda: dialog.preview.save_as_pdf.isEnabled())
    driver.press("save_pdf", dialog)
    assert look(store, drafts.read_all) == ()
    dialog.reject()
    driver.settle()
    assert look(store, drafts.read_all) == ()


def test_an_auditor_prints_a_notice_and_changes_nothing(
    tmp_path: Path, qtbot: QtBot, store: Store, pledge: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    auditor = factory.open_store(tmp_path, Role.AUDITOR, source=factory.FixedClock())
    tasks = Tasks(auditor)
    signed_in = SignedIn(auditor.folder, auditor.user, SHOP, auditor.clock.now)
    driver = Driver(qtbot, Context(tasks, signed_in, Settings(), Drafts(tasks, drafts)), auditor)
    try:
        dialog = notice(driver)
        assert dialog.improved.isReadOnly()
        monkeypatch.setattr(
            "csq_desktop.ui.kit.paper.preview.QFileDialog.getSaveFileName",
            lambda *_asked: ("", ""),
        )
        driver.press("save_pdf", dialog)
        assert printed(auditor) == 0
        dialog.preview.save_to(tmp_path / "notice.pdf")
        driver.settle()
        assert printed(auditor) == 1
    finally:
        tasks.close()
        auditor.close()


def test_a_language_the_pledge_is_not_written_in_is_told(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    till(store, wording=ThreeTexts(zh_HK="五分鐘內"))
    driver = Driver(qtbot, context, store)
    dialog = notice(driver)
    said = [one.text() for one in dialog.findChildren(type(driver.page.detail.heading))]
    assert "The pledge is not written in this language yet." in said


def test_every_dialog_closes_when_the_store_is_locked(driver: Driver) -> None:
    for name in ("write_cause", "print_notice", "new_pledge", "enter_counts"):
        driver.press(name)
        assert not driver.no_dialog()
        driver.context.locking.emit()
        driver.settle()
        assert driver.no_dialog()
    assert QApplication.activeModalWidget() is None
