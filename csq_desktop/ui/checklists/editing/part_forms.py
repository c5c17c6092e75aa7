"""The forms of a checklist's parts: the whole, a section, an item; each in three languages."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.checklists.facts import Every, Item, ResponseSet, Section, Template
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.settings import lists
from csq_desktop.texts import LANGUAGE_NAMES, LANGUAGES, tr
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.kit.forms.fields import (
    ChoiceBox,
    NumberField,
    PercentField,
    TextArea,
    WordsLine,
    inset,
)
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.theme import theme, tokens

USUAL_CAP = 0.6
HEAVIEST = 100.0
LARGE_TEXT = 130  # per cent; above it the languages stand one under the other


class WeightField(QDoubleSpinBox):
    """A weight, 0 to 100, in halves."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, HEAVIEST)
        self.setSingleStep(0.5)
        self.setDecimals(1)
        wheel.leave_to_page(self)
        inset(self)


class PartForm(QWidget):
    """A form that emits `changed` when the user changes anything in it."""

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._filling = False
        large = theme.current().percent > LARGE_TEXT
        self.form = FormGrid(columns=1 if large else len(LANGUAGES))
        self.heading = PlainLabel(title, "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(self.heading)
        column.addWidget(self.form)
        column.addStretch(1)

    def fill(self, put: Callable[[], None]) -> None:
        """Put values into the fields without emitting `changed`."""
        self._filling = True
        put()
        self._filling = False

    def add_three(self, key: str, label: str, *, lines: int = 1) -> None:
        """Add a wording: one field for each language."""
        for code in LANGUAGES:
            field = WordsLine() if lines == 1 else _area(lines)
            self.form.add(f"{key}_{code}", f"{label} · {LANGUAGE_NAMES[code]}", field)
            self.watch(field)

    def three(self, key: str) -> ThreeTexts:
        """The wording as typed."""
        typed = self.form.collect()
        return ThreeTexts(**{code: typed[f"{key}_{code}"].strip() for code in LANGUAGES})

    def put_three(self, key: str, wording: ThreeTexts) -> None:
        """Show a wording."""
        texts = {f"{key}_{code}": text for code, text in wording.by_language.items()}
        self.form.restore(texts)

    def watch(self, field: QWidget) -> None:
        """Emit `changed` when the field changes."""
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.textChanged.connect(lambda *_: self._tell())
        elif isinstance(field, QCheckBox):
            field.toggled.connect(lambda *_: self._tell())
        elif isinstance(field, QSpinBox | QDoubleSpinBox):
            field.valueChanged.connect(lambda *_: self._tell())
        elif isinstance(field, QComboBox):
            field.currentIndexChanged.connect(lambda *_: self._tell())

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()


class WholeForm(PartForm):
    """What holds for the whole checklist."""

    def __init__(self) -> None:
        super().__init__(tr("The checklist"))
        self.add_three("title", tr("Title"))
        self.every = ChoiceBox([(every.value, every.label) for every in Every])
        self.minutes = NumberField(highest=600)
        self.cap = PercentField(digits=0)
        self.capped = QCheckBox(tr("Cap the score when a critical item fails"))
        self.form.add("every", tr("How often"), self.every)
        self.form.add("minutes", tr("Minutes it takes"), self.minutes)
        self.form.add("cap", tr("Score cap"), self.cap)
        self.form.add("capped", "", self.capped, wide=True)
        for field in (self.every, self.minutes, self.cap, self.capped):
            self.watch(field)
        self.capped.toggled.connect(self._allow_cap)

    def _allow_cap(self, on: bool) -> None:
        allow(self.cap, "" if on else tr("No score is capped in this checklist."))

    def show_part(self, template: Template) -> None:
        """Show a checklist's own facts."""

        def put() -> None:
            self.put_three("title", template.title)
            self.every.choose(template.every.value)
            self.minutes.setValue(template.minutes)
            self.capped.setChecked(template.critical_cap is not None)
            self._allow_cap(template.critical_cap is not None)
            cap = template.critical_cap
            self.cap.set_share(USUAL_CAP if cap is None else cap)

        self.fill(put)

    def applied(self, template: Template) -> Template:
        """The checklist with what was typed."""
        return replace(
            template,
            title=self.three("title"),
            every=Every(self.every.value),
            minutes=self.minutes.value(),
            critical_cap=self.cap.share if self.capped.isChecked() else None,
        )


class SectionForm(PartForm):
    """One section."""

    def __init__(self) -> None:
        super().__init__(tr("Section"))
        self.add_three("section_title", tr("Title"))

    def show_part(self, section: Section) -> None:
        """Show a section."""
        self.heading.setText(tr("Section {code}", code=section.code))
        self.fill(lambda: self.put_three("section_title", section.title))

    def applied(self, section: Section) -> Section:
        """The section with what was typed."""
        return replace(section, title=self.three("section_title"))


class ItemForm(PartForm):
    """One item: words, guidance, answers, weight, and what its failing means."""

    def __init__(self, sets: Sequence[ResponseSet]) -> None:
        super().__init__(tr("Item"))
        self._sets = {offered.key: offered for offered in sets}
        self.add_three("text", tr("Question"), lines=3)
        self.add_three("guidance", tr("Guidance"), lines=3)
        self.answers, self.weight = ChoiceBox(), WeightField()
        self.touch_point = ChoiceBox(_touch_points(""))
        self.critical = QCheckBox(tr("Critical: the score is capped when it fails"))
        self.mandatory = QCheckBox(tr("Answer required"))
        self.explained = QCheckBox(tr("Note or photo required when it fails"))
        self.form.add("answers", tr("Answers offered"), self.answers)
        self.form.add("weight", tr("Weight"), self.weight)
        self.form.add("touch_point", tr("Touchpoint"), self.touch_point)
        for key, box in (
            ("mandatory", self.mandatory),
            ("critical", self.critical),
            ("explained", self.explained),
        ):
            self.form.add(key, "", box, wide=True)
            self.watch(box)
        for field in (self.answers, self.weight, self.touch_point):
            self.watch(field)

    def show_part(self, item: Item, offered: Sequence[ResponseSet]) -> None:
        """Show an item; `offered` are the sets of answers the checklist has already."""
        self._sets |= {response_set.key: response_set for response_set in offered}
        self.heading.setText(tr("Item {code}", code=item.code))

        def put() -> None:
            self.answers.set_options(
                [
                    (response_set.key, _set_words(response_set))
                    for response_set in self._sets.values()
                ]
            )
            self.answers.choose(item.response_set)
            self.put_three("text", item.text)
            self.put_three("guidance", item.guidance)
            self.weight.setValue(item.weight)
            self.touch_point.set_options(_touch_points(item.touch_point or ""))
            self.touch_point.choose(item.touch_point or "")
            self.critical.setChecked(item.critical)
            self.mandatory.setChecked(item.mandatory)
            self.explained.setChecked(item.needs_comment_on_fail)

        self.fill(put)

    @property
    def chosen_set(self) -> ResponseSet | None:
        """The set of answers chosen."""
        return self._sets.get(self.answers.value)

    def applied(self, item: Item) -> Item:
        """The item with what was typed."""
        weight = self.weight.value()
        return replace(
            item,
            text=self.three("text"),
            guidance=self.three("guidance"),
            response_set=self.answers.value,
            weight=int(weight) if weight == int(weight) else weight,
            critical=self.critical.isChecked(),
            mandatory=self.mandatory.isChecked(),
            needs_comment_on_fail=self.explained.isChecked(),
            touch_point=self.touch_point.value or None,
        )


def _area(lines: int) -> TextArea:
    """A text area that does not grow when there is room."""
    area = TextArea(lines=lines)
    area.setMaximumHeight(area.minimumHeight())
    return area


def _set_words(offered: ResponseSet) -> str:
    return " · ".join(choice.label.text for choice in offered.choices)


def _touch_points(held: str) -> list[tuple[str, str]]:
    """The touchpoints to choose from, and the one an item has, also when it is deactivated."""
    points = {point.code: point.label for point in lists.choices(lists.TOUCH_POINTS)}
    if held:
        points.setdefault(held, lists.label(lists.TOUCH_POINTS, held))
    return [("", tr("none")), *points.items()]
