"""Review packs as PDF: of a month, or of several databases and months in one call."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csq_desktop import disk_refusals, texts
from csq_desktop.commands.running import Arguments, command, opened, save_pages
from csq_desktop.domain.wording import labelled
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing import saving
from csq_desktop.texts import LANGUAGES, tr, trn

if TYPE_CHECKING:
    from csq_desktop.domain.months import Month
    from csq_desktop.storage.store import Store

MOST_MONTHS = 60


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
        "--workbook",
        action="store_true",
        help=tr("also write a workbook beside it that recounts every figure"),
    )


def _pack(args: Arguments) -> int:
    """`csq pack STORE…`: one that fails is named, and the others are written."""
    months = _months(args)
    if len(args.stores) == len(months) == 1 and not args.out.is_dir():
        saving.check_target(args.out)
        _check_workbook(args)
        with opened(Namespace(**vars(args), store=args.stores[0])) as store:
            _write(store, months[0], args, args.out)
        return 0
    if not args.out.is_dir():
        raise UserError(tr("“{name}” is not a folder. Choose one.", name=args.out))
    failed = [sentence for each in args.stores for sentence in _of_store(each, months, args)]
    all_of_them = len(args.stores) * len(months)
    written = all_of_them - sum(number for number, _ in failed)
    print(
        trn(
            "{n} of {all} review pack written.",
            "{n} of {all} review packs written.",
            all_of_them,
            n=written,
            all=all_of_them,
        )
    )
    return 1 if failed else 0


def _of_store(
    folder: Path, months: "Sequence[Month]", args: Arguments
) -> "Iterator[tuple[int, str]]":
    """Write the packs of one database; how many could not be, and why, as it is said."""
    done = 0
    try:
        with opened(Namespace(**vars(args), store=folder)) as store:
            for month in months:
                done += 1
                try:
                    _write(store, month, args, _free(args.out, f"{folder.stem} {month}"))
                except (UserError, OSError) as error:
                    yield 1, _say(tr(", ").join((str(folder), str(month))), error)
    except (UserError, OSError) as error:
        yield len(months) - done, _say(str(folder), error)


def _check_workbook(args: Arguments) -> None:
    """Refuse to write the workbook over a file that nobody named, or over the pack itself."""
    beside = _workbook(args.out)
    if args.workbook and (beside == args.out or (beside.exists() and not args.out.exists())):
        raise UserError(
            tr("There is already a file {name}. Choose another name.", name=beside.name)
        )


def _workbook(target: Path) -> Path:
    return target.with_suffix(".xlsx")


def _say(where: str, error: UserError | OSError) -> str:
    refusal = error if isinstance(error, UserError) else disk_refusals.in_words(error)
    sentence = labelled(where, refusal.text if refusal else str(error))
    print(sentence, file=sys.stderr)
    return sentence


def _free(folder: Path, name: str) -> Path:
    """A file in the folder that no other pack of this call, and nothing else, is called."""
    target, number = folder / f"{name}.pdf", 1
    while target.exists() or _workbook(target).exists():
        number += 1
        target = folder / f"{name} ({number}).pdf"
    return target


def _months(args: Arguments) -> "list[Month]":
    """The months asked for, in order."""
    from csq_desktop.domain.months import Month

    if bool(args.month) == bool(args.first or args.last):
        raise UserError(tr("Enter either --month, or --from and --to."))
    ends = (args.month or args.first or "", args.month or args.last or "")
    first, last = map(Month.parse, ends)
    months = [first]
    while months[-1] < last and len(months) <= MOST_MONTHS:
        months.append(months[-1].shift(1))
    if last < first or len(months) > MOST_MONTHS:
        raise UserError(
            tr("Enter from one month to a later one, at most {n} months.", n=MOST_MONTHS)
        )
    return months


def _write(store: "Store", month: "Month", args: Arguments, target: Path) -> None:
    """Write one pack, and its workbook where it is asked for."""
    from csq_desktop.domain.packs import WHOLE_PACK, PackRequest
    from csq_desktop.services.packs import definitions, packs, recount

    language = args.lang or texts.language()
    with store.reading() as session, texts.speaking(language):
        definition = WHOLE_PACK
        if args.definition is not None:
            definition = definitions.get(session, args.definition)
        languages = tuple(filter(None, (language, args.second)))
        request = PackRequest(month, languages, definition=definition)
        pack = packs.make(session, request)
    if store.sees_identities:
        with store.reading(identities=True) as unsealed:
            places = packs.identities_in(unsealed, request)
        if places:
            print(packs.places_text(places), file=sys.stderr)
    save_pages(target, pack.pdf)
    print(
        trn(
            "{file}: {n} page, SHA-256 {sha}",
            "{file}: {n} pages, SHA-256 {sha}",
            pack.pages,
            file=target,
            sha=pack.sha256,
        )
    )
    if args.workbook:
        workbook = _workbook(target)
        with texts.speaking(language):
            count = recount.write(store, month, workbook)
        print(trn("{file}: {n} row.", "{file}: {n} rows.", count, file=workbook))
