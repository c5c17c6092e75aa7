"""The product without a window: the same services as sub-commands of `csq`.

Exit codes: 0 done; 1 refused or failed, with a sentence on stderr; 2 wrong usage.
"""

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csq_desktop import disk_refusals, log, memory, paths, prompts, settings, texts
from csq_desktop.clock import TimeSource, computer_clock
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing import saving
from csq_desktop.texts import LANGUAGES, tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csq_desktop.domain.indicators.figures import Figure
    from csq_desktop.domain.stores.recovery import RecoverySheet
    from csq_desktop.storage.store import Store

Arguments = argparse.Namespace
CHARTS = ("p", "u", "c", "xmr", "pprime", "uprime")


def main(arguments: Sequence[str], *, source: TimeSource = computer_clock) -> int:
    """Run one sub-command; returns the exit code."""
    texts.set_language(settings.load().language or texts.system_language())
    _speak_every_letter()
    try:
        with texts.said_by_argparse():
            parsed = build_parser().parse_args(arguments, Arguments(source=source))
    except SystemExit as ending:
        return int(ending.code or 0) if isinstance(ending.code, int) else 2
    outcome = _outcome(parsed.command, parsed)
    if isinstance(outcome, int):
        return outcome
    print(outcome, file=sys.stderr)
    return 1


def without_display() -> int:
    """Say that a window needs a display; returns the exit code."""
    texts.set_language(settings.load().language or texts.system_language())
    text = tr("There is no display for the window. “csq --help” lists what works without one.")
    print(text, file=sys.stderr)
    return 1


