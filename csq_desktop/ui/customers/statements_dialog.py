"""The collection statement: its versions as they are printed, and writing the next one."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.customers.statements import Statement
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.customers import papers, statements
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.languages import SecondLanguage
from csq_desktop.ui.kit.paper.preview import PrintPreview


class StatementsDialog(Dialog):
    """Shows each version as the slip that customers are given, in one language or two."""

    help_heading: ClassVar[str] = "the-collection-statement"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("Collection statement"), "", parent)
        self.setObjectName("statements_dialog")
        self._versions: dict[str, Statement] = {}
        self.version = ChoiceBox()
        self.first = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.first.choose(language())
        self.second = SecondLanguage(self.first, tr("none"), both=tr("both others"))
        form = FormGrid(columns=3)
        form.add("version", tr("Version"), self.version)
        form.add("paper_language", tr("Language"), self.first)
        form.add("paper_second", tr("Second language"), self.second)
        self.content.addWidget(form)
        self.preview = PrintPreview("collection statement.pdf", prints_first=True)
        self.content.addWidget(self.preview, 1)
        self.new = buttons.link(tr("New version…"), self._on_new, name="new_version")
        self.new.setVisible(context.may(Permission.EDIT_TEMPLATES))
        self.content.addWidget(self.new)
        for field in (self.version, self.first, self.second):
            field.value_changed.connect(lambda _value: self._draw())
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._on_taken)
        self._read()

    def _read(self) -> None:
        self.context.tasks.read(self, statements.everything, self._on_versions)

    def _on_versions(self, versions: Sequence[Statement]) -> None:
        """Offer the versions, the newest first."""
        is_more = len(versions) > len(self._versions) > 0
        self._versions = {each.version: each for each in versions}
        self.version.set_options([(each.version, _label(each)) for each in reversed(versions)])
        if is_more:
            self.version.choose(versions[-1].version)

    def _draw(self) -> None:
        if not self.version.value:
            return
        chosen = self.second.languages
        query = partial(papers.slip, version=self.version.value, languages=chosen)
        self.context.tasks.read(self, query, self.preview.show_pdf)

    def _on_new(self) -> None:
        latest = list(self._versions.values())[-1:]
        if latest:
            dialog = NewStatementDialog(self.context, latest[0], self)
            dialog.written.connect(self._read)
            dialog.open()

    def _on_taken(self) -> None:
        job = partial(papers.note_printed, version=self.version.value)
        self.context.tasks.write(self, job)


class NewStatementDialog(Dialog):
    """Writes the next version in three languages, beginning with the words of the latest one."""

    help_heading: ClassVar[str] = "the-collection-statement"
    draft_key = "statement.new"
    wide: ClassVar[int] = 820
    tall: ClassVar[int] = 690
    written = Signal()

    def __init__(self, context: Context, latest: Statement, parent: QWidget) -> None:
        super().__init__(context, tr("New version"), tr("Save version"), parent)
        self.setObjectName("new_statement_dialog")
        hint = tr(
            "Earlier versions stay as they are. A blank line begins a new paragraph, whose first "
            "line is its heading."
        )
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.form = self.add_form(FormGrid(columns=2))
        self.begins = DateField(context.today, context.today(), ahead=True)
        self.form.add("effective_from", tr("In force from"), self.begins, wide=True)
        for code, name in LANGUAGE_NAMES.items():
            text = latest.text.by_language[code]
            label = tr("Statement ({language})", language=name)
            self.form.add(f"text_{code}", label, TextArea(text, lines=8), wide=True)
        for code, name in LANGUAGE_NAMES.items():
            text = latest.marketing.by_language[code]
            label = tr("Marketing ({language})", language=name)
            self.form.add(f"marketing_{code}", label, TextArea(text, lines=3), wide=True)
        self.take_draft()

    def submit(self) -> None:
        """Add the version."""
        day = self.begins.day
        if not self.form.accepts({}) or day is None:
            return
        texts = self.form.collect()
        text, marketing = (
            ThreeTexts(**{code: texts[f"{kind}_{code}"].strip() for code in LANGUAGE_NAMES})
            for kind in ("text", "marketing")
        )
        job = partial(statements.write, text=text, marketing=marketing, effective_from=day)
        self.write(job, self._on_written)

    def _on_written(self, statement: Statement) -> None:
        self.context.toast(tr("Version {version} saved.", version=statement.version))
        self.finish()
        self.written.emit()


def _label(statement: Statement) -> str:
    version = tr("version {version}", version=statement.version)
    if statement.effective_from is None:
        return version
    day = date_text(statement.effective_from)
    return tr("{version}, from {day}", version=version, day=day)
