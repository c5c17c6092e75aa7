"""The texts of cases before they go: each is removed, rewritten or kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.retention.erasures import ScrubbedText, ShownText, TextChoice
from csq_desktop.domain.tones import Tone
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import tokens

_CUT = 160  # characters of a text that a line of the list shows


@dataclass(frozen=True)
class DecidedText:
    """A text and what is to become of it."""

    shown: ShownText
    choice: TextChoice = TextChoice.BLANK
    words: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others, in a draft too."""
        place = self.shown.place
        return f"{place.table}.{place.row_id}.{place.column}"

    @property
    def decision(self) -> ScrubbedText:
        """What the service is told."""
        return ScrubbedText(self.shown.place, self.choice, self.words)


class TextList(QWidget):
    """All texts, each removed unless somebody decides otherwise; those that name somebody first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._texts: dict[str, DecidedText] = {}
        self._waiting: Mapping[str, Sequence[str]] = {}
        self.model = RowsModel(_columns())
        self.table = TableView(
            context, self.model, name="erased_texts", two_lines=True, personal=True
        )
        self.table.setAccessibleName(tr("Texts of the cases"))
        self.table.keep_rows(3)
        self.whole = PlainLabel("", wrap=True)
        self.choice = ChoiceBox([(choice.value, choice.label) for choice in TextChoice])
        self.words = TextArea(lines=3)
        self.form = FormGrid()
        self._shows = ""
        self._lay_out()

    @property
    def decisions(self) -> tuple[ScrubbedText, ...]:
        """What was decided of each text."""
        return tuple(text.decision for text in self._texts.values())

    def show_texts(self, texts: Sequence[ShownText]) -> None:
        """Show these texts, with what was decided of them in a draft."""
        in_order = sorted(texts, key=lambda text: not text.spans)
        self._texts = {text.key: text for text in map(DecidedText, in_order)}
        self.put(json.dumps(self._waiting))
        self.setVisible(bool(texts))
        self.table.choose(0)

    def draft(self) -> str:
        """What was decided other than to remove, for a draft."""
        decided = {
            key: [text.choice.value, text.words]
            for key, text in self._texts.items()
            if text.choice is not TextChoice.BLANK
        }
        return json.dumps(decided) if decided or self._texts else json.dumps(self._waiting)

    def put(self, draft: str) -> None:
        """Put back what was decided; of texts that are not here yet, once they are."""
        self._waiting = json.loads(draft or "{}")
        for key, (choice, words) in self._waiting.items():
            if key in self._texts:
                text = replace(self._texts[key], choice=TextChoice(choice), words=words)
                self._texts[key] = text
        self.model.set_rows([*self._texts.values()])

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(PlainLabel(tr("Texts of the cases"), "heading"))
        column.addWidget(self.table, 1)
        column.addWidget(self.whole)
        self.form.add("text_choice", tr("What becomes of the text"), self.choice)
        self.form.add("text_words", tr("The words that stand there instead"), self.words)
        column.addWidget(self.form)
        self.form.set_shown("text_words", False)
        self.table.chosen.connect(self._on_chosen)
        self.choice.value_changed.connect(lambda _value: self._on_decided())
        self.words.textChanged.connect(self._on_decided)

    def _on_chosen(self, place: int) -> None:
        if not 0 <= place < self.model.rowCount():
            return
        text: DecidedText = self.model.row_at(place)
        self._shows = ""
        self.whole.setText(text.shown.text)
        self.choice.choose(text.choice.value)
        self.words.setPlainText(text.words or text.shown.blacked_out)
        self.form.set_shown("text_words", text.choice is TextChoice.REWRITE)
        self._shows = text.key

    def _on_decided(self) -> None:
        if not self._shows:
            return
        choice = TextChoice(self.choice.value)
        self.form.set_shown("text_words", choice is TextChoice.REWRITE)
        words = self.words.toPlainText() if choice is TextChoice.REWRITE else ""
        text = replace(self._texts[self._shows], choice=choice, words=words)
        if text != self._texts[self._shows]:
            self._texts[self._shows] = text
            place = self.model.find(text.key, "key")
            self._shows, chosen = "", place
            self.model.set_rows([*self._texts.values()])
            self.table.choose(chosen)


def _columns() -> list[Column]:
    return [
        Column(
            "record",
            trc("column", "Record"),
            lambda text: Cell(text.shown.record, text.shown.field),
            180,
            least=110,
            rank=1,
        ),
        Column(
            "text",
            trc("column", "Text"),
            lambda text: Cell(
                text.shown.text[:_CUT],
                tr("Names the customer") if text.shown.spans else "",
                tone=Tone.WARN if text.shown.spans else None,
            ),
            330,
            least=160,
        ),
        Column(
            "choice",
            trc("column", "Decision"),
            lambda text: Cell(text.choice.label),
            150,
            least=110,
        ),
    ]
