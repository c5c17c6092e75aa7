"""Records as they stood, on the command line."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from csq_desktop import texts
from csq_desktop.commands.running import Arguments, on_store, opened, save_pages
from csq_desktop.exchange.writing import saving
from csq_desktop.texts import LANGUAGES, tr


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    summary = tr("write a customer, complaint, letter or action as it stood, as PDF")
    past = on_store(commands, "as-it-stood", _past, summary)
    past.add_argument("ref", metavar="C-2026-0001")
    when = tr("the moment, by the shop’s clock (default: now)")
    past.add_argument("--at", type=_moment, metavar="YYYY-MM-DDTHH:MM", help=when)
    past.add_argument("--lang", choices=LANGUAGES, default=None)
    past.add_argument("--out", type=Path, required=True, metavar="F.pdf")


def _past(args: Arguments) -> int:
    """`csq as-it-stood STORE REF`: without identities; the trail notes it."""
    from csq_desktop.domain.past.facts import PastPoint
    from csq_desktop.services.past import papers, past
    from csq_desktop.services.settings import shop

    saving.check_target(args.out)
    with opened(args) as store:
        with store.reading(identities=store.user.role.sees_identities) as session:
            subject, record_id = past.called(session, args.ref)
            at = args.at.replace(tzinfo=shop.zone(session)) if args.at else None
            point, language = PastPoint(moment=at), args.lang or texts.language()
            pdf = papers.record(session, subject, record_id, point, language=language)
        save_pages(args.out, pdf)
        with store.writing() as session:
            papers.note_printed(session, subject, record_id, point)
    print(args.out)
    return 0


def _moment(text: str) -> datetime:
    """A moment written YYYY-MM-DDTHH:MM, as an argument's type: to the end of that minute."""
    try:
        return datetime.fromisoformat(text).replace(second=59, tzinfo=None)
    except ValueError as error:
        words = tr("“{text}” is not a moment written YYYY-MM-DDTHH:MM.", text=text)
        raise argparse.ArgumentTypeError(words) from error
