"""The lists that choices are made from: the program's entries, with what the shop changed in them.

An entry never goes: records hold its code. One that is not used any more is deactivated.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from csq_desktop.domain.fields.fields import FieldKind, RecordDescription, RecordField
from csq_desktop.domain.words.names import name_key
from csq_desktop.domain.words.threefold import ThreeTexts, three_from
from csq_desktop.paths import resources
from csq_desktop.texts import LANGUAGES, mark, speaking, trc

CATEGORIES, ROOT_CAUSES, TOUCH_POINTS = "complaint_categories", "root_causes", "touch_points"
SEGMENTS, DISTRICTS, PRODUCTS = "segments", "districts", "products"
CLOSURE_REASONS, EXCLUSION_REASONS = "closure_reasons", "exclusion_reasons"
PURPOSES, REFERRAL_BODIES = "purposes", "referral_bodies"
EVIDENCE_CATEGORIES = "evidence_categories"
_STEP = 1_000
"""Between the places of two of the program's entries, so that later ones keep the shop's order."""


@dataclass(frozen=True)
class ListKind:
    """A list the shop maintains: what it is called, its levels, and whether it may be empty."""

    key: str
    title: str
    levels: int = 1
    may_be_empty: bool = False

    @property
    def label(self) -> str:
        """What the list is called, in the user's language."""
        return trc("shop list", self.title)


KINDS = (
    ListKind(CATEGORIES, mark("Complaint categories", "shop list"), levels=2),
    ListKind(ROOT_CAUSES, mark("Causes", "shop list"), levels=2),
    ListKind(TOUCH_POINTS, mark("Touchpoints", "shop list")),
    ListKind(PRODUCTS, mark("Products", "shop list"), may_be_empty=True),
    ListKind(SEGMENTS, mark("Customer groups", "shop list")),
    ListKind(DISTRICTS, mark("Districts", "shop list")),
    ListKind(CLOSURE_REASONS, mark("Reasons for a closure", "shop list")),
    ListKind(EXCLUSION_REASONS, mark("Reasons for excluding", "shop list")),
    ListKind(PURPOSES, mark("Purposes of consents", "shop list")),
    ListKind(REFERRAL_BODIES, mark("Bodies complaints are referred to", "shop list")),
    ListKind(EVIDENCE_CATEGORIES, mark("Kinds of evidence", "shop list")),
)
BY_KEY = {kind.key: kind for kind in KINDS}

