"""Frozen facts as JSON bodies and back, checked on the way in."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

Fact = TypeVar("Fact")


def to_body(fact: object) -> object:
    """A frozen dataclass as plain JSON values."""
    return _adapter(type(fact)).dump_python(fact, mode="json")


def from_body(kind: type[Fact], body: object) -> Fact:
    """The fact a stored body holds; pydantic's ValidationError when it is not one."""
    adapter: TypeAdapter[Fact] = _adapter(kind)
    return adapter.validate_python(body)


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
