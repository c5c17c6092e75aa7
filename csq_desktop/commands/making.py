"""Making stores: the demo shop, and an empty one with its recovery key."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from csq_desktop import paths, prompts, texts
from csq_desktop.commands.running import Arguments, command, print_json, shown_progress, whole
from csq_desktop.exchange.writing import saving
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from csq_desktop.domain.stores.recovery import RecoverySheet


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    demo = command(commands, "demo", _demo, tr("make a demo database in DIR"))
    demo.add_argument("folder", metavar="DIR", type=Path, nargs="?")
    for name, number in (("months", 24), ("customers", 420), ("complaints", 980), ("seed", 7)):
        demo.add_argument(f"--{name}", type=whole, default=number, metavar="N")
    demo.add_argument("--json", action="store_true")
    new = command(commands, "new", _new, tr("make an empty database"))
    new.add_argument("store", metavar="STORE", type=Path)
    for name in ("name", "branch", "supervisor"):
        new.add_argument(f"--{name}", metavar="TEXT")
    new.add_argument("--recovery", type=Path, metavar="F.pdf")


def _demo(args: Arguments) -> int:
    """`csq demo DIR`."""
    from csq_desktop.demo import build as demo
    from csq_desktop.domain.words import wording

    if args.folder is None:
        return _show_demo(args)
    size = demo.DemoSize(args.months, args.customers, args.complaints, args.seed)
    users = demo.build(args.folder, size, texts.language(), shown_progress(args), now=args.source())
    people = [{"user": u.name, "role": u.role.value, "passphrase": u.passphrase} for u in users]
    if args.json:
        print_json({"store": str(args.folder), "users": people})
        return 0
    print(tr("The demo database is in {folder}.", folder=args.folder))
    for user in users:
        print("  " + wording.labelled(user.role.label, f"{user.name} — {user.passphrase}"))
    return 0


def _show_demo(args: Arguments) -> int:
    """`csq demo` alone: make the demo shop where it is missing, and print last month's pack."""
    from csq_desktop.demo import build as demo
    from csq_desktop.domain.calendar.months import Month
    from csq_desktop.domain.packs.packs import PackRequest
    from csq_desktop.services.packs import packs
    from csq_desktop.services.settings import shop

    folder = paths.demo_folder() / demo.FOLDER
    if not folder.exists():
        size, progress = demo.DemoSize(), shown_progress(args)
        demo.build(folder, size, texts.language(), progress, now=args.source())
    with demo.signed_in(folder, args.source) as store, store.reading() as session:
        month = Month.of(shop.today(session)).shift(-1)
        pack = packs.make(session, PackRequest(month, (texts.language(),)))
    printed = folder.with_name(f"{month}.pdf")
    saving.save(printed, pack.pdf)
    print(tr("The demo database is in {folder}.", folder=folder))
    print(tr("Last month’s review pack is in {file}.", file=printed))
    return 0


def _new(args: Arguments) -> int:
    """`csq new STORE`."""
    from csq_desktop.domain.shop.shop import NewShop
    from csq_desktop.services.stores import recovery_sheets, stores

    new = NewShop(
        name=args.name or prompts.words(tr("Name of the shop")),
        branch_code=args.branch or prompts.words(tr("Branch code")),
        supervisor=args.supervisor or prompts.words(tr("Your name")),
        language=texts.language(),
    )
    if args.recovery:
        saving.check_target(args.recovery)
    store, code = stores.create(args.store, new, prompts.new_passphrase(), source=args.source)
    shown = tr("Write down the recovery key; it is shown only once: {code}", code=code)
    try:
        with store.reading() as session:
            sheet = recovery_sheets.sheet(session, code)
        store.close()
        print(tr("The database is in {folder}.", folder=args.store))
        if args.recovery:
            _write_recovery_sheet(args.recovery, sheet)
        else:
            print(shown)
    except BaseException:
        print(shown)  # the store exists: without its key on paper nobody could ever recover it
        raise
    return 0


def _write_recovery_sheet(target: Path, sheet: "RecoverySheet") -> None:
    from csq_desktop.services.stores import recovery_sheets

    saving.save(target, recovery_sheets.pdf(sheet, texts.language()))
    print(tr("Print {file} and keep it in the safe.", file=target))