LIST_ENTRY = RecordDescription(
    "list_entry",
    (
        RecordField("list_name", mark("List", "field"), required=True),
        RecordField("code", mark("Code", "field"), required=True),
        RecordField("parent_code", mark("Under", "field")),
        RecordField("en", mark("English", "field"), longest=80),
        RecordField("zh_hk", mark("Traditional Chinese", "field"), longest=80),
        RecordField("zh_cn", mark("Simplified Chinese", "field"), longest=80),
        RecordField("earlier_words", mark("Also matches", "field")),
        RecordField("position", mark("Position", "field"), FieldKind.NUMBER),
        RecordField("retired_at", mark("Deactivated", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
)
_WORDS = {"en": "en", "zh_HK": "zh_hk", "zh_CN": "zh_cn"}


@dataclass(frozen=True)
class ListEntry:
    """One entry; `aliases` are other words that mean it: its old ones, and those of files."""

    code: str
    wording: ThreeTexts
    parent: str = ""
    position: int = 0
    active: bool = True
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The entry in the language texts come in now."""
        return self.wording.text


@dataclass(frozen=True)
class EntryChange:
    """What the shop keeps of an entry; a wording left empty is still the program's."""

    list_name: str
    code: str
    wording: ThreeTexts
    parent: str
    position: int
    active: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShopList:
    """A list as it stands: every entry, each one right after the one above it."""

    entries: tuple[ListEntry, ...]

    @cached_property
    def _by_code(self) -> dict[str, ListEntry]:
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def _by_words(self) -> dict[str, str]:
        """The codes by words, those of today before older ones."""
        older = ((alias, entry.code) for entry in self.entries for alias in entry.aliases)
        newer = (
            (words, entry.code)
            for entry in self.entries
            for words in entry.wording.by_language.values()
        )
        return {name_key(words): code for words, code in (*older, *newer) if words}

    @cached_property
    def offered(self) -> tuple[ListEntry, ...]:
        """The entries that are in use: neither they nor the one above them is deactivated."""
        return tuple(entry for entry in self.entries if self.is_offered(entry))

    @cached_property
    def leaves(self) -> tuple[ListEntry, ...]:
        """The entries in use that can be chosen: those with nothing in use below them."""
        above = {entry.parent for entry in self.offered}
        return tuple(entry for entry in self.offered if entry.code not in above)

    def is_offered(self, entry: ListEntry) -> bool:
        """Whether an entry is in use."""
        above = self._by_code.get(entry.parent)
        return entry.active and (above is None or above.active)

    def entry(self, code: str) -> ListEntry | None:
        """The entry of a code, or of words that mean one."""
        return self._by_code.get(code) or self._by_code.get(self._by_words.get(name_key(code), ""))

    def has(self, code: str) -> bool:
        """Whether it is the code of an entry."""
        return code in self._by_code

    def code_of(self, words: str) -> str:
        """The code of the entry called so in any language; words the list does not know stay.

        So an entry chosen in one language reads in another, and own words are never lost.
        """
        tidy = words.strip()
        return tidy if tidy in self._by_code else self._by_words.get(name_key(tidy), tidy)

    def label(self, code: str) -> str:
        """An entry's wording; a code the list does not know is shown as it is."""
        entry = self.entry(code)
        return entry.label if entry else code

    def full_label(self, code: str) -> str:
        """An entry with the one above it, such as Queue & till · Waited too long to pay."""
        entry = self.entry(code)
        if entry is None or not entry.parent:
            return self.label(code)
        return f"{self.label(entry.parent)} · {entry.label}"

    def words(self, text: str) -> str:
        """What a record holds, in words: a code or one's own words, or several, a line each."""
        return "\n".join(map(self.full_label, text.split("\n")))

    def below(self, code: str) -> tuple[ListEntry, ...]:
        """The entries right below one; below nothing, those of the first level."""
        return tuple(entry for entry in self.entries if entry.parent == code)

    def meant_by(self, code: str) -> frozenset[str]:
        """What a record may hold that belongs to an entry: codes and words, also of those below."""
        entry = self._by_code.get(code)
        if entry is None:
            return frozenset((code,))
        spoken = {*entry.aliases, *filter(None, entry.wording.by_language.values())}
        mine = frozenset(words for words in spoken if self.code_of(words) == code)
        return mine.union((code,), *(self.meant_by(each.code) for each in self.below(code)))

    @cached_property
    def file_words(self) -> dict[str, str]:
        """The codes by all that a file may call an entry, alone or with the one above it."""
        words: dict[str, str] = {}
        for entry in self.entries:
            words |= dict.fromkeys(entry.aliases, entry.code)
        for entry in self.entries:
            words |= {entry.wording.said_in(code): entry.code for code in LANGUAGES}
        for entry in self.entries:
            words |= dict.fromkeys(self._full_labels(entry), entry.code)
            words[entry.code] = entry.code
        return words

    def _full_labels(self, entry: ListEntry) -> Iterator[str]:
        for code in LANGUAGES:
            with speaking(code):
                yield self.full_label(entry.code)

    def placed(self, entry: ListEntry, step: int) -> dict[str, int]:
        """The new places, by code, that move an entry up or down among those beside it.

        Empty where it is the first or the last already.
        """
        beside = [*self.below(entry.parent)]
        at = beside.index(entry)
        to = min(max(at + step, 0), len(beside) - 1)
        places = _rising(each.position for each in beside)
        beside.insert(to, beside.pop(at))
        return {
            each.code: place
            for each, place in zip(beside, places, strict=True)
            if each.position != place and to != at
        }

    @property
    def next_place(self) -> int:
        """The place behind all entries."""
        return max((entry.position for entry in self.entries), default=0) + _STEP


@cache
def shipped(name: str) -> ShopList:
    """A list as it comes with the program; a code such as `till.waiting` lies below `till`."""
    stored = json.loads((resources() / "lists" / f"{name}.json").read_text("utf-8"))
    return ShopList(
        tuple(
            ListEntry(code, three_from(texts, code), code.rpartition(".")[0], place * _STEP)
            for place, (code, texts) in enumerate(stored.items(), start=1)
        )
    )


def in_force(name: str, changes: Iterable[EntryChange]) -> ShopList:
    """The program's list with the shop's changes, in the shop's order.

    One that lies below what is not there, or not on the first level, stands on the first level.
    """
    entries = {entry.code: entry for entry in shipped(name).entries}
    for change in changes:
        entries[change.code] = _changed(entries.get(change.code), change)
    tops = {code for code, entry in entries.items() if not entry.parent}
    level = [
        entry if entry.parent in tops else replace(entry, parent="") for entry in entries.values()
    ]
    level.sort(key=lambda entry: (entry.position, entry.code))
    return ShopList(tuple(_tree(level)))


def _changed(entry: ListEntry | None, change: EntryChange) -> ListEntry:
    """An entry with a change; what the program called it goes on to mean it."""
    before = entry.wording if entry else ThreeTexts()
    old = before.by_language.values() if change.wording else ()
    aliases = dict.fromkeys((*change.aliases, *filter(None, old)))
    return ListEntry(
        change.code,
        change.wording or before,
        change.parent,
        change.position,
        change.active,
        tuple(aliases),
    )


def _tree(level: Iterable[ListEntry]) -> Iterator[ListEntry]:
    below: dict[str, list[ListEntry]] = {}
    for entry in level:
        below.setdefault(entry.parent, []).append(entry)
    for entry in below.get("", ()):
        yield entry
        yield from below.get(entry.code, ())


def _rising(places: Iterable[int]) -> Iterator[int]:
    """The same numbers, each larger than the one before."""
    last: int | None = None
    for place in places:
        last = place if last is None else max(place, last + 1)
        yield last


def columns_of(wording: ThreeTexts) -> Mapping[str, str]:
    """A wording as the columns of an entry."""
    return {_WORDS[code]: text for code, text in wording.by_language.items()}
