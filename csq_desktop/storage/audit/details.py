"""The details of entries as a comparison takes them: of one form, or not written by this program.

Whoever holds a key can sign an entry that says anything at all in its own name. So nothing is
taken from one before it was seen to be of the form that this program writes.
"""

import json
from collections.abc import Callable
from typing import Any

Detail = dict[str, Any]
_DEEPEST = 40  # levels of lists and objects
_LARGEST = 1 << 63


def read(text: object) -> Detail | None:
    """The detail of an entry about one record or many; None where it is of no form we write."""
    try:
        detail = _decoded(text) if isinstance(text, str) and _is_plain(text) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(detail, dict):
        return None
    well_formed = all(name not in detail or fits(detail[name]) for name, fits in _FORMS.items())
    return detail if well_formed else None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """SQLite reads the first of two equal names, Python the last: nothing may hang on that."""
    facts = dict(pairs)
    if len(facts) != len(pairs):
        raise ValueError(pairs)
    return facts


_decoded = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_unique).decode


def _is_plain(text: str) -> bool:
    """Whether a text holds no halves of characters, and nothing that is nested without end."""
    if "\\ud" in text or "\\uD" in text:
        return False  # this program escapes no character
    deep = deepest = 0
    if text.count("[") + text.count("{") > _DEEPEST:
        for sign in text:
            deep += (sign in "[{") - (sign in "]}")
            deepest = max(deepest, deep)
    return deepest <= _DEEPEST


def _is_fields(value: object) -> bool:
    """The names of fields, or what stands for the value of each."""
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_key(value: object) -> bool:
    return isinstance(value, list) and len(value) == 1 and _is_id(value[0])


def _is_id(value: object) -> bool:
    return type(value) is str or (type(value) is int and -_LARGEST <= value < _LARGEST)


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
