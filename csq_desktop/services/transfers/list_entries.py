"""The shop's lists in a set of files: written, taken in before all that names them, taken back."""

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.shop.shop_lists import EntryChange
from csq_desktop.domain.transfers import lists as rules
from csq_desktop.domain.transfers.lists import FILE, ListsTaken
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text
from csq_desktop.errors import UserError
from csq_desktop.services import files
from csq_desktop.services.settings import list_changes, lists
from csq_desktop.storage.records.bodies import filled_body, if_sound
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.sessions.lists_in_force import changes
from csq_desktop.texts import tr, trn


def filed(session: Session) -> tuple[EntryChange, ...]:
    """What the shop keeps of its lists, as files carry it."""
    require(session, Permission.EXPORT_FILES)
    return changes(session)


def write(folder: Path, filed: Sequence[EntryChange]) -> tuple[str, ...]:
    """Write what the shop keeps of its lists, if it keeps anything; gives what is said of it."""
    if not filed:
        return ()
    body = json.dumps([filled_body(each) for each in filed], ensure_ascii=False, indent=1)
    files.save(folder / FILE, body.encode())
    return (
        trn(
            "{count} entry of the shop’s lists goes along.",
            "{count} entries of the shop’s lists go along.",
            len(filed),
            count=count_text(len(filed)),
        ),
    )


def read(folder: Path) -> Sequence[EntryChange]:
    """The lists in a folder, none where it has no file of them; a UserError for anything else."""
    file = folder / FILE
    if not file.is_file():
        return ()
    try:
        body = json.loads(file.read_text("utf-8"))
    except (ValueError, RecursionError, OSError):
        body = None
    filed = if_sound(tuple[EntryChange, ...], body)
    if filed is None or not rules.are_sound(filed):
        raise UserError(
            tr("{file} is not what the program exports. Export everything again.", file=FILE)
        )
    return filed


def take_in(session: Session, filed: Sequence[EntryChange]) -> ListsTaken:
    """Have this store's lists understand what another one keeps of its own."""
    require(session, Permission.IMPORT_FILES)
    by_list: defaultdict[str, list[EntryChange]] = defaultdict(list)
    for each in filed:
        by_list[each.list_name].append(each)
    added: list[tuple[str, str]] = []
    learnt: list[tuple[str, str, str]] = []
    for name, entries in by_list.items():
        for entry in [*rules.taken_over(lists.in_force(name), entries)]:
            before = lists.entry(name, entry.code)
            list_changes.take_over(session, name, entry)
            if before is None:
                added.append((name, entry.code))
            else:
                new = (words for words in entry.aliases if words not in before.aliases)
                learnt += [(name, entry.code, words) for words in new]
    return ListsTaken(tuple(added), tuple(learnt))


def said_of(taken: ListsTaken) -> tuple[str, ...]:
    """What became of the lists; nothing where there was no news."""
    if not taken.added:
        return ()
    return (
        trn(
            "{count} entry is new in the lists.",
            "{count} entries are new in the lists.",
            len(taken.added),
            count=count_text(len(taken.added)),
        ),
    )


def take_back(session: Session, taken: ListsTaken) -> None:
    """Undo it: what was added is deactivated, and words that were learnt mean nothing again."""
    require(session, Permission.IMPORT_FILES)
    for name, code, words in taken.learnt:
        list_changes.set_apart(session, name, code, words)
    for name, code in taken.added:
        list_changes.take_back(session, name, code)
