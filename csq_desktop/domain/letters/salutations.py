"""How a person is addressed in a letter: by language, and by what is known of the person."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.words.names import one_line
from csq_desktop.paths import resources

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class _Addressee:
    """A name without its title, and the title in the language of the letter, if it is known."""

    name: str
    title: str


def salutation(identity: Identity, language: str) -> str:
    """The line that opens a letter in one of LANGUAGES."""
    person = _addressee(identity, language)
    if not person.name:
        return str(_words()["to_nobody"][language])
    greeting: str = _words()["to_somebody"][language]
    if language == "en":
        return greeting.format(name=_joined(person))
    title = person.title or _words()["either"][language]
    return greeting.format(name=f"{person.name}{_blank(person.name)}", title=title)


def recipient(identity: Identity, language: str) -> str:
    """Who a letter goes to, line by line: the name, then the address."""
    person = _addressee(identity, language)
    name = person.name
    if language == "en":
        name = _joined(person)
    elif name and person.title:
        name = f"{name}{_blank(name)}{person.title}"
    return "\n".join(filter(None, (name, *_lines(identity.address))))


def _joined(person: _Addressee) -> str:
    return f"{person.title} {person.name}".strip()


def _blank(name: str) -> str:
    """What parts a name from a Chinese title: only one in Latin letters needs it."""
    return "" if _HAN.search(name) else " "


def _lines(address: str) -> list[str]:
    return [line.strip() for line in address.splitlines() if line.strip()]


def _addressee(identity: Identity, language: str) -> _Addressee:
    names = [one_line(name) for name in (identity.name, identity.other_name) if name.strip()]
    wants_han = language != "en"
    fitting = [name for name in names if bool(_HAN.search(name)) is wants_han]
    name = (fitting or names or [""])[0]
    title = next(filter(None, map(_title, (name, *names))), "")
    bare = _without_title(name)
    to_chinese: dict[str, str] = _words()["titles"]
    if wants_han:
        return _Addressee(bare, to_chinese.get(title, title if title in _chinese() else ""))
    return _Addressee(bare, _chinese().get(title, title))


def _title(name: str) -> str:
    """The title within a name, as it stands there; empty where there is none."""
    first = name.partition(" ")[0].rstrip(".").casefold()
    latin = {title.casefold(): title for title in _words()["latin_titles"]}
    return latin.get(first) or next((title for title in _chinese() if name.endswith(title)), "")


def _without_title(name: str) -> str:
    title = _title(name)
    if title in _chinese():
        return name.removesuffix(title).strip()
    return name.partition(" ")[2].strip() if title and " " in name else name


def _chinese() -> dict[str, str]:
    """The Chinese titles, each with the English one."""
    return {chinese: latin for latin, chinese in _words()["titles"].items()}


@cache
def _words() -> Mapping[str, Any]:
    """Titles and salutations: words of letters, which no catalogue of the window has."""
    words: dict[str, Any] = json.loads(
        (resources() / "letters" / "salutations.json").read_text("utf-8")
    )
    return words
