"""The lists choices are made from: categories, touch-points, segments, districts and the like."""

import json
from dataclasses import dataclass
from functools import cache

from csq_desktop import paths
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.names import name_key
from csq_desktop.domain.privacy import without_contacts
from csq_desktop.domain.threefold import ThreeTexts, three_from

OF_FIELDS = {field.key: field.shop_list for field in COMPLAINT.fields if field.shop_list}
"""The list that a complaint's field draws on."""
CATEGORIES, TOUCH_POINTS = OF_FIELDS["category"], OF_FIELDS["touch_point"]
SEGMENTS = "segments"
DISTRICTS = "districts"
ROOT_CAUSES = "root_causes"
CLOSURE_REASONS = "closure_reasons"
PURPOSES = "purposes"
OF_RECORDS = {
    **{("complaint", field): name for field, name in OF_FIELDS.items()},
    ("customer", "segment"): SEGMENTS,
    ("customer", "district"): DISTRICTS,
    ("consent", "purpose"): PURPOSES,
    ("closure", "reason"): CLOSURE_REASONS,
}
"""The list that the codes of a record's field come from, by the record's name in the trail."""


@dataclass(frozen=True)
class ListEntry:
    """One entry of a list; a code such as `till.waiting` lies below `till`."""

    code: str
    wording: ThreeTexts

    @property
    def label(self) -> str:
        """The entry in the language texts come in now."""
        return self.wording.text

    @property
    def parent(self) -> str:
        """The code of the entry above, or nothing."""
        return self.code.rpartition(".")[0]


@cache
def choices(name: str) -> tuple[ListEntry, ...]:
    """Every entry of a list, in the order it is shown."""
    source = paths.resources() / "lists" / f"{name}.json"
    stored = json.loads(source.read_text("utf-8"))
    return tuple(ListEntry(code, three_from(texts, code)) for code, texts in stored.items())


@cache
def _by_code(name: str) -> dict[str, ListEntry]:
    return {choice.code: choice for choice in choices(name)}


@cache
def _by_words(name: str) -> dict[str, str]:
    return {
        name_key(words): choice.code
        for choice in choices(name)
        for words in choice.wording.by_language.values()
        if words
    }


def code_of(name: str, words: str) -> str:
    """The code of the entry called so in any language; words the list does not know stay.

    So an entry chosen in one language reads in another, and one's own words are never lost.
    """
    tidy = words.strip()
    return tidy if tidy in _by_code(name) else _by_words(name).get(name_key(tidy), tidy)


def label(name: str, code: str) -> str:
    """An entry's wording; a code the list does not know is shown as it is."""
    entry = _by_code(name).get(code)
    return entry.label if entry else code


def public_label(name: str, code: str) -> str:
    """An entry's wording as it can leave the shop: imported words may hold a telephone number."""
    return without_contacts(label(name, code))


def full_label(name: str, code: str) -> str:
    """An entry with the one above it, such as Queue & till · Waited too long to pay."""
    entry = _by_code(name).get(code)
    if entry is None or not entry.parent:
        return label(name, code)
    return f"{label(name, entry.parent)} · {entry.label}"


def leaves(name: str) -> tuple[ListEntry, ...]:
    """The entries that can be chosen: those with nothing below them."""
    above = {choice.parent for choice in choices(name)}
    return tuple(choice for choice in choices(name) if choice.code not in above)
