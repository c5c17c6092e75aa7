"""The shop's lists as every label, form and import reads them: without asking the store each time.

An import asks a million times, and a table while it paints. So a store reads its lists when it is
opened and after each commit that changed them; inside its sessions they are its own, and outside
any session, as in the window, those of the store opened last.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.shop.shop_lists import BY_KEY, EntryChange, ShopList, in_force, shipped
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.storage.tables.shop.shop import ListEntryRow as E


class ListsInForce:
    """The lists of one store; the program's own until `use`."""

    def __init__(self) -> None:
        self._changed: dict[str, ShopList] = {}

    def use(self, changes: Iterable[EntryChange]) -> None:
        """Have the lists so changed from now on."""
        by_list: dict[str, list[EntryChange]] = {}
        for change in changes:
            by_list.setdefault(change.list_name, []).append(change)
        self._changed = {name: in_force(name, changed) for name, changed in by_list.items()}

    def get(self, name: str) -> ShopList:
        """One list."""
        return self._changed.get(name) or shipped(name)

    @contextmanager
    def here(self) -> Iterator[None]:
        """These are the lists inside the block, in this thread only."""
        token = _of_session.set(self)
        try:
            yield
        finally:
            _of_session.reset(token)

    def open(self) -> None:
        """These are the lists wherever no session is."""
        self.let_go()
        _opened.append(self)

    def let_go(self) -> None:
        """They are so no longer."""
        if self in _opened:
            _opened.remove(self)


def changes(session: Session) -> tuple[EntryChange, ...]:
    """All that the shop keeps of its lists; what is of no list is passed over."""
    rows = session.scalars(select(E).order_by(E.list_name, E.position, E.code))
    return tuple(_change(row) for row in rows if row.list_name in BY_KEY)


def _change(row: E) -> EntryChange:
    return EntryChange(
        list_name=row.list_name,
        code=row.code,
        wording=ThreeTexts(row.en, row.zh_hk, row.zh_cn),
        parent=row.parent_code,
        position=row.position,
        active=row.retired_at is None,
        aliases=tuple(filter(None, row.earlier_words.split("\n"))),
    )


_of_session: ContextVar[ListsInForce | None] = ContextVar("lists of the session", default=None)
_opened: list[ListsInForce] = []
_PROGRAM = ListsInForce()


def current(name: str) -> ShopList:
    """One list, as it is in this session, else in the store opened last."""
    here = _of_session.get() or (_opened[-1] if _opened else _PROGRAM)
    return here.get(name)
