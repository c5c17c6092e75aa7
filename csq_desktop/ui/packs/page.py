"""The review packs page: choose a month and languages, look at the pages, issue, reprint."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.months import Month
from csq_desktop.domain.packs import IssuedPack, MadePack, PackRequest
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import moment_text, month_text
from csq_desktop.errors import UserError
from csq_desktop.services import packs
from csq_desktop.services.packs import PackWords
from csq_desktop.texts import LANGUAGE_NAMES, language, tr, trn
from csq_desktop.ui import theme, tokens
from csq_desktop.ui.context import Context
from csq_desktop.ui.models.rows import RowsModel
from csq_desktop.ui.models.shown import Cell, Column
from csq_desktop.ui.page import Page, scrolled
from csq_desktop.ui.widgets import buttons
from csq_desktop.ui.widgets.cards import Card
from csq_desktop.ui.widgets.fields import Choice, TextArea
from csq_desktop.ui.widgets.form import FormGrid
from csq_desktop.ui.widgets.preview import PrintPreview
from csq_desktop.ui.widgets.split import SplitView
from csq_desktop.ui.widgets.table import TableView
from csq_desktop.ui.widgets.words import Words

MONTHS_OFFERED = 24


class PacksPage(Page):
    """Packs to be made, and those that were issued and are kept byte for byte."""

    topics: ClassVar[frozenset[str]] = frozenset({"packs"})
    help_page: ClassVar[str] = "packs"

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Review packs"), " ")
        self._shown: IssuedPack | None = None
        issue = buttons.primary(tr("Issue this pack"), self._on_issue, icon="check", name="issue")
        issue.setVisible(context.may(Permission.ISSUE_PACKS))
        self.set_primary(issue)
        self.issue_button = issue
        self.form = FormGrid(columns=2)
        self._build_form()
        self.model = RowsModel(self._columns(), self)
        self.table = TableView(context, self.model, name="packs", two_lines=True)
        self.table.chosen.connect(self._on_chosen)
        self.preview = PrintPreview("pack.pdf")
        self.state = Words("", "label", wrap=True)
        right = Card()
        right.body.addWidget(self.state)
        right.body.addWidget(self.preview, 1)
        self.body.addWidget(SplitView(scrolled(self._left()), right, (42, 58)), 1)
        self.preview.print_button.clicked.connect(self._on_printed)

    def reload(self) -> None:
        """Fetch the issued packs anew, and look at the pack that is being made."""
        self.context.tasks.read(self, packs.issued, self._on_issued_found)
        if self._shown is None:
            self._fetch_words()

    def request(self) -> PackRequest:
        """The pack as chosen in the window."""
        month = Month.from_code(int(self.month.value))
        languages = (self.first.value, self.second.value)
        return PackRequest(
            month,
            tuple(code for code in languages if code),
            self.message_field.toPlainText(),
            self.asked_field.toPlainText(),
        )

    def show_object(self, object_id: object) -> None:
        """Show one issued pack."""
        place = self.model.find(object_id)
        if place >= 0:
            self.table.choose(place)

    def _build_form(self) -> None:
        last = Month.of(self.context.today()).shift(-1)
        months = [last.shift(1), *reversed(last.back(MONTHS_OFFERED))]
        self.month = Choice([(str(one.code), month_text(one)) for one in months])
        self.month.choose(str(last.code))
        self.first = Choice(list(LANGUAGE_NAMES.items()))
        self.first.choose(language())
        self.second = Choice([("", tr("One language only")), *LANGUAGE_NAMES.items()])
        self.message_field, self.asked_field = TextArea(lines=3), TextArea(lines=2)
        self.form.add("month", tr("Month"), self.month, wide=True)
        self.form.add("first", tr("Language"), self.first)
        self.form.add("second", tr("Second language"), self.second)
        self.form.add("message", tr("The month's message"), self.message_field, wide=True,
                      hint=tr("Written from the figures; change it as you like."))  # fmt: skip
        self.form.add("asked", tr("What is asked"), self.asked_field, wide=True)
        for choice in (self.month, self.first):
            choice.value_changed.connect(lambda _value: self._fetch_words())
        self.second.value_changed.connect(lambda _value: self._look())

    def _left(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        making = Card(tr("New pack"))
        making.body.addWidget(self.form)
        look = buttons.secondary(tr("Look at it again"), self._look, icon="refresh", name="look")
        making.body.addWidget(look)
        kept = Card(tr("Issued packs"))
        self.table.setMinimumHeight(theme.current().px(190))
        kept.body.addWidget(self.table, 1)
        column.addWidget(making)
        column.addWidget(kept, 1)
        return inner

    def _columns(self) -> list[Column]:
        return [
            Column("month", tr("Month"), self._what, 200),
            Column("pages", tr("Pages"), lambda one: Cell(str(one.pages), right=True), 70),
            Column("hash", tr("SHA-256"), lambda one: Cell(one.sha256[:12]), 130),
        ]

    def _what(self, one: IssuedPack) -> Cell:
        title = tr("{month}, version {n}", month=month_text(one.month), n=one.version)
        when = moment_text(one.issued_at, self.context.zone)
        names = ", ".join(LANGUAGE_NAMES[code] for code in one.languages)
        return Cell(title, f"{when}  ·  {one.issued_by}  ·  {names}", strong=True)

    def _fetch_words(self) -> None:
        request = PackRequest(Month.from_code(int(self.month.value)), (self.first.value,))
        job = partial(packs.words, request=request)
        self.context.tasks.read(self, job, self._on_words)

    def _on_words(self, words: PackWords) -> None:
        self.message_field.setPlainText(words.message)
        self.asked_field.setPlainText(words.asked)
        self._look()

    def _look(self) -> None:
        """Make the preview of what is chosen now."""
        self._shown = None
        self.table.clearSelection()
        request = self.request()
        if len(set(request.languages)) < len(request.languages):
            self.show_error(UserError(tr("Choose two different languages, or one.")))
            return
        self.message.clear()
        self.state.setText(tr("Making the pages…"))
        job = partial(_make, request=request)
        self.context.tasks.read(self, job, partial(self._on_made, request), failed=self._on_failed)

    def _on_made(self, request: PackRequest, made: MadePack) -> None:
        self.preview.show_pdf(made.pdf, f"{request.month} preview.pdf")
        self.issue_button.setEnabled(True)
        pages = trn("{n} page", "{n} pages", made.pages)
        self.state.setText(tr("Preview, not issued  ·  {pages}", pages=pages))

    def _on_failed(self, error: UserError) -> None:
        self.state.setText("")
        self.issue_button.setEnabled(False)
        self.show_error(error)

    def _on_issue(self) -> None:
        self.issue_button.setEnabled(False)
        job = partial(packs.issue, request=self.request())
        self.context.tasks.write(self, job, self._on_issued, self._on_failed)

    def _on_issued(self, one: IssuedPack) -> None:
        self._shown = one
        self.context.toast(
            tr("{month}, version {n}, is issued and kept.",
               month=month_text(one.month), n=one.version)
        )  # fmt: skip
        self._show_issued(one)

    def _on_issued_found(self, found: tuple[IssuedPack, ...]) -> None:
        self.model.set_rows(found)
        self.set_subtitle(trn("{n} pack issued", "{n} packs issued", len(found)))
        if self._shown is not None:
            self.table.choose(self.model.find(self._shown.id))

    def _on_chosen(self, row: int) -> None:
        if row >= 0:
            one: IssuedPack = self.model.row_at(row)
            self._shown = one
            self._show_issued(one)

    def _show_issued(self, one: IssuedPack) -> None:
        job = partial(packs.pdf_of, pack_id=one.id)
        self.context.tasks.read(self, job, partial(self._on_pdf, one))

    def _on_pdf(self, one: IssuedPack, pdf: bytes) -> None:
        self.issue_button.setEnabled(False)
        self.preview.show_pdf(pdf, f"{one.month} version {one.version}.pdf")
        self.state.setText(
            tr("Issued {when} by {name}  ·  SHA-256 {sha}",
               when=moment_text(one.issued_at, self.context.zone), name=one.issued_by,
               sha=one.sha256)
        )  # fmt: skip

    def _on_printed(self) -> None:
        if self._shown is not None and self.context.may(Permission.ISSUE_PACKS):
            self.context.tasks.write(self, partial(packs.note_print, pack_id=self._shown.id))


def _make(session: Any, progress: Callable[..., None], *, request: PackRequest) -> MadePack:
    progress(0.0)  # a job that tells its progress has a lane of its own: lists need not wait
    return packs.make(session, request)
