"""What makes two customers look like one: the same telephone, e-mail, reference or name.

What is compared is folded by the caller's rule (width, case, script), so 陈大文 is 陳大文. A name
is compared without titles, its words in any order, its Chinese and its other words each by
themselves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.customers.recognition import Fold, Key, name_parts
from csq_desktop.domain.words.names import name_key
from csq_desktop.texts import mark, trc

_FEWEST_PARTS = 2  # of a name; “Chan” or 陳 alone is half the town
MOST_ALIKE = 6
"""Of more customers with one telephone, each is compared with the oldest alone: a switchboard."""


class Likeness(StrEnum):
    """What two customers share, the surest first."""

    PHONE = "phone"
    EMAIL = "email"
    REFERENCE = "reference"
    NAME = "name"

    @property
    def label(self) -> str:
        return trc("likeness", _LIKENESSES[self])


@dataclass(frozen=True)
class IdentityKeys:
    """What of an identity is compared, folded; empty where it says nothing."""

    phone: str = ""
    email: str = ""
    reference: str = ""
    names: frozenset[Key] = frozenset()

    @classmethod
    def of(cls, identity: Identity, fold: Fold) -> "IdentityKeys":
        """The keys of an identity that was tidied."""
        return cls(
            identity.phone,
            fold(identity.email),
            name_key(identity.their_reference),
            frozenset(
                key for name in (identity.name, identity.other_name) for key in _names(name, fold)
            ),
        )

    @property
    def every(self) -> Iterator[tuple[Likeness, str | Key]]:
        """Each key with what it is a likeness of."""
        for likeness in (Likeness.PHONE, Likeness.EMAIL, Likeness.REFERENCE):
            if value := getattr(self, likeness.value):
                yield likeness, value
        for name in self.names:
            yield Likeness.NAME, name


def _names(name: str, fold: Fold) -> Iterator[Key]:
    signs, words = name_parts(fold(name))
    for part in (signs, tuple(sorted(words))):
        if len(part) >= _FEWEST_PARTS:
            yield part


def likenesses(first: IdentityKeys, second: IdentityKeys) -> tuple[Likeness, ...]:
    """What two customers share, the surest first; nothing where nothing does."""
    shared = {likeness for likeness, _ in set(first.every) & set(second.every)}
    return tuple(likeness for likeness in Likeness if likeness in shared)


def is_likely(first: IdentityKeys, second: IdentityKeys) -> bool:
    """Whether two customers are worth comparing unasked.

    A name alone is not where telephones or e-mails or references say otherwise: many share a name.
    """
    shared = likenesses(first, second)
    if shared != (Likeness.NAME,):
        return bool(shared)
    others = ("phone", "email", "reference")
    return not any(getattr(first, name) and getattr(second, name) for name in others)


@dataclass(frozen=True)
class LikelyPair:
    """Two customers, the smaller number first, and what they share."""

    first_id: int
    second_id: int
    shared: tuple[Likeness, ...]


def likely_pairs(
    everybody: Iterable[tuple[int, IdentityKeys]], different: Collection[tuple[int, int]]
) -> list[LikelyPair]:
    """Pairs of customers who are likely the same, the surest first.

    Left out are the `different` ones, each pair with the smaller number first.
    """
    keys: dict[int, IdentityKeys] = {}
    having: defaultdict[tuple[Likeness, str | Key], list[int]] = defaultdict(list)
    for customer_id, theirs in everybody:
        keys[customer_id] = theirs
        for key in theirs.every:
            having[key].append(customer_id)
    alike = {pair for ids in having.values() if len(ids) > 1 for pair in _pairs(sorted(ids))}
    pairs = [
        LikelyPair(*pair, likenesses(*(keys[each] for each in pair)))
        for pair in alike.difference(different)
        if is_likely(*(keys[each] for each in pair))
    ]
    return sorted(
        pairs, key=lambda pair: (*surest_first(pair.shared), -pair.second_id, pair.first_id)
    )


def _pairs(ids: list[int]) -> Iterable[tuple[int, int]]:
    if len(ids) <= MOST_ALIKE:
        return combinations(ids, 2)
    return ((ids[0], other) for other in ids[1:])


def surest_first(shared: Sequence[Likeness]) -> tuple[object, ...]:
    """What customers are ordered by: how much they share, and of that the surest."""
    order = list(Likeness)
    ranks = [order.index(likeness) for likeness in shared]
    return -len(ranks), ranks


_LIKENESSES = {
    Likeness.PHONE: mark("same telephone"),
    Likeness.EMAIL: mark("same e-mail"),
    Likeness.REFERENCE: mark("same reference"),
    Likeness.NAME: mark("similar name"),
}
