"""Customers recognised in a text: their names, telephones, e-mails and addresses, by whole words.

What is compared is folded by the caller's rule (width, case, script), so that it makes no
difference how somebody writes. Of each identity only Python's hash is kept, whose seed is drawn
anew in each process: nobody reads names out of an index.

What would stand in every other text is no name here: a single word or sign ("May", "陳"), a name
of fewer than two words of two letters, a number of fewer than seven digits. Two Chinese signs (高興
is a name, and a mood) count only where no other Chinese sign touches them; two ordinary words ("May
Long") only where both begin with a capital.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.privacy.free_text import IdentityKind, IdentitySpan, ordinary_words
from csq_desktop.domain.privacy.privacy import EMAIL
from csq_desktop.domain.words.names import titles

Fold = Callable[[str], str]
Key = tuple[str, ...]
_SIGN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_TOKEN = re.compile(rf"{_SIGN}|(?:(?!{_SIGN})[^\W_][\u0300-\u036f]*)+")
_HAN = re.compile(_SIGN)
_ADDRESS_PARTS = re.compile(r"[,，;；\n]")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15  # E.164 allows fifteen
_CODES = (("852", 11), ("853", 11), ("86", 13))  # what is dialled first, and digits with it
_SHORT, _LONG = 2, 4  # words of a name; of a long one three are enough: Peter CHAN Tai Man
_ELLIPSIS = "…"
_LEAST_SIGNS = 5  # of a Chinese address


@dataclass(frozen=True)
class _Token:
    """A word or a Chinese sign of a text, folded, and where it stands."""

    word: str
    start: int
    end: int
    capital: bool

    @property
    def is_sign(self) -> bool:
        """Whether it is a Chinese sign."""
        return _HAN.match(self.word) is not None


class KnownIdentities:
    """An index of customers' identities.

    Where only some texts will be looked through, `within` leaves out what cannot stand in them.
    """

    def __init__(
        self,
        fold: Fold,
        kinds: Collection[IdentityKind] = tuple(IdentityKind),
        *,
        within: Iterable[str] | None = None,
    ) -> None:
        self._fold = fold
        self._fields = [field for field in _FIELDS if field[0] in kinds]
        self._words = None if within is None else frozenset(_words(within, fold))
        self._cut: dict[int, str] = {}  # names without their last words
        self._entries: dict[int, tuple[IdentityKind, str]] = {}
        self._starts: set[int] = set()
        self._longest = 0

    def add(self, identity: Identity, reference: str) -> None:
        """Recognise a customer from now on, called by this reference."""
        for kind, field, keys in self._fields:
            text = getattr(identity, field)
            for key in keys(self._fold(text)) if text else ():
                if self._may_stand(key) and (kind is not IdentityKind.ADDRESS or _is_telling(key)):
                    self._keep(kind, key, reference)
                if kind is IdentityKind.NAME:
                    self._keep_cut(key, reference)

    def spans(self, text: str) -> Iterator[IdentitySpan]:
        """Where identities stand in a text; one that several customers share has no reference."""
        if not self._entries and not self._cut:
            return
        tokens = tuple(_tokens(text, self._fold))
        for at, token in enumerate(tokens):
            if hash(token.word) in self._starts:
                yield from self._words_at(text, tokens, at)
            for number, end in _numbers(tokens, at):
                yield from self._span(text, (number,), (token.start, end))
        for match in EMAIL.finditer(text):
            yield from self._span(text, (self._fold(match[0]),), match.span())

    def _may_stand(self, key: Key) -> bool:
        return self._words is None or self._words.issuperset(key)

    def _keep_cut(self, key: Key, reference: str) -> None:
        """Recognise a name where a text was cut off in it, which paper shows by a …."""
        for length in range(_SHORT, len(key)):
            if self._words is not None and self._words.issuperset((*key[:length], _ELLIPSIS)):
                same = self._cut.setdefault(hash(key[:length]), reference) == reference
                self._cut[hash(key[:length])] = reference if same else ""
                self._look_for(key[:length])

    def _keep(self, kind: IdentityKind, key: Key, reference: str) -> None:
        before = self._entries.setdefault(hash(key), (kind, reference))
        if before[1] != reference:
            self._entries[hash(key)] = (kind, "")
        if len(key) > 1:
            self._look_for(key)

    def _look_for(self, key: Key) -> None:
        self._starts.add(hash(key[0]))
        self._longest = max(self._longest, len(key))

    def _words_at(self, text: str, tokens: Sequence[_Token], at: int) -> Iterator[IdentitySpan]:
        words: Key = (tokens[at].word,)
        for after, token in enumerate(tokens[at + 1 : at + self._longest], at + 2):
            words = (*words, token.word)
            if after - at > _SHORT or _is_meant(tokens, at):
                yield from self._span(text, words, (tokens[at].start, token.end))
            if hash(words) in self._cut and text[token.end :].startswith(_ELLIPSIS):
                place = tokens[at].start, token.end
                name = text[slice(*place)]
                yield IdentitySpan(*place, IdentityKind.NAME, name, self._cut[hash(words)])

    def _span(self, text: str, key: Key, place: tuple[int, int]) -> Iterator[IdentitySpan]:
        entry = self._entries.get(hash(key))
        if entry is not None:
            yield IdentitySpan(*place, entry[0], text[slice(*place)], entry[1])


def _words(texts: Iterable[str], fold: Fold) -> Iterator[str]:
    """Every word, number and e-mail address of some texts."""
    for text in texts:
        tokens = tuple(_tokens(text, fold))
        for at, token in enumerate(tokens):
            yield token.word
            yield from (number for number, _ in _numbers(tokens, at))
        yield from map(fold, EMAIL.findall(text))
        if _ELLIPSIS in text:
            yield _ELLIPSIS


def _tokens(text: str, fold: Fold) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        yield _Token(fold(match[0]), *match.span(), match[0][0].isupper())


def _numbers(tokens: Sequence[_Token], at: int) -> Iterator[tuple[str, int]]:
    """The numbers that begin at a token, however their digits are grouped, and where they end."""
    digits = ""
    for token in tokens[at : at + _MOST_DIGITS]:
        digits += token.word
        if not token.word.isdecimal() or len(digits) > _MOST_DIGITS:
            return
        if len(digits) >= _FEWEST_DIGITS:
            yield _number(digits), token.end


def _number(digits: str) -> str:
    """A number without what is dialled before it here: 00852 9123 4567 is 9123 4567."""
    digits = digits.removeprefix("00")
    for code, length in _CODES:
        if len(digits) == length and digits.startswith(code):
            return digits.removeprefix(code)
    return digits


def _is_meant(tokens: Sequence[_Token], at: int) -> bool:
    """Whether the two tokens from a place on stand there as a name."""
    first, second = tokens[at : at + _SHORT]
    if first.is_sign:
        before, after = tokens[max(0, at - 1) : at], tokens[at + _SHORT : at + _SHORT + 1]
        touched = any(token.is_sign and token.end == first.start for token in before)
        return not touched and not any(
            token.is_sign and token.start == second.end for token in after
        )
    pair = (first, second)
    return all(token.capital for token in pair) or any(
        token.word not in ordinary_words() for token in pair
    )


def _name_keys(name: str) -> Iterator[Key]:
    """The orders in which a name is written; its Chinese and its other words each by themselves."""
    signs, words = name_parts(name)
    if len(signs) >= _SHORT:
        yield signs
    yield from _orders(words)


def name_parts(name: str) -> tuple[Key, Key]:
    """The Chinese signs and the other words of a folded name, without its titles."""
    if name.isascii():
        return (), tuple(word for word in _TOKEN.findall(name) if word not in titles())
    for title in titles():  # 陳大文先生 is one run of signs
        if not title.isascii():
            name = name.replace(title, " ")
    words = [word for word in _TOKEN.findall(name) if word not in titles()]
    return tuple(filter(_HAN.match, words)), tuple(word for word in words if not _HAN.match(word))


def _orders(words: Key) -> Iterable[Key]:
    if len(words) < _SHORT or sum(len(word) > 1 for word in words) < _SHORT:
        return ()
    orders = {words, words[1:] + words[:1], words[-1:] + words[:-1]}
    return orders | {words[:3], words[-3:]} if len(words) >= _LONG else orders


def _address_keys(address: str) -> Iterable[Key]:
    """An address whole, and each of its parts."""
    parts = [tuple(_TOKEN.findall(part)) for part in _ADDRESS_PARTS.split(address)]
    return {tuple(chain.from_iterable(parts)), *parts}


def _is_telling(words: Key) -> bool:
    """Whether words of an address hold a number and enough else to say where it is."""
    if not any(word[0].isdecimal() for word in words):
        return False
    long_words = sum(len(word) > 2 and word.isalpha() for word in words)
    return long_words >= _SHORT or sum(map(bool, map(_HAN.match, words))) >= _LEAST_SIGNS


def _phone_keys(phone: str) -> Iterator[Key]:
    digits = "".join(filter(str.isdecimal, phone))
    if len(digits) >= _FEWEST_DIGITS:
        yield (_number(digits),)


def _email_keys(email: str) -> Iterable[Key]:
    return ((email,),)


_FIELDS = (
    (IdentityKind.NAME, "name", _name_keys),
    (IdentityKind.NAME, "other_name", _name_keys),
    (IdentityKind.PHONE, "phone", _phone_keys),
    (IdentityKind.EMAIL, "email", _email_keys),
    (IdentityKind.ADDRESS, "address", _address_keys),
)
