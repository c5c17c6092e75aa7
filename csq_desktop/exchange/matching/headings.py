"""Headings of columns as words, and what the fields of imports are called."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from csq_desktop.domain.imports.fields import EXPORTED, FIELDS, ImportKind, field_of
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.texts import LANGUAGES, speaking

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBER_SIGN = re.compile(r"(?<=\w)\s*[#＃№]\s*$")
_BETWEEN = re.compile(r"[\s_\-./:()（）：]+")


def plain_heading(name: str) -> str:
    """A heading as words: `ServiceRequestNum` and `service_request_num` become the same."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", _NUMBER_SIGN.sub(" no", name)))
    return " ".join(_BETWEEN.sub(" ", spaced).casefold().split())


@cache
def names_of(kind: ImportKind, key: str) -> tuple[str, ...]:
    """What a field is called: by people, and by ourselves in every language."""
    field = field_of(kind, key)
    return (*field.headings, key.replace("_", " "), *_titles(field))


@cache
def only_exported(kind: ImportKind) -> frozenset[str]:
    """What our own exports call columns that no import reads, in every language.

    One may be read as another field: whose case it is stands in files by the customer's number.
    """
    others = (field for field in EXPORTED[kind] if field not in FIELDS[kind])
    read = {heading for field in FIELDS[kind] for heading in field.headings}
    return frozenset(title for field in others for title in _titles(field)) - read


def _titles(field: TargetField) -> Iterator[str]:
    for language in LANGUAGES:
        with speaking(language):
            yield plain_heading(field.title)


@cache
def usual_headings() -> frozenset[str]:
    """What the fields of all imports are called."""
    pairs = ((kind, field.key) for kind, fields in FIELDS.items() for field in fields)
    return frozenset(name for kind, key in pairs for name in names_of(kind, key))
