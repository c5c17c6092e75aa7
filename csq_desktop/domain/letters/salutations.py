"""How a person is addressed in a letter: by language, and by what is known of the person."""

import re
from dataclasses import dataclass

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.names import one_line

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_TITLES = {"mr": "Mr", "mrs": "Mrs", "ms": "Ms", "miss": "Miss", "dr": "Dr"}
_CHINESE_TITLES = ("先生", "女士", "小姐", "太太")
_TO_CHINESE = {"Mr": "先生", "Mrs": "太太", "Ms": "女士", "Miss": "小姐"}
_TO_LATIN = {"先生": "Mr", "太太": "Mrs", "女士": "Ms", "小姐": "Miss"}
_NOBODY = {"en": "Dear Customer,", "zh_HK": "親愛的顧客：", "zh_CN": "尊敬的顾客："}
_GREETINGS = {"en": "Dear {name},", "zh_HK": "{name}{title}：", "zh_CN": "尊敬的{name}{title}："}
_EITHER = {"zh_HK": "先生／女士", "zh_CN": "先生/女士"}


@dataclass(frozen=True)
class _Addressee:
    """A name without its title, and the title in the language of the letter, if it is known."""

    name: str
    title: str


def salutation(identity: Identity, language: str) -> str:
    """The line that opens a letter in one of LANGUAGES."""
    person = _addressee(identity, language)
    if not person.name:
        return _NOBODY[language]
    if language == "en":
        return _GREETINGS["en"].format(name=_joined(person))
    title = person.title or _EITHER[language]
    return _GREETINGS[language].format(name=f"{person.name}{_blank(person.name)}", title=title)


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
    if wants_han:
        return _Addressee(bare, _TO_CHINESE.get(title, title if title in _TO_LATIN else ""))
    return _Addressee(bare, _TO_LATIN.get(title, title))


def _title(name: str) -> str:
    """The title within a name, as it stands there; empty where there is none."""
    first = name.partition(" ")[0].rstrip(".").casefold()
    if first in _LATIN_TITLES:
        return _LATIN_TITLES[first]
    return next((title for title in _CHINESE_TITLES if name.endswith(title)), "")


def _without_title(name: str) -> str:
    title = _title(name)
    if title in _CHINESE_TITLES:
        return name.removesuffix(title).strip()
    return name.partition(" ")[2].strip() if title and " " in name else name
