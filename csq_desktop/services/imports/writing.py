"""The new rows of an import on their way into the store, chunk by chunk."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.orm import Session

from csq_desktop.domain.imports.rows import Plain
from csq_desktop.services import people
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.imports.rows import ImportContext
from csq_desktop.services.settings import shop
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import seconds

Planned = Sequence[tuple[Plain, ...]]


def setting(session: Session, batch_id: int) -> ImportContext:
    """What every row of a batch needs to know."""
    desk = desk_of(session)
    return ImportContext(
        batch_id=batch_id,
        user_id=desk.user.id,
        person_id=people.of_signed_in(session),
        now=seconds(desk.now()),
        rules=case_rows.rules(session),
        branch=shop.branch_code(session),
    )


class ChunkWriter(ABC):
    """Keeps new rows: ids reserved per chunk; `span` is the first and last id given out."""

    def __init__(self, session: Session, keys: Sequence[str], rules: ImportContext) -> None:
        self.session, self.keys, self.rules = session, tuple(keys), rules
        self.audit_detail = {"batch": rules.batch_id}
        self.span = (0, 0)

    @abstractmethod
    def add(self, planned: Planned) -> None:
        """Keep some rows."""

    @contextmanager
    def all_of_it(self) -> Iterator[None]:
        """Encloses all calls of `add`; there is nothing to prepare."""
        yield

    def reserve(self, count: int) -> int:
        first = ids.reserve(self.session, count)
        self.span = (self.span[0] or first, first + count - 1)
        return first

    def fields(self, planned: Planned) -> Iterator[dict[str, Plain]]:
        for values in planned:
            yield dict(zip(self.keys, values, strict=True))
