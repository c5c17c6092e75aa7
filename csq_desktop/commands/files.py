"""Files of rows, in and out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from csq_desktop.commands.running import Arguments, on_store, opened, print_json, shown_progress
from csq_desktop.errors import UserError
from csq_desktop.texts import tr, trn


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    from csq_desktop.domain.exports.lists import LISTS
    from csq_desktop.domain.exports.options import FLAGS, NAMES
    from csq_desktop.domain.imports.fields import ImportKind

    kinds = tuple(kind.value for kind in ImportKind)
    taken = on_store(commands, "import", _import, tr("import a CSV, XLSX, XLS or ODS file"))
    taken.add_argument("kind", choices=kinds, metavar="KIND", nargs="?")
    taken.add_argument("file", type=Path, metavar="FILE", nargs="?")
    taken.add_argument(
        "--everything",
        type=Path,
        metavar="FOLDER",
        help=tr("import all files that an export of everything wrote into the folder"),
    )
    matching = taken.add_mutually_exclusive_group()
    matching.add_argument("--mapping", type=Path, metavar="M.json")
    matching.add_argument(
        "--suggest",
        type=Path,
        metavar="M.json",
        help=tr("write the proposed column mapping, to be edited; import nothing"),
    )
    taken.add_argument("--rejects", type=Path, metavar="FILE.csv")
    taken.add_argument("--dry-run", action="store_true")
    taken.add_argument("--json", action="store_true")
    export = on_store(commands, "export", _export, tr("write a list as CSV or XLSX"))
    export.add_argument("kind", choices=tuple(LISTS), metavar="LIST", nargs="?")
    export.add_argument("file", type=Path, metavar="FILE", nargs="?")
    export.add_argument(
        "--everything",
        type=Path,
        metavar="FOLDER",
        help=tr("write everything that another database can import, as workbooks"),
    )
    export.add_argument(
        "--purpose", default="", metavar="TEXT", help=tr("purpose (recorded in the audit trail)")
    )
    export.add_argument(
        "--to-whom", default="", metavar="NAME", help=tr("who receives it (disclosure log)")
    )
    narrowed = export.add_argument_group(tr("only some of the list, by its columns"))
    for name in NAMES:
        if name in FLAGS:
            narrowed.add_argument(f"--{name}", dest=f"only_{name}", action="store_const", const="1")
        else:
            narrowed.add_argument(f"--{name}", dest=f"only_{name}", metavar="WORD")


def _import(args: Arguments) -> int:
    """`csq import STORE KIND FILE`, or `csq import STORE --everything FOLDER`."""
    from csq_desktop.domain.imports.fields import ImportKind
    from csq_desktop.services.imports import commands

    if _is_everything(args):
        return _import_everything(args)
    with opened(args) as store:
        outcome = commands.run(
            store,
            commands.Order(
                kind=ImportKind(args.kind),
                file=args.file,
                mapping_file=args.mapping,
                rejects=args.rejects,
                dry_run=args.dry_run,
                suggestion=args.suggest,
            ),
            shown_progress(args),
        )
    if args.json:
        print_json(outcome.as_json())
    else:
        print("\n".join((*outcome.account.sentences, *outcome.sentences)))
    return 0


def _export(args: Arguments) -> int:
    """`csq export STORE LIST FILE`, or `csq export STORE --everything FOLDER`."""
    from csq_desktop.domain.disclosures.words import RecipientKind
    from csq_desktop.domain.exports.options import NAMES
    from csq_desktop.services.exports import exports

    if _is_everything(args):
        return _export_everything(args)
    asked = {name: getattr(args, f"only_{name}") for name in NAMES}
    words = {name: word for name, word in asked.items() if word is not None}
    kind = RecipientKind.OTHER if args.to_whom.strip() else RecipientKind.SHOP
    order = exports.ExportOrder(
        args.kind,
        args.file,
        args.purpose,
        words=words,
        recipient=args.to_whom,
        recipient_kind=kind,
    )
    with opened(args) as store:
        outcome = exports.write_list(store, order)
    print(trn("{file}: {n} row.", "{file}: {n} rows.", outcome.rows, file=args.file))
    print("".join(f"{sentence}\n" for sentence in outcome.sentences), end="")
    return 0


def _is_everything(args: Arguments) -> bool:
    """Whether a whole folder is meant; a UserError where it is neither that nor one file."""
    names = [args.kind, args.file]
    if all(names) and args.everything is None:
        return False
    if args.everything is not None and not any(names):
        return True
    raise UserError(tr("Name either a list and its file, or --everything and a folder."))


def _export_everything(args: Arguments) -> int:
    from csq_desktop.domain.disclosures.words import RecipientKind
    from csq_desktop.services.transfers import everything

    kind = RecipientKind.OTHER if args.to_whom.strip() else RecipientKind.SHOP
    order = everything.SetOrder(args.everything, args.purpose, args.to_whom, kind)
    with opened(args) as store:
        report = everything.write(store, order, _reported(args))
    print("\n".join(report.sentences_of_all))
    return 0


def _import_everything(args: Arguments) -> int:
    from csq_desktop.services.transfers import everything

    with opened(args) as store:
        report = everything.take_in(store, args.everything, _reported(args))
    if args.json:
        print_json(report.as_json())
    else:
        print("\n".join(report.sentences_of_all))
    return 0


def _reported(args: Arguments) -> Callable[..., None] | None:
    """Progress as sets tell it."""
    show = shown_progress(args)
    if show is None:
        return None
    return lambda done, total, words: show(words, int(done), int(total))
