"""Letters and the file of a case, from the list and on its page."""

from dataclasses import replace

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import Letterhead, NewLetter
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.services.letters import issuing, letterhead, letters
from csq_desktop.ui.case_files.dialogs import CaseFileDialog, CaseFileReleaseDialog
from csq_desktop.ui.complaints.work_dialogs import AnswerDialog
from csq_desktop.ui.letters.paper_dialogs import SentDialog
from csq_desktop.ui.letters.together_dialogs import (
    AcknowledgeByLetterDialog,
    LettersTogetherDialog,
    SentTogetherDialog,
)
from tests.pdf_text import in_one_line
from tests.ui.complaints.driver import Driver, cases

NOBODY = "No customer is linked to it, so there is nobody to write to."


def test_several_are_acknowledged_by_letter_and_a_decision_is_asked_for_once_its_letter_went(
    busy: Driver,
) -> None:
    with busy.store.writing() as session:
        letterhead.change(session, Letterhead(address="12 Yu Chau Street", phone="2345 6789"))
        customer = customers.add(session, NewCustomer(Identity("Chan Tai Man")))
    first, second = cases(busy)
    with busy.store.writing() as session:
        complaints.link(session, first.id, customer, "He said so")
    busy.page.table.selectAll()
    busy.press("bulk_letters")
    dialog = busy.dialog(AcknowledgeByLetterDialog)
    busy.settle()
    assert dialog.summary.text() == "1 of 2 selected get a letter."
    assert dialog.refused.text() == f"{second.ref}: {NOBODY}"
    busy.submit(dialog)
    shown = busy.dialog(LettersTogetherDialog)
    busy.settle()
    assert shown.preview.document.pageCount() == 1
    shown.preview.printed.emit()
    busy.press("letters_sent", shown)
    busy.submit(busy.dialog(SentTogetherDialog))
    states = {case.id: case.state for case in cases(busy)}
    assert states == {first.id: State.ACKNOWLEDGED, second.id: State.RECEIVED}
    with busy.store.writing() as session:
        letter = letters.draft(session, first.id, NewLetter(LetterKind.ANSWER, "en"))
        issuing.issue(session, letter.id, replace(letter.words, body="We are sorry."))
    busy.page.show_object(first.id)
    busy.settle()
    busy.press(f"sent_{letter.id}")
    busy.submit(busy.dialog(SentDialog))
    assert busy.dialog(AnswerDialog).complaint.id == first.id


def test_the_file_of_a_case_says_who_is_in_it_only_for_a_reason(busy: Driver) -> None:
    with busy.store.writing() as session:
        customer = customers.add(session, NewCustomer(Identity("Chan Tai Man")))
        complaints.link(session, cases(busy)[0].id, customer, "He said so")
    busy.page.show_object(cases(busy)[0].id)
    busy.settle()
    busy.menu("case_file")
    dialog = busy.dialog(CaseFileDialog)
    busy.qtbot.waitUntil(lambda: bool(dialog.preview.pdf))
    assert "Chan Tai Man" not in in_one_line(dialog.preview.pdf)
    dialog.preview.printed.emit()
    busy.press("with_identities", dialog)
    release = busy.dialog(CaseFileReleaseDialog)
    busy.submit(release)
    assert release.form.error("purpose")
    release.reason.setText("Report 4711")
    busy.submit(release)
    busy.qtbot.waitUntil(lambda: "Chan Tai Man" in in_one_line(dialog.preview.pdf))
    assert "Report 4711" in in_one_line(dialog.preview.pdf)
