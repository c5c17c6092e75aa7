"""The details of entries as a comparison takes them: of one form, or not written by this program.

Whoever holds a key can sign an entry that says anything at all in its own name. So nothing is
taken from one before it was seen to be of the form that this program writes.
"""

import json
from collections.abc import Callable
from typing import Any

Detail = dict[str, Any]


def read(text: object) -> Detail | None:
    """The detail of an entry about one record or many; None where it is of no form we write."""
    try:
        detail = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(detail, dict):
        return None
    well_formed = all(name not in detail or fits(detail[name]) for name, fits in _FORMS.items())
    return detail if well_formed else None


def _is_fields(value: object) -> bool:
    """The names of fields, or what stands for the value of each."""
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_key(value: object) -> bool:
    return isinstance(value, list) and len(value) == 1 and isinstance(value[0], int | str)


def _is_id(value: object) -> bool:
    return type(value) in (int, str)


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 62


_FORMS: dict[str, Callable[[Any], bool]] = {
    "to": lambda value: isinstance(value, dict),
    "fields": _is_fields,
    "key": _is_key,
    "first": _is_id,
    "last": _is_id,
    "digests": _is_number,
    "root": lambda value: isinstance(value, str),
}
