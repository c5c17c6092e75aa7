"""The templates of letters: each version as it is printed, and writing the next one."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.placeholders import Placeholder
from csq_desktop.domain.letters.templates import LetterTemplate, ReviewRule
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.letters import papers, templates
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.paper.preview import PrintPreview


class LetterTemplatesDialog(Dialog):
    """Shows each version of each template as a letter, in one language."""

    help_heading: ClassVar[str] = "letters"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("Templates of letters"), "", parent)
        self.setObjectName("letter_templates_dialog")
        self._templates: tuple[LetterTemplate, ...] = ()
        self.kind = ChoiceBox([(kind.value, kind.label) for kind in LetterKind])
        self.version = ChoiceBox()
        self.language = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.language.choose(language())
        form = FormGrid(columns=3)
        form.add("letter_kind", tr("Letter"), self.kind)
        form.add("version", tr("Version"), self.version)
        form.add("paper_language", tr("Language"), self.language)
        self.content.addWidget(form)
        self.review = PlainLabel("", "muted", wrap=True)
        self.content.addWidget(self.review)
        self.preview = PrintPreview("template.pdf")
        self.content.addWidget(self.preview, 1)
        self.new = buttons.link(tr("New version…"), self._on_new, name="new_version")
        self.content.addWidget(self.new)
        self.kind.value_changed.connect(lambda _kind: self._offer())
        for field in (self.version, self.language):
            field.value_changed.connect(lambda _value: self._draw())
        self._read()

    def _read(self) -> None:
        self.context.tasks.read(self, templates.everything, self._on_templates)

    def _on_templates(self, every: Sequence[LetterTemplate]) -> None:
        self._templates = tuple(every)
        self._offer()

    @property
    def _versions(self) -> list[LetterTemplate]:
        """The versions of the kind that is chosen, the newest first."""
        own = [each for each in self._templates if each.kind.value == self.kind.value]
        return sorted(own, key=lambda template: -template.version)

    def _offer(self) -> None:
        self.version.set_options(
            [
                (str(each.version), tr("version {version}", version=each.version))
                for each in self._versions
            ]
        )
        if self._versions:
            self.version.choose(str(self._versions[0].version))
        self._draw()

    def _draw(self) -> None:
        shown = [each for each in self._versions if str(each.version) == self.version.value]
        for template in shown:
            self.review.setText(tr("Reviewed by: {who}", who=template.review.label))
            query = partial(
                papers.sample,
                kind=template.kind,
                subject=template.subject,
                text=template.text,
                language=self.language.value,
            )
            self.context.tasks.read(self, query, self.preview.show_pdf)

    def _on_new(self) -> None:
        if self._versions:
            dialog = NewTemplateDialog(self.context, self._versions[0], self)
            dialog.written.connect(self._read)
            dialog.open()


class NewTemplateDialog(Dialog):
    """Writes the next version of a template, beginning with the words of the latest one."""

    help_heading: ClassVar[str] = "letters"
    wide: ClassVar[int] = 820
    tall: ClassVar[int] = 690
    written = Signal()

    def __init__(self, context: Context, latest: LetterTemplate, parent: QWidget) -> None:
        title = tr("New version: {kind}", kind=latest.kind.label)
        super().__init__(context, title, tr("Save version"), parent)
        self.setObjectName("new_template_dialog")
        self.draft_key = f"letter_template.{latest.kind.value}"
        self.latest = latest
        self.content.addWidget(PlainLabel(_placeholder_words(), "muted", wrap=True))
        self.form = self.add_form(FormGrid())
        self.review = ChoiceBox([(rule.value, rule.label) for rule in ReviewRule])
        self.review.choose(latest.review.value)
        self.form.add("review", tr("Reviewed before it goes out by"), self.review)
        for code, name in LANGUAGE_NAMES.items():
            subject = TextArea(latest.subject.by_language[code], lines=1)
            self.form.add(f"subject_{code}", tr("Subject ({language})", language=name), subject)
            text = TextArea(latest.text.by_language[code], lines=8)
            self.form.add(f"text_{code}", tr("Text ({language})", language=name), text)
            see = partial(self._on_preview, code)
            words = tr("Preview in {language}…", language=name)
            self.form.add_row(buttons.link(words, see, name=f"preview_{code}"))
        self.take_draft()

    def submit(self) -> None:
        """Add the version."""
        if self.form.accepts({}):
            job = partial(
                templates.write,
                kind=self.latest.kind,
                subject=self._typed("subject"),
                text=self._typed("text"),
                review=ReviewRule(self.review.value),
            )
            self.write(job, self._on_written)

    def _typed(self, name: str) -> ThreeTexts:
        texts = self.form.collect()
        return ThreeTexts(**{code: texts[f"{name}_{code}"].strip() for code in LANGUAGE_NAMES})

    def _on_preview(self, code: str) -> None:
        dialog = TemplatePaperDialog(self.context, self)
        dialog.show_sample(self.latest.kind, self._typed("subject"), self._typed("text"), code)
        dialog.open()

    def _on_written(self, template: LetterTemplate) -> None:
        self.context.toast(tr("Version {version} saved.", version=template.version))
        self.finish()
        self.written.emit()


class TemplatePaperDialog(Dialog):
    """Shows a template as it is typed as a letter."""

    help_heading: ClassVar[str] = "letters"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("Preview of the letter"), "", parent)
        self.preview = PrintPreview("template.pdf")
        self.content.addWidget(self.preview, 1)

    def show_sample(
        self, kind: LetterKind, subject: ThreeTexts, text: ThreeTexts, code: str
    ) -> None:
        """Draw a template in one language."""
        query = partial(papers.sample, kind=kind, subject=subject, text=text, language=code)
        self.context.tasks.read(self, query, self.preview.show_pdf)


def _placeholder_words() -> str:
    """Which placeholders there are, and what each is filled in with."""
    named = (
        tr("{placeholder} = {meaning}", placeholder=each.written, meaning=each.label)
        for each in Placeholder
    )
    listed = tr(" · ").join(named)
    return tr("A blank line begins a new paragraph. Filled in: {placeholders}", placeholders=listed)
