"""The product without a window: the same services as sub-commands of `csq`.

Exit codes: 0 done; 1 refused or failed, with a sentence on stderr; 2 wrong usage.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from csq_desktop import disk_refusals, log, memory, paths, settings, texts
from csq_desktop.clock import TimeSource, computer_clock
from csq_desktop.commands import (
    case_files,
    charts,
    erasing,
    events,
    files,
    keeping,
    lists,
    making,
    packing,
    past,
    reading,
    reviewing,
)
from csq_desktop.commands.running import Arguments
from csq_desktop.errors import UserError
from csq_desktop.texts import tr


def main(arguments: Sequence[str], *, source: TimeSource = computer_clock) -> int:
    """Run one sub-command; returns the exit code."""
    texts.set_language(settings.load().language or texts.system_language())
    _speak_every_letter()
    try:
        with texts.said_by_argparse():
            parsed = build_parser().parse_args(arguments, Arguments(source=source))
    except SystemExit as ending:
        return int(ending.code or 0) if isinstance(ending.code, int) else 2
    _make_whole(parsed)
    outcome = _outcome(parsed.command, parsed)
    if isinstance(outcome, int):
        return outcome
    print(outcome, file=sys.stderr)
    return 1


def without_display() -> int:
    """Say that a window needs a display; returns the exit code."""
    texts.set_language(settings.load().language or texts.system_language())
    text = tr("There is no display for the window. “csq --help” lists what works without one.")
    print(text, file=sys.stderr)
    return 1


def _outcome(command: Callable[[Arguments], int], args: Arguments) -> int | str:
    """The exit code of a command, or the sentence that says why it failed."""
    try:
        with memory.watched(), _log():
            return command(args)
    except UserError as error:
        return error.text
    except (KeyboardInterrupt, EOFError):
        return tr("Cancelled.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return tr("Cancelled.")
    except OSError as error:
        refusal = disk_refusals.in_words(error)
        if refusal is None:
            raise
        return refusal.text


@contextmanager
def _log() -> Iterator[None]:
    """Write faults to the log file, as the window does, not to the terminal."""
    log.start(paths.user_state())
    try:
        yield
    finally:
        log.stop()


def _make_whole(parsed: Arguments) -> None:
    """Replace bytes that are no text in words: Python hands them on as letters nothing can write.

    Paths keep theirs, for files are called so.
    """
    for name, word in vars(parsed).items():
        if isinstance(word, str):
            setattr(parsed, name, word.encode(errors="replace").decode())


def _speak_every_letter() -> None:
    """Replace letters that the terminal cannot show by a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def build_parser() -> argparse.ArgumentParser:
    """Every sub-command with its arguments."""
    parser = argparse.ArgumentParser(prog="csq", description=tr("CSQ Desktop without a window"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for family in (
        making,
        packing,
        reading,
        reviewing,
        events,
        lists,
        keeping,
        erasing,
        files,
        charts,
        case_files,
        past,
    ):
        family.add(commands)
    return parser
