"""The event book on the command line: listing it, and writing an event down."""

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from csq_desktop.commands.running import Arguments, on_store, opened, print_json
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from csq_desktop.domain.events import NumberedEvent

KINDS = ("promotion", "typhoon", "equipment", "staff", "other")


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    events = on_store(commands, "events", _events, tr("list what happened in the shop"))
    events.add_argument("--json", action="store_true")
    event = on_store(commands, "event", _event, tr("record what happened in the shop"))
    event.add_argument("kind", choices=KINDS)
    event.add_argument("--start", type=_day, required=True, metavar="YYYY-MM-DD")
    last = tr("last day, if it is not the first")
    event.add_argument("--end", type=_day, default=None, metavar="YYYY-MM-DD", help=last)
    event.add_argument("--title", default="", metavar="TEXT")


def _events(args: Arguments) -> int:
    """`csq events STORE`: the newest first, with the numbers on the charts of today."""
    from csq_desktop.services.events import book

    with opened(args) as store, store.reading() as session:
        lines = book.everything(session)
    if args.json:
        print_json([_plain(line) for line in lines])
        return 0
    for line in lines:
        number = str(line.number) if line.number else ""
        print("\t".join((number, line.event.when, line.event.text, line.event.written_by)))
    return 0


def _plain(line: "NumberedEvent") -> dict[str, Any]:
    event = line.event
    return {
        "number": line.number or None,
        "start": event.start.isoformat(),
        "end": event.end.isoformat(),
        "kind": event.kind.value,
        "title": event.title,
        "recorded_by": event.written_by,
        "recorded_at": event.written_at,
    }


def _event(args: Arguments) -> int:
    """`csq event STORE KIND`."""
    from csq_desktop.domain.events import NewShopEvent, ShopEventKind
    from csq_desktop.services.events import events

    new = NewShopEvent(args.start, args.end or args.start, ShopEventKind(args.kind), args.title)
    with opened(args) as store, store.writing() as session:
        events.record(session, new)
    print(tr("Event added."))
    return 0


def _day(text: str) -> date:
    """A day written YYYY-MM-DD, as an argument's type."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        words = tr("“{text}” is not a day written YYYY-MM-DD.", text=text)
        raise argparse.ArgumentTypeError(words) from error
