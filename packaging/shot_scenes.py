"""The scenes pictures are taken of: every page by itself, and a line for each dialog or state."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QScrollArea

from csq_desktop.clock import computer_clock
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter, State
from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.past.facts import PastSubject
from csq_desktop.services.breaches import breaches
from csq_desktop.services.checklists import checklists
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.packs import packs
from csq_desktop.services.pledges import pledges
from csq_desktop.services.requests import requests
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import recovery_sheets
from csq_desktop.texts import language
from csq_desktop.ui.kit.layout.scrolled import bring_into_view
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.past.dialog import PastDialog
from csq_desktop.ui.settings.sections import SECTIONS
from csq_desktop.ui.shell.pages import PAGES
from shot_papers import hold_review
from shot_stage import Scene, Stage

CODE = "0000 0000 0000 0000 0000 0000 0000 0000"
"""What stands on a sheet in a picture; it opens nothing."""
_CUSTOMERS = """Customer no.,Name,Mobile,Email,District
P-001,CHAN Siu Ming,9123 4567,siuming@example.com,Sham Shui Po
P-002,LEE Ka Yan,6123 4568,kayan@example.com,Mong Kok
P-003,WONG Tai Man,12345,taiman@example,Sham Shui Po
P-003,WONG Tai Man,9123 4569,taiman@example.com,Tsuen Wan
"""
_COMPLAINTS = """No.,Received,Channel,Category,Severity,Summary
1,25/09/2026 10:05,Phone,Waiting,Low,Waited twenty minutes at the till
2,26/09/2026 18:40,WeChat,Staff attitude,High,Spoken to rudely in front of others
3,26/09/2026 19:10,Counter,Refund,Medium,Refund promised within a week and not given
"""


def _row(stage: Stage, table: str) -> None:
    view = stage.find(table)
    assert isinstance(view, TableView), table
    view.choose(0)
    stage.settle()


def _waiting_case(stage: Stage, form: str = "") -> None:
    """A case that waits for somebody to take it over, and a form of it."""
    from csq_desktop.services.handovers import handovers
    from csq_desktop.ui.complaints.page import ComplaintsPage
    from csq_desktop.ui.handovers.dialogs import HandOverDialog
    from csq_desktop.ui.handovers.section import HandoverSection
    from csq_desktop.ui.handovers.sheet_dialog import HandoverSheetDialog

    with stage.store.reading() as session:
        asked = handovers.waiting(session)[0]
    stage.window.show_page("complaints", asked.complaint_id)
    stage.settle()
    page = stage.window.page
    assert isinstance(page, ComplaintsPage)
    bring_into_view(page.findChildren(HandoverSection)[0])
    if form == "form":
        page.detail.ask(HandOverDialog)
    elif form == "sheet" and page.detail.complaint is not None:
        HandoverSheetDialog(stage.window.context, page.detail.complaint, page).open()
    stage.settle()


def _row_then(stage: Stage, table: str, *names: str) -> None:
    _row(stage, table)
    stage.window.page.show_details()
    stage.press(*names)


def _pair(stage: Stage, *names: str) -> None:
    """The list of possible duplicates, and what is done with the first two."""
    stage.press("customer_views_duplicates")
    _row(stage, "customer_pairs")
    stage.press(*names)


def _timeline(stage: Stage) -> None:
    """The end of a customer's details: somebody who complained."""
    stage.press("customer_views_current")
    view = stage.find("customers")
    assert isinstance(view, TableView)
    view.choose(5)
    stage.window.page.show_details()
    stage.settle()
    kind = stage.find("timeline_kind")
    above = kind.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.verticalScrollBar().setValue(above.verticalScrollBar().maximum())
    stage.settle()


def _due(stage: Stage, *names: str) -> None:
    _section(stage, "retention")
    _row(stage, "retention_due")
    stage.press(*names)


def _texts(stage: Stage) -> None:
    """Somebody with closed cases, about to be anonymised."""
    from csq_desktop.ui.retention.erase_dialog import EraseDialog, Erasing

    with stage.store.reading() as session:
        shown = Filter(view=ComplaintQueue.ALL, state=State.CLOSED)
        lines = complaint_views.lines(session, complaint_views.line_ids(session, shown, 200))
    who = next(line.customer_id for line in lines if line.customer_id)
    erasing = Erasing(RecordKind.CUSTOMERS, (who,), False)
    EraseDialog(stage.window.context, erasing, stage.window).open()
    stage.settle()


def _section(stage: Stage, key: str) -> None:
    stage.window.page.show_object(key)
    stage.settle()


def _section_then(stage: Stage, key: str, *names: str) -> None:
    _section(stage, key)
    stage.press(*names)


def _user_then(stage: Stage, *names: str) -> None:
    _section(stage, "users")
    view = stage.find("users")
    assert isinstance(view, TableView)
    view.choose(1)
    stage.settle()
    stage.window.page.show_details()
    stage.press(*names)


