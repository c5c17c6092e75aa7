"""The two records a shop is judged by, through the window: each story ends in a look back."""

from collections import Counter
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget

from csq_desktop.demo import build as demo
from csq_desktop.domain.complaints.facts import (
    Channel,
    ClockState,
    ComplaintQueue,
    Filter,
    NewComplaint,
    Severity,
    State,
)
from csq_desktop.domain.customers.facts import Customer, CustomerFilter, RevealReason
from csq_desktop.domain.disclosures.words import DisclosureForm
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import Letterhead
from csq_desktop.domain.retention.erasures import ErasureMode
from csq_desktop.domain.shop.shop import OpeningHours
from csq_desktop.domain.stores.backups import BackupOpener
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services.case_files import papers as case_files
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.customers import customers
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.letters import letterhead
from csq_desktop.services.receipts import receipts
from csq_desktop.services.retention import sources
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups
from csq_desktop.services.today import due
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.privacy import forgetting
from csq_desktop.storage.store import Store
from csq_desktop.ui.cases.work_dialog import WorkDialog
from csq_desktop.ui.closing.end_dialogs import CloseDialog
from csq_desktop.ui.complaints.caller import SoughtCaller
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.complaints.page import ComplaintsPage
from csq_desktop.ui.complaints.work_dialogs import AnswerDialog
from csq_desktop.ui.customers.new_dialog import NewCustomerDialog
from csq_desktop.ui.customers.page import CustomersPage
from csq_desktop.ui.duplicates.merge_dialog import MergeCustomersDialog
from csq_desktop.ui.duplicates.merged_section import UnmergeCustomerDialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.question import QuestionDialog
from csq_desktop.ui.letters.begin_dialog import BeginLetterDialog
from csq_desktop.ui.letters.letter_dialog import LetterDialog
from csq_desktop.ui.letters.paper_dialogs import IssuedLetterDialog, SentDialog
from csq_desktop.ui.requests.answer_dialogs import AnswerRequestDialog
from csq_desktop.ui.requests.copy_dialog import CopyDialog
from csq_desktop.ui.requests.detail import RequestDetail
from csq_desktop.ui.requests.intake_dialog import IntakeDialog
from csq_desktop.ui.requests.step_dialogs import IdentityCheckDialog
from csq_desktop.ui.retention.erase_dialog import EraseDialog
from csq_desktop.ui.retention.tab import ERASED, RetentionTab
from csq_desktop.ui.settings.closures_section import ClosuresSection
from tests import raw_bytes
from tests.factory import DEMO_NOW, FixedClock
from tests.journeys.hands import CTRL, Hands
from tests.pdf_text import in_one_line
from tests.ui.finding import child, shown
from tests.ui.start.start_case import Begin, Running


def signed_in(begin: Begin, folder: Path, clock: FixedClock | None = None) -> Running:
    running = begin(str(folder), clock=clock)
    running.sign_in(0, demo.DEMO_PASSPHRASES[Role.SUPERVISOR])
    return running


def click(running: Running, name: str) -> None:
    """Press the visible button of a name, in whatever is open."""

    def there() -> list[QPushButton]:
        return [each for each in shown(running.main, QPushButton) if each.objectName() == name]

    running.qtbot.waitUntil(lambda: len(there()) == 1)  # the page lays it out after the answer
    (button,) = there()
    button.click()
    running.settle()


def words_of(dialog: QWidget) -> set[str]:
    """What is read in a dialog."""
    return {label.text() for label in shown(dialog, PlainLabel)}


def known(running: Running) -> Customer:
    """Somebody with a telephone who complained."""
    with running.store.reading(identities=True) as session:
        lines = customers.first_lines(session, CustomerFilter(), 400)
        line = next(line for line in lines if line.complaints and line.masked and line.masked.phone)
        return customers.read(session, line.id)


def read(running: Running, customer_id: int) -> Customer:
    with running.store.reading(identities=True) as session:
        return customers.read(session, customer_id)


def enter_again(running: Running, phone: str, known_ref: str) -> None:
    """Enter somebody who is there already; the form says so while the telephone is typed."""
    click(running, "new_customer")
    form = child(running.main, NewCustomerDialog)
    for key, text in (("name", "Mr. CHAN Once More"), ("phone", phone)):
        field = form.form.field(key)
        assert isinstance(field, QLineEdit)
        field.setText(text)
    running.qtbot.waitUntil(lambda: known_ref in form.alike.text)
    form.statement.choose("not_yet")
    form.press()
    running.settle()


