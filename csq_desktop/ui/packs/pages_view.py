"""The pages of a pack on screen: a preview, or an issued pack exactly as it was issued."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.restated import RestatedMonth
from csq_desktop.domain.packs.packs import IssuedPack, MadePack, PackRequest
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text, moment_text, month_text
from csq_desktop.errors import UserError
from csq_desktop.services.packs import packs, recount
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import chosen_file
from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.paper.preview import PrintPreview
from csq_desktop.ui.packs.protect_dialog import ProtectDialog
from csq_desktop.ui.theme import tokens


class PagesView(Card):
    """Shows pages and says what they are; printing or saving an issued pack is noted."""

    back_requested = Signal()
    revisions_requested = Signal(object)
    helped_requested = Signal(object)
    """Somebody wants to know what improved the shown month's figures after a miss."""
    shown = Signal()
    """An issued pack is shown."""
    refused = Signal(object)
    preview_taken = Signal()
    """A preview was printed or saved."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._issued: IssuedPack | None = None
        self._month: Month | None = None
        self.state = Badge()
        self.name = PlainLabel("", "strong")
        self.back = buttons.quiet(
            tr("Back to the new review pack"),
            self.back_requested.emit,
            icon="arrow-left",
            name="back",
        )
        self.about = PlainLabel("", "meta", wrap=True)
        self.restated = PlainLabel("", wrap=True)
        self.changes = buttons.quiet(
            tr("What has changed…"), self._on_changes, icon="history", name="pack_changes"
        )
        self.hash = ElidedLabel("", "meta")
        self.preview = PrintPreview("pack.pdf")
        self._add_offers()
        copy = buttons.icon_only(tr("Copy the SHA-256"), "copy", self._on_copy, name="copy_hash")
        head = FlowLayout()
        for part in (self.name, self.state, self.back, self.helped, self.workbook, self.protect):
            head.addWidget(part)
        self._issuing = QWidget()
        digest = QHBoxLayout()
        digest.setSpacing(tokens.GAP_TINY)
        digest.addWidget(self.hash, 1)
        digest.addWidget(copy)
        issuing = QVBoxLayout(self._issuing)
        issuing.setContentsMargins(0, 0, 0, 0)
        issuing.setSpacing(0)
        issuing.addWidget(self.about)
        issuing.addWidget(self.restated)
        issuing.addWidget(self.changes, 0, Qt.AlignmentFlag.AlignLeft)
        issuing.addLayout(digest)
        self.body.addLayout(head)
        self.body.addWidget(self._issuing)
        self.body.addWidget(self.preview, 1)
        self.preview.saved.connect(self._on_taken)
        self.preview.printed.connect(self._on_taken)
        self.show_nothing()

    def _add_offers(self) -> None:
        """The buttons of a month whose pages are shown, issued or not."""
        self.helped = buttons.quiet(
            tr("Improved by later changes…"),
            self._on_helped,
            icon="trending-up",
            name="pack_helped",
        )
        self.workbook = buttons.quiet(
            tr("Save workbook…"), self._on_workbook, icon="table", name="save_workbook"
        )
        self.workbook.setToolTip(tr("A workbook that recounts every figure from single rows"))
        self.protect = buttons.quiet(
            tr("Save with a password…"), self._on_protect, icon="lock", name="save_protected"
        )

    def show_nothing(self) -> None:
        """Show no pages."""
        self._month = None
        self._say("", "", Tone.SOFT)
        self.preview.show_pdf(b"")

    def show_making(self) -> None:
        """Say that the pages are being made; those shown stay until then."""
        self._issued = None
        self._say(self.name.text(), trc("pack", "Making the pages…"), Tone.SOFT)

    def show_preview(self, pack: MadePack, request: PackRequest) -> None:
        """Show a pack that is not issued."""
        self._issued, self._month = None, request.month
        self._say(month_text(request.month), trc("pack", "Preview, not issued"), Tone.WARN)
        self.preview.show_pdf(pack.pdf, f"{request.month} {trc('pack', 'preview')}.pdf")

    def show_issued(self, pack: IssuedPack, pdf: bytes) -> None:
        """Show an issued pack."""
        self._issued, self._month = pack, pack.month
        name = tr("{month}, version {n}", month=month_text(pack.month), n=pack.version)
        when = moment_text(pack.issued_at, self._context.zone)
        words = trc("pack", "Issued {moment} by {person}", moment=when, person=pack.issued_by)
        digest = trc("pack", "SHA-256 {digits}", digits=pack.sha256)
        self._say(name, trc("pack", "Issued"), Tone.GOOD)
        self.about.setText(words)
        self.hash.setText(digest)
        self.show_restated(None)
        self._issuing.setVisible(True)
        self.preview.show_pdf(pdf, f"{pack.month} v{pack.version}.pdf")
        self.shown.emit()

    def show_restated(self, month: RestatedMonth | None) -> None:
        """Say which of the shown pack's figures are others today."""
        self.restated.setText("" if month is None else month.sentence)
        self.restated.setVisible(month is not None)
        self.changes.setVisible(month is not None)

    def shows(self, pack: IssuedPack) -> bool:
        """Whether the pages of this issued pack are shown."""
        return self._issued is not None and self._issued.id == pack.id

    def _say(self, name: str, state: str, tone: Tone) -> None:
        self.name.setText(name)
        self.state.show_state(state, tone)
        self.state.setVisible(bool(state))
        self._issuing.setVisible(False)
        self.back.setVisible(self._issued is not None)
        for button in (self.helped, self.workbook, self.protect):
            button.setVisible(self._month is not None)

    def save_workbook(self, target: Path) -> None:
        """Write the workbook that recounts the pack shown; it can be cancelled."""
        if self._month is None:
            return
        pack_id = self._issued.id if self._issued else None
        job = partial(recount.write, month=self._month, target=target, pack_id=pack_id)
        self._context.tasks.on_store(self, job, self._on_recounted)

    def _on_workbook(self) -> None:
        try:
            target = chosen_file(self, str(self._month), "xlsx")
        except UserError as error:
            self.refused.emit(error)
            return
        if target is not None:
            self.save_workbook(target)

    def _on_protect(self) -> None:
        ProtectDialog(self._context, self.preview, self).open()

    def _on_recounted(self, count: int) -> None:
        words = trn(
            "{count} row exported.", "{count} rows exported.", count, count=count_text(count)
        )
        self._context.toast(words)

    def _on_changes(self) -> None:
        if self._issued is not None:
            self.revisions_requested.emit(self._issued)

    def _on_helped(self) -> None:
        if self._month is not None:
            self.helped_requested.emit(self._month)

    def _on_copy(self) -> None:
        if self._issued is not None:
            clipboard.copy(self._issued.sha256)

    def _on_taken(self) -> None:
        if self._issued is None:
            self.preview_taken.emit()
        elif self._context.may(Permission.PREVIEW_PACKS):
            job = partial(packs.note_print, pack_id=self._issued.id)
            self._context.tasks.write(self, job)
