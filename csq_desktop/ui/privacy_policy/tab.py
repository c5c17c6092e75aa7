"""The issued versions of the statement as they are printed, and what has changed since."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QStackedWidget

from csq_desktop.domain.privacy_policy.facts import NewPolicyStatement, PolicyStatement
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text, paragraph
from csq_desktop.services.privacy_policy import papers, policies
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.filter_box import FilterBox
from csq_desktop.ui.kit.page_tab import TabBody
from csq_desktop.ui.kit.paper.preview import PrintPreview
from csq_desktop.ui.privacy_policy.issue_dialog import DRAFT, IssuePolicyDialog


class PolicyTab(TabBody):
    """Shows a version in a language; a supervisor issues the next one."""

    topics: ClassVar[frozenset[str]] = frozenset({"shop", "disclosures"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._versions: dict[str, PolicyStatement] = {}
        self._changes: tuple[str, ...] = ()
        self.new = buttons.primary(
            tr("Issue a version…"), self._on_new, icon="plus", name="issue_statement"
        )
        self.version = FilterBox([])
        self.version.setMinimumContentsLength(26)
        self.version.setAccessibleName(tr("Version"))
        self.language = FilterBox(list(LANGUAGE_NAMES.items()))
        self.language.setAccessibleName(tr("Language"))
        self.language.choose(language())
        self.preview = PrintPreview("privacy policy statement.pdf")
        self.empty = EmptyState(
            "file-text",
            tr("No statement issued yet"),
            tr("Principle 5 of the Ordinance: everybody may read what a shop holds and why."),
        )
        self._stack = QStackedWidget()
        self._lay_out()

    def reload(self) -> None:
        self.context.tasks.read(self, policies.everything, self._on_versions)
        self.context.tasks.read(self, policies.differences, self._on_changes)

    def primary_button(self) -> QPushButton | None:
        return self.new

    def reopen(self, form: str) -> None:
        if form == DRAFT:
            self._on_new()

    def _lay_out(self) -> None:
        if not self.context.may(Permission.ADMINISTER):
            self.new.hide()
        for part in (self.version, self.language, self.new):
            self.filters.addWidget(part)
        for box in (self.version, self.language):
            box.value_changed.connect(lambda _value: self._draw())
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._on_taken)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.preview)
        self.body.addWidget(self._stack, 1)

    def _on_versions(self, versions: Sequence[PolicyStatement]) -> None:
        is_more = len(versions) > len(self._versions)
        self._versions = {str(each.version): each for each in versions}
        self.version.set_options([(str(each.version), _label(each)) for each in versions])
        if versions and is_more:
            self.version.choose(str(versions[0].version))
        self.version.setVisible(bool(versions))
        self.language.setVisible(bool(versions))
        self._stack.setCurrentWidget(self.preview if versions else self.empty)
        self._draw()

    def _on_changes(self, changes: Sequence[str]) -> None:
        self._changes = tuple(changes)
        if changes:
            text = paragraph((tr("The statement is out of date."), *changes))
            self.message.say(text, Tone.WARN)
        else:
            self.message.clear()

    def _draw(self) -> None:
        if self.version.value in self._versions:
            job = partial(
                papers.statement, version=int(self.version.value), language=self.language.value
            )
            self.context.tasks.read(self, job, self.preview.show_pdf)

    def _on_taken(self) -> None:
        job = partial(papers.note_printed, version=int(self.version.value))
        self.context.tasks.write(self, job)

    def _on_new(self) -> None:
        self.context.tasks.read(self, policies.suggestion, self._open)

    def _open(self, suggested: NewPolicyStatement) -> None:
        dialog = IssuePolicyDialog(self.context, suggested, self)
        dialog.issued.connect(self.reload)
        dialog.open()


def _label(statement: PolicyStatement) -> str:
    day = date_text(statement.issued_on)
    return tr("{version}, issued on {day}", version=statement.label, day=day)
