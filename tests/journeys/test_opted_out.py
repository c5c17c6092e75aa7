"""An opt-out through the window: it keeps offers in, and no list of another program ends it."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtGui import QAction

from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.customers.consents import MARKETING
from csq_desktop.domain.customers.facts import Consent, Customer, RevealReason
from csq_desktop.domain.imports.plans import RowVerdict
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.services.complaints import views
from csq_desktop.services.customers import customers
from csq_desktop.ui.customers.consent_dialog import ConsentDialog
from csq_desktop.ui.imports.import_dialog import ImportDialog
from csq_desktop.ui.imports.page import ImportsPage
from csq_desktop.ui.kit.forms.field_error import FieldError
from csq_desktop.ui.letters.begin_dialog import BeginLetterDialog
from csq_desktop.ui.letters.letter_dialog import LetterDialog
from tests.factory import DEMO_NOW
from tests.journeys.test_customers_and_complaints import click, known, read, show_case, signed_in
from tests.ui.finding import child, shown
from tests.ui.start.start_case import Begin, Running

HEADINGS = (
    "Number here,Telephone,Agreed to direct marketing,"
    "Day of the answer about direct marketing,Who answered about direct marketing\n"
)
REFUSAL = "This customer has not agreed to offers, or has opted out. No such letter may be sent."


def test_an_opt_out_blocks_a_letter_and_survives_an_import(
    begin: Begin, demo_store: Path, tmp_path: Path
) -> None:
    running = signed_in(begin, demo_store)
    person = known(running)
    case = case_of(running, person)
    opted_out = DEMO_NOW.date() - timedelta(days=20)
    opt_out(running, person, opted_out)
    assert invited(running, case) == REFUSAL

    for day in (str(opted_out - timedelta(days=300)), ""):
        take_in(running, tmp_path, f"{row_of(running, person)},Yes,{day},Form 12\n")
        assert read(running, person.id).marketing is Consent.REFUSED
        assert invited(running, case) == REFUSAL

    later = str(opted_out + timedelta(days=10))
    take_in(running, tmp_path, f"{row_of(running, person)},Yes,{later},Form 13\n")
    assert read(running, person.id).marketing is Consent.AGREED
    assert invited(running, case) == ""


def case_of(running: Running, person: Customer) -> int:
    with running.store.reading() as session:
        asked = Filter(view=ComplaintQueue.ALL, customer_id=person.id)
        return views.line_ids(session, asked)[0]


def opt_out(running: Running, person: Customer, day: date) -> None:
    """The customer rang some days ago: no more offers."""
    running.main.show_page("customers", person.id)
    running.settle()
    click(running, "consent")
    dialog = child(running.main, ConsentDialog)
    running.settle()
    dialog.purpose.choose(MARKETING)
    dialog.answer.choose(Consent.REFUSED.value)
    dialog.day.set_day(day)
    dialog.source.setText("The customer, by telephone")
    dialog.press()
    running.settle()
    assert read(running, person.id).marketing is Consent.REFUSED


def invited(running: Running, case: int) -> str:
    """Begin an invitation on a case; why it may not be written, empty where it is begun."""
    show_case(running, case)
    child(running.main, QAction, "write_letter").trigger()
    running.settle()
    begun = child(running.main, BeginLetterDialog)
    begun.letter_kind.choose(LetterKind.INVITATION.value)
    begun.press()
    running.settle()
    if letters := shown(running.main, LetterDialog):
        letters[0].reject()
        return ""
    refusal = "".join(each.text() for each in shown(begun, FieldError))
    begun.reject()
    running.settle()
    return refusal


def row_of(running: Running, person: Customer) -> str:
    """The cells by which another program's list finds somebody."""
    with running.store.writing() as session:
        phone = customers.reveal(session, person.id, RevealReason.VERIFY).identity.phone
    return f"{person.ref},{phone}"


def take_in(running: Running, folder: Path, rows: str) -> None:
    """Import a list of customers through the window."""
    file = folder / "members.csv"
    file.write_text(HEADINGS + rows, "utf-8")
    running.main.show_page("imports")
    running.settle()
    child(running.main, ImportsPage).open_file(file)
    running.settle()
    dialog = shown(running.main, ImportDialog)[-1]
    while dialog.steps.currentWidget() is not dialog.rows:
        before = dialog.steps.currentIndex()
        dialog.submit()
        running.settle()
        assert dialog.steps.currentIndex() > before, dialog.message.text
    tried = dialog.rows.tried
    assert tried is not None
    if tried.summary.counts.get(RowVerdict.UPDATE):
        dialog.submit()
    else:
        dialog.reject()  # nothing in it is news
    running.settle()
