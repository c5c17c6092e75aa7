"""Files of rows, in and out."""

from pathlib import Path
from typing import Any

from csq_desktop.commands.running import Arguments, on_store, opened, print_json, shown_progress
from csq_desktop.texts import tr, trn


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    from csq_desktop.domain.exports.lists import LISTS
    from csq_desktop.domain.exports.options import FLAGS, NAMES
    from csq_desktop.domain.imports.fields import ImportKind

    kinds = tuple(kind.value for kind in ImportKind)
    taken = on_store(commands, "import", _import, tr("import a CSV, XLSX, XLS or ODS file"))
    taken.add_argument("kind", choices=kinds, metavar="KIND")
    taken.add_argument("file", type=Path, metavar="FILE")
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
    export.add_argument("kind", choices=tuple(LISTS), metavar="LIST")
    export.add_argument("file", type=Path, metavar="FILE")
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
    """`csq import STORE KIND FILE`."""
    from csq_desktop.domain.imports.fields import ImportKind
    from csq_desktop.services.imports import commands

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
    """`csq export STORE KIND FILE`."""
    from csq_desktop.domain.disclosures.words import RecipientKind
    from csq_desktop.domain.exports.options import NAMES
    from csq_desktop.services.exports import exports

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
