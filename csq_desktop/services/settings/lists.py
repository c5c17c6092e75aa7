"""The lists choices are made from, as they are in force: what entries are called and which mean it.

What the shop changes in them is in `list_changes`.
"""

from collections.abc import Callable
from functools import partial

from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.records import RECORDS
from csq_desktop.domain.shop import shop_lists
from csq_desktop.domain.shop.shop_lists import ListEntry, ShopList
from csq_desktop.storage.sessions.lists_in_force import current

OF_FIELDS = {field.key: field.shop_list for field in COMPLAINT.fields if field.shop_list}
"""The list that a complaint's field draws on."""
CATEGORIES, TOUCH_POINTS = shop_lists.CATEGORIES, shop_lists.TOUCH_POINTS
SEGMENTS, DISTRICTS = shop_lists.SEGMENTS, shop_lists.DISTRICTS
ROOT_CAUSES, PRODUCTS = shop_lists.ROOT_CAUSES, shop_lists.PRODUCTS
CLOSURE_REASONS, EXCLUSION_REASONS = shop_lists.CLOSURE_REASONS, shop_lists.EXCLUSION_REASONS
PURPOSES, REFERRAL_BODIES = shop_lists.PURPOSES, shop_lists.REFERRAL_BODIES
EVIDENCE_CATEGORIES = shop_lists.EVIDENCE_CATEGORIES
OF_RECORDS = {
    **{
        (record.name, field.key): field.shop_list
        for record in RECORDS
        for field in record.fields
        if field.shop_list
    },
    ("customer", "segment"): SEGMENTS,
    ("customer", "district"): DISTRICTS,
    ("consent", "purpose"): PURPOSES,
    ("closure", "reason"): CLOSURE_REASONS,
}
"""The list that the codes of a record's field come from, by the record's name in the trail."""


def choices(name: str) -> tuple[ListEntry, ...]:
    """The entries of a list that are in use, in the order they are shown."""
    return current(name).offered


def everything(name: str) -> tuple[ListEntry, ...]:
    """Every entry of a list, deactivated ones included: records go on holding them."""
    return current(name).entries


def in_force(name: str) -> ShopList:
    """A whole list, as it stands."""
    return current(name)


def entry(name: str, code: str) -> ListEntry | None:
    """The entry of that code, None where the list has none."""
    return current(name).entry(code) if current(name).has(code) else None


def first_level(name: str) -> tuple[ListEntry, ...]:
    """The entries with none above them, deactivated ones included, for choosing what is shown."""
    return current(name).below("")


def filter_words() -> tuple[Callable[[str], str], Callable[[str], str]]:
    """What the categories and the causes that a list is narrowed by are called."""
    return partial(full_label, CATEGORIES), partial(full_label, ROOT_CAUSES)


def above(name: str, code: str) -> str:
    """The code of the entry of the first level that an entry belongs to: its own, for one of it."""
    entry = current(name).entry(code)
    return (entry.parent or entry.code) if entry else code


def has_below(name: str, code: str) -> bool:
    """Whether anything in use lies below an entry."""
    return any(entry.active for entry in current(name).below(code))


def leaves(name: str) -> tuple[ListEntry, ...]:
    """The entries in use that can be chosen: those with nothing in use below them."""
    return current(name).leaves


def has(name: str, code: str) -> bool:
    """Whether a list has an entry of that code."""
    return current(name).has(code)


def code_of(name: str, words: str) -> str:
    """The code of the entry that words mean, in any language; words no list knows stay."""
    return current(name).code_of(words)


def file_words(name: str) -> dict[str, str]:
    """The codes of a list by all that a file may call its entries."""
    return current(name).file_words


def label(name: str, code: str) -> str:
    """An entry's wording; a code the list does not know is shown as it is."""
    return current(name).label(code)


def public_label(name: str, code: str) -> str:
    """An entry's wording as it can leave the shop: imported words may hold a telephone number."""
    return without_contacts(label(name, code))


def full_label(name: str, code: str) -> str:
    """An entry with the one above it, such as Queue & till · Waited too long to pay."""
    return current(name).full_label(code)


def words(name: str, text: str) -> str:
    """What a field of a record holds of a list, in words: an entry, or several, a line each."""
    return current(name).words(text)
