"""Erasures on the command line: the ledger, carried to where a restore needs it."""

from pathlib import Path
from typing import Any

from csq_desktop.commands.running import Arguments, on_store, opened, print_json
from csq_desktop.texts import tr, trn


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    summary = tr("list what was erased, and repeat it after a restore")
    erasures = on_store(commands, "erasures", _erasures, summary)
    erasures.add_argument(
        "--export", type=Path, metavar="FILE", help=tr("write the signed list of erasures")
    )
    erasures.add_argument(
        "--replay", type=Path, metavar="FILE", help=tr("repeat the erasures of such a list")
    )
    erasures.add_argument("--json", action="store_true")


def _erasures(args: Arguments) -> int:
    """`csq erasures STORE`: numbers of records alone, and nobody's name."""
    from csq_desktop.domain.words.wording import moment_text
    from csq_desktop.services.stores import erasures

    with opened(args) as store:
        if args.replay is not None:
            count = erasures.repeat(store, args.replay)
            print(trn("{n} erasure repeated.", "{n} erasures repeated.", count))
        if args.export is not None:
            erasures.export(store, args.export)
            print(tr("The list of erasures is in {file}.", file=args.export))
        with store.reading() as session:
            listed = erasures.ledger(session)
    if args.json:
        print_json([_plain(each) for each in listed])
    elif args.replay is None and args.export is None:
        for each in listed:
            parts = (each.ref, moment_text(each.at), each.mode.label, each.kind.label)
            print("\t".join((*parts, each.approver, tr(", ").join(each.count_texts))))
    return 0


def _plain(erasure: Any) -> dict[str, Any]:
    return {
        "number": erasure.ref,
        "at": erasure.at.isoformat(),
        "kind": erasure.kind.value,
        "mode": erasure.mode.value,
        "months": erasure.months,
        "by_rule": erasure.by_rule,
        "approved_by": erasure.approver,
        "counts": dict(erasure.counts),
        "replayed": erasure.replayed,
    }
