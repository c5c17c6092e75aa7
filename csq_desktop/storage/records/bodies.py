"""Frozen facts as JSON bodies and back, checked on the way in.

What stands in a table may be anybody's who holds the store's key: a body is one of ours only when
it fits.
"""

from typing import Any, TypeAlias, TypeVar

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.files.faults import unreadable

Fact = TypeVar("Fact")
StoredMoment: TypeAlias = AwareDatetime
"""A moment inside a body; one without its time zone is not of ours."""
_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def to_body(fact: object) -> object:
    """A frozen dataclass as plain JSON values."""
    return _adapter(type(fact)).dump_python(fact, mode="json")


def filled_body(fact: object) -> object:
    """The same without what is as when nobody set it."""
    return _adapter(type(fact)).dump_python(fact, mode="json", exclude_defaults=True)


def from_body(kind: type[Fact], body: object) -> Fact:
    """The fact a stored body holds; StoreDamaged when it is not one."""
    try:
        fact: Fact = _adapter(kind).validate_python(body)
    except (ValidationError, ArithmeticError) as fault:
        raise unreadable() from fault
    return fact


def if_sound(kind: type[Fact], body: object) -> Fact | None:
    """The fact a stored body holds; None when it is not one, for what counts as never set then."""
    try:
        return from_body(kind, body)
    except StoreDamaged:
        return None


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
