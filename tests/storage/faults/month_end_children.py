"""A month's end on a disk that fails, or with a kill, at a counted call: packs, minutes, events."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.events import NewShopEvent, ShopEventKind
from csq_desktop.domain.packs.asks import AskDecision, NewAskAnswer
from csq_desktop.domain.packs.packs import DefinedSection, PackDefinition, PackRequest, PackSection
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing import saving, workbooks
from csq_desktop.reports.documents import review_minutes
from csq_desktop.reports.packs import book
from csq_desktop.services.events import events
from csq_desktop.services.packs import asks, definitions, packs, papers, series
from csq_desktop.storage.store import Store
from tests.storage.faults import fault_children as work
from tests.storage.faults.day_children import striking
from tests.storage.faults.disk_calls import watching
from tests.storage.faults.fork_server import tell

_IMPORTED = (book, review_minutes, workbooks)  # once, not in each child
SEPTEMBER = Month(2026, 9)
TILL = NewShopEvent(date(2026, 9, 3), date(2026, 9, 4), ShopEventKind.OTHER, "Second till")
WRITTEN = "Hire a second cashier\nPaint the door"
MINUTES = "Minutes.pdf"


def definition(picture: str) -> PackDefinition:
    """A short pack with a picture, so that issuing it takes no second."""
    section = DefinedSection(PackSection.TARGETS, "As it stands", picture, "The second till")
    return PackDefinition("With a picture", (section,))


def end_month(
    watched: str, fault: str, at: int, user_id: int, keys: list[str], *paths: str
) -> None:
    """Do all that a month's end writes; tell of each thing once it is stored."""
    folder, picture, out = (Path(path) for path in paths)
    strike, numbers = striking(fault, at)
    tell("begins")
    with watching(Path(watched), strike), suppress(UserError):
        store = work.open_by_sheet(folder, user_id, keys)
        try:
            _work(store, definition(definitions.picture_of(picture)), out)
        finally:
            store.close()
    tell(f"calls {next(numbers) - 1}")


def _work(store: Store, with_picture: PackDefinition, out: Path) -> None:
    request = PackRequest(SEPTEMBER, ("en",), "", WRITTEN, "", with_picture)
    events_of = _event_steps(store)
    steps: tuple[Callable[[], object], ...] = (
        lambda: next(events_of),
        lambda: next(events_of),
        lambda: _define(store, with_picture),
        lambda: _issue(store, request),
        lambda: _decide(store),
        lambda: _print_minutes(store, out),
        lambda: next(events_of),
        lambda: _write_months(store, request, out),
    )
    for step in steps:
        with suppress(UserError, StopIteration):  # what a refused step was to begin is not there
            step()


def _event_steps(store: Store) -> Iterator[None]:
    with store.writing() as session:
        event = events.record(session, TILL)
    tell(f"event {event}")
    yield
    with store.writing() as session:
        events.correct(session, event, replace(TILL, title="Third till"))
    tell(f"corrected {event}")
    yield
    with store.writing() as session:
        events.remove(session, event)
    tell(f"removed {event}")
    yield


def _define(store: Store, with_picture: PackDefinition) -> None:
    with store.writing() as session:
        definitions.save(session, with_picture)
    tell("defined 1")


def _issue(store: Store, request: PackRequest) -> None:
    with store.writing() as session:
        pack = packs.issue(session, request)
    tell(f"issued {pack.id}")


def _decide(store: Store) -> None:
    with store.writing() as session:
        ask = next(iter(asks.everything(session)))
        yes = NewAskAnswer(
            ask_id=ask.id,
            decision=AskDecision.YES,
            decided_by="Karen Leung",
            owner="May Wong",
            due_on=date(2026, 11, 20),
            action_title="Hire a cashier",
        )
        answer = asks.answer(session, yes)
    tell(f"decided {answer}")


def _print_minutes(store: Store, out: Path) -> None:
    with store.writing() as session:
        pack = packs.newest(session, SEPTEMBER)
        papers.note_minutes(session, pack.id)
    with store.reading() as session:
        saving.save(out / MINUTES, papers.minutes(session, pack.id))
    tell("minutes 1")


def _write_months(store: Store, request: PackRequest, out: Path) -> None:
    months = (SEPTEMBER.shift(-1), SEPTEMBER)
    outcome = series.write_all(store, series.PackSeries(months, request, out, True, True))
    for pack in outcome.written:
        tell(f"written {pack.file.name.replace(' ', '_')}")
