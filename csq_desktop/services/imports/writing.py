"""The new rows of an import on their way into the store, chunk by chunk."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping, Plain
from csq_desktop.services.imports import rows as import_rows
from csq_desktop.services.imports.rows import Setting, consent_of
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.records import customers as customer_records
from csq_desktop.storage.records.imports.facts import customers_by
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.storage.records.references import next_numbers, written
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import seconds

Planned = Sequence[tuple[Plain, ...]]


class Writer(Protocol):
    """Keeps new rows; `span` is the first and last id given out."""

    span: tuple[int, int]

    def add(self, planned: Planned) -> None:
        """Keep some rows."""

    def all_of_it(self) -> Any:
        """Encloses all calls of `add`."""


def writer(session: Session, mapping: ImportMapping, keys: Sequence[str], batch_id: int) -> Writer:
    """The writer of a kind of rows."""
    makers: dict[ImportKind, Callable[..., Writer]] = {
        ImportKind.COMPLAINTS: ComplaintWriter,
        ImportKind.CUSTOMERS: CustomerWriter,
        ImportKind.PLEDGE_COUNTS: CountWriter,
    }
    return makers[mapping.kind](session, keys, setting(session, batch_id))


def setting(session: Session, batch_id: int) -> Setting:
    """What every row of a batch needs to know."""
    desk = desk_of(session)
    return Setting(
        batch_id=batch_id,
        user_id=desk.user.id,
        user_name=desk.user.name,
        now=seconds(desk.now()),
        calendar=shop.calendar(session),
        policies=shop.policies(session),
        criteria=shop.criteria(session),
    )


class _ChunkWriter:
    """What all writers share: ids reserved per chunk, one span over all of them."""

    def __init__(self, session: Session, keys: Sequence[str], rules: Setting) -> None:
        self._session, self._keys, self._rules = session, tuple(keys), rules
        self._told = {"batch": rules.batch_id}
        self.span = (0, 0)

    @contextmanager
    def all_of_it(self) -> Iterator[None]:
        """Nothing to prepare."""
        yield

    def _reserve(self, count: int) -> int:
        first = ids.reserve(self._session, count)
        self.span = (self.span[0] or first, first + count - 1)
        return first

    def _fields(self, planned: Planned) -> Iterator[dict[str, Plain]]:
        for values in planned:
            yield dict(zip(self._keys, values, strict=True))


class ComplaintWriter(_ChunkWriter):
    """Keeps complaints under this year's numbers."""

    def __init__(self, session: Session, keys: Sequence[str], rules: Setting) -> None:
        super().__init__(session, keys, rules)
        self._year = shop.today(session).year
        self._links = "customer_reference" in keys and desk_of(session).sees_identities
        self._place = self._keys.index("customer_reference") if self._links else 0
        self._maker = import_rows.ComplaintRows(self._keys, rules)

    @contextmanager
    def all_of_it(self) -> Iterator[None]:
        """The month sums are added up once, at the end."""
        with complaint_records.summed_at_the_end(self._session):
            yield

    def add(self, planned: Planned) -> None:
        """Keep some complaints."""
        if not planned:
            return
        first = self._reserve(len(planned))
        numbers = next_numbers(self._session, "C", self._year, len(planned))
        named = [(first + n, written("C", self._year, k)) for n, k in enumerate(numbers)]
        customers: dict[str, int] = {}
        if self._links:
            wanted = {str(values[self._place]) for values in planned if values[self._place]}
            customers = customers_by(self._session, "their_reference", wanted)
        rows = self._maker.rows(named, planned, customers)
        columns = import_rows.COMPLAINT_COLUMNS
        complaint_records.add_many(self._session, columns, rows, told=self._told)


class CustomerWriter(_ChunkWriter):
    """Keeps customers and their identities."""

    def add(self, planned: Planned) -> None:
        """Keep some customers."""
        if not planned:
            return
        first = self._reserve(len(planned))
        numbers = next_numbers(self._session, "CU", 0, len(planned))
        rows = [
            import_rows.customer_row(first + n, f"CU-{number:05d}", given, self._rules)
            for n, (number, given) in enumerate(zip(numbers, self._fields(planned), strict=True))
        ]
        columns = import_rows.CUSTOMER_COLUMNS
        customer_records.add_many(self._session, rows, columns, told=self._told)
        asked = self._keys.index("consent_marketing") if "consent_marketing" in self._keys else None
        if asked is not None:
            answers = ((first + n, consent_of(values[asked])) for n, values in enumerate(planned))
            given = (pair for pair in answers if pair[1] is not Consent.NOT_ASKED)
            customer_records.add_consents(self._session, given, batch_id=self._rules.batch_id)


class CountWriter(_ChunkWriter):
    """Keeps day counts of pledges."""

    def add(self, planned: Planned) -> None:
        """Keep some counts."""
        if not planned:
            return
        first = self._reserve(len(planned))
        known = {pledge.code: pledge.id for pledge in pledges.everything(self._session)}
        rows = [
            import_rows.count_row(first + n, given, self._rules, known)
            for n, given in enumerate(self._fields(planned))
        ]
        pledge_records.add_many(self._session, import_rows.COUNT_COLUMNS, rows, told=self._told)
