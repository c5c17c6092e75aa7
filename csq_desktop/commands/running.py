"""What every sub-command shares: its arguments, an open store, progress, JSON on the terminal."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csq_desktop import prompts
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from csq_desktop.storage.store import Store

Arguments = argparse.Namespace


def command(
    commands: Any, name: str, run: Callable[[Arguments], int], summary: str
) -> argparse.ArgumentParser:
    """A sub-command with what it runs and the line that explains it."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(command=run)
    return parser


def on_store(
    commands: Any, name: str, run: Callable[[Arguments], int], summary: str
) -> argparse.ArgumentParser:
    """A sub-command on a store, which somebody signs in to."""
    parser = command(commands, name, run, summary)
    parser.add_argument("store", type=Path, metavar="STORE")
    who = tr("user to sign in as (default: first supervisor)")
    parser.add_argument("--user", metavar="NAME", help=who)
    return parser


@contextmanager
def opened(args: Arguments) -> "Iterator[Store]":
    """The store of the arguments, with its user signed in."""
    from csq_desktop.services.stores import stores

    people = stores.people(args.store)
    named = [user for user in people if user.name == args.user] if args.user else people[:1]
    if not named:
        raise UserError(tr("No user called “{name}” can sign in to this database.", name=args.user))
    store = stores.open(args.store, named[0].id, prompts.passphrase(), source=args.source)
    try:
        for finding in store.findings:
            print(finding, file=sys.stderr)
        yield store
    finally:
        store.close()


def shown_progress(args: Arguments) -> Callable[[str, int, int], None] | None:
    """Progress on stderr where a person looks on."""
    if getattr(args, "json", False) or not sys.stderr.isatty():
        return None

    def show(what: str, done: int, of: int) -> None:
        print(f"\r{what}: {done:,} / {of:,}   ", end="" if done < of else "\n", file=sys.stderr)

    return show


def save_pages(target: Path, pdf: bytes) -> None:
    """Write a PDF whole or not at all; which characters of it cannot be printed is said before."""
    from csq_desktop.domain.paper.sheets import unwritable_text
    from csq_desktop.exchange.writing import saving

    if squares := unwritable_text(pdf):
        print(squares, file=sys.stderr)
    saving.save(target, pdf)


def print_json(value: object) -> None:
    """Print a value for other programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def whole(text: str) -> int:
    """A whole number from 0 upwards, as an argument's type."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(
            tr("“{text}” is not a whole number from 0 upwards.", text=text)
        )
    return int(text)
