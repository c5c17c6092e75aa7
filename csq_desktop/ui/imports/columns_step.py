"""First step of an import: what the rows are, and what each column of the file becomes."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.date_styles import YearFirst
from csq_desktop.domain.imports.fields import FIELDS, UNIQUE_BY, ImportKind, field_of, growing
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping, OrderProof
from csq_desktop.domain.imports.tables import FileEncoding, Table
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.imports.undated import RULES, rule_text
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.imports.matching import FileMatching
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.masked import MaskedValue
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel, SectionTitle
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_within
from csq_desktop.ui.theme import theme, tokens

_SAMPLE_ROWS, _SAMPLE_LETTERS = 3, 40
_LEAST_HEADING, _LEAST_CHOICE, _LEAST_SAMPLE = 100, 170, 110
"""In pixels at 100 % text, where the text is large for the window."""
_TIME = "@time"


class ColumnsStep(QWidget):
    """The columns of a file, each with the field it becomes.

    Signals say when the file has to be read again (`kind_changed`, `sheet_changed`,
    `encoding_changed`) or the order of its dates proved again.
    """

    kind_changed = Signal(str)
    sheet_changed = Signal(str)
    encoding_changed = Signal(str)
    matching_chosen = Signal(str)
    dates_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._look: FileMatching | None = None
        self._table: Table | None = None
        self._columns: dict[str, ChoiceBox] = {}
        self._constants: dict[str, ChoiceBox] = {}
        self.kind = ChoiceBox([(kind.value, kind.label) for kind in ImportKind])
        self.sheet, self.encoding = ChoiceBox(), ChoiceBox()
        self.order, self.year_first = ChoiceBox(), ChoiceBox()
        self.saved, self.unique, self.undated = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self._asked = (
            *(self.kind, self.saved, self.sheet, self.encoding),
            *(self.order, self.year_first, self.undated),
        )
        self.summary = PlainLabel("", "label", wrap=True)
        self.notes = InlineMessage()
        self._build()
        self._connect()

    def show_look(self, table: Table, look: FileMatching) -> None:
        """Show a file and the matching proposed for it."""
        self._table, self._look = table, look
        self._put(self.kind, look.kind.value)
        self._offer(self.sheet, [(name, name) for name in table.sheets], table.sheet or "")
        self._sheet_cell.setVisible(len(table.sheets) > 1)
        self._show_encoding(table)
        matchings = [
            ("", tr("As guessed from the file")),
            *((saved.name, saved.name) for saved in look.saved),
        ]
        used = [
            saved.name
            for saved in look.saved
            if (saved.mapping.columns, saved.mapping.times)
            == (self._mapping.columns, self._mapping.times)
        ]
        self._offer(self.saved, matchings, used[0] if used else "")
        self._saved_cell.setVisible(bool(look.saved))
        self._offer_year_first(look.proposal.mapping.year_first)
        self._offer_rules(look.proposal.mapping.undated_closing)
        self.show_order(look.proposal.order, look.proposal.mapping.date_order)
        rows = trn("{count} row", "{count} rows", table.estimate, count=count_text(table.estimate))
        wide = trn(
            "{count} column",
            "{count} columns",
            len(table.columns),
            count=count_text(len(table.columns)),
        )
        self.summary.setText("  ·  ".join((rows, wide)))
        self._show_columns(table)
        self._show_rest()

    def show_order(self, proof: OrderProof, chosen: DateOrder | None) -> None:
        """Ask for the order of dates where they need one; a proved one is only shown."""
        first = [] if proof.order else [("", tr("Choose…"))]
        self._offer(
            self.order,
            [*first, *((order.value, order.label) for order in DateOrder)],
            (proof.order or chosen or "") if proof.needed else "",
        )
        self._order_cell.setVisible(proof.needed)
        self.order.setProperty("wrong", proof.needed and not self.order.value)
        self.order.style().unpolish(self.order)
        self.order.style().polish(self.order)
        if proof.order:
            self.order.setToolTip(tr("“{date}” fits no other order.", date=proof.because))
        elif proof.against:
            tip = tr("“{date}” fits none of the orders the other dates allow.", date=proof.against)
            self.order.setToolTip(tip)
        else:
            self.order.setToolTip(tr("All dates of the file can be read in more than one way."))
        self._year_first_cell.setVisible(proof.asks_year_first)
        self._show_notes(proof)

    def mapping(self) -> ImportMapping:
        """The matching as it is chosen now."""
        chosen_keys = {name: box.value for name, box in self._columns.items() if box.value}
        times = {
            name: key.removesuffix(_TIME)
            for name, key in chosen_keys.items()
            if key.endswith(_TIME)
        }
        columns = {name: key for name, key in chosen_keys.items() if name not in times}
        matched = {key for keys in columns.values() for key in keys.split("+")}
        constants = {
            key: choice.value
            for key, choice in self._constants.items()
            if choice.value and key not in matched
        }
        table = self._table
        chosen = self.encoding.value if table is not None and table.encoding else ""
        return replace(
            self._mapping,
            columns=columns,
            times=times,
            constants=constants,
            values={key: words for key, words in self._mapping.values.items() if key in matched},
            date_order=DateOrder(self.order.value) if self.order.value else None,
            year_first=self._chosen_year_first,
            undated_closing=self.undated.value if "status" in matched else "",
            encoding=chosen if chosen and self._was_asked else self._mapping.encoding,
            new_words=growing(self._mapping.kind, matched),
            unique_by=self.unique.value,
        )

    @property
    def asks_order(self) -> bool:
        """Whether the dates need an order."""
        return not self._order_cell.isHidden()

    @property
    def _mapping(self) -> ImportMapping:
        assert self._look is not None
        return self._look.proposal.mapping

    @property
    def _was_asked(self) -> bool:
        return not self._encoding_cell.isHidden()

    @property
    def _chosen_year_first(self) -> YearFirst | None:
        is_asked = not self._year_first_cell.isHidden()
        return YearFirst(self.year_first.value) if is_asked and self.year_first.value else None

    def _offer_year_first(self, chosen: YearFirst | None) -> None:
        unsure = ("", tr("Not sure: mark the rows"))
        options = [unsure, *((each.value, each.label) for each in YearFirst)]
        self._offer(self.year_first, options, chosen or "")

    def _offer_rules(self, chosen: str) -> None:
        rules = dict.fromkeys((*RULES, chosen))
        self._offer(self.undated, [(rule, rule_text(rule)) for rule in rules], chosen)

    def _show_encoding(self, table: Table) -> None:
        unsure = table.encoding is not None and not (
            table.encoding_sure and table.encoding.startswith("utf-8")
        )
        options = [(each.value, each.label) for each in FileEncoding]
        plain = FileEncoding.family_of(table.encoding or "")
        self._offer(self.encoding, options, plain)
        self._encoding_cell.setVisible(unsure)

    def _show_notes(self, proof: OrderProof) -> None:
        assert self._look is not None
        lines = [*self._look.proposal.notes, *proof.notes]
        if self._table is not None and not self._table.encoding_sure:
            lines.append(tr("The encoding is a guess. Check that the cells below are readable."))
        if lines:
            self.notes.say("\n".join(lines), Tone.SOFT)
        else:
            self.notes.clear()

    def _show_columns(self, table: Table) -> None:
        clear(self._grid)
        self._columns.clear()
        for place, words in enumerate((tr("Column"), tr("Import as"), tr("In the file"))):
            self._grid.addWidget(PlainLabel(words, "label"), 0, place)
        sample = table.sample(_SAMPLE_ROWS)
        fields = [pair for field in FIELDS[self._mapping.kind] for pair in _choices(field)]
        for row, name in enumerate(table.columns, start=1):
            key = self._mapping.columns.get(name, "")
            if name in self._mapping.times:
                key = f"{self._mapping.times[name]}{_TIME}"
            both = [(key, _joined(self._mapping.kind, key))] if "+" in key else []
            choice = ChoiceBox([("", tr("Skip")), *fields, *both])
            choice.choose(key)
            choice.setObjectName(f"column_{row}")
            choice.setAccessibleName(tr("Import “{column}” as", column=name))
            choice.setMinimumContentsLength(26)
            choice.setMinimumWidth(theme.current().px(_LEAST_CHOICE))
            choice.value_changed.connect(lambda _value: self._on_column())
            self._columns[name] = choice
            heading = ElidedLabel(name, "strong")
            cells = "  ·  ".join(
                cells[row - 1][:_SAMPLE_LETTERS] for cells in sample if cells[row - 1].strip()
            )
            self._grid.addWidget(heading, row, 0)
            self._grid.addWidget(choice, row, 1)
            self._grid.addWidget(_Sample(self._context, cells), row, 2)

    def _on_column(self) -> None:
        self._show_rest()
        self.dates_changed.emit()

    def _show_rest(self) -> None:
        """Ask for what no column gives but every row needs, and what tells rows apart."""
        chosen = {key for choice in self._columns.values() for key in choice.value.split("+")}
        self._undated_cell.setVisible("status" in chosen)
        constants = {key: choice.value for key, choice in self._constants.items()}
        clear(self._rest)
        self._constants.clear()
        missing = [
            field
            for field in FIELDS[self._mapping.kind]
            if field.required and field.key not in chosen
        ]
        self._rest_title.setVisible(bool(missing))
        for row, field in enumerate(missing):
            self._ask_constant(row, field, constants)
        options = [
            (keys, _joined(self._mapping.kind, keys))
            for keys in UNIQUE_BY[self._mapping.kind]
            if chosen.issuperset(keys.split("+"))
        ]
        unique_by = self.unique.value or self._mapping.unique_by
        self._offer(self.unique, [*options, ("", tr("None (compare whole rows)"))], unique_by)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab leads down the page: what is made later would come after the dialog's buttons."""
        choices = (*self._asked, *self._columns.values(), *self._constants.values(), self.unique)
        for before, after in pairwise(choices):
            QWidget.setTabOrder(before, after)

    def _ask_constant(self, row: int, field: TargetField, constants: Mapping[str, str]) -> None:
        assert self._look is not None
        options = self._look.options.get(field.key, ())
        self._rest.addWidget(PlainLabel(field.title, "strong"), row, 0)
        if not options:
            hint = PlainLabel(tr("Match a column to “{field}”.", field=field.title), "error")
            self._rest.addWidget(hint, row, 1)
            return
        usual = self._mapping.constants.get(
            field.key, self._mapping.kind.declared.usual.get(field.key, "")
        )
        choice = ChoiceBox([("", tr("Choose…")), *options])
        choice.choose(constants.get(field.key) or usual)
        choice.setObjectName(f"constant_{field.key}")
        choice.setAccessibleName(field.title)
        choice.setMinimumContentsLength(26)
        self._constants[field.key] = choice
        self._rest.addWidget(choice, row, 1)

    def _offer(self, choice: ChoiceBox, options: list[tuple[str, str]], value: str) -> None:
        choice.blockSignals(True)
        choice.set_options(options)
        choice.setCurrentIndex(max(0, choice.findData(value)))
        choice.blockSignals(False)

    def _put(self, choice: ChoiceBox, value: str) -> None:
        choice.blockSignals(True)
        choice.choose(value)
        choice.blockSignals(False)

    def _build(self) -> None:
        top = FlowLayout(None)
        self._kind_cell = _cell(tr("Kind of data"), self.kind, "import_kind")
        self._saved_cell = _cell(tr("Column mapping"), self.saved, "saved_matching")
        self._sheet_cell = _cell(tr("Sheet"), self.sheet, "import_sheet")
        self._encoding_cell = _cell(tr("Encoding"), self.encoding, "import_encoding")
        self._order_cell = _cell(tr("Date format"), self.order, "date_order")
        self._year_first_cell = _cell(
            tr("Dates with the year first"), self.year_first, "year_first"
        )
        self._undated_cell = _cell(tr("Closed without a date"), self.undated, "undated_closing")
        for ours in (self.encoding, self.order, self.year_first, self.undated):
            ours.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        for cell in (
            self._kind_cell,
            self._saved_cell,
            self._sheet_cell,
            self._encoding_cell,
            self._order_cell,
            self._year_first_cell,
            self._undated_cell,
        ):
            top.addWidget(cell)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        body.setSpacing(tokens.GAP)
        self._grid, self._rest = _grid(), _grid()
        self._rest_title = SectionTitle(tr("The same in every row"))
        body.addLayout(self._grid)
        body.addWidget(self._rest_title)
        body.addLayout(self._rest)
        body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(PlainLabel(tr("Unique field"), "label"))
        foot.addWidget(self.unique)
        foot.addStretch(1)
        self.unique.setObjectName("unique_by")
        self.unique.setMinimumContentsLength(24)
        self.unique.setAccessibleName(tr("Unique field"))
        self.unique.setToolTip(tr("If the value already exists here, the row updates that record."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addLayout(top)
        column.addWidget(self.summary)
        column.addWidget(self.notes)
        column.addWidget(scrolled_within(inner, least=130), 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.kind.value_changed.connect(self.kind_changed)
        self.sheet.value_changed.connect(self.sheet_changed)
        self.encoding.value_changed.connect(self.encoding_changed)
        self.saved.value_changed.connect(self.matching_chosen)


class _Sample(MaskedValue):
    """The first cells of a column, on one line."""

    def __init__(self, context: Context, text: str) -> None:
        super().__init__(context, text, "muted")
        self.setWordWrap(False)
        self.setMinimumWidth(theme.current().px(_LEAST_SAMPLE))
        self.setToolTip("")


def _cell(label: str, choice: ChoiceBox, name: str) -> QWidget:
    """A choice under its label."""
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, tokens.GAP, 0)
    column.setSpacing(tokens.GAP_TINY)
    words = PlainLabel(label, "field")
    words.setBuddy(choice)
    choice.setObjectName(name)
    choice.setAccessibleName(label)
    choice.setMinimumContentsLength(18)
    column.addWidget(words)
    column.addWidget(choice)
    return cell


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.GAP_LARGE)
    grid.setVerticalSpacing(tokens.GAP_SMALL)
    # an elided label has no minimum width of its own
    grid.setColumnMinimumWidth(0, theme.current().px(_LEAST_HEADING))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(2, 3)
    grid.setAlignment(Qt.AlignmentFlag.AlignTop)
    return grid


def _choices(field: TargetField) -> list[tuple[str, str]]:
    """A field as a column may become it: a moment also from a second column with its time."""
    choices = [(field.key, _titled(field))]
    if field.kind is FieldKind.MOMENT:
        choices.append((f"{field.key}{_TIME}", tr("{field} (time of day)", field=field.title)))
    return choices


def _titled(field: TargetField) -> str:
    return f"{field.title} *" if field.required else field.title


def _joined(kind: ImportKind, keys: str) -> str:
    return " + ".join(field_of(kind, key).title for key in keys.split("+"))
