"""Whatever has a label has one of its own for every member, in every language."""

import importlib
import pkgutil
from collections.abc import Iterator
from enum import Enum

import pytest

from csq_desktop import domain, texts


def labelled() -> Iterator[type[Enum]]:
    """Every enumeration of the domain whose members have a label."""
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            is_own = isinstance(value, type) and value.__module__ == module.name
            if is_own and issubclass(value, Enum) and hasattr(value, "label"):
                yield value


@pytest.mark.parametrize("kind", sorted(set(labelled()), key=str))
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_two_members_have_one_label(kind: type[Enum], language: str) -> None:
    texts.set_language(language)
    labels = [vars(type(member))["label"].fget(member) for member in kind]
    assert all(labels)
    assert len(set(labels)) == len(labels)
