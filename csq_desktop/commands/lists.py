"""The shop's lists on the command line: every entry with its code and its words."""

from typing import TYPE_CHECKING, Any

from csq_desktop.commands.running import Arguments, on_store, opened, print_json
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from csq_desktop.services.settings.list_changes import EntryLine


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    lists = on_store(commands, "lists", _lists, tr("list what forms offer, with codes and words"))
    lists.add_argument("--list", default="", metavar="LIST", help=tr("one list only"))
    lists.add_argument("--json", action="store_true")


def _lists(args: Arguments) -> int:
    """`csq lists STORE`: deactivated entries too, since records go on holding them."""
    from csq_desktop.domain.shop.shop_lists import KINDS
    from csq_desktop.services.settings import list_changes

    names = [args.list] if args.list else [kind.key for kind in KINDS]
    with opened(args) as store, store.reading() as session:
        views = {name: list_changes.view(session, name) for name in names}
    entries = [_plain(name, line) for name, view in views.items() for line in view.lines]
    if args.json:
        print_json(entries)
        return 0
    for entry in entries:
        words = (entry["en"], entry["zh_HK"], entry["zh_CN"])
        state = tr("In use") if entry["offered"] else tr("Deactivated")
        print("\t".join((entry["list"], entry["code"], *words, str(entry["records"]), state)))
    return 0


def _plain(name: str, line: "EntryLine") -> dict[str, Any]:
    entry = line.entry
    return {
        "list": name,
        "code": entry.code,
        "under": entry.parent,
        **entry.wording.by_language,
        "also": list(entry.aliases),
        "records": line.n,
        "offered": line.offered,
        "own": line.own,
    }
