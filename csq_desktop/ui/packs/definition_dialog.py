"""Which sections a pack has, in which order and with which notes, kept under a name."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from csq_desktop.domain.packs.packs import DefinedSection, PackDefinition, PackSection
from csq_desktop.services.packs import definitions
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import TextArea, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.packs.section_picture import SectionPicture

_SECTION, _NOTE, _PICTURE, _SHOWS = (Qt.ItemDataRole.UserRole + at for at in range(4))


class DefinitionDialog(Dialog):
    """Sections are ticked and moved, each may have a note; `saved` carries the definition's name.

    The name is empty when the definition was deleted.
    """

    help_heading: ClassVar[str] = "choose-the-sections"
    wide: ClassVar[int] = 560
    saved = Signal(str)

    def __init__(self, context: Context, definition: PackDefinition, parent: QWidget) -> None:
        super().__init__(context, tr("Sections of the review pack"), tr("Save"), parent)
        self.setObjectName("definition_dialog")
        self.draft_key = f"pack_definition.{definition.name}"
        hint = tr("Untick what is not printed: the cover names it. Figures are never changed.")
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.sections = QListWidget()
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(tr("Sections"))
        self.sections.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.sections.ensurePolished()  # its rows take their height from the style
        self.note = TextArea(lines=2)
        self.name = WordsLine(definition.name)
        self.name.setMaxLength(definitions.LONGEST_NAME)
        self._fill(_lines(definition))
        row = QHBoxLayout()
        row.addWidget(self.sections, 1)
        row.addLayout(self._movers())
        self.content.addLayout(row)
        form = self.add_form(FormGrid())
        label = tr("Note on the selected section")
        form.add("section_note", label, self.note, hint=tr("Printed below the section."))
        self.picture = SectionPicture(context)
        form.add("section_picture", tr("Picture on the selected section"), self.picture)
        self.shows = WordsLine()
        self.shows.setMaxLength(definitions.LONGEST_SHOWS)
        hint = tr("Printed beneath it, and read aloud to anyone who cannot see it.")
        form.add("picture_shows", tr("What the picture shows"), self.shows, hint=hint)
        form.add("definition_name", trc("definition", "Name"), self.name)
        self.delete = buttons.quiet(
            tr("Delete"), partial(self._on_delete, definition.name), icon="trash", name="delete"
        )
        self.delete.setVisible(bool(definition.name))
        self.foot.insertWidget(0, self.delete)
        self.sections.currentItemChanged.connect(self._on_current)
        self.note.textChanged.connect(self._on_note)
        self.shows.textChanged.connect(self._on_note)
        self.picture.changed.connect(self._on_note)
        self.picture.refused.connect(self.show_error)
        self.sections.setCurrentRow(0)
        self.take_draft()

    def collect(self) -> dict[str, str]:
        """Every section as it stands, also those that are not printed."""
        items = map(self.sections.item, range(self.sections.count()))
        lines = [(asdict(_defined(item)), _is_ticked(item)) for item in items]
        return {"name": self.name.text(), "sections": json.dumps(lines)}

    def restore(self, texts: Mapping[str, str]) -> None:
        lines = [
            (DefinedSection(**facts | {"section": PackSection(facts["section"])}), bool(printed))
            for facts, printed in json.loads(texts["sections"])
        ]
        self.name.setText(texts["name"])
        self.sections.clear()
        self._fill(lines)
        self.sections.setCurrentRow(0)

    def submit(self) -> None:
        """Keep the definition under its name, once no note or picture would be lost by it."""
        items = map(self.sections.item, range(self.sections.count()))
        for item in items:
            section = _defined(item)
            if not _is_ticked(item) and (section.note or section.picture):
                self.sections.setCurrentItem(item)
                words = tr("This section is not printed. Tick it, or remove its note and picture.")
                self.forms[0].show_errors({"section_note": words})
                return
        job = partial(definitions.save, definition=self.definition())
        self.write(job, self._on_saved)

    def definition(self) -> PackDefinition:
        """The sections ticked, in their order, with their notes."""
        items = map(self.sections.item, range(self.sections.count()))
        ticked = filter(_is_ticked, items)
        return PackDefinition(self.name.text(), tuple(map(_defined, ticked)))

    def shift(self, by: int) -> None:
        """Move the selected section up (−1) or down (1)."""
        row = self.sections.currentRow()
        if 0 <= row + by < self.sections.count():
            item = self.sections.takeItem(row)
            self.sections.insertItem(row + by, item)
            self.sections.setCurrentItem(item)

    def _fill(self, lines: Iterable[tuple[DefinedSection, bool]]) -> None:
        for defined, printed in lines:
            item = QListWidgetItem(defined.section.label)
            item.setData(_SECTION, defined.section.value)
            item.setData(_NOTE, defined.note)
            item.setData(_PICTURE, defined.picture)
            item.setData(_SHOWS, defined.shows)
            item.setCheckState(Qt.CheckState.Checked if printed else Qt.CheckState.Unchecked)
            self.sections.addItem(item)
        # Nine sections in their order are read at once, or moving one of them is guesswork.
        height = self.sections.sizeHintForRow(0) * self.sections.count()
        self.sections.setMinimumHeight(height + 2 * self.sections.frameWidth())

    def _movers(self) -> QVBoxLayout:
        """Beside the list: beneath it they would be out of sight where letters are large."""
        column = QVBoxLayout()
        for words, icon, name, by in (
            (tr("Move up"), "chevron-up", "move_up", -1),
            (tr("Move down"), "chevron-down", "move_down", 1),
        ):
            column.addWidget(buttons.icon_only(words, icon, partial(self.shift, by), name=name))
        column.addStretch(1)
        return column

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            for field in (self.note, self.shows):
                field.blockSignals(True)
            self.note.setPlainText(item.data(_NOTE))
            self.shows.setText(item.data(_SHOWS))
            for field in (self.note, self.shows):
                field.blockSignals(False)
            self._show_picture(item.data(_PICTURE))

    def _show_picture(self, picture: str) -> None:
        self.picture.show_picture(picture)
        self.forms[0].set_shown("picture_shows", bool(picture))

    def _on_note(self) -> None:
        item = self.sections.currentItem()
        if item is not None:
            item.setData(_NOTE, self.note.toPlainText())
            item.setData(_PICTURE, self.picture.picture)
            item.setData(_SHOWS, self.shows.text())
            self._show_picture(self.picture.picture)

    def _on_saved(self, definition: PackDefinition) -> None:
        self.finish()
        self.saved.emit(definition.name)

    def _on_delete(self, name: str) -> None:
        self.write(partial(definitions.remove, name=name), self._on_deleted)

    def _on_deleted(self, definition: PackDefinition) -> None:
        words = tr("The definition “{name}” is deleted.", name=definition.name)
        self.context.toast_done(words, partial(definitions.save, definition=definition))
        self.finish()
        self.saved.emit("")


def _lines(definition: PackDefinition) -> Iterable[tuple[DefinedSection, bool]]:
    """Every section with its note, and whether it is printed: those that are not come last."""
    yield from ((defined, True) for defined in definition.sections)
    yield from ((DefinedSection(section), False) for section in definition.missing)


def _defined(item: QListWidgetItem) -> DefinedSection:
    texts = (str(item.data(role)).strip() for role in (_NOTE, _PICTURE, _SHOWS))
    return DefinedSection(PackSection(item.data(_SECTION)), *texts)


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked
