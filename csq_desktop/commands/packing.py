"""Review packs as PDF: of a month, or of several databases and months in one call."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csq_desktop import texts
from csq_desktop.commands.running import Arguments, command, on_store, opened, print_json
from csq_desktop.domain.words.wording import labelled
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing import saving
from csq_desktop.texts import LANGUAGES, tr, trn

if TYPE_CHECKING:
    from csq_desktop.domain.calendar.months import Month
    from csq_desktop.storage.store import Store


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    pack = command(commands, "pack", _pack, tr("write the review pack of a month as PDF"))
    pack.add_argument("stores", type=Path, nargs="+", metavar="STORE")
    who = tr("user to sign in as (default: first supervisor)")
    pack.add_argument("--user", metavar="NAME", help=who)
    pack.add_argument("--month", metavar="YYYY-MM")
    pack.add_argument("--from", dest="first", metavar="YYYY-MM", help=tr("first of several months"))
    pack.add_argument("--to", dest="last", metavar="YYYY-MM", help=tr("last of several months"))
    pack.add_argument("--lang", choices=LANGUAGES, default=None)
    second = tr("print everything in this language, too")
    pack.add_argument("--second", choices=LANGUAGES, default=None, help=second)
    pack.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="F.pdf",
        help=tr("the file; of several review packs the folder"),
    )
    pack.add_argument("--definition", metavar="NAME", help=tr("sections and notes saved by name"))
    pack.add_argument(
        "--issued", action="store_true", help=tr("the issued file of a month that was issued")
    )
    pack.add_argument(
        "--workbook",
        action="store_true",
        help=tr("also write a workbook beside it that recounts every figure"),
    )
    log = on_store(commands, "pack-log", _log, tr("print the log of review packs"))
    log.add_argument("--json", action="store_true")


def _pack(args: Arguments) -> int:
    """`csq pack STORE…`: one that fails is named, and the others are written."""
    from csq_desktop.services.packs import series

    months = _months(args)
    if len(args.stores) == len(months) == 1 and not args.out.is_dir():
        saving.check_target(args.out)
        _check_workbook(args)
        with opened(Namespace(**vars(args), store=args.stores[0])) as store:
            return 0 if _write(store, months[0], args, args.out) else 1
    if not args.out.is_dir():
        raise UserError(tr("“{name}” is not a folder. Choose one.", name=args.out))
    failed = [failure for each in args.stores for failure in _of_store(each, months, args)]
    all_of_them = len(args.stores) * len(months)
    written, books = (all_of_them - sum(numbers) for numbers in zip((0, 0), *failed, strict=True))
    print(series.written_text(written, books if args.workbook else None, all_of_them))
    return 1 if failed else 0


def _of_store(
    folder: Path, months: "Sequence[Month]", args: Arguments
) -> "Iterator[tuple[int, int]]":
    """Write the packs of one database; of each failure how many packs and workbooks it cost."""
    from csq_desktop.services.packs import series

    done = 0
    try:
        with opened(Namespace(**vars(args), store=folder)) as store:
            for month in months:
                done += 1
                try:
                    target = series.free(args.out, f"{folder.stem} {month}")
                    if not _write(store, month, args, target):
                        yield 0, 1
                except (UserError, OSError) as error:
                    _say(tr(", ").join((str(folder), str(month))), error)
                    yield 1, 1
    except (UserError, OSError) as error:
        _say(str(folder), error)
        yield len(months) - done, len(months) - done


def _check_workbook(args: Arguments) -> None:
    """Refuse to write the workbook over a file that nobody named, or over the pack itself."""
    from csq_desktop.services.packs import series

    beside = series.workbook_beside(args.out)
    if args.workbook and (beside == args.out or (beside.exists() and not args.out.exists())):
        raise UserError(
            tr("There is already a file {name}. Choose another name.", name=beside.name)
        )


def _say(where: str, error: UserError | OSError) -> None:
    from csq_desktop.services.packs import series

    print(labelled(where, series.reason_text(error)), file=sys.stderr)


def _months(args: Arguments) -> "Sequence[Month]":
    """The months asked for, in order."""
    from csq_desktop.domain.calendar.months import Month
    from csq_desktop.services.packs import series

    if bool(args.month) == bool(args.first or args.last):
        raise UserError(tr("Enter either --month, or --from and --to."))
    ends = (args.month or args.first or "", args.month or args.last or "")
    return series.months_between(*map(Month.parse, ends))


def _write(store: "Store", month: "Month", args: Arguments, target: Path) -> bool:
    """Write one pack, and its workbook where it is asked for; whether all of that was written."""
    from csq_desktop.domain.packs.packs import WHOLE_PACK, PackRequest
    from csq_desktop.services.packs import definitions, series

    language = args.lang or texts.language()
    with store.reading() as session, texts.speaking(language):
        definition = WHOLE_PACK
        if args.definition is not None:
            definition = definitions.get(session, args.definition)
    languages = tuple(filter(None, (language, args.second)))
    request = PackRequest(month, languages, definition=definition)
    pack = series.write(store, series.PackOrder(request, target, args.workbook, args.issued))
    print("".join(f"{note}\n" for note in pack.notes), end="", file=sys.stderr)
    print(
        trn(
            "{file}: {n} page, SHA-256 {sha}",
            "{file}: {n} pages, SHA-256 {sha}",
            pack.pages,
            file=target,
            sha=pack.sha256,
        )
    )
    if pack.rows is not None:
        workbook = series.workbook_beside(target)
        print(trn("{file}: {n} row.", "{file}: {n} rows.", pack.rows, file=workbook))
    if pack.failure:
        print(pack.failure, file=sys.stderr)
    return not pack.failure


def _log(args: Arguments) -> int:
    """`csq pack-log STORE`: the newest first."""
    from csq_desktop.services.packs import runs
    from csq_desktop.services.settings import shop

    with opened(args) as store, store.reading() as session:
        lines, zone = runs.lines(session), shop.zone(session)
    if args.json:
        more = ({"month": str(run.month or ""), "result": run.result} for run in lines)
        print_json([asdict(run) | facts for run, facts in zip(lines, more, strict=True)])
        return 0
    for run in lines:
        at = run.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        print("\t".join((at, run.who, run.kind.label, run.pack, run.took, run.sha256, run.result)))
    return 0