def _outcome(command: Callable[[Arguments], int], args: Arguments) -> int | str:
    """The exit code of a command, or the sentence that says why it failed."""
    try:
        with memory.watched(), _log():
            return command(args)
    except UserError as error:
        return error.text
    except (KeyboardInterrupt, EOFError):
        return tr("Cancelled.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return tr("Cancelled.")
    except OSError as error:
        refusal = disk_refusals.in_words(error)
        if refusal is None:
            raise
        return refusal.text


@contextmanager
def _log() -> "Iterator[None]":
    """Write faults to the log file, as the window does, not to the terminal."""
    log.start(paths.user_state())
    try:
        yield
    finally:
        log.stop()


def _speak_every_letter() -> None:
    """Replace letters that the terminal cannot show by a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def build_parser() -> argparse.ArgumentParser:
    """Every sub-command with its arguments."""
    parser = argparse.ArgumentParser(prog="csq", description=tr("CSQ Desktop without a window"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_making, _add_reading, _add_keeping, _add_files, _add_chart):
        add(commands)
    return parser


def _add_making(commands: Any) -> None:
    demo = _command(commands, "demo", run_demo, tr("make a demo database in DIR"))
    demo.add_argument("folder", metavar="DIR", type=Path, nargs="?")
    for name, number in (("months", 24), ("customers", 420), ("complaints", 980), ("seed", 7)):
        demo.add_argument(f"--{name}", type=_whole, default=number, metavar="N")
    demo.add_argument("--json", action="store_true")
    new = _command(commands, "new", run_new, tr("make an empty database"))
    new.add_argument("store", metavar="STORE", type=Path)
    for name in ("name", "branch", "supervisor"):
        new.add_argument(f"--{name}", metavar="TEXT")
    new.add_argument("--recovery", type=Path, metavar="F.pdf")


def _add_reading(commands: Any) -> None:
    pack = _on_store(commands, "pack", run_pack, tr("write the review pack of a month as PDF"))
    pack.add_argument("--month", required=True, metavar="YYYY-MM")
    pack.add_argument("--lang", choices=LANGUAGES, default=None)
    pack.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    figures = _on_store(commands, "figures", run_figures, tr("print every figure of a month"))
    figures.add_argument("--month", required=True, metavar="YYYY-MM")
    figures.add_argument("--json", action="store_true")
    check = _on_store(
        commands, "check", run_check, tr("check both files, the audit trail, the sums")
    )
    check.add_argument("--json", action="store_true")
    check.add_argument("--anchor", metavar="N:HEAD", help=tr("an audit code from a printed page"))


def _add_keeping(commands: Any) -> None:
    backup = _on_store(commands, "backup", run_backup, tr("write a verified, sealed backup"))
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _command(commands, "restore", run_restore, tr("restore a backup as a new database"))
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
    _on_store(commands, "rekey", run_rekey, tr("change all keys after somebody left who had them"))


def _add_files(commands: Any) -> None:
    from csq_desktop.domain.imports.fields import ImportKind

    kinds = tuple(kind.value for kind in ImportKind)
    taken = _on_store(commands, "import", run_import, tr("import a CSV, XLSX, XLS or ODS file"))
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
    export = _on_store(commands, "export", run_export, tr("write a list as CSV or XLSX"))
    export.add_argument("kind", choices=(*kinds, "figures"), metavar="KIND")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument(
        "--purpose", default="", metavar="TEXT", help=tr("purpose (recorded in the audit trail)")
    )


def _add_chart(commands: Any) -> None:
    chart = _command(
        commands, "chart", run_chart, tr("calculate a control chart from label,value,size")
    )
    chart.add_argument("kind", choices=CHARTS)
    chart.add_argument("file", type=Path, metavar="FILE.csv")
    chart.add_argument("--freeze", type=_whole, default=None, metavar="N")
    chart.add_argument("--exclude", default="", metavar="LABEL,…")
    chart.add_argument("--json", action="store_true")


def _command(
    commands: Any, name: str, run: Callable[[Arguments], int], summary: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(command=run)
    return parser


def _on_store(
    commands: Any, name: str, run: Callable[[Arguments], int], summary: str
) -> argparse.ArgumentParser:
    parser = _command(commands, name, run, summary)
    parser.add_argument("store", type=Path, metavar="STORE")
    who = tr("user to sign in as (default: first supervisor)")
    parser.add_argument("--user", metavar="NAME", help=who)
    return parser


def run_demo(args: Arguments) -> int:
    """`csq demo DIR`."""
    from csq_desktop.demo import build as demo
    from csq_desktop.domain import wording

    if args.folder is None:
        return _show_demo(args)
    size = demo.DemoSize(args.months, args.customers, args.complaints, args.seed)
    users = demo.build(
        args.folder, size, texts.language(), _shown_progress(args), now=args.source()
    )
    people = [{"user": u.name, "role": u.role.value, "passphrase": u.passphrase} for u in users]
    if args.json:
        _print_json({"store": str(args.folder), "users": people})
        return 0
    print(tr("The demo database is in {folder}.", folder=args.folder))
    for user in users:
        print("  " + wording.labelled(user.role.label, f"{user.name} — {user.passphrase}"))
    return 0


def _show_demo(args: Arguments) -> int:
    """`csq demo` alone: make the demo shop where it is missing, and print last month's pack."""
    from csq_desktop.demo import build as demo
    from csq_desktop.domain.months import Month
    from csq_desktop.domain.packs import PackRequest
    from csq_desktop.services.packs import packs
    from csq_desktop.services.settings import shop

    folder = paths.demo_folder() / demo.FOLDER
    if not folder.exists():
        size, progress = demo.DemoSize(), _shown_progress(args)
        demo.build(folder, size, texts.language(), progress, now=args.source())
    with demo.signed_in(folder, args.source) as store, store.reading() as session:
        month = Month.of(shop.today(session)).shift(-1)
        pack = packs.make(session, PackRequest(month, (texts.language(),)))
    printed = folder.with_name(f"{month}.pdf")
    saving.save(printed, pack.pdf)
    print(tr("The demo database is in {folder}.", folder=folder))
    print(tr("Last month’s review pack is in {file}.", file=printed))
    return 0


def run_new(args: Arguments) -> int:
    """`csq new STORE`."""
    from csq_desktop.domain.shop import NewShop
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


def run_pack(args: Arguments) -> int:
    """`csq pack STORE`."""
    from csq_desktop.domain.months import Month
    from csq_desktop.domain.packs import PackRequest
    from csq_desktop.services.packs import packs

    month = Month.parse(args.month)
    saving.check_target(args.out)
    with _opened(args) as store, store.reading() as session:
        language = args.lang or texts.language()
        with texts.speaking(language):
            request = PackRequest(month, (language,))
            pack = packs.make(session, request)
        if store.sees_identities:
            with store.reading(identities=True) as unsealed:
                found = packs.identities_in(unsealed, request)
            if found:
                print(packs.places_text(found), file=sys.stderr)
    saving.save(args.out, pack.pdf)
    print(
        trn(
            "{file}: {n} page, SHA-256 {sha}",
            "{file}: {n} pages, SHA-256 {sha}",
            pack.pages,
            file=args.out,
            sha=pack.sha256,
        )
    )
    return 0


def run_figures(args: Arguments) -> int:
    """`csq figures STORE`."""
    from csq_desktop.domain.months import Month
    from csq_desktop.services.indicators import figures, plain, verdicts
    from csq_desktop.services.packs import restated

    month = Month.parse(args.month)
    with _opened(args) as store, store.reading() as session:
        month_figures, judged = figures.month(session, month), verdicts.of_month(session, month)
        changed = restated.of_month(session, month)
    if args.json:
        rows = [
            plain.judged_figure(figure, judged.find(figure.id)) for figure in month_figures.figures
        ]
        _print_json(
            {
                "month": str(month),
                "figures": rows,
                "balance_holds": month_figures.balance.holds,
                "changed_since_issue": list(changed.ids) if changed else [],
            }
        )
        return 0
    for figure in month_figures.figures:
        print("\t".join(_figure_line(figure)))
    if changed:
        print(changed.sentence, file=sys.stderr)
    return 0


def _figure_line(figure: "Figure") -> "Iterator[str]":
    """A figure for people: its id, its name, its value, what it was counted from, how sure."""
    from csq_desktop.domain import wording
    from csq_desktop.domain.indicators.figures import Unit, value_text

    yield from (figure.id, figure.label, value_text(figure.value, figure.unit, figure.target))
    if figure.numerator is not None and figure.denominator is not None:
        yield f"{wording.count_text(figure.numerator)} / {wording.count_text(figure.denominator)}"
    if figure.low is not None and figure.unit is Unit.SHARE:
        yield wording.interval_text(figure.low, figure.high)


def run_check(args: Arguments) -> int:
    """`csq check STORE`: exit 1 when anything is wrong."""
    from csq_desktop.domain.audit.entries import Anchor
    from csq_desktop.services.stores import checks

    paper = Anchor.parse(args.anchor) if args.anchor else None
    with _opened(args) as store:
        report = checks.check(store, paper=paper)
    if args.json:
        _print_json(asdict(report) | {"sound": report.sound})
    else:
        print("\n".join(report.sentences))
    return 0 if report.sound else 1


def run_backup(args: Arguments) -> int:
    """`csq backup STORE FILE`."""
    from csq_desktop.services.stores import backups

    with _opened(args) as store:
        backup = backups.make(store, args.file)
    print(tr("{file}: verified, {contents}.", file=backup.file, contents=backup.contents.text))
    return 0


def run_restore(args: Arguments) -> int:
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
    return 0


def run_rekey(args: Arguments) -> int:
    """`csq rekey STORE`: everybody but the signed-in supervisor needs a new passphrase."""
    from csq_desktop.services.stores import key_change

    with _opened(args) as store:
        changed = key_change.rekey(store, prompts.passphrase())
    print(tr("Write down the recovery key; it is shown only once: {code}", code=changed.sheet.code))
    if changed.without_passphrase:
        names = ", ".join(changed.without_passphrase)
        print(tr("A supervisor must give these users a new passphrase: {names}", names=names))
    return 0


def run_import(args: Arguments) -> int:
    """`csq import STORE KIND FILE`."""
    from csq_desktop.domain.imports.fields import ImportKind
    from csq_desktop.services.imports import commands

    with _opened(args) as store:
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
            _shown_progress(args),
        )
    if args.json:
        _print_json(outcome.as_json())
    else:
        print("\n".join((*outcome.account.sentences, *outcome.sentences)))
    return 0