def _request(stage: Stage, step: str) -> None:
    """The oldest request that waits, and one of its steps."""
    with stage.store.reading() as session:
        waiting = [request for request in requests.everything(session) if request.is_open]
    stage.window.show_page("privacy", f"requests:{waiting[-1].id}")
    stage.settle()
    stage.window.page.show_details()
    stage.press(f"request_{step}")


def _breach(stage: Stage, *names: str) -> None:
    """The open breach of the demo shop, and a form of it."""
    with stage.store.reading() as session:
        (number,) = [each.id for each in breaches.everything(session) if each.is_open]
    stage.window.show_page("privacy", f"breaches:{number}")
    stage.settle()
    stage.window.page.show_details()
    if names:
        stage.press(*names)


def _disclosure(stage: Stage) -> None:
    from csq_desktop.ui.disclosures.record_dialog import RecordDisclosureDialog

    with stage.store.reading() as session:
        customer_id = max(customers.line_ids(session, CustomerFilter(), 20))
    RecordDisclosureDialog(stage.window.context, customer_id, stage.window).open()


def _past(stage: Stage) -> None:
    """A case of today's list as it stood one change ago."""
    with stage.store.reading() as session:
        (line,) = complaint_views.first_lines(session, Filter(view=ComplaintQueue.OPEN), 1)
    PastDialog(stage.window.context, PastSubject.COMPLAINT, line.id, stage.window).open()
    stage.settle()
    stage.press("past_earlier")


def _answer(stage: Stage) -> None:
    with stage.store.reading() as session:
        ids = complaint_views.line_ids(session, Filter(view=ComplaintQueue.OPEN), 200)
        lines = complaint_views.lines(session, ids)
    asked = next(line.id for line in lines if line.state is not State.ANSWERED)
    stage.window.show_page("complaints", asked)
    stage.settle()
    stage.press("answer")


def _evidence(stage: Stage, *names: str) -> None:
    """The case that has files, its section in view, and what is pressed there."""
    from csq_desktop.domain.complaints.facts import Filter
    from csq_desktop.ui.evidence.section import EvidenceSection

    with stage.store.reading() as session:
        ids = complaint_views.line_ids(session, Filter(), 1)
    stage.window.show_page("complaints", ids[0])
    stage.settle()
    section = stage.window.page.findChildren(EvidenceSection)[0]
    bring_into_view(section)
    stage.press(*names)


def _ties(stage: Stage, form: str = "") -> None:
    """The case that is referred outside and part of a problem, and a form about others of it."""
    from csq_desktop.domain.complaints.facts import Filter
    from csq_desktop.ui.cases.part import parts
    from csq_desktop.ui.complaints.page import ComplaintsPage
    from csq_desktop.ui.problems.section import ProblemSection

    with stage.store.reading() as session:
        ids = complaint_views.line_ids(session, Filter(), 3)
    stage.window.show_page("complaints", ids[-1])
    stage.settle()
    page = stage.window.page
    assert isinstance(page, ComplaintsPage)
    bring_into_view(page.findChildren(ProblemSection)[0])
    for dialog in (each for part in parts() for each in part.forms):
        if dialog.kind == form:
            page.detail.ask(dialog)


def _closing(stage: Stage, form: str = "") -> None:
    """A case that lacks something by strict rules, and a form about its end."""
    from csq_desktop.domain.closing.policy import CaseScope, ClosingPolicy, Gate
    from csq_desktop.domain.complaints.facts import Filter, Severity, State
    from csq_desktop.services.settings import closing
    from csq_desktop.ui.cases.part import parts
    from csq_desktop.ui.closing.section import ClosingSection
    from csq_desktop.ui.complaints.page import ComplaintsPage

    every = CaseScope(Severity.LOW)
    gates = tuple(Gate) if not form else ()
    with stage.store.writing() as session:
        closing.change_policy(session, ClosingPolicy(gates, signing=every, reopen_days=30))
        lines = complaint_views.first_lines(session, Filter(), 60)
    answered = next(line.id for line in lines if line.state is State.ANSWERED)
    stage.window.show_page("complaints", answered)
    stage.settle()
    page = stage.window.page
    assert isinstance(page, ComplaintsPage)
    bring_into_view(page.findChildren(ClosingSection)[0])
    for dialog in (each for part in parts() for each in part.forms):
        if dialog.kind == form:
            page.detail.ask(dialog)
    stage.settle()


def _add_evidence(stage: Stage) -> None:
    from csq_desktop.ui.complaints.page import ComplaintsPage
    from csq_desktop.ui.evidence.add_dialog import AddEvidenceDialog

    _evidence(stage)
    page = stage.window.page
    assert isinstance(page, ComplaintsPage)
    page.detail.ask(AddEvidenceDialog)
    stage.settle()


