"""The file of a case on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from csq_desktop import texts
from csq_desktop.commands.running import Arguments, on_store, opened, save_pages
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.exchange.writing import saving
from csq_desktop.texts import LANGUAGES, tr

if TYPE_CHECKING:
    from csq_desktop.domain.case_files.releases import ReleasedTo


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    case = on_store(commands, "case-file", _case_file, tr("write the file of a case as PDF"))
    case.add_argument("ref", metavar="C-2026-0001")
    case.add_argument("--lang", choices=LANGUAGES, default=None)
    reason = tr("say who the people in it are, for this reason; the disclosure log has it")
    case.add_argument("--identities-for", default="", metavar="TEXT", help=reason)
    case.add_argument("--to", choices=[kind.value for kind in RecipientKind], default="shop")
    who = tr("who receives it, by name")
    case.add_argument("--recipient", default="", metavar="NAME", help=who)
    case.add_argument("--out", type=Path, required=True, metavar="F.pdf")


def _case_file(args: Arguments) -> int:
    """`csq case-file STORE REF`: without identities, unless a reason for them is stated."""
    from csq_desktop.services.case_files import papers

    language = args.lang or texts.language()
    saving.check_target(args.out)
    with opened(args) as store:
        with store.writing() as session:
            case_id, to = papers.called(session, args.ref), _released_to(args)
            release_id = papers.release(session, case_id, to) if to else None
        with store.reading(identities=True) as session:
            pdf = papers.case_file(session, case_id, language=language, release_id=release_id)
        save_pages(args.out, pdf)
        with store.writing() as session:
            papers.note_printed(session, case_id)
    print(args.out)
    return 0


def _released_to(args: Arguments) -> "ReleasedTo | None":
    from csq_desktop.domain.case_files.releases import ReleasedTo

    if not args.identities_for.strip():
        return None
    return ReleasedTo(RecipientKind(args.to), args.identities_for, args.recipient)
