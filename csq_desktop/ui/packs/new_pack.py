"""The pack that is being made: its month and languages, and the words on its cover."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import WHOLE_PACK, MadePack, PackDefinition, PackRequest
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import month_text
from csq_desktop.errors import UserError
from csq_desktop.services.packs import packs
from csq_desktop.services.packs.packs import PackWords
from csq_desktop.texts import LANGUAGE_NAMES, language, tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.drafts import is_put_back
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.languages import SecondLanguage
from csq_desktop.ui.packs.definition_dialog import DefinitionDialog

MONTHS_OFFERED = 24
_PAUSE_MS = 900  # after the last letter, before the pages are made anew


class NewPack(Card):
    """Month, languages and cover texts of a new pack; renews the preview when typing pauses."""

    began = Signal()
    finished = Signal()
    failed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(tr("New review pack"))
        self._context = context
        self._proposed = PackWords("", "")
        self._written_for = ""  # the draft key of the texts shown
        self._versions: Collection[Month] = ()
        self._definitions: dict[str, PackDefinition] = {}
        self._looked_at: PackDefinition | None = None  # what the preview was made with
        self.pack: MadePack | None = None
        self.is_begun = False
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        self.form = FormGrid(columns=2)
        self.note = InlineMessage()
        self.afresh = buttons.quiet(
            tr("Rewrite from the figures"), self._on_afresh, icon="refresh", name="afresh"
        )
        self.several = buttons.quiet(tr("Several months…"), icon="calendar", name="several_months")
        self._build()
        self.body.addWidget(self.form)
        self.body.addWidget(self.note)

    def request(self) -> PackRequest:
        """The pack as chosen now; texts that were not edited are left to the figures."""
        message, asked = self.message.toPlainText(), self.asked.toPlainText()
        return PackRequest(
            Month.parse(self.month.value),
            tuple(code for code in (self.first.value, self.second.value) if code),
            "" if message == self._proposed.message else message,
            "" if asked == self._proposed.asked else asked,
            self.reason.toPlainText().strip() if self._is_again else "",
            self.definition,
        )

    @property
    def definition(self) -> PackDefinition:
        """The sections chosen."""
        return self._definitions.get(self.defined.value, WHOLE_PACK)

    @property
    def missing(self) -> str:
        """What has to be written before the pack can be issued; nothing where all is there."""
        is_missing = self._is_again and not self.reason.toPlainText().strip()
        return tr("Enter why the month is issued again.") if is_missing else ""

    def show_issued(self, months: Collection[Month]) -> None:
        """Ask for a reason in the months that were issued already."""
        self._versions = months
        self.form.set_shown("pack_reason", self._is_again)

    def offer_definitions(self, definitions: Sequence[PackDefinition]) -> None:
        """Offer these definitions; the chosen one stays, with what is in it now."""
        chosen = self.defined.value
        self._definitions = {each.name: each for each in definitions}
        names = [(name, name) for name in self._definitions]
        self.defined.blockSignals(True)
        self.defined.set_options([("", tr("All sections")), *names])
        self.defined.choose(chosen)
        self.defined.blockSignals(False)
        if self._looked_at not in (None, self.definition):
            self.look()

    @property
    def _is_again(self) -> bool:
        return Month.parse(self.month.value) in self._versions

    def begin(self) -> None:
        """Fetch the proposed texts, then make the preview; what was typed is kept."""
        self.is_begun = True
        self.keep_draft()
        self._pause.stop()
        self.began.emit()
        request = PackRequest(Month.parse(self.month.value), (self.first.value,))
        job = partial(packs.words, request=request)
        self._context.tasks.read(
            self, job, partial(self._on_words, request), failed=self._on_failed
        )

    def choose_month(self, month: Month) -> None:
        """Make the pack of a month, if it is offered."""
        if self.month.value == str(month):
            self.begin()
        self.month.choose(str(month))

    def offer_months(self, *, looks: bool) -> None:
        """Offer the month that has begun since the months were listed; the chosen one stays.

        The preview is made anew where it `looks`: an issued pack that is read stays shown.
        """
        months = self.months()
        if months[0][0] == self.month.itemData(0):
            return
        self.month.blockSignals(True)
        self.month.set_options(months)
        self.month.blockSignals(False)
        self._say_running()
        if looks:
            self.look()

    def look(self) -> None:
        """Make the preview; an earlier one that is still being made is cancelled."""
        self._pause.stop()
        self.began.emit()
        self._looked_at = self.definition
        job = partial(packs.make, request=self.request())
        self._context.tasks.read(self, job, self._on_made, failed=self._on_failed)

    def rest(self) -> None:
        """Cancel the pending preview: the pack is being issued."""
        self._pause.stop()

    def keep_draft(self) -> None:
        """Remember what was written and not issued."""
        if not self._written_for:
            return
        request = self.request()
        if request.message or request.asked or self.reason.toPlainText().strip():
            fields = {"message": self.message.toPlainText(), "asked": self.asked.toPlainText()}
            fields |= {"reason": self.reason.toPlainText()}
            self._context.drafts.keep(self._written_for, fields)
        else:
            self._context.drafts.drop(self._written_for)

    def drop_draft(self) -> None:
        """Forget it until something is typed again: the pack was issued, or begun afresh."""
        self._context.drafts.drop(self._written_for)
        self._written_for = ""

    @property
    def _draft_key(self) -> str:
        return f"pack {self.month.value} {self.first.value}"

    def months(self) -> list[tuple[str, str]]:
        """The months offered, the newest first, each with its name."""
        now = Month.of(self._context.today())
        months = [now, *reversed(now.shift(-1).back(MONTHS_OFFERED))]
        return [(str(month), month_text(month)) for month in months]

    def _build(self) -> None:
        self.month = ChoiceBox(self.months())
        self.month.choose(str(Month.of(self._context.today()).shift(-1)))
        self.first = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.first.choose(language())
        self.second = SecondLanguage(self.first, tr("One language only"))
        self.message, self.asked = TextArea(lines=4), TextArea(lines=2)
        for area in (self.message, self.asked):
            area.setMaximumHeight(area.minimumHeight())
        self.form.add("pack_month", tr("Month"), self.month, wide=True)
        self.form.add("pack_language", tr("Language"), self.first)
        hint = tr("Everything is printed in both languages; what a person wrote stands once.")
        self.form.add("pack_second", tr("Second language"), self.second, hint=hint)
        self.defined = ChoiceBox([("", tr("All sections"))])
        self.form.add("pack_sections", tr("Sections"), self.defined)
        self.edit = buttons.secondary(
            tr("Edit sections…"), self._on_edit, icon="pencil", name="edit_sections"
        )
        if not self._context.may(Permission.ISSUE_PACKS):
            self.edit.hide()
        self.form.add("edit_sections", " ", self.edit)
        self.reason = TextArea(lines=2)
        self.form.add("pack_reason", tr("Reason for the new version"), self.reason, wide=True)
        self.form.set_shown("pack_reason", False)
        hint = tr("The first line is the headline; the cover has room for about ten lines.")
        label = tr("Key message")
        self.form.add("pack_message", label, self.message, hint=hint, wide=True)
        self.form.add("pack_asked", trc("pack", "Requests to management"), self.asked, wide=True)
        self.form.add_row(self.afresh)
        self.form.add_row(self.several)
        self.afresh.setVisible(False)
        for choice in (self.month, self.first):
            choice.value_changed.connect(lambda _value: self.begin())
        self.month.value_changed.connect(lambda _value: self.show_issued(self._versions))
        for choice in (self.second, self.defined):
            choice.value_changed.connect(lambda _value: self.look())
        for area in (self.message, self.asked, self.reason):
            area.textChanged.connect(self._on_typed)

    def _on_edit(self) -> None:
        dialog = DefinitionDialog(self._context, self.definition, self)
        dialog.saved.connect(self._on_defined)
        dialog.open()

    def _on_defined(self, name: str) -> None:
        """Choose what was saved, once it is offered; where it was deleted, everything."""
        self.defined.blockSignals(True)
        if self.defined.findData(name) < 0:
            self.defined.addItem(name, name)
        self.defined.choose(name)
        self.defined.blockSignals(False)

    def _on_words(self, request: PackRequest, words: PackWords) -> None:
        if (str(request.month), *request.languages) != (self.month.value, self.first.value):
            return
        self.keep_draft()  # letters typed since it began
        self._proposed, self._written_for = words, self._draft_key
        draft = self._context.drafts.get(self._draft_key)
        if not (draft and is_put_back(lambda texts: self._write(PackWords(**texts)), draft)):
            self._write(words)
        self._say_running()
        self.look()

    def _say_running(self) -> None:
        month = Month.parse(self.month.value)
        if month >= Month.of(self._context.today()):
            running = tr("{month} is not over yet. The review pack will show the cut-off date.",
                         month=month_text(month))  # fmt: skip
            self.note.say(running, Tone.WARN)
        else:
            self.note.clear()

    def _write(self, words: PackWords) -> None:
        texts = (words.message, words.asked, words.reason)
        for area, text in zip((self.message, self.asked, self.reason), texts, strict=True):
            area.blockSignals(True)
            area.setPlainText(text)
            area.blockSignals(False)
        self._show_afresh()

    def _on_typed(self) -> None:
        self._written_for = self._written_for or self._draft_key
        self._show_afresh()
        self._pause.start()

    def _show_afresh(self) -> None:
        request = self.request()
        self.afresh.setVisible(bool(request.message or request.asked))

    def _on_afresh(self) -> None:
        """Take the figures' words again; the reason for a version is no word of theirs."""
        self._write(replace(self._proposed, reason=self.reason.toPlainText()))
        self.keep_draft()
        self.message.setFocus()
        self.look()

    def _on_made(self, pack: MadePack) -> None:
        self.pack = pack
        self.finished.emit()

    def _on_failed(self, error: UserError) -> None:
        self.pack = None
        self.failed.emit(error)