def _decided(stage: Stage) -> None:
    hold_review(stage.store)
    stage.window.page.reload()
    stage.settle()
    _row(stage, "pack_asks")
    stage.press("ask_answer")


def _verified(stage: Stage) -> None:
    """Last month issued, and the file that was saved of it verified."""
    from csq_desktop.ui.packs.page import PacksPage

    with stage.store.writing() as session:
        request = PackRequest(Month.of(shop.today(session)).shift(-1), (language(),))
        pack = packs.issue(session, request)
    with stage.store.reading() as session, TemporaryDirectory() as folder:
        (file := Path(folder) / "september.pdf").write_bytes(packs.pdf_of(session, pack.id))
        page = stage.window.page
        assert isinstance(page, PacksPage)
        page.verify_file(file)
        stage.settle()


def _run(stage: Stage) -> None:
    stage.press("start_run")


def _results(stage: Stage) -> None:
    with stage.store.reading() as session:
        run_ids = checklists.run_ids(session, RunFilter(state=RunState.FINISHED), 1)
    stage.window.show_page("checklists", run_ids[0])


def _home(stage: Stage, chip: str = "") -> None:
    from csq_desktop.ui.checklists.page import ChecklistsPage

    page = stage.window.page
    assert isinstance(page, ChecklistsPage)
    page.show_home()
    if chip:
        page.home.chips.choose(chip)
    stage.settle()


def _home_then(stage: Stage, *names: str) -> None:
    _home(stage, "lists")
    stage.window.page.show_details()
    stage.press(*names)


def _import(stage: Stage, rows: str, *names: str) -> None:
    from csq_desktop.ui.imports.page import ImportsPage

    path = stage.place / "from-head-office.csv"
    path.write_text(rows, "utf-8")
    page = stage.window.page
    assert isinstance(page, ImportsPage)
    page.open_file(path)
    stage.settle()
    stage.press(*names)


def _terms(stage: Stage) -> None:
    from csq_desktop.ui.pledges.terms_dialog import TermsDialog

    with stage.store.reading() as session:
        pledge = pledges.everything(session)[0]
    TermsDialog(stage.window.context, stage.window, pledge=pledge).open()


def _palette(stage: Stage, text: str) -> None:
    palette = stage.window.show_palette()
    palette.field.setText(text)
    for _ in range(20):
        stage.settle()


def _help(stage: Stage) -> None:
    stage.window.context.help_requested.emit("complaints", "")


def _show_start(stage: Stage, name: str) -> None:
    getattr(stage.starting, name)()


def _sign_in(stage: Stage) -> None:
    stage.starting.show_sign_in(stage.folder)


def _recovery(stage: Stage) -> None:
    stage.starting._show_recovery(stage.folder, stage.people, None)


def _demo(stage: Stage) -> None:
    from csq_desktop.ui.welcome.demo import DemoPage

    stage.starting._show(DemoPage(stage.lone, source=computer_clock))


def _sheet(stage: Stage) -> None:
    with stage.store.reading() as session:
        sheet = recovery_sheets.sheet(session, CODE)
    stage.starting._show_sheet(sheet)


START = (
    Scene("welcome", "", partial(_show_start, name="show_welcome")),
    Scene("new-store", "", partial(_show_start, name="show_new_store")),
    Scene("sign-in", "", _sign_in),
    Scene("recovery-key", "", _recovery),
    Scene("demo", "", _demo),
    Scene("restore", "", partial(_show_start, name="show_restore")),
    Scene("recovery-sheet", "", _sheet),
)

