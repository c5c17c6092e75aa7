"""A correction held against the record: the field that was wrong says what it should."""

from csq_desktop.domain.customers.fields import IDENTITY
from csq_desktop.domain.fields.fields import FieldKind, RecordField
from csq_desktop.domain.words.names import one_line
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

ELSEWHERE = ""
"""The choice for what stands in no field of the customer, such as the words of a complaint."""
_PHONE = 8  # digits of a number in Hong Kong
CHECKED = tuple(field for field in IDENTITY.stored if field.label)
"""The fields a correction can be checked against."""


def field_called(key: str) -> RecordField | None:
    """The field of a key; None for what is elsewhere. A UserError for one that is none."""
    if key == ELSEWHERE:
        return None
    field = next((each for each in CHECKED if each.key == key), None)
    if field is None:
        raise UserError(tr("Choose what was corrected."), field="field")
    return field


def check_value(field: RecordField, stored: str, right: str) -> None:
    """A UserError where a field does not say what it should by now."""
    if not right.strip():
        raise UserError(tr("Enter what it says now."), field="value")
    if _as_compared(field, stored) != _as_compared(field, right):
        raise UserError(
            tr(
                "The record says “{text}”. Correct it first, on the page of the customer.",
                text=one_line(stored) or tr("nothing"),
            ),
            field="value",
        )


def _as_compared(field: RecordField, text: str) -> str:
    """Blanks and line breaks are no difference, nor how a number is written."""
    if field.kind is FieldKind.PHONE:
        return "".join(filter(str.isdecimal, text))[-_PHONE:]
    written = one_line(text)
    return written.casefold() if field.kind is FieldKind.EMAIL else written
