"""Frozen facts as JSON bodies and back, checked on the way in."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

Fact = TypeVar("Fact")
_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def to_body(fact: object) -> object:
    """A frozen dataclass as plain JSON values."""
    return _adapter(type(fact)).dump_python(fact, mode="json")


def from_body(kind: type[Fact], body: object) -> Fact:
    """The fact a stored body holds; pydantic's ValidationError when it is not one."""
    fact: Fact = _adapter(kind).validate_python(body)
    return fact


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
