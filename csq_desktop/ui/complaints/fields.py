"""A complaint's fields as words and as widgets, by what `domain.complaints.fields` says of them."""

from collections.abc import Iterable

from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.fields.fields import LONGEST_TEXT, FieldKind, Privacy, RecordField
from csq_desktop.services.settings import lists
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea, WordsChoice, WordsLine


def value_text(complaint: Complaint, field: RecordField) -> str:
    """What a field of a complaint holds, in words; empty where it holds nothing."""
    if field.kind is FieldKind.PERSON:
        return str(getattr(complaint, field.key.removesuffix("_id")))
    value = getattr(complaint, field.key)
    if field.suggests:
        return lists.label(field.suggests, value)
    if field.shop_list:
        return lists.full_label(field.shop_list, value)
    if field.choices:
        return value.label if value else ""
    return str(value)


def editor(field: RecordField, value: str = "", *, needed: bool = True) -> QWidget:
    """The widget a field is typed into or chosen with; `needed` is False where it may be empty."""
    if field.shop_list or field.choices:
        return _choice(field, value, needed=needed and field.required)
    if field.suggests:
        return _words(field, value)
    if field.longest > LONGEST_TEXT:
        return TextArea(value)
    return WordsLine(value) if field.privacy is Privacy.FREE_TEXT else QLineEdit(value)


def _words(field: RecordField, value: str) -> WordsChoice:
    choice = WordsChoice([entry.label for entry in lists.choices(field.suggests)])
    choice.setCurrentText(value)
    return choice


def _choice(field: RecordField, value: str, *, needed: bool) -> ChoiceBox:
    options = list(_options(field))
    if not needed:
        options.insert(0, ("", "–"))
    if value and value not in dict(options):
        # a file may bring words that the shop's list does not have: they stay until changed
        options.append((value, lists.full_label(field.shop_list, value)))
    choice = ChoiceBox(options)
    choice.choose(value)
    return choice


def _options(field: RecordField) -> Iterable[tuple[str, str]]:
    if field.choices:
        return ((choice.value, choice.label) for choice in field.choices)
    codes = (choice.code for choice in lists.leaves(field.shop_list))
    return ((code, lists.full_label(field.shop_list, code)) for code in codes)
