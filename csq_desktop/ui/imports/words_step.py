"""Second step of an import: the words of the file's lists, each with the word it is read as."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.fields import field_of
from csq_desktop.domain.imports.plans import ANY_OTHER, ImportMapping
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.imports.matching import FileMatching, FileWord, FileWords
from csq_desktop.texts import tr, trn
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.messages import Mark
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel, SectionTitle
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.layout.scrolled import scrolled_within
from csq_desktop.ui.theme import theme, tokens

REFUSED, KEPT = "", "\0as it is"
_EMPTY = "\0empty"
_LEAST_WORD, _LEAST_CHOICE = 110, 170
"""In pixels at 100 % text, where the text is large for the window."""


class WordsStep(QWidget):
    """What each word of a list is read as; those that mean nothing yet come first."""

    def __init__(self) -> None:
        super().__init__()
        self._chosen: dict[str, dict[str, ChoiceBox]] = {}
        self._models: dict[str, QAbstractItemModel] = {}
        inner = QWidget()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        self._body.setSpacing(tokens.GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        explanation = tr(
            "These columns use fixed lists. Match each word in the file to an entry; "
            "rows with an unmatched word are skipped."
        )
        column.addWidget(PlainLabel(explanation, "muted", wrap=True))
        column.addWidget(scrolled_within(inner, least=130), 1)

    def show_words(
        self, columns: tuple[FileWords, ...], look: FileMatching, mapping: ImportMapping
    ) -> None:
        """Show the words of a file's columns with what they are read as."""
        clear(self._body)
        self._chosen.clear()
        self._models.clear()
        sources = dict(mapping.sources)
        for words in sorted(columns, key=_weight):
            field = field_of(mapping.kind, words.key)
            self._models[words.key] = self._options(field, look, grows=_grows(field, mapping))
            self._show_field(words, sources[words.key], mapping)
        self._body.addStretch(1)

    def take_focus(self) -> None:
        """Begin at the first word."""
        for choices in self._chosen.values():
            for choice in choices.values():
                choice.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def values(self) -> dict[str, dict[str, str]]:
        """The words of the file with their codes, as a mapping holds them."""
        values: dict[str, dict[str, str]] = {}
        for key, choices in self._chosen.items():
            words = {word: _code(word, choice.value) for word, choice in choices.items()}
            codes = {word: code for word, code in words.items() if code is not None}
            if codes:
                values[key] = codes
        return values

    @property
    def is_asked(self) -> bool:
        """Whether the file has any words of lists."""
        return bool(self._chosen)

    @property
    def unknown(self) -> int:
        """How many words mean nothing yet."""
        return sum(
            choice.value == REFUSED
            for choices in self._chosen.values()
            for word, choice in choices.items()
            if word != ANY_OTHER
        )

    def _options(
        self, field: TargetField, look: FileMatching, *, grows: bool
    ) -> QAbstractItemModel:
        """One model shared by all choices of a field: two hundred of fifty entries take seconds."""
        model = QStandardItemModel(self)
        options = [(REFUSED, tr("Choose…"))]
        if grows:
            is_name = field.kind is FieldKind.PERSON
            kept = tr("Add to the list of people") if is_name else tr("Keep as a new word")
            options.append((KEPT, kept))
        if not field.required:
            options.append((_EMPTY, tr("Leave empty")))
        for value, label in (*options, *look.options.get(field.key, ())):
            item = QStandardItem(label)
            item.setData(value, Qt.ItemDataRole.UserRole)
            model.appendRow(item)
        return model

    def _show_field(self, words: FileWords, column: str, mapping: ImportMapping) -> None:
        field = field_of(mapping.kind, words.key)
        title = tr("{field} — column “{column}”", field=field.title, column=column)
        self._body.addWidget(SectionTitle(title))
        part = QWidget()
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.GAP_LARGE)
        grid.setVerticalSpacing(tokens.GAP_SMALL)
        grid.setColumnMinimumWidth(1, theme.current().px(_LEAST_WORD))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._chosen[words.key] = {}
        unknown_first = sorted(words.words, key=lambda word: word.code is not None)
        for row, word in enumerate(unknown_first):
            self._show_word(grid, row, words.key, word)
        if words.more or not _grows(field, mapping):
            self._show_others(grid, len(unknown_first), words, mapping)
        self._body.addWidget(part)

    def _show_word(self, grid: QGridLayout, row: int, key: str, word: FileWord) -> None:
        choice = self._choice(key, word.word)
        listed = choice.findData(word.code) if word.code else -1
        choice.setCurrentIndex(listed if listed > 0 else max(0, choice.findData(_value(word))))
        mark = Mark(Tone.GOOD)
        words = ElidedLabel(word.word, "strong")
        rows = trn("{count} row", "{count} rows", word.rows, count=count_text(word.rows))
        grid.addWidget(mark, row, 0)
        grid.addWidget(words, row, 1)
        grid.addWidget(choice, row, 2)
        grid.addWidget(PlainLabel(rows, "muted"), row, 3)
        choice.value_changed.connect(lambda value: mark.set_tone(_tone(value)))
        mark.set_tone(_tone(choice.value))

    def _show_others(
        self, grid: QGridLayout, row: int, words: FileWords, mapping: ImportMapping
    ) -> None:
        label = tr("Any other word")
        if words.more:
            label = trn(
                "{count} other word",
                "{count} other words",
                words.more,
                count=count_text(words.more),
            )
        choice = self._choice(words.key, ANY_OTHER)
        code = mapping.values.get(words.key, {}).get(ANY_OTHER)
        choice.setCurrentIndex(0 if code is None else max(0, choice.findData(code or _EMPTY)))
        choice.setAccessibleName(label)
        grid.addWidget(PlainLabel(label, "muted"), row, 1)
        grid.addWidget(choice, row, 2)

    def _choice(self, key: str, word: str) -> ChoiceBox:
        choice = ChoiceBox()
        choice.setModel(self._models[key])
        choice.setObjectName(f"word_{key}_{len(self._chosen[key])}")
        choice.setAccessibleName(tr("“{word}” means", word=word))
        choice.setMinimumContentsLength(24)
        choice.setMinimumWidth(theme.current().px(_LEAST_CHOICE))
        self._chosen[key][word] = choice
        return choice


def _grows(field: TargetField, mapping: ImportMapping) -> bool:
    """Whether new words may stay as they are: names always, words of the shop's lists if wanted."""
    return field.kind is FieldKind.PERSON or field.key in mapping.new_words


def _weight(words: FileWords) -> tuple[bool, int]:
    """Fields with words that mean nothing first, then those of few words."""
    return all(word.code is not None for word in words.words), len(words.words)


def _value(word: FileWord) -> str:
    """The choice that stands for how a word is read now."""
    if word.code is None:
        return REFUSED
    if word.code == "":
        return _EMPTY
    return KEPT if word.code == word.word else word.code


def _code(word: str, value: str) -> str | None:
    """The code a mapping holds for a word; None where it says nothing of it."""
    if value == REFUSED or (value == KEPT and word == ANY_OTHER):
        return None
    return {KEPT: word, _EMPTY: ""}.get(value, value)


def _tone(value: str) -> Tone:
    if value == REFUSED:
        return Tone.BAD
    return Tone.ACCENT if value == KEPT else Tone.GOOD