def compared(running: Running, first_id: int, second_id: int) -> MergeCustomersDialog:
    """The two side by side, from the list of possible duplicates."""
    page = child(running.main, CustomersPage)
    page.show_object(second_id)
    page.chips.choose("duplicates")
    page.reload()
    running.settle()
    rows = [page.pairs.model.row_at(row) for row in range(page.pairs.model.rowCount())]
    both = [{pair.first.id, pair.second.id} for pair in rows]
    page.pairs.table.choose(both.index({first_id, second_id}))
    click(running, "compare_pair")
    return child(running.main, MergeCustomersDialog)


def test_two_customers_are_merged_and_un_merged(begin: Begin, demo_store: Path) -> None:
    """Somebody is entered a second time; both numbers lead to one record, and then to two again."""
    running = signed_in(begin, demo_store)
    running.main.show_page("customers")
    running.settle()
    page = child(running.main, CustomersPage)
    first = known(running)
    with running.store.writing() as session:
        phone = customers.reveal(session, first.id, RevealReason.VERIFY).identity.phone
    enter_again(running, phone, first.ref)
    added = page.shown_object()
    assert isinstance(added, int)
    second = read(running, added)
    assert second.id != first.id

    dialog = compared(running, first.id, second.id)
    click(running, "reveal_both")
    running.qtbot.waitUntil(lambda: "Mr. CHAN Once More" in words_of(dialog))
    dialog.fields.choices["name"].choose("second")
    dialog.press()
    running.settle()
    assert read(running, second.id).ref == first.ref
    assert read(running, first.id).merged == (second.ref,)
    with running.store.reading(identities=True) as session:
        assert first.ref in customers.find(session, second.ref)[0].text
    running.window.activateWindow()  # without a screen nobody hands the focus back
    running.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    Hands(running).press(Qt.Key.Key_Z, held=CTRL)
    assert read(running, second.id) == second
    assert read(running, first.id) == first

    dialog = compared(running, first.id, second.id)
    dialog.press()
    running.settle()
    assert page.shown_object() == first.id
    click(running, "unmerge")
    child(running.main, UnmergeCustomerDialog).press()
    running.settle()
    assert read(running, second.id) == second
    assert read(running, first.id) == first


MINE = demo.DEMO_PASSPHRASES[Role.SUPERVISOR]


def test_an_erasure_survives_a_restore_proved_by_raw_bytes(
    begin: Begin, demo_store: Path, tmp_path: Path
) -> None:
    running = begin(str(demo_store))
    running.sign_in(0, MINE)
    who, words = somebody(running.store)
    backup = backups.make(running.store, tmp_path / "before.csqbackup").file
    assert found(demo_store, running.store, words) == set(words)

    running.main.show_page("customers", who)
    running.settle()
    child(running.main.page, QAction, "erase").trigger()
    running.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EraseDialog)
    dialog.mode.choose(ErasureMode.ERASE.value)
    dialog.passphrase.setText(MINE)
    dialog.submit_button.click()
    running.settle()
    assert found(demo_store, running.store, words) == set()

    keys = running.store
    opener = BackupOpener(user="May Wong", passphrase=MINE)
    back = backups.restore(backup, tmp_path / "Back.csq", opener, source=FixedClock(DEMO_NOW))
    assert back.erasures_text == "1 erasure made after this backup was repeated."
    assert found(back.folder, keys, words) == set()
    again = begin(str(back.folder))
    again.sign_in(0, MINE)
    with again.store.reading(identities=True) as session:
        shown = CustomerFilter(text=words[1])
        assert not customer_records.line_ids(session, shown)
    again.main.show_page("privacy", "retention")
    again.settle()
    tab = child(again.main.page, RetentionTab)
    tab.view.choose(ERASED)
    assert tab.erased.row_at(0).replayed


def somebody(store: Store) -> tuple[int, list[str]]:
    """A customer with no open case, and words that are theirs alone."""
    with store.reading(identities=True) as session:
        ids = customer_records.line_ids(session, CustomerFilter())
        busy = forgetting.open_cases(session, ids) | sources.running(session, ids)
        for number, who in customer_records.identities(session, ids).items():
            if number not in busy and who.name and who.phone and who.email:
                return number, [who.email, who.phone]
    raise AssertionError


def found(folder: Path, store: Store, words: list[str]) -> set[str]:
    """Which of the words stand anywhere in the files of a database, decrypted."""
    store.checkpoint()
    return {word for _, word in raw_bytes.hits(raw_bytes.files_of(folder, store.keys), words)}


