"""Other people left out of a copy: who is named in its words, and the words with them covered.

What is covered is replaced before anything is laid out, so that no byte of the file holds it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.privacy.free_text import IdentityKind, IdentitySpan, identities
from csq_desktop.domain.words.names import name_key
from csq_desktop.texts import mark, trc

COVER = "█████"
_PHONE = 8  # digits of a number in Hong Kong
_AROUND = 30  # characters shown on each side of a name
_LATIN = re.compile(r"[A-Za-z0-9]")


class NamedWhom(StrEnum):
    """Who somebody named in a text is."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SOMEBODY = "somebody"
    TYPED = "typed"

    @property
    def label(self) -> str:
        """Who it is, in the user's language."""
        return trc("named", _WHOM[self])


@dataclass(frozen=True)
class NamedPerson:
    """Words of a copy that identify somebody else: what, who, how often, and where it stands."""

    text: str
    kind: IdentityKind
    whom: NamedWhom
    times: int
    around: str


Spans = Callable[[str], Iterable[IdentitySpan]]


def named(
    texts: Iterable[str], own: Identity, recognised: Spans, staff: Sequence[str]
) -> tuple[NamedPerson, ...]:
    """Everybody else who is named in some texts: known customers, staff, and what looks like one.

    What identifies the person who asks is not among them.
    """
    people = {name_key(name): name for name in staff if name.strip()}
    by_text: dict[str, NamedPerson] = {}
    for text in texts:
        spans = (*identities(text, recognised(text)), *_staff_spans(text, people.values()))
        for span in spans:
            key = name_key(span.text)
            if not key or _is_own(span, own):
                continue
            whom = NamedWhom.STAFF if key in people else _whom(span)
            before = by_text.get(key)
            times = before.times + 1 if before else 1
            around = before.around if before else _around(text, span)
            words = before.text if before else span.text
            by_text[key] = NamedPerson(words, span.kind, whom, times, around)
    order = list(NamedWhom)
    return tuple(sorted(by_text.values(), key=lambda each: (order.index(each.whom), each.text)))


def covered(text: str, words: Iterable[str]) -> str:
    """A text with every occurrence of some words covered, in any case of its letters."""
    return in_place(text, dict.fromkeys(words, COVER))


def in_place(text: str, words: Mapping[str, str]) -> str:
    """A text with something else in place of every occurrence of some words.

    The longest go first: a name within a longer one would leave the rest of it standing.
    """
    typed = {word.strip(): other for word, other in words.items() if word.strip()}
    for word in sorted(typed, key=len, reverse=True):
        text = typed[word].join(_pattern(word).split(text))
    return text


def counted(texts: Iterable[str], words: Sequence[str]) -> int:
    """How many places of some texts are covered."""
    return sum(covered(text, words).count(COVER) - text.count(COVER) for text in texts)


def _pattern(word: str) -> re.Pattern[str]:
    """The word by itself: "May" is not covered in "Maybe", nor 123 in 1234."""
    before = r"(?<![A-Za-z0-9])" if _LATIN.match(word[0]) else ""
    after = r"(?![A-Za-z0-9])" if _LATIN.match(word[-1]) else ""
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(f"{before}{spaced}{after}", re.IGNORECASE)


def _is_own(span: IdentitySpan, own: Identity) -> bool:
    """Whether it identifies the person: the same name in any order of its words, the same number.

    A surname with a title is nobody's for certain, so it is not.
    """
    key = name_key(span.text)
    match span.kind:
        case IdentityKind.PHONE:
            digits = _digits(span.text)
            return len(digits) >= _PHONE and _digits(own.phone).endswith(digits[-_PHONE:])
        case IdentityKind.ADDRESS:
            return key in name_key(own.address)
        case IdentityKind.NAME:
            names = (own.name, own.other_name)
            return sorted(key.split()) in [sorted(name_key(name).split()) for name in names]
    return key in (name_key(own.email), name_key(own.their_reference))


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, name_key(text)))


def _whom(span: IdentitySpan) -> NamedWhom:
    return NamedWhom.CUSTOMER if span.reference else NamedWhom.SOMEBODY


def _staff_spans(text: str, staff: Iterable[str]) -> Iterable[IdentitySpan]:
    for name in staff:
        for match in _pattern(name.strip()).finditer(text):
            yield IdentitySpan(match.start(), match.end(), IdentityKind.NAME, match[0])


def _around(text: str, span: IdentitySpan) -> str:
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    shown = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"


_WHOM: Mapping[NamedWhom, str] = {
    NamedWhom.CUSTOMER: mark("Another customer", "named"),
    NamedWhom.STAFF: mark("Staff", "named"),
    NamedWhom.SOMEBODY: mark("Somebody", "named"),
    NamedWhom.TYPED: mark("Added by you", "named"),
}