def run_export(args: Arguments) -> int:
    """`csq export STORE KIND FILE`."""
    from csq_desktop.services.imports import exports

    with _opened(args) as store:
        count = exports.write(store, args.kind, args.file, purpose=args.purpose)
    print(trn("{file}: {n} row.", "{file}: {n} rows.", count, file=args.file))
    return 0


def run_chart(args: Arguments) -> int:
    """`csq chart KIND FILE.csv`."""
    from csq_desktop.analytics.spc.chart_rows import chart_from_rows, read_rows
    from csq_desktop.analytics.spc.samples import ChartKind
    from csq_desktop.exchange.reading import textfiles

    lines, delimiter = textfiles.rows_of(args.file)
    rows = read_rows(lines, delimiter=delimiter)
    labels = next(csv.reader([args.exclude], skipinitialspace=True), [])
    exclude = {label.strip() for label in labels if label.strip()}
    chart = chart_from_rows(ChartKind(args.kind), rows, freeze=args.freeze, exclude=exclude)
    _print_json(chart)
    return 0


@contextmanager
def _opened(args: Arguments) -> "Iterator[Store]":
    from csq_desktop.services.stores import stores

    people = stores.people(args.store)
    named = [user for user in people if user.name == args.user] if args.user else people[:1]
    if not named:
        raise UserError(tr("No user called “{name}” can sign in to this database.", name=args.user))
    store = stores.open(args.store, named[0].id, prompts.passphrase(), source=args.source)
    try:
        for finding in store.findings:
            print(finding, file=sys.stderr)
        yield store
    finally:
        store.close()


def _write_recovery_sheet(target: Path, sheet: "RecoverySheet") -> None:
    from csq_desktop.services.stores import recovery_sheets

    saving.save(target, recovery_sheets.pdf(sheet, texts.language()))
    print(tr("Print {file} and keep it in the safe.", file=target))


def _shown_progress(args: Arguments) -> Callable[[str, int, int], None] | None:
    """Progress on stderr where a person looks on."""
    if getattr(args, "json", False) or not sys.stderr.isatty():
        return None

    def show(what: str, done: int, of: int) -> None:
        print(f"\r{what}: {done:,} / {of:,}   ", end="" if done < of else "\n", file=sys.stderr)

    return show


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(
            tr("“{text}” is not a whole number from 0 upwards.", text=text)
        )
    return int(text)
