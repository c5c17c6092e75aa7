"""The shop's lists as a set of files carries them, and what comes of them in another store.

Records stand in files in words, so that a list comes before everything: an entry is the same there
by its code, or else by its words in any language. What a list has already stays as it is, and only
learns what the other store calls it; the rest is added under the code it has there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from csq_desktop.domain.shop.shop_lists import BY_KEY, LIST_ENTRY, EntryChange, ListEntry, ShopList
from csq_desktop.domain.words.names import name_key

FILE = "lists.json"
"""What the file of a set is called; no spreadsheet changes it on the way."""
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_MOST_ALIASES = 1_000


@dataclass(frozen=True)
class ListsTaken:
    """What a set did to the lists: entries added, and words learnt, with their lists and codes."""

    added: tuple[tuple[str, str], ...] = ()
    learnt: tuple[tuple[str, str, str], ...] = ()


def are_sound(filed: Sequence[EntryChange]) -> bool:
    """Whether this can be what a store kept of its lists."""
    codes = {(each.list_name, each.code) for each in filed}
    return len(codes) == len(filed) and all(map(_is_sound, filed))


def _is_sound(each: EntryChange) -> bool:
    longest = LIST_ENTRY.field("en").longest
    words = each.wording.by_language.values()
    return (
        each.list_name in BY_KEY
        and _CODE.fullmatch(each.code) is not None
        and all(len(text) <= longest and text.isprintable() for text in words)
        and len(each.aliases) <= _MOST_ALIASES
        and all(text.isprintable() for text in each.aliases)
    )


def taken_over(here: ShopList, filed: Sequence[EntryChange]) -> Iterator[ListEntry]:
    """The entries of a list that are new here or learn words, those of the first level first."""
    codes: dict[str, str] = {}
    for each in sorted(filed, key=lambda change: bool(change.parent)):
        there = _same(here, each)
        if there is not None:
            codes[each.code] = there.code
            learnt = _unknown(here, (each.code, *_spoken(each)))
            if learnt:
                yield replace(there, aliases=(*there.aliases, *learnt))
        elif each.wording:
            codes[each.code] = each.code
            above = codes.get(each.parent, each.parent if here.has(each.parent) else "")
            yield ListEntry(
                each.code,
                each.wording,
                above if BY_KEY[each.list_name].levels > 1 else "",
                each.position,
                each.active,
                _unknown(here, each.aliases),
            )


def _same(here: ShopList, each: EntryChange) -> ListEntry | None:
    """The entry that is the same here: by its code, else by what it is called."""
    if here.has(each.code):
        return here.entry(each.code)
    called = filter(None, each.wording.by_language.values())
    return next(filter(None, map(here.entry, called)), None)


def _spoken(each: EntryChange) -> tuple[str, ...]:
    return (*filter(None, each.wording.by_language.values()), *each.aliases)


def _unknown(here: ShopList, words: Iterable[str]) -> tuple[str, ...]:
    """The words that mean nothing here yet, each once."""
    by_key = {name_key(text): text for text in reversed([*words])}
    return tuple(text for text in reversed(by_key.values()) if here.entry(text) is None)
