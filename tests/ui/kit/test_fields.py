"""Fields and forms: what is typed, what it means, what a draft keeps of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.texts import LANGUAGE_NAMES
from csq_desktop.ui.kit.forms.dates import DateField, MomentField, TimeField
from csq_desktop.ui.kit.forms.fields import (
    ChoiceBox,
    MoneyField,
    NumberField,
    PercentField,
    TextArea,
    cents_of,
)
from csq_desktop.ui.kit.forms.form import FormGrid, put_text, text_of
from csq_desktop.ui.kit.forms.languages import BOTH, SecondLanguage
from csq_desktop.ui.kit.forms.new_passphrase import NewPassphrase
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.kit.layout.scrolled import scrolled
from tests.ui.finding import child

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def today() -> date:
    return date(2026, 11, 22)


CHANNELS = [("counter", "Counter"), ("letter", "Letter")]


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("459", 45900),
        ("1,234.50", 123450),
        ("HK$12", 1200),
        ("$ 0.5", 50),
        ("0", 0),
        ("1,23", None),
        ("12.345", None),
        ("-5", None),
        ("free", None),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_type_it(qtbot: QtBot, typed: str, cents: int | None) -> None:
    field = MoneyField()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.cents == cents
    assert field.is_wrong == (bool(typed) and cents is None)


@given(st.integers(min_value=0, max_value=10**11))
def test_an_amount_that_is_shown_is_read_back(cents: int) -> None:
    assert cents_of(f"{cents / 100:,.2f}") == cents


def test_an_amount_is_shown_without_needless_cents(qtbot: QtBot) -> None:
    field = MoneyField(45900)
    qtbot.addWidget(field)
    assert field.text() == "459"
    field.set_cents(123450)
    assert field.text() == "1,234.50"
    field.set_cents(None)
    assert (field.text(), field.cents) == ("", None)


def test_a_second_language_is_another_one(qtbot: QtBot) -> None:
    first = ChoiceBox(list(LANGUAGE_NAMES.items()))
    qtbot.addWidget(first)
    first.choose("en")
    second = SecondLanguage(first, "none")
    qtbot.addWidget(second)
    said: list[str] = []
    second.value_changed.connect(said.append)
    for chosen, is_second, offered in (
        ("zh_HK", "", ["", "en", "zh_CN"]),
        ("en", "", ["", "zh_HK", "zh_CN"]),
    ):
        first.choose(chosen)
        assert (second.value, offers(second)) == (is_second, offered)
    second.choose("zh_CN")
    first.choose("zh_HK")
    assert second.value == "zh_CN"  # it is still another one
    assert second.languages == (first.value, "zh_CN")
    three = SecondLanguage(first, "none", both="both others")
    qtbot.addWidget(three)
    three.choose(BOTH)
    assert sorted(three.languages) == sorted(LANGUAGE_NAMES)
    assert three.languages[0] == first.value
    first.choose("zh_CN")
    assert (second.value, offers(second)) == ("zh_HK", ["", "en", "zh_HK"])
    assert said == ["zh_CN"]  # what was chosen by hand


def offers(box: ChoiceBox) -> list[str]:
    return [str(box.itemData(at) or "") for at in range(box.count())]


def test_a_choice_is_made_by_value(qtbot: QtBot) -> None:
    field = ChoiceBox(CHANNELS)
    qtbot.addWidget(field)
    assert field.value == "counter"
    with qtbot.waitSignal(field.value_changed) as changed:
        field.choose("letter")
    assert changed.args == ["letter"]
    field.choose("pigeon")
    assert field.value == "letter"
    field.set_options([("web", "Web"), ("letter", "Letter")])
    assert field.value == "letter"
    field.set_options([])
    assert field.value == ""


def test_a_number_larger_than_any_field_holds_is_shown_as_the_highest(qtbot: QtBot) -> None:
    field = NumberField(1 << 40, highest=366)
    qtbot.addWidget(field)
    assert field.value() == 366


def test_a_share_is_shown_in_per_cent(qtbot: QtBot) -> None:
    field = PercentField(0.955)
    qtbot.addWidget(field)
    assert (field.text(), field.share) == ("95.5%", 0.955)


def test_tab_leaves_a_long_text(qtbot: QtBot) -> None:
    field = TextArea("a\nb", lines=3)
    qtbot.addWidget(field)
    assert field.tabChangesFocus()
    assert field.minimumHeight() >= 3 * field.fontMetrics().lineSpacing()


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (QLineEdit, "陳列櫃"),
        (TextArea, "two\nlines"),
        (lambda: ChoiceBox(CHANNELS), "letter"),
        (lambda: DateField(today), "2026-11-22"),
        (lambda: DateField(today, optional=True), ""),
        (lambda: DateField(today), "31/9"),
        (TimeField, "18:42"),
        (TimeField, "soon"),
        (lambda: MomentField(NOON, HONG_KONG, today), "31/9\nsoon"),
        (lambda: MomentField(NOON, HONG_KONG, today), "2026-11-20T18:42+08:00"),
        (MoneyField, "1,234.50"),
        (NumberField, "17"),
        (PercentField, "0.9"),
        (QCheckBox, "1"),
        (QCheckBox, ""),
    ],
)
def test_a_draft_gives_back_what_a_field_held(
    qtbot: QtBot, make: Callable[[], QWidget], text: str
) -> None:
    first, second = make(), make()
    for field in (first, second):
        qtbot.addWidget(field)
    put_text(first, text)
    assert text_of(first) == text
    put_text(second, text_of(first))
    assert text_of(second) == text


def test_a_free_choice_is_kept_by_its_words(qtbot: QtBot) -> None:
    field = QComboBox()
    qtbot.addWidget(field)
    field.addItems(["till", "door"])
    put_text(field, "door")
    assert text_of(field) == "door"


def test_what_is_no_field_holds_nothing(qtbot: QtBot) -> None:
    label = QLabel("words")
    qtbot.addWidget(label)
    put_text(label, "other")
    assert (text_of(label), label.text()) == ("", "words")


@pytest.fixture
def form(qtbot: QtBot) -> FormGrid:
    made = FormGrid(columns=2)
    qtbot.addWidget(made)
    made.add("name", "Name", QLineEdit())
    made.add("channel", "Channel", ChoiceBox(CHANNELS), hint="How it came")
    made.add("words", "In the customer’s words", TextArea(), wide=True)
    made.add("secret", "Passphrase", PassphraseField())
    made.add("agreed", "Agreed", QCheckBox("Agreed"))
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_every_field_of_a_form_has_a_name(form: FormGrid) -> None:
    for key in ("name", "channel", "words", "secret", "agreed"):
        assert form.field(key).objectName() == key
        assert form.field(key).accessibleName()


def test_a_draft_of_a_form_holds_no_passphrase(form: FormGrid) -> None:
    child(form, QLineEdit, "name").setText("May")
    child(form, PassphraseField, "secret").setText("seven lanterns over the harbour")
    kept = form.collect()
    assert kept["name"] == "May"
    assert "lanterns" not in "".join(kept.values())
    form.restore(kept | {"gone": "field"})
    assert child(form, PassphraseField, "secret").text() == ""


def test_a_form_gives_back_its_draft(form: FormGrid, qtbot: QtBot) -> None:
    child(form, TextArea, "words").setPlainText("等候收銀超過十五分鐘")
    child(form, QCheckBox, "agreed").setChecked(True)
    kept = form.collect()
    child(form, TextArea, "words").clear()
    child(form, QCheckBox, "agreed").setChecked(False)
    form.restore(kept)
    assert form.collect() == kept


def test_errors_stand_beneath_their_fields_and_the_first_is_gone_to(
    form: FormGrid, qtbot: QtBot
) -> None:
    form.activateWindow()
    form.show_errors({"words": "Write what happened.", "secret": "Too short."})
    said = [label.text() for label in form.findChildren(QLabel) if label.isVisible()]
    assert "Write what happened." in said
    assert "Too short." in said
    qtbot.waitUntil(form.field("words").hasFocus)
    assert form.field("words").property("wrong")
    form.show_errors({})
    said = [label.text() for label in form.findChildren(QLabel) if label.isVisible()]
    assert "Too short." not in said
    assert not form.field("words").property("wrong")


def test_a_wide_field_takes_the_whole_row(form: FormGrid) -> None:
    halves = form.field("name").width() + form.field("channel").width()
    assert form.field("words").width() > halves
    assert (
        form.field("name").mapTo(form, QPoint()).y()
        == form.field("channel").mapTo(form, QPoint()).y()
    )


def test_the_words_of_a_field_keep_no_form_wide() -> None:
    form, words = FormGrid(), "What was done, or why it was cancelled"
    form.add("note", words, QLineEdit(), wide=True)
    assert 2 * form.minimumSizeHint().width() < form.fontMetrics().horizontalAdvance(words)


def test_a_field_is_hidden_with_its_label(form: FormGrid) -> None:
    form.set_shown("channel", False)
    assert not form.field("channel").isVisible()
    assert "Channel" not in [la.text() for la in form.findChildren(QLabel) if la.isVisible()]
    form.set_shown("channel", True)
    assert form.field("channel").isVisible()


def test_tab_goes_through_a_form_in_reading_order(form: FormGrid, qtbot: QtBot) -> None:
    form.activateWindow()
    form.field("name").setFocus()
    order = ["name"]
    for _ in range(4):
        form.focusNextChild()
        order.append(form.focusWidget().objectName())
    assert order == ["name", "channel", "words", "secret", "agreed"]


def test_the_first_wrong_field_is_scrolled_to_and_its_error_goes_when_it_is_put_right(
    qtbot: QtBot,
) -> None:
    form = FormGrid()
    for key in ("name", "phone", *(f"more{n}" for n in range(20))):
        form.add(key, key, QLineEdit())
    form.add("when", "When", MomentField(NOON, HONG_KONG, today))
    area = scrolled(form)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    form.show_errors({"when": "Not now.", "phone": "No number.", "more7": "No."})
    first = child(form, QLineEdit, "phone")
    assert form.focusWidget() is first
    seen = area.viewport().rect()
    qtbot.waitUntil(lambda: seen.contains(first.mapTo(area.viewport(), QPoint(1, 1))))
    first.setText("9")
    assert not first.property("wrong")
    assert form.error("phone") == ""
    child(form, MomentField, "when").day.set_day(date(2026, 1, 1))
    assert form.error("when") == ""
    assert form.error("more7") == "No."


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_part_of_a_word_becomes_the_first_suggestion(qtbot: QtBot, key: Qt.Key) -> None:
    field = QComboBox()
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    field.addItems(["", "Rude staff", "Waited to pay", "Waited on the phone"])
    completer = QCompleter([field.itemText(n) for n in range(1, 4)], field)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field.setCompleter(completer)
    form = FormGrid()
    form.add("about", "About", field)
    following = QLineEdit()
    form.add("next", "Next", following)
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    form.show_errors({"about": "Choose one."})
    qtbot.keyClicks(field.lineEdit(), "pay")
    popup = completer.popup()
    assert popup is not None
    qtbot.keyClick(popup if popup.isVisible() else field.lineEdit(), key)
    assert field.currentText() == "Waited to pay"
    assert (form.focusWidget() is following) is (key is Qt.Key.Key_Tab)
    assert form.error("about") == ""
    field.setEditText("nothing like it")
    typed = field.lineEdit()
    assert typed is not None
    typed.editingFinished.emit()
    assert field.currentText() == "nothing like it"


def test_unequal_passphrases_are_told_when_the_field_is_left(qtbot: QtBot) -> None:
    new = NewPassphrase(lambda: ())
    qtbot.addWidget(new)
    new.first.setText("bamboo kettle tram 17")
    new.second.setText("bamboo kettle")
    assert new.differs.text() == ""  # it may still become the same
    new.second.editingFinished.emit()
    assert new.differs.text() == "The two passphrases are not the same."
    new.second.setText("bamboo kettle tram 17")
    new.second.editingFinished.emit()
    assert new.differs.isHidden()


def test_words_of_ones_own_stay_where_any_are_taken(qtbot: QtBot) -> None:
    field = QComboBox()
    field.setEditable(True)
    field.addItems(["Wrong size sent", "Wrong price"])
    form = FormGrid()
    form.add("cause", "Cause", field)
    qtbot.addWidget(form)
    field.setEditText("Wrong")
    typed = field.lineEdit()
    assert typed is not None
    typed.editingFinished.emit()
    assert field.currentText() == "Wrong"
