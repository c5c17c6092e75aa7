"""Keeping a store: backups, restoring one, and new keys."""

from pathlib import Path
from typing import Any

from csq_desktop import prompts
from csq_desktop.commands.running import Arguments, command, on_store, opened
from csq_desktop.texts import tr


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    backup = on_store(commands, "backup", _backup, tr("write a verified, sealed backup"))
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = command(commands, "restore", _restore, tr("restore a backup as a new database"))
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("store", type=Path, metavar="STORE")
    restore.add_argument("--user", metavar="NAME")
    restore.add_argument(
        "--recovery-key",
        nargs="?",
        const="",
        metavar="",
        help=tr("ask for it instead of a passphrase"),
    )
    on_store(commands, "rekey", _rekey, tr("change all keys after somebody left who had them"))


def _backup(args: Arguments) -> int:
    """`csq backup STORE FILE`."""
    from csq_desktop.services.stores import backups

    with opened(args) as store:
        backup = backups.make(store, args.file)
    print(tr("{file}: verified, {contents}.", file=backup.file, contents=backup.contents.text))
    return 0


def _restore(args: Arguments) -> int:
    """`csq restore FILE STORE`."""
    from csq_desktop.domain.stores.backups import BackupOpener
    from csq_desktop.services.stores import backups

    if args.recovery_key is None:
        opener = BackupOpener(user=args.user, passphrase=prompts.passphrase())
    else:
        opener = BackupOpener(recovery_key=prompts.recovery_key(args.recovery_key))
    restored = backups.restore(args.file, args.store, opener, source=args.source)
    contents = restored.contents.text
    print(tr("Restored to {folder}: {contents}.", folder=args.store, contents=contents))
    print(restored.erasures_text)
    return 0


def _rekey(args: Arguments) -> int:
    """`csq rekey STORE`: everybody but the signed-in supervisor needs a new passphrase."""
    from csq_desktop.services.stores import key_change

    with opened(args) as store:
        changed = key_change.rekey(store, prompts.passphrase())
    print(tr("Write down the recovery key; it is shown only once: {code}", code=changed.sheet.code))
    if changed.without_passphrase:
        names = tr(", ").join(changed.without_passphrase)
        print(tr("A supervisor must give these users a new passphrase: {names}", names=names))
    return 0
