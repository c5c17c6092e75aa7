"""The review packs page: make a pack and look at it, issue it, print issued ones again."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.restated import RestatedMonth
from csq_desktop.domain.packs.asks import REQUESTS_PART, Ask
from csq_desktop.domain.packs.pack_runs import PackRunKind
from csq_desktop.domain.packs.packs import IssuedPack, PackRequest, PrintedIdentity
from csq_desktop.domain.packs.verification import VerifiedPack
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import month_text
from csq_desktop.errors import UserError
from csq_desktop.services.packs import asks, definitions, packs, restated, series, verify
from csq_desktop.services.packs.series import PackSeries, SeriesOutcome
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.dropped import dropped_file
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.kit.layout.split import SplitView
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.packs.asks_card import AsksCard
from csq_desktop.ui.packs.beginnings import VERIFY
from csq_desktop.ui.packs.decision_dialog import DecisionDialog
from csq_desktop.ui.packs.helped_dialog import HelpedDialog
from csq_desktop.ui.packs.issue_dialog import IssueDialog
from csq_desktop.ui.packs.issued_list import IssuedList
from csq_desktop.ui.packs.minutes_dialog import MinutesDialog
from csq_desktop.ui.packs.new_pack import NewPack
from csq_desktop.ui.packs.pages_view import PagesView
from csq_desktop.ui.packs.revisions_dialog import RevisionsDialog
from csq_desktop.ui.packs.run_notes import RunNotes
from csq_desktop.ui.packs.runs_dialog import RunsDialog
from csq_desktop.ui.packs.series_dialog import SeriesDialog
from csq_desktop.ui.packs.verify_dialog import VerifyDialog
from csq_desktop.ui.theme import tokens


class PacksPage(Page):
    """Packs to be made, and those that were issued and are kept byte for byte."""

    topics: ClassVar[frozenset[str]] = frozenset({"packs", "actions"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Review packs"), " ")
        self._selected_id: int | None = None
        self._versions: dict[Month, int] = {}
        self._issued: tuple[IssuedPack, ...] = ()
        self.issue = buttons.primary(
            tr("Issue review pack"), self._on_issue, icon="check", name="issue_pack"
        )
        if not context.may(Permission.ISSUE_PACKS):
            self.issue.hide()
        allow(self.issue, tr("Wait for the preview first."))
        self._make_tools()
        self.set_primary(self.issue)
        self.making = NewPack(context)
        self.issued = IssuedList(context)
        self.asks = AsksCard(context)
        self.pages = PagesView(context)
        self._notes = RunNotes(context, self)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(self.making)
        column.addWidget(self.issued, 1)
        column.addWidget(self.asks, 1)
        words = tr("Show the pages")
        whole = SplitView(scrolled(left), self.pages, (45, 55), name="packs_split", forward=words)
        self.add_split(whole)
        self.making.finished.connect(self._on_made)
        self.making.began.connect(self._on_began)
        self.making.failed.connect(self._on_unmade)
        self.pages.preview_taken.connect(self._on_taken)
        self.making.several.clicked.connect(self._on_several)
        self.issued.log.clicked.connect(self._on_log)
        self.issued.chosen.connect(self._on_chosen)
        self.asks.answer_requested.connect(self._on_answer)
        self.asks.minutes_requested.connect(self._on_minutes)
        preview = self.pages.preview
        offered = (preview.save_as_pdf, preview.print_button)
        self.issued.table.offer(
            RowOffers(lambda: offered, is_shown=self.pages.shows, shown=self.pages.shown)
        )
        self.pages.back_requested.connect(self.primary_action)
        self.pages.refused.connect(self.show_error)
        self.pages.revisions_requested.connect(self._on_revisions)
        self.pages.helped_requested.connect(self._on_helped)

    def _make_tools(self) -> None:
        self.verify_button = buttons.secondary(
            trc("packs", "Verify…"), self._on_verify, icon="clipboard-check", name=VERIFY
        )
        self.verify_button.setToolTip(tr("Choose a PDF, or drop it onto this page."))
        self.setAcceptDrops(True)
        self.tools.addWidget(self.verify_button)

    def reload(self) -> None:
        """Fetch the issued packs anew; the first time, make the preview too."""
        self.context.tasks.read(self, packs.issued, self._on_found, failed=self._on_failed)
        self.context.tasks.read(self, definitions.everything, self.making.offer_definitions)
        self.context.tasks.read(self, asks.everything, self.asks.show_asks)
        if self.making.is_begun:
            self.making.offer_months(looks=self._selected_id is None)
        else:
            self.making.begin()

    def begins_at(self) -> QWidget:
        """The field for the month of the new pack."""
        return self.making.month

    def primary_action(self) -> None:
        """Show the pack being made; it is issued only by its button."""
        self.show_lists()
        self._selected_id = None
        self.issued.choose(None)
        self.making.begin()
        self.making.month.setFocus()

    def primary_words(self) -> str:
        return tr("New review pack")

    def shown_object(self) -> int | str | None:
        return self._selected_id

    def show_object(self, object_id: object) -> None:
        """Show an issued pack by its id, or make the pack of a month written YYYY-MM.

        `VERIFY` turns to the button that verifies a file, `REQUESTS_PART` to what waits to be
        decided.
        """
        if object_id == VERIFY:
            self.verify_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif object_id == REQUESTS_PART:
            self.show_lists()
            self.asks.turn_to_waiting()
        elif isinstance(object_id, int):
            self._selected_id = object_id
            self.issued.choose(object_id)
        elif isinstance(object_id, str):
            self.issued.choose(None)
            self.making.choose_month(Month.parse(object_id))

    def verify_file(self, file: Path) -> None:
        """Find out whether a file is a review pack that was issued here, and say so."""
        self.message.clear()
        job = partial(verify.verify, file=file)
        self.context.tasks.read(self, job, self._on_verified, failed=self.show_error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.verify_file(Path(dropped_file(event.mimeData())))

    def leave(self) -> None:
        self.save_draft()

    def save_draft(self) -> None:
        """Keep what was written for the cover."""
        self.making.keep_draft()

    def _on_verify(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Verify a review pack"), str(paths.documents()), tr("PDF (*.pdf)")
        )
        if chosen:
            self.verify_file(Path(chosen))

    def _on_verified(self, verified: VerifiedPack) -> None:
        self.context.tasks.write(self, partial(verify.note, verified=verified))
        dialog = VerifyDialog(self.context, verified, self)
        dialog.pack_requested.connect(self._on_pack_requested)
        dialog.open()

    def _on_pack_requested(self, pack_id: int) -> None:
        self.show_object(pack_id)
        self.show_details()

    def _on_began(self) -> None:
        self.message.clear()
        allow(self.issue, tr("Wait for the preview first."))
        self.pages.show_making()

    def _on_made(self) -> None:
        pack, request = self.making.pack, self.making.request()
        if pack is None:
            return
        self._selected_id = None
        self.issued.choose(None)
        allow(self.issue, self.making.missing)
        self.pages.show_preview(pack, request)
        self._notes.previewed(request, pack)

    def _on_taken(self) -> None:
        if self.making.pack is not None:
            self._notes.taken(self.making.request(), self.making.pack)

    def _on_unmade(self, error: UserError) -> None:
        self._notes.failed(PackRunKind.PREVIEWED, self.making.request(), error)
        self._on_failed(error)

    def _on_failed(self, error: UserError) -> None:
        allow(self.issue, tr("There is no preview to issue."))
        self.pages.show_nothing()
        self.show_error(error)

    def _on_issue(self) -> None:
        """Compare the pack's words with the customers first: what is found has to be decided."""
        self.issue.setEnabled(False)
        self.making.rest()
        request = self.making.request()
        job = partial(packs.identities_in, request=request)
        done = partial(self._on_compared, request)
        self.context.tasks.read(self, job, done, identities=True, failed=self._on_failed)

    def _on_compared(self, request: PackRequest, places: tuple[PrintedIdentity, ...]) -> None:
        if request != self.making.request():  # another one was begun meanwhile
            return
        version = (request.month, self._versions.get(request.month, 0) + 1)
        preview = self.making.pack.pdf if self.making.pack else b""
        dialog = IssueDialog(self.context, version, places, self, preview=preview)
        dialog.decided.connect(partial(self._issue, request, places))
        dialog.rejected.connect(partial(allow, self.issue))
        dialog.open()

    def _issue(self, request: PackRequest, left_in: tuple[PrintedIdentity, ...]) -> None:
        job = partial(packs.issue, request=request, left_in=left_in)
        failed = partial(self._on_unissued, request)
        self.context.tasks.write(self, job, self._on_issued, failed)

    def _on_unissued(self, request: PackRequest, error: UserError) -> None:
        self._notes.failed(PackRunKind.ISSUED, request, error)
        self._on_failed(error)

    def _on_issued(self, pack: IssuedPack) -> None:
        self.making.drop_draft()
        self._selected_id = pack.id
        self.context.toast(
            tr(
                "{month}, version {n}, issued.",
                month=month_text(pack.month),
                n=pack.version,
            )
        )
        self._show_issued(pack)

    def _on_found(self, issued: tuple[IssuedPack, ...]) -> None:
        self.issued.show_packs(issued)
        self._issued = issued
        self.asks.allow_minutes("" if issued else tr("Issue a review pack first."))
        self._versions = {}
        for pack in issued:
            self._versions[pack.month] = max(pack.version, self._versions.get(pack.month, 0))
        self.making.show_issued(self._versions)
        if self.issue.isEnabled():
            allow(self.issue, self.making.missing)
        self.set_subtitle(self._standing(issued))
        self.issued.choose(self._selected_id)

    def _standing(self, issued: tuple[IssuedPack, ...]) -> str:
        last = Month.of(self.context.today()).shift(-1)
        newest = next((pack for pack in issued if pack.month == last), None)
        if newest is None:
            return tr("{month} has not been issued", month=month_text(last))
        return tr("{month} issued, version {n}", month=month_text(last), n=newest.version)

    def _on_chosen(self, pack: IssuedPack) -> None:
        self._selected_id = pack.id
        self._show_issued(pack)

    def _on_answer(self, ask: Ask) -> None:
        DecisionDialog(self.context, ask, self).open()

    def _on_minutes(self) -> None:
        """The minutes of the issued pack that is shown, else of the newest."""
        shown = (pack for pack in self._issued if pack.id == self._selected_id)
        MinutesDialog(self.context, next(shown, self._issued[0]), self).open()

    def _on_several(self) -> None:
        dialog = SeriesDialog(self.context, self.making.request(), self.making.months(), self)
        dialog.chosen.connect(self._write_series)
        dialog.open()

    def _write_series(self, chosen: PackSeries) -> None:
        """Write them one after the other; the page shows how far it is, and can stop it."""
        self.message.clear()
        job = partial(series.write_all, series=chosen)
        self.context.tasks.on_store(self, job, self._on_series, self.show_error)

    def _on_series(self, outcome: SeriesOutcome) -> None:
        if outcome.troubles:
            self.message.say("\n".join((outcome.sentence, *outcome.troubles)), Tone.WARN)
        else:
            self.context.toast(outcome.sentence)

    def _on_log(self) -> None:
        RunsDialog(self.context, self).open()

    def _on_revisions(self, pack: IssuedPack) -> None:
        RevisionsDialog(self.context, pack, self).open()

    def _on_helped(self, month: Month) -> None:
        HelpedDialog(self.context, month, self).open()

    def _show_issued(self, pack: IssuedPack) -> None:
        allow(self.issue, tr("This version has been issued."))
        job = partial(packs.pdf_of, pack_id=pack.id)
        done = partial(self._on_pdf, pack)
        self.context.tasks.read(self, job, done, failed=self._on_failed)

    def _on_pdf(self, pack: IssuedPack, pdf: bytes) -> None:
        self.pages.show_issued(pack, pdf)
        job = partial(restated.of_pack, pack_id=pack.id)
        self.context.tasks.read(self, job, partial(self._on_restated, pack))

    def _on_restated(self, pack: IssuedPack, month: RestatedMonth | None) -> None:
        if self.pages.shows(pack):
            self.pages.show_restated(month)
