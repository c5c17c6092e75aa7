"""Maintaining the shop's lists: adding, renaming, moving, deactivating; nothing is ever deleted.

Records keep what they hold. An entry's code never changes, so a rename is seen wherever the entry
was used; words of an import that are adopted stay in their records, and are shown and found as the
entry from then on. Figures of past months stay as they were counted.
"""

import secrets
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.shop.shop_lists import (
    BY_KEY,
    LIST_ENTRY,
    ListEntry,
    ListKind,
    ShopList,
    columns_of,
    in_force,
    shipped,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import name_key, one_line
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.storage.records.shop import lists as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.sessions.lists_in_force import changes
from csq_desktop.storage.tables.shop.shop import ListEntryRow
from csq_desktop.texts import tr

_CODE = "entry-{}"
_CODE_BYTES = 6  # 48 random bits: no code of the program, of a file or of another branch


@dataclass(frozen=True)
class EntryPlace:
    """Where an entry stands: under another one, and behind which; None is behind all."""

    parent: str
    position: int | None = None


@dataclass(frozen=True)
class EntryLine:
    """One entry on the page of lists; `n` records hold it."""

    entry: ListEntry
    n: int
    offered: bool
    own: bool


@dataclass(frozen=True)
class UnlistedWords:
    """Words that `n` records hold and that mean no entry of the list."""

    words: str
    n: int


@dataclass(frozen=True)
class ListView:
    """A list as the page shows it."""

    kind: ListKind
    lines: tuple[EntryLine, ...]
    unlisted: tuple[UnlistedWords, ...]


def view(session: Session, name: str) -> ListView:
    """A list with every entry, how many records hold each, and the words that are in no list."""
    require(session, Permission.ADMINISTER)
    shop_list = _stored(session, name)
    held: dict[str, int] = {}
    unlisted = []
    for words, n in records.held(session, name):
        entry = shop_list.entry(words)
        if entry is None:
            unlisted.append(UnlistedWords(words, n))
        else:
            held[entry.code] = held.get(entry.code, 0) + n
    own = {entry.code for entry in shop_list.entries} - {e.code for e in shipped(name).entries}
    lines = tuple(
        EntryLine(entry, held.get(entry.code, 0), shop_list.is_offered(entry), entry.code in own)
        for entry in shop_list.entries
    )
    return ListView(_kind(name), lines, tuple(unlisted))


def add(
    session: Session, name: str, wording: ThreeTexts, *, parent: str = "", means: str = ""
) -> str:
    """Add an entry behind the others; returns its code.

    `means` are words that records hold already, which are shown as this entry from now on.
    """
    require(session, Permission.ADMINISTER)
    shop_list, tidy = _stored(session, name), _tidy(wording)
    code = _CODE.format(secrets.token_hex(_CODE_BYTES))
    meant = (_adoptable(shop_list, means),) if means else ()
    entry = ListEntry(code, tidy, parent, shop_list.next_place, aliases=meant)
    _check_words(shop_list, entry)
    _check_parent(shop_list, name, entry)
    _keep(session, name, entry)
    return code


def change(
    session: Session, name: str, code: str, wording: ThreeTexts, place: EntryPlace | None = None
) -> None:
    """Call an entry otherwise, wherever it was used too, and move it under another one.

    Its old words go on to mean it. Moved, it stands behind the entries there, or at its `place`.
    """
    require(session, Permission.ADMINISTER)
    shop_list, tidy = _stored(session, name), _tidy(wording)
    entry = _entry(shop_list, code)
    old = (words for words in entry.wording.by_language.values() if words)
    changed = replace(entry, aliases=tuple(dict.fromkeys((*entry.aliases, *old))))
    if place is not None and place.parent != entry.parent:
        position = shop_list.next_place if place.position is None else place.position
        changed = replace(changed, parent=place.parent, position=position)
        _check_parent(shop_list, name, changed)
    rewords = tidy != entry.wording
    if rewords:
        _check_words(shop_list, replace(entry, wording=tidy))
        changed = replace(changed, wording=tidy)
    if rewords or changed.parent != entry.parent:
        _keep(session, name, changed, rewords=rewords)


def adopt(session: Session, name: str, code: str, words: str) -> None:
    """Have words that records hold mean an entry that is there; the records stay as they are."""
    require(session, Permission.ADMINISTER)
    shop_list = _stored(session, name)
    entry = _entry(shop_list, code)
    meant = _adoptable(shop_list, words)
    _keep(session, name, replace(entry, aliases=(*entry.aliases, meant)))


def set_apart(session: Session, name: str, code: str, words: str) -> None:
    """Undo that words mean an entry; they stand for themselves again."""
    require(session, Permission.ADMINISTER)
    entry = _entry(_stored(session, name), code)
    key = name_key(words)
    rest = tuple(alias for alias in entry.aliases if name_key(alias) != key)
    _keep(session, name, replace(entry, aliases=rest))


def take_over(session: Session, name: str, entry: ListEntry) -> None:
    """Keep an entry as another store's files bring it: a new one, or one that learns words."""
    require(session, Permission.ADMINISTER)
    for words in entry.aliases:
        _check_contacts(words, "adopted_words")
    _keep(session, name, replace(entry, wording=_tidy(entry.wording)))


def move(session: Session, name: str, code: str, step: int) -> None:
    """Move an entry up (-1) or down (1) among those beside it."""
    require(session, Permission.ADMINISTER)
    shop_list = _stored(session, name)
    placed = shop_list.placed(_entry(shop_list, code), step)
    for each, position in placed.items():
        _keep(session, name, replace(_entry(shop_list, each), position=position))


def take_back(session: Session, name: str, code: str) -> None:
    """Undo that an entry was added: it is deactivated, and no longer means words of records."""
    require(session, Permission.ADMINISTER)
    entry = _entry(_stored(session, name), code)
    _keep(session, name, replace(entry, active=False, aliases=()))


def deactivate(session: Session, name: str, code: str) -> None:
    """No longer offer an entry; it is named as before wherever it was used."""
    require(session, Permission.ADMINISTER)
    shop_list = _stored(session, name)
    entry = replace(_entry(shop_list, code), active=False)
    left = [each for each in shop_list.offered if code not in (each.code, each.parent)]
    if not left and not _kind(name).may_be_empty:
        raise UserError(tr("At least one entry of this list has to stay in use."))
    _keep(session, name, entry)


def reactivate(session: Session, name: str, code: str) -> None:
    """Offer an entry again."""
    require(session, Permission.ADMINISTER)
    entry = _entry(_stored(session, name), code)
    _keep(session, name, replace(entry, active=True))


def _kind(name: str) -> ListKind:
    kind = BY_KEY.get(name)
    if kind is None:
        raise UserError(tr("There is no list “{name}”.", name=name))
    return kind


def _stored(session: Session, name: str) -> ShopList:
    """The list as this transaction has it: with what it has changed itself."""
    _kind(name)
    kept = (each for each in changes(session) if each.list_name == name)
    return in_force(name, kept)


def _entry(shop_list: ShopList, code: str) -> ListEntry:
    for entry in shop_list.entries:
        if entry.code == code:
            return entry
    raise UserError(tr("This list has no entry “{code}”.", code=code))


def _tidy(wording: ThreeTexts) -> ThreeTexts:
    """The words as they are kept; a UserError for what cannot be an entry's."""
    words = {code: one_line(text) for code, text in wording.by_language.items()}
    if not any(words.values()):
        raise UserError(tr("Enter the words in at least one language."), field="en")
    tidy = ThreeTexts(**words)
    for column, text in columns_of(tidy).items():
        LIST_ENTRY.field(column).check(text)
        _check_contacts(text, column)
    return tidy


def _check_contacts(text: str, column: str) -> None:
    """The trail tells the words of a list for good."""
    if without_contacts(text) != text:
        raise UserError(
            tr("A list cannot hold a telephone number or an e-mail address."), field=column
        )


def _adoptable(shop_list: ShopList, words: str) -> str:
    """Words of records as an entry keeps them, where they mean none yet."""
    if shop_list.entry(words) is not None:
        raise UserError(tr("“{words}” is in this list already.", words=words))
    _check_contacts(words, "adopted_words")
    return one_line(words)


def _check_words(shop_list: ShopList, entry: ListEntry) -> None:
    """No two entries are called the same, in any language, nor as another one's code."""
    taken = {
        name_key(words)
        for other in shop_list.entries
        if other.code != entry.code
        for words in (other.code, *other.wording.by_language.values())
        if words
    }
    for column, words in columns_of(entry.wording).items():
        if name_key(words) in taken:
            raise UserError(tr("“{words}” is in this list already.", words=words), field=column)


def _check_parent(shop_list: ShopList, name: str, entry: ListEntry) -> None:
    """An entry lies below one of the first level, in a list of two; none lies below it then."""
    if not entry.parent:
        return
    above = _entry(shop_list, entry.parent)
    is_deep = bool(above.parent) or bool(shop_list.below(entry.code)) or above.code == entry.code
    if _kind(name).levels < 2 or is_deep:
        raise UserError(tr("A list has at most two levels."), field="parent")


def _keep(session: Session, name: str, entry: ListEntry, *, rewords: bool = False) -> None:
    """Keep an entry; what the program calls one of its own is kept only once that was changed."""
    row = records.row_of(session, name, entry.code)
    is_own = not shipped(name).has(entry.code)
    is_new = row is None
    if row is None:
        row = ListEntryRow(id=ids.reserve(session), list_name=name, code=entry.code)
        row.en = row.zh_hk = row.zh_cn = ""
    if rewords or (is_new and is_own):
        for column, text in columns_of(entry.wording).items():
            setattr(row, column, text)
    row.parent_code, row.position = entry.parent, entry.position
    row.earlier_words = "\n".join(entry.aliases)
    if entry.active:
        row.retired_at = None
    elif row.retired_at is None:
        row.retired_at = desk_of(session).now()
    if is_new:
        records.add(session, row)
    else:
        session.flush()
