"""Reading a store: issued review packs, figures, and whether everything in it is sound."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csq_desktop import texts
from csq_desktop.commands.running import Arguments, on_store, opened, print_json, save_pages
from csq_desktop.domain.paper.sheets import PAPERS, PaperSheet
from csq_desktop.exchange.writing import saving
from csq_desktop.texts import LANGUAGES, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csq_desktop.domain.indicators.figures import Figure


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    notice = on_store(
        commands, "notice", _notice, tr("write the notice of a month’s pledges as PDF")
    )
    notice.add_argument("--month", required=True, metavar="YYYY-MM")
    notice.add_argument("--lang", choices=LANGUAGES, default=None)
    notice.add_argument("--second", choices=LANGUAGES, default=None)
    notice.add_argument("--paper", choices=PAPERS, default=PAPERS[0])
    notice.add_argument("--pledge", metavar="CODE", help=tr("one pledge only"))
    notice.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    verify = on_store(commands, "verify", _verify, tr("say whether a PDF is an issued review pack"))
    verify.add_argument("file", type=Path, metavar="FILE.pdf")
    verify.add_argument("--json", action="store_true")
    figures = on_store(commands, "figures", _figures, tr("print every figure of a month"))
    figures.add_argument("--month", required=True, metavar="YYYY-MM")
    figures.add_argument("--json", action="store_true")
    check = on_store(commands, "check", _check, tr("check both files, the audit trail, the sums"))
    check.add_argument("--json", action="store_true")
    check.add_argument("--anchor", metavar="N:HEAD", help=tr("an audit code from a printed page"))
    check.add_argument(
        "--receipt", metavar="CODE", help=tr("the code of a receipt from an acknowledgement")
    )


def _notice(args: Arguments) -> int:
    """`csq notice STORE`: all pledges of a month, or one of them; the trail notes it."""
    from csq_desktop.domain.calendar.months import Month
    from csq_desktop.services.pledges import papers, pledges

    month = Month.parse(args.month)
    saving.check_target(args.out)
    languages = filter(None, (args.lang or texts.language(), args.second))
    sheet = PaperSheet(tuple(languages), args.paper)
    with opened(args) as store:
        with store.writing() as session:
            if args.pledge:
                pledge = pledges.called(session, args.pledge)
                pdf = papers.notice(session, pledge.id, month, sheet=sheet)
                papers.note_printed(session, pledge.id, month)
            else:
                pdf = papers.poster(session, month, sheet=sheet)
                papers.note_poster_printed(session, month)
        save_pages(args.out, pdf)
    print(args.out)
    return 0


def _verify(args: Arguments) -> int:
    """`csq verify STORE FILE.pdf`: exit 1 unless it is an issued pack and still true."""
    from csq_desktop.services.packs import verify

    with opened(args) as store:
        with store.reading() as session:
            verified = verify.verify(session, args.file)
        with store.writing() as session:
            verify.note(session, verified)
    if args.json:
        print_json(asdict(verified) | {"sound": verified.sound})
    else:
        print("\n".join(verified.sentences))
        for figure in verified.figures:
            print("\t".join(_figure_line(figure)))
    return 0 if verified.sound else 1


def _figures(args: Arguments) -> int:
    """`csq figures STORE`."""
    from csq_desktop.domain.calendar.months import Month
    from csq_desktop.services.indicators import figures, plain, verdicts
    from csq_desktop.services.packs import helped, revisions
    from csq_desktop.services.settings import shop

    month = Month.parse(args.month)
    with opened(args) as store, store.reading() as session:
        month_figures, judged = figures.month(session, month), verdicts.of_month(session, month)
        revised = revisions.of_month(session, month)
        improved, zone = helped.of_figures(session, month_figures), shop.zone(session)
    if args.json:
        rows = [
            plain.judged_figure(figure, judged.find(figure.id)) for figure in month_figures.figures
        ]
        print_json(
            {
                "month": str(month),
                "figures": rows,
                "balance_holds": month_figures.balance.holds,
                "changed_since_issue": list(revised.restated.ids) if revised else [],
                "helped": plain.helped_figures(improved),
                "revisions": plain.revised_figures(revised) if revised else [],
            }
        )
        return 0
    for figure in month_figures.figures:
        print("\t".join(_figure_line(figure)))
    if revised:
        print(revised.restated.sentence, file=sys.stderr)
    for line in revised.lines if revised else ():
        print(line.text, file=sys.stderr)
    for sentence in improved.sentences:
        print(sentence, file=sys.stderr)
    for act in improved.acts:
        print(act.sentence(zone), file=sys.stderr)
    return 0


def _figure_line(figure: "Figure") -> "Iterator[str]":
    """A figure for people: its id, its name, its value, what it was counted from, how sure."""
    from csq_desktop.domain.indicators.figures import Unit, value_text
    from csq_desktop.domain.words import wording

    yield from (figure.id, figure.label, value_text(figure.value, figure.unit, figure.target))
    if figure.numerator is not None and figure.denominator is not None:
        yield f"{wording.count_text(figure.numerator)} / {wording.count_text(figure.denominator)}"
    if figure.low is not None and figure.unit is Unit.SHARE:
        yield wording.interval_text(figure.low, figure.high)


def _check(args: Arguments) -> int:
    """`csq check STORE`: exit 1 when anything is wrong, of a receipt as of the store."""
    from csq_desktop.domain.audit.entries import Anchor
    from csq_desktop.services.stores import checks

    if args.receipt:
        return _check_receipt(args)
    paper = Anchor.parse(args.anchor) if args.anchor else None
    with opened(args) as store:
        report = checks.check(store, paper=paper)
    if args.json:
        print_json(asdict(report) | {"sound": report.sound})
    else:
        print("\n".join(report.sentences))
    return 0 if report.sound else 1


def _check_receipt(args: Arguments) -> int:
    """`csq check STORE --receipt CODE`: the whole store, and what the receipt stands for."""
    from csq_desktop.domain.receipts.facts import parse_code
    from csq_desktop.services.receipts import receipts
    from csq_desktop.services.settings import shop
    from csq_desktop.services.stores import checks

    place = parse_code(args.receipt)
    with opened(args) as store:
        report = checks.check(store, paper=place)
        with store.reading() as session:
            verdict, zone = receipts.check(session, args.receipt), shop.zone(session)
    sentences = verdict.sentences(zone)
    if args.json:
        print_json({"receipt": asdict(verdict), "sound": verdict.sound and report.sound,
                    "sentences": [*sentences, *report.sentences]})  # fmt: skip
    else:
        print("\n".join((*sentences, *report.sentences)))
    return 0 if verdict.sound and report.sound else 1
