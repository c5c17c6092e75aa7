"""Frozen facts as JSON bodies and back, checked on the way in."""

from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter

Fact = TypeVar("Fact")


def to_body(fact: object) -> object:
    """A frozen dataclass as plain JSON values."""
    return _adapter(type(fact)).dump_python(fact, mode="json")


def from_body(kind: type[Fact], body: object) -> Fact:
    """The fact a stored body holds; pydantic's ValidationError when it is not one."""
    fact: Fact = _adapter(kind).validate_python(body)
    return fact


@cache
def _adapter(kind: type) -> TypeAdapter[object]:
    return TypeAdapter(kind)
