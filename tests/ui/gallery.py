"""Every widget in both themes as pictures to look at: `python -m tests.ui.gallery FOLDER`."""

import sys
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Role, User
from csq_desktop.errors import UserError
from csq_desktop.settings import Settings
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import Card, FigureCard
from csq_desktop.ui.kit.display.facts import HistoryLine, KeyValueList, StepBar, Timeline
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.toast import Toast
from csq_desktop.ui.kit.display.waiting import ProgressCard
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.forms.dates import DateField, TimeField
from csq_desktop.ui.kit.forms.fields import (
    ChoiceBox,
    MoneyField,
    NumberField,
    TextArea,
)
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.tasks import Tasks, Waiting
from csq_desktop.ui.theme import theme

SIZE = (1366, 900)
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
DUE = ((Tone.BAD, "overdue 3 h"), (Tone.WARN, "today 17:00"), (Tone.GOOD, "24 Nov"), (None, "–"))


def main(folder: Path) -> None:
    """Draw the gallery at ordinary and at double text size."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    running = theme.start(app, Settings())
    for mode, percent in (("light", 100), ("dark", 100), ("light", 200)):
        running.switch(mode=mode, percent=percent)
        shown = gallery()
        shown.resize(SIZE[0] * percent // 100, SIZE[1] * percent // 100)
        shown.show()
        app.processEvents()
        shown.grab().save(str(folder / f"gallery_{mode}_{percent}.png"))
        shown.close()


def gallery() -> QWidget:
    """All widgets on one sheet."""
    sheet = QWidget()
    column = QVBoxLayout(sheet)
    column.addLayout(_row(*_figures()))
    column.addLayout(_row(_chips(), SearchBox("Search complaints…"), *_buttons()))
    lower = QGridLayout()
    lower.addWidget(_form(), 0, 0)
    lower.addWidget(_list(), 0, 1)
    lower.addWidget(_case(), 0, 2)
    for at in range(3):
        lower.setColumnStretch(at, 1)
    column.addLayout(lower, 1)
    toast = Toast(sheet)
    toast.say("Archived", lambda: None)
    return sheet


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for part in parts:
        row.addWidget(part)
    return row


def _figures() -> list[QWidget]:
    shown = []
    for label, value, words, tone in (
        ("Pledges met", "96.2%", "1,204 of 1,252 · target 95%", Tone.GOOD),
        ("Open complaints", "7", "2 due today · 1 overdue", Tone.BAD),
        ("Checklists", "5 of 6", "Fitting-room audit due today", Tone.WARN),
        ("Excluded", "11", "fire drill 14 Oct", Tone.SOFT),
    ):
        card = FigureCard(label, leads=True)
        card.show_figure(value, words, tone)
        shown.append(card)
    return [*shown, Badge("New", Tone.ACCENT)]


def _chips() -> QWidget:
    chips = FilterChips(
        [
            Chip("open", "Open"),
            Chip("today", "Due today", Tone.WARN),
            Chip("overdue", "Overdue", Tone.BAD),
            Chip("met", "Met", Tone.GOOD),
        ]
    )
    chips.set_counts({"open": 7, "today": 2, "overdue": 1, "met": 31})
    return chips


def _buttons() -> list[QWidget]:
    off = buttons.primary("Off")
    off.setEnabled(False)
    return [
        buttons.quiet("Columns", icon="columns-3"),
        buttons.link("Reveal…"),
        buttons.secondary("Print", icon="printer"),
        buttons.danger("Erase"),
        off,
        buttons.primary("Log complaint", icon="plus"),
    ]


def _form() -> QWidget:
    card = Card("A form", buttons.icon_only("More", "dots"))
    form = FormGrid(columns=2)
    form.add("channel", "Channel", ChoiceBox([("a", "Telephone"), ("b", "Letter")]))
    form.add("day", "Received", DateField(lambda: NOON.date(), NOON.date()))
    form.add("time", "At", TimeField(time(18, 42)))
    form.add("cents", "Amount", MoneyField(123450), hint="Hong Kong dollars")
    form.add("count", "Met", NumberField(58))
    form.add("name", "Name", QLineEdit())
    form.add("words", "In the customer’s words", TextArea("等候收銀超過十五分鐘"), wide=True)
    form.add("secret", "Passphrase", PassphraseField(), wide=True)
    agreed = QCheckBox("Agreed to offers")
    agreed.setChecked(True)
    form.add("agreed", "", agreed)
    chosen = QRadioButton("By telephone")
    chosen.setChecked(True)
    form.add_row(chosen)
    form.show_errors({"name": "Enter the name."})
    card.body.addWidget(form)
    card.body.addStretch(1)
    return card


def _list() -> QWidget:
    shop = Shop("Sham Shui Po", "SSP01")
    signed_in = SignedIn(Path("shop.csq"), User(1, "May", Role.SUPERVISOR), shop, lambda: NOON)
    context = Context(Tasks(), signed_in, Settings())
    model = RowsModel(
        [
            Column("what", "What", lambda n: Cell(f"Refund {n}", "C-2026 · Refunds"), 200),
            Column("due", "Next deadline", lambda n: Cell(DUE[n % 4][1], tone=DUE[n % 4][0]), 120),
            Column("n", "Met", lambda n: Cell(str(n * 37), right=True), 60),
        ]
    )
    model.set_rows(range(40))
    view = TableView(context, model, name="gallery", two_lines=True)
    view.choose(2)
    card = Card("A list")
    card.body.addWidget(view)
    return card


def _case() -> QWidget:
    card = Card("A case", Badge("Overdue 3 h", Tone.BAD))
    steps = StepBar()
    steps.show_steps(["Received", "Assessed", "Answered", "Closed"], 1)
    facts = KeyValueList()
    received = NOON.astimezone(ZoneInfo("Asia/Hong_Kong"))
    facts.show_pairs([("Channel", "Telephone"), ("Received", f"{received:%d %b %H:%M}")])
    history = Timeline()
    history.show_lines(
        [
            HistoryLine("20 Nov 18:45", "Logged by Ka-ho"),
            HistoryLine("21 Nov 10:15", "Immediate action", "Card statement accepted as proof"),
        ]
    )
    error, told = InlineMessage(), InlineMessage()
    error.show_error(UserError("The day lies in the future. Nothing was saved."))
    told.say("Your unfinished draft is back.", Tone.ACCENT, "Discard draft", lambda: None)
    progress = ProgressCard()
    progress.show_waiting(Waiting(True, 0.4, "Row 400 of 1,000", lambda: None))
    for part in (error, told, steps, facts, history, progress):
        card.body.addWidget(part)
    card.body.addStretch(1)
    return card


if __name__ == "__main__":
    main(Path(sys.argv[1]))