_MORE = (
    Scene("customers", "customers", lambda stage: _row(stage, "customers")),
    Scene("customers-reveal", "customers", lambda s: _row_then(s, "customers", "reveal")),
    Scene("customers-new", "customers", lambda stage: stage.press("new_customer")),
    Scene("customers-consent", "customers", lambda s: _row_then(s, "customers", "consent")),
    Scene("customers-tell", "customers", lambda s: _row_then(s, "customers", "tell")),
    Scene("customers-duplicates", "customers", _pair),
    Scene("customers-compare", "customers", lambda s: _pair(s, "compare_pair")),
    Scene("customers-timeline", "customers", _timeline),
    Scene("customers-statement", "customers", lambda stage: stage.press("statement")),
    Scene("privacy-new-request", "privacy", lambda stage: stage.press("new_request")),
    Scene("privacy-request-copy", "privacy", lambda stage: _request(stage, "copy")),
    Scene("privacy-request-refuse", "privacy", lambda stage: _request(stage, "refuse")),
    Scene("privacy-request-notices", "privacy", lambda stage: _request(stage, "notices")),
    Scene("privacy-disclosures", "privacy", lambda stage: _section(stage, "disclosures")),
    Scene("privacy-refusals", "privacy", lambda stage: _section(stage, "refusals")),
    Scene("privacy-statement", "privacy", lambda stage: _section(stage, "statement")),
    Scene(
        "privacy-statement-issue",
        "privacy",
        lambda stage: _section_then(stage, "statement", "issue_statement"),
    ),
    Scene("privacy-breaches", "privacy", lambda stage: _breach(stage)),
    Scene("privacy-breach-new", "privacy", lambda stage: _breach(stage, "new_breach")),
    Scene("privacy-breach-harm", "privacy", lambda stage: _breach(stage, "breach_harm")),
    Scene("privacy-breach-decide", "privacy", lambda stage: _breach(stage, "breach_decide")),
    Scene("privacy-breach-notices", "privacy", lambda stage: _breach(stage, "breach_notices")),
    Scene("privacy-inventory", "privacy", lambda stage: _section(stage, "inventory")),
    Scene("customers-disclosure", "customers", _disclosure),
    Scene("complaints-as-it-stood", "complaints", _past),
    Scene("complaints", "complaints", lambda stage: _row(stage, "complaints")),
    Scene("complaints-log", "complaints", lambda stage: stage.press("log_complaint")),
    Scene("complaints-answer", "complaints", _answer),
    Scene("closing", "complaints", _closing),
    Scene("closing-response", "complaints", lambda stage: _closing(stage, "response")),
    Scene("closing-close", "complaints", lambda stage: _closing(stage, "close")),
    Scene("ties", "complaints", _ties),
    *(
        Scene(f"ties-{form}", "complaints", partial(_ties, form=form))
        for form in ("merge", "split", "refer")
    ),
    Scene("evidence", "complaints", _evidence),
    Scene("evidence-view", "complaints", lambda stage: _evidence(stage, "view_1")),
    Scene("evidence-black-out", "complaints", lambda s: _evidence(s, "black_out_1", "add_box")),
    Scene("evidence-add", "complaints", _add_evidence),
    Scene("pledges-counts", "pledges", lambda stage: stage.press("enter_counts")),
    Scene("pledges-terms", "pledges", _terms),
    Scene("pledges-new", "pledges", lambda stage: stage.press("new_pledge")),
    Scene("checklists", "checklists", lambda stage: _home(stage, "lists")),
    Scene("checklists-runs", "checklists", lambda stage: _home(stage, "runs")),
    Scene("checklists-actions", "checklists", lambda stage: _home(stage, "actions")),
    Scene("checklists-editor", "checklists", lambda s: _home_then(s, "edit_checklist")),
    Scene("checklists-run", "checklists", lambda stage: _home_then(stage, "start_run")),
    Scene("checklists-results", "checklists", _results),
    Scene("retention", "privacy", lambda stage: _due(stage)),
    Scene("retention-erase", "privacy", lambda stage: _due(stage, "erase_due")),
    Scene("retention-texts", "customers", _texts),
    Scene("retention-leave", "privacy", lambda stage: _due(stage, "leave_due")),
    Scene("retention-rules", "privacy", lambda stage: _due(stage, "rules")),
    Scene("packs-verify", "packs", _verified),
    Scene("packs-decision", "packs", _decided),
    Scene("imports-columns", "imports", lambda stage: _import(stage, _COMPLAINTS)),
    Scene("imports-words", "imports", lambda stage: _import(stage, _COMPLAINTS, "submit")),
    Scene("imports-rows", "imports", lambda stage: _import(stage, _CUSTOMERS, "submit")),
    *(Scene(f"settings-{s.key}", "settings", partial(_section, key=s.key)) for s in SECTIONS),
    Scene("handover-case", "complaints", lambda stage: _waiting_case(stage)),
    Scene("handover-form", "complaints", lambda stage: _waiting_case(stage, "form")),
    Scene("handover-sheet-dialog", "complaints", lambda stage: _waiting_case(stage, "sheet")),
    Scene("lists-add", "settings", lambda stage: _section_then(stage, "lists", "add_entry")),
    Scene("users-add", "settings", lambda stage: _section_then(stage, "users", "add_user")),
    Scene("users-passphrase", "settings", lambda stage: _user_then(stage, "give_passphrase")),
    Scene("users-rename", "settings", lambda stage: _user_then(stage, "rename")),
    Scene("palette", "today", lambda stage: _palette(stage, "c")),
    Scene("shortcuts", "complaints", lambda stage: stage.window.show_shortcuts()),
    Scene("help", "complaints", _help),
    Scene("complaints-board", "complaints", lambda s: s.press("board_switch")),  # it stays on
)

_OWN = {scene.name for scene in _MORE}
MAIN = (*(Scene(page.key, page.key) for page in PAGES if page.key not in _OWN), *_MORE)
"""Every page of the rail as it opens, unless a scene of its name does more there; then the rest."""
