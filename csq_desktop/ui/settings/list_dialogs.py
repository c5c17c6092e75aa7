"""Dialogs about the entries of a list: a new one, other words, words of records that it means."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.shop.shop_lists import columns_of
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.settings import list_changes
from csq_desktop.services.settings.list_changes import EntryLine, EntryPlace, ListView
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid

_NEW = ""


class _EntryDialog(Dialog):
    """The words of an entry in three languages, and the one it lies under."""

    help_heading: ClassVar[str] = "lists"

    def __init__(self, context: Context, view: ListView, title: str, parent: QWidget) -> None:
        super().__init__(context, title, tr("Save"), parent)
        self.view = view
        self.form = self.add_form(FormGrid())
        self.words = {key: QLineEdit() for key in columns_of(ThreeTexts())}
        for (key, line), language in zip(self.words.items(), LANGUAGE_NAMES.values(), strict=True):
            self.form.add(key, language, line)
        self.under = ChoiceBox([(_NEW, tr("None: first level")), *self._tops()])
        if view.kind.levels > 1:
            self.form.add("parent", tr("Under"), self.under)

    @property
    def wording(self) -> ThreeTexts:
        """The words as typed."""
        return ThreeTexts(*(line.text() for line in self.words.values()))

    def show_words(self, words: ThreeTexts) -> None:
        """Begin with these words."""
        for key, text in columns_of(words).items():
            self.words[key].setText(text)

    def _tops(self) -> list[tuple[str, str]]:
        entries = (line.entry for line in self.view.lines if not line.entry.parent)
        return [(entry.code, entry.label) for entry in entries]


class AddEntryDialog(_EntryDialog):
    """A new entry behind the others."""

    def __init__(self, context: Context, view: ListView, parent: QWidget) -> None:
        super().__init__(context, view, tr("Add entry to “{list}”", list=view.kind.label), parent)
        self.setObjectName("add_entry_dialog")
        self.draft_key = f"list.{view.kind.key}.new"
        self.take_draft()

    def submit(self) -> None:
        job = partial(
            list_changes.add,
            name=self.view.kind.key,
            wording=self.wording,
            parent=self.under.value,
        )
        self.write(job, self._on_added)

    def _on_added(self, code: str) -> None:
        back = partial(list_changes.take_back, name=self.view.kind.key, code=code)
        self.context.toast_done(tr("Entry added."), back)
        self.finish()


class EditEntryDialog(_EntryDialog):
    """Other words for an entry, or another one above it; its code stays."""

    def __init__(self, context: Context, view: ListView, line: EntryLine, parent: QWidget) -> None:
        super().__init__(context, view, tr("Edit entry"), parent)
        self.setObjectName("edit_entry_dialog")
        self.entry = line.entry
        self.draft_key = f"list.{view.kind.key}.{line.entry.code}"
        self.show_words(line.entry.wording)
        self.under.choose(line.entry.parent)
        self.take_draft()

    def submit(self) -> None:
        job = partial(
            list_changes.change,
            name=self.view.kind.key,
            code=self.entry.code,
            wording=self.wording,
            place=EntryPlace(self._parent()),
        )
        self.write(job, lambda _: self._on_changed())

    def _parent(self) -> str:
        return self.under.value if self.view.kind.levels > 1 else self.entry.parent

    def _on_changed(self) -> None:
        back = partial(
            list_changes.change,
            name=self.view.kind.key,
            code=self.entry.code,
            wording=self.entry.wording,
            place=EntryPlace(self.entry.parent, self.entry.position),
        )
        self.context.toast_done(tr("Entry changed."), back)
        self.finish()


class AdoptWordsDialog(Dialog):
    """Words that an import or somebody brought: a new entry, or the same as one that is there."""

    help_heading: ClassVar[str] = "lists"

    def __init__(self, context: Context, view: ListView, parent: QWidget) -> None:
        super().__init__(context, tr("Other wordings in records"), tr("Adopt"), parent)
        self.setObjectName("adopt_words_dialog")
        self.view = view
        self.draft_key = f"list.{view.kind.key}.adopt"
        note = tr(
            "The records stay as they are. They are shown and found under the entry, and files "
            "that use this wording take the entry from now on. Figures of past months do not "
            "change."
        )
        self.content.addWidget(PlainLabel(note, "muted", wrap=True))
        self.form = self.add_form(FormGrid())
        self.words = ChoiceBox(
            [
                (each.words, tr("{words} ({n})", words=each.words, n=f"{each.n:,}"))
                for each in view.unlisted
            ]
        )
        self.entry = ChoiceBox([(_NEW, tr("A new entry")), *self._entries()])
        self.form.add("adopted_words", tr("Wording"), self.words)
        self.form.add("entry", tr("Means"), self.entry)
        self.take_draft()

    def collect(self) -> dict[str, str]:
        """What is chosen; the words may name somebody, and no draft holds them."""
        return {}

    def restore(self, texts: Mapping[str, str]) -> None:
        del texts

    def submit(self) -> None:
        name, code, words = self.view.kind.key, self.entry.value, self.words.value
        if code:
            job = partial(list_changes.adopt, name=name, code=code, words=words)
            self.write(job, lambda _: self._on_adopted(code, words))
        else:
            wording = ThreeTexts(**{self._language(): words})
            add = partial(list_changes.add, name=name, wording=wording, means=words)
            self.write(add, self._on_added)

    def _on_added(self, code: str) -> None:
        back = partial(list_changes.take_back, name=self.view.kind.key, code=code)
        self.context.toast_done(tr("Wording adopted."), back)
        self.finish()

    def _on_adopted(self, code: str, words: str) -> None:
        name = self.view.kind.key
        back = partial(list_changes.set_apart, name=name, code=code, words=words)
        self.context.toast_done(tr("Wording adopted."), back)
        self.finish()

    def _language(self) -> str:
        return self.context.shop.language

    def _entries(self) -> list[tuple[str, str]]:
        return [(line.entry.code, line.entry.label) for line in self.view.lines]