def test_an_access_request_on_day_39(
    begin: Begin, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter lay in a drawer: it is logged, checked, copied and answered with a day to spare."""
    running = signed_in(begin, demo_store)
    person = known(running)
    running.main.show_page("customers", person.id)
    running.settle()
    child(running.main, QAction, "access_request").trigger()
    running.settle()
    intake = child(running.main, IntakeDialog)
    intake.at.set_moment(intake.context.now() - timedelta(days=39))
    intake.press()
    running.settle()
    detail = child(running.main, RequestDetail)
    running.qtbot.waitUntil(lambda: "day 39 of 40" in detail.days.text())
    assert not [each for each in detail.buttons() if each.objectName() == "request_copy"]
    with running.store.reading(identities=True) as session:
        waiting = [item.under for item in due.items(session, due.now(session))]
    assert "Two days left at most · day 39 of 40 · Identity not checked" in waiting

    running.qtbot.waitUntil(lambda: detail.buttons()[-1].isVisible())
    click(running, "request_check")
    child(running.main, IdentityCheckDialog).press()
    running.settle()
    file = tmp_path / "copy.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    click(running, "request_copy")
    copy = child(running.main, CopyDialog)
    running.qtbot.waitUntil(lambda: bool(copy.preview.pdf))
    copy.press()
    running.settle()
    running.qtbot.waitUntil(file.exists)
    click(running, "request_answer")
    child(running.main, AnswerRequestDialog).press()
    running.settle()
    running.qtbot.waitUntil(lambda: detail.days.text().startswith("answered on day 39"))

    with running.store.reading(identities=True) as session:
        newest = disclosures.everything(session)[0]
        identity = customer_records.identity(session, person.id)
    assert (newest.form, newest.customers) == (DisclosureForm.COPY_PACK, 1)
    assert identity is not None
    words = in_one_line(file.read_bytes())
    assert person.ref in words
    assert identity.phone in words
    assert file.with_suffix(".csv").exists()


WEEK = 200
TYPED = 15  # three of each day; the others are there already: each takes a fifth of a second
KEYS_TO_LOG, KEYS_TO_CLOSE = 4, 13


def the_others(store: Store) -> None:
    """The cases of the week that are not typed here: forty a day."""
    with store.writing() as session:
        for number in range(WEEK - TYPED):
            at = store.clock.now() - timedelta(days=number % 5, hours=1)
            new = NewComplaint(Channel.WEB, at, "till.change", Severity.LOW, f"Coin {number}")
            complaints.log(session, new)


def at_steps(store: Store) -> Counter[State]:
    """Where the cases of the week stand."""
    with store.reading() as session:
        shown = Filter(view=ComplaintQueue.ALL)
        lines = views.first_lines(session, shown, 1_000)
    return Counter(line.state for line in lines if line.summary.startswith("Coin"))


def test_a_week_of_200_cases_by_keyboard_alone(begin: Begin, demo_store: Path) -> None:
    """Logged, acknowledged together, undone and done again; then across the board to the end."""
    hands = Hands(begin(str(demo_store)))
    hands.sign_in()
    store, key = hands.running.store, Qt.Key
    the_others(store)
    for number in range(TYPED):
        before = hands.pressed
        hands.press(key.Key_N, held=CTRL)
        hands.type(f"Coin {WEEK - number}")
        hands.press(key.Key_Tab)
        hands.type("till")  # the beginning of no other category
        hands.press(key.Key_Return)
        hands.press(key.Key_Return, held=CTRL)
        assert hands.pressed - before == KEYS_TO_LOG
    assert at_steps(store) == {State.RECEIVED: WEEK}

    hands.press(key.Key_3, held=CTRL)
    hands.press(key.Key_A, held=CTRL)
    hands.menu("Acknowledge…")
    hands.press(key.Key_Return, held=CTRL)
    assert at_steps(store) == {State.ACKNOWLEDGED: WEEK}
    hands.press(key.Key_Z, held=CTRL)
    assert at_steps(store) == {State.RECEIVED: WEEK}
    hands.press(key.Key_A, held=CTRL)
    hands.menu("Acknowledge…")
    hands.press(key.Key_Return, held=CTRL)

    hands.press(key.Key_B, held=CTRL)
    hands.type("Coin 200")
    hands.press(key.Key_Return, key.Key_Down)
    before = hands.pressed
    decision = (key.Key_Down, *[key.Key_Tab] * 3, key.Key_Down)  # a finding, then a remedy
    for fields in ((), (), decision, ()):
        hands.press(key.Key_Right, held=CTRL)
        hands.press(*fields)
        hands.press(key.Key_Return, held=CTRL)
    assert hands.pressed - before == KEYS_TO_CLOSE
    assert at_steps(store) == {State.ACKNOWLEDGED: WEEK - 1, State.CLOSED: 1}


def test_a_refund_from_the_call_to_the_closing_letter_over_a_typhoon_afternoon(
    begin: Begin, demo_store: Path
) -> None:
    """A call before lunch, signal 8 at 14:40: the deadlines wait for the morning after."""
    clock = FixedClock(DEMO_NOW)
    running = signed_in(begin, demo_store, clock)
    with running.store.writing() as session:
        day = ((time(10), time(13)), (time(14), time(22)))  # closed over lunch
        shop.change_hours(session, OpeningHours((day,) * 7))
        letterhead.change(session, Letterhead(address="128 Apliu Street", phone="2386 0000"))
    case = call_logged(running, clock)
    assert due_at(running, case) == ["26 Nov 2026 15:50", "29 Nov 2026 16:50"]
    clock.move(minutes=15)
    shop_closes_for_the_typhoon(running)
    assert due_at(running, case) == ["27 Nov 2026 11:10", "30 Nov 2026 12:10"]

    clock.move(hours=19, minutes=45)  # Friday, 10:30
    receipt = letter_sent(running, case, LetterKind.ACKNOWLEDGEMENT)
    clock.move(hours=1)
    step(running, "answer", AnswerDialog, finding="upheld", remedy="refund", amount="298",
         note="Refunded to the card")  # fmt: skip
    clock.move(hours=3)
    closing = letter_sent(running, case, LetterKind.CLOSING)
    step(running, "close_complaint", CloseDialog, note="The slip of the refund went with it")

    with running.store.reading(identities=True) as session:
        closed = views.read(session, case)
        (code,) = receipts.codes(session, case)
        verdict = receipts.check(session, code)
        file = in_one_line(case_files.case_file(session, case, language="en"))
    assert closed.is_closed
    assert [each.state for each in closed.clocks] == [ClockState.MET, ClockState.MET]
    assert verdict.sound
    for part in (code, "26 Nov 2026 12:50", closed.ref):
        assert part in receipt
    for part in ("HK$298", "PANGOLIN", closed.ref):
        assert part in closing
    assert "Acknowledge 27 Nov 2026 11:10 27 Nov 2026 10:30 On time" in file
    assert "PANGOLIN" not in file


def call_logged(running: Running, clock: FixedClock) -> int:
    """A call at 12:50 that is logged after lunch; gives the complaint's id."""
    running.main.show_page("complaints")
    running.settle()
    click(running, "log_complaint")
    form = child(running.main, LogComplaintDialog)
    form.words.setPlainText("Charged twice for one kettle. I want the money back.")
    form.category.setCurrentIndex(0)
    form.severity.choose("high")
    form.received.set_moment(clock.at - timedelta(hours=1, minutes=40))
    caller = form.caller
    assert isinstance(caller, SoughtCaller)
    caller.finder.setText("PANGOLIN")
    running.qtbot.waitUntil(lambda: not caller.is_sought)
    caller.who.setCurrentIndex(caller.who.count() - 1)  # somebody new
    form.caller.name.setText("Ms. PANGOLIN Siu Fong")
    form.caller.phone.setText("9876 5432")
    form.press()
    running.settle()
    page = child(running.main, ComplaintsPage)
    running.qtbot.waitUntil(lambda: isinstance(page.shown_object(), int))
    case = page.shown_object()
    assert isinstance(case, int)
    return case


def due_at(running: Running, case: int) -> list[str]:
    with running.store.reading() as session:
        return [moment_text(each.due_at) for each in views.read(session, case).clocks]


def shop_closes_for_the_typhoon(running: Running) -> None:
    """Signal 8: the shop closes at 14:40 for the day, and its deadlines are set anew."""
    running.main.show_page("settings", "closures")
    running.settle()
    section = child(running.main, ClosuresSection)
    section.closes.setText("14:40")
    section.reason.setCurrentText("Typhoon")
    click(running, "add_closure")
    running.main.show_page("settings", "deadlines")
    running.settle()
    running.qtbot.waitUntil(lambda: child(running.main, QPushButton, "recompute").isEnabled())
    click(running, "recompute")
    child(running.main, QuestionDialog).press()
    running.settle()


def show_case(running: Running, case: int) -> None:
    running.main.show_page("complaints", case)
    running.settle()
    page = child(running.main, ComplaintsPage)
    running.qtbot.waitUntil(lambda: page.shown_object() == case)


def letter_sent(running: Running, case: int, kind: LetterKind) -> str:
    """A letter from its template to the post; gives what it says."""
    show_case(running, case)
    child(running.main, QAction, "write_letter").trigger()
    running.settle()
    begun = child(running.main, BeginLetterDialog)
    begun.letter_kind.choose(kind.value)
    begun.press()
    running.settle()
    child(running.main, LetterDialog).press()
    running.settle()
    issued = child(running.main, IssuedLetterDialog)
    running.qtbot.waitUntil(lambda: bool(issued.preview.pdf))
    words = in_one_line(issued.preview.pdf)
    click(running, "letter_sent")
    child(running.main, SentDialog).press()
    running.settle()
    return words


def step(running: Running, name: str, form: type[WorkDialog], **typed: str) -> None:
    """Take a step of the case shown in its form."""
    click(running, name)
    dialog = child(running.main, form)
    running.settle()
    dialog.form.restore(typed)
    dialog.press()
    running.settle()
