"""Changing a checklist: its parts at the left, the chosen one's form at the right."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from csq_desktop.domain.checklists import editing
from csq_desktop.domain.checklists.facts import Template
from csq_desktop.domain.checklists.templates import problems, template_to, unchecked_template_from
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.texts import tr
from csq_desktop.ui.checklists.editing.outline import WHOLE, Outline
from csq_desktop.ui.checklists.editing.part_forms import ItemForm, PartForm, SectionForm, WholeForm
from csq_desktop.ui.checklists.view import ChecklistView
from csq_desktop.ui.context import Context
from csq_desktop.ui.drafts import is_put_back
from csq_desktop.ui.kit.allowing import allow, unchanged
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.kit.layout.split import SplitView
from csq_desktop.ui.theme import tokens

DRAFT = "checklist"
_FIELD = "template"


class EditorView(ChecklistView):
    """Edits one checklist; saving makes a new version, what is not saved is kept as a draft."""

    saved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("editor_view")
        self._template_id = 0
        self.template = checklist_templates.empty_template()
        self._stored = self.template
        self.outline = Outline()
        self.whole, self.section = WholeForm(), SectionForm()
        self.item = ItemForm(checklist_templates.standard_sets())
        self.message = InlineMessage()
        self._build()
        self._build_head()
        self.outline.chosen.connect(self._on_chosen)
        forms: tuple[PartForm, ...] = (self.whole, self.section, self.item)
        for form in forms:
            form.changed.connect(self._on_changed)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return template_to(self.template) != template_to(self._stored)

    def open(self, template_id: int) -> None:
        """Change a checklist; 0 begins a new one."""
        self._template_id = template_id
        self.message.clear()
        self.context.work_begun.emit()
        if template_id:
            query = partial(checklist_templates.template, template_id=template_id)
            self.context.tasks.read(self, query, partial(self._on_read, template_id))
        else:
            self._begin(checklist_templates.empty_template())

    def reload(self) -> None:
        """Nothing: what is being typed is never replaced by what is stored."""
        self._show_head()

    def save_button(self) -> QPushButton | None:
        return self.primary

    def leave(self) -> None:
        self.save_draft()

    def save_draft(self) -> None:
        if self.is_changed:
            plain = json.dumps(template_to(self.template), ensure_ascii=False)
            self.context.drafts.keep(self._draft_key, {_FIELD: plain})
        elif self.context.drafts.get(self._draft_key) is not None:
            self.context.drafts.drop(self._draft_key)

    @property
    def _draft_key(self) -> str:
        return f"{DRAFT}.{self._stored.key or 'new'}"

    def _build(self) -> None:
        parts = Card()
        parts.body.addWidget(self.outline, 1)
        parts.body.addWidget(self._tools())
        self._forms = QStackedWidget()
        for form in (self.whole, self.section, self.item):
            self._forms.addWidget(scrolled(form))
        right = Card()
        right.body.addWidget(self._forms, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(self.message)
        self._split = SplitView(parts, right, (34, 66), name="editor_split")
        column.addWidget(self._split, 1)

    def _tools(self) -> QWidget:
        tools = QWidget()
        flow = FlowLayout(tools)
        item = buttons.secondary(tr("Item"), self._on_add_item, icon="plus", name="add_item")
        section = buttons.secondary(
            tr("Section"), self._on_add_section, icon="plus", name="add_section"
        )
        for button, words in ((item, tr("Add item")), (section, tr("Add section"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
            flow.addWidget(button)
        for words, icon, name, act in (
            (tr("Move up"), "chevron-up", "move_up", partial(self._on_moved, -1)),
            (tr("Move down"), "chevron-down", "move_down", partial(self._on_moved, 1)),
            (tr("Remove"), "trash", "remove_part", self._on_removed),
        ):
            flow.addWidget(buttons.icon_only(words, icon, act, name=name))
        return tools

    def _build_head(self) -> None:
        self.add_button(
            buttons.secondary(tr("Back"), self.back_requested.emit, icon="arrow-left", name="back")
        )
        self._save = self.add_button(
            buttons.primary(tr("Save"), self._on_save, name="save_checklist"), primary=True
        )

    def _on_read(self, template_id: int, template: Template) -> None:
        if template_id == self._template_id:
            self._begin(template)

    def _begin(self, stored: Template) -> None:
        self._stored = self.template = stored
        draft = (self.context.drafts.get(self._draft_key) or {}).get(_FIELD)
        if draft and is_put_back(self._take_up, draft):
            self.message.say(
                tr("Your unfinished draft is back."),
                Tone.ACCENT,
                tr("Discard draft"),
                self._on_afresh,
            )
        self._show(WHOLE)
        self.begins_at().setFocus()

    def _take_up(self, draft: str) -> None:
        self.template = unchecked_template_from(json.loads(draft))

    def begins_at(self) -> QWidget:
        return self.whole.form.field("title_en")

    def _on_afresh(self) -> None:
        discarded = self.template
        self.context.drafts.drop(self._draft_key)
        self.message.clear()
        self.template = self._stored
        self._show(WHOLE)
        self.begins_at().setFocus()
        self.context.toast(tr("Draft discarded"), self._back_to(discarded, WHOLE))

    def _show(self, code: str) -> None:
        self.outline.show_template(self.template, code)
        self._on_chosen(code)
        self._show_head()

    def _show_head(self) -> None:
        if self._stored.key:
            now = tr("Version {n} in use", n=self._stored.version)
            following = tr("will be saved as version {n}", n=self._stored.version + 1)
            self.headed.emit(self.template.title.text, f"{now}  ·  {following}")
        else:
            title = self.template.title.text or tr("New checklist")
            self.headed.emit(title, tr("Not saved yet"))
        allow(self._save, unchanged(self.is_changed))

    def _on_chosen(self, code: str) -> None:
        item = self.template.item(code)
        section = editing.section_of(self.template, code)
        if item is not None:
            self.item.show_part(item, self.template.response_sets)
            self._forms.setCurrentIndex(2)
        elif section is not None:
            self.section.show_part(section)
            self._forms.setCurrentIndex(1)
        else:
            self.whole.show_part(self.template)
            self._forms.setCurrentIndex(0)

    def _on_changed(self) -> None:
        code = self.outline.code
        item = self.template.item(code)
        section = editing.section_of(self.template, code)
        if item is not None:
            changed = editing.with_item(self.template, self.item.applied(item))
            offered = self.item.chosen_set
            self.template = editing.with_set(changed, offered) if offered else changed
        elif section is not None:
            self.template = editing.with_section(self.template, self.section.applied(section))
        else:
            self.template = self.whole.applied(self.template)
        self.outline.reword(self.template)
        self._show_head()

    def _on_add_section(self) -> None:
        self.template, code = editing.add_section(self.template)
        self._show(code)
        self._split.show_detail()
        self.section.form.field("section_title_en").setFocus()

    def _on_add_item(self) -> None:
        section = editing.section_of(self.template, self.outline.code)
        if section is None and not self.template.sections:
            self.template, _ = editing.add_section(self.template)
        place = section or self.template.sections[-1]
        self.template, code = editing.add_item(self.template, place.code)
        self._show(code)
        self._split.show_detail()
        self.item.form.field("text_en").setFocus()

    def _on_moved(self, step: int) -> None:
        code = self.outline.code
        self.template = editing.moved(self.template, code, step)
        self._show(code)

    def _on_removed(self) -> None:
        code, before = self.outline.code, self.template
        section = editing.section_of(before, code)
        if code == WHOLE or section is None:
            return
        self.template = editing.without(before, code)
        self._show(WHOLE if section.code == code else section.code)
        self.context.toast(tr("{code} removed", code=code), self._back_to(before, code))

    def _back_to(self, before: Template, code: str) -> Callable[[], None]:
        after = self.template

        def take_back() -> None:
            if self.template != after:
                raise UserError(tr("The checklist has been edited since."))
            self.template = before
            self._show(code)

        return take_back

    def _on_save(self) -> None:
        whole = editing.tidied(self.template)
        wrong = problems(whole if whole.key else _keyed(whole))
        if wrong:
            self.troubled.emit(UserError("\n".join(wrong[:4])))
            return
        job: Any = partial(checklist_templates.save_template, changed=whole)
        self.context.tasks.write(self, job, lambda _id: self._on_saved(), self.troubled.emit)

    def _on_saved(self) -> None:
        self.context.drafts.drop(self._draft_key)
        version = self._stored.version + 1 if self._stored.key else 1
        self._stored = self.template
        self.context.toast(tr("Saved as version {n}", n=version))
        self.saved.emit()


def _keyed(template: Template) -> Template:
    """A new checklist gets its key when it is saved."""
    return replace(template, key="new")
