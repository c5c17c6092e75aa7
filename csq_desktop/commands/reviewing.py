"""After a review: what issued packs ask for, with the decisions, and the minutes as PDF."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csq_desktop import texts
from csq_desktop.commands.running import Arguments, on_store, opened, print_json, save_pages
from csq_desktop.exchange.writing import saving
from csq_desktop.texts import LANGUAGES, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csq_desktop.domain.packs.asks import Ask


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    asks = on_store(commands, "requests", _requests, tr("print the requests to management"))
    asks.add_argument("--json", action="store_true")
    minutes = on_store(
        commands, "minutes", _minutes, tr("write the minutes of a month’s review as PDF")
    )
    minutes.add_argument("--month", required=True, metavar="YYYY-MM")
    minutes.add_argument("--lang", choices=LANGUAGES, default=None)
    minutes.add_argument("--out", type=Path, required=True, metavar="F.pdf")


def _requests(args: Arguments) -> int:
    """`csq requests STORE`: the open ones first."""
    from csq_desktop.services.packs import asks
    from csq_desktop.services.settings import shop

    with opened(args) as store, store.reading() as session:
        listed, today = asks.everything(session), shop.today(session)
    if args.json:
        more = ({"months": list(map(str, ask.months)), "state": ask.state(today)} for ask in listed)
        print_json([asdict(ask) | facts for ask, facts in zip(listed, more, strict=True)])
        return 0
    for ask in listed:
        print("\t".join((str(ask.month), ask.state(today).label, *_words(ask))))
    return 0


def _words(ask: "Ask") -> "Iterator[str]":
    """What was asked; who owns it and by when, where that was decided."""
    yield ask.sentence
    answer = ask.answer
    if answer is not None:
        yield answer.owner
        yield answer.due_on.isoformat() if answer.due_on else ""
        yield answer.action.ref if answer.action else ""


def _minutes(args: Arguments) -> int:
    """`csq minutes STORE`: of the newest version of a month's pack."""
    from csq_desktop.domain.calendar.months import Month
    from csq_desktop.services.packs import packs, papers

    month = Month.parse(args.month)
    saving.check_target(args.out)
    language = args.lang or texts.language()
    with opened(args) as store, store.writing() as session, texts.speaking(language):
        pack = packs.newest(session, month)
        pdf = papers.minutes(session, pack.id)
        papers.note_minutes(session, pack.id)
    save_pages(args.out, pdf)
    print(args.out)
    return 0
