"""What people call a command or a page of the help who do not know its name here.

They are sought in every language at once: many type English words in a Chinese window. They are
never shown, so they may be words that the program itself does not use.
"""

import json
from functools import cache

from csq_desktop import paths


def of(name: str) -> tuple[str, ...]:
    """Other words for a command, by its name, or for a page of the help: `help/<its key>`."""
    return _listed().get(name, ())


def names() -> frozenset[str]:
    """Everything that has other words."""
    return frozenset(_listed())


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    source = paths.resources() / "synonyms" / "commands.json"
    stored: dict[str, dict[str, list[str]]] = json.loads(source.read_text("utf-8"))
    return {
        name: tuple(word.casefold() for words in by_language.values() for word in words)
        for name, by_language in stored.items()
    }
