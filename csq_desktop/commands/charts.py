"""Control charts of any numbers, without a store."""

import csv
from pathlib import Path
from typing import Any

from csq_desktop.commands.running import Arguments, command, print_json, whole
from csq_desktop.texts import tr

CHARTS = ("p", "u", "c", "xmr", "pprime", "uprime")


def add(commands: Any) -> None:
    """Add the sub-commands of this module."""
    chart = command(
        commands, "chart", _chart, tr("calculate a control chart from label,value,size")
    )
    chart.add_argument("kind", choices=CHARTS)
    chart.add_argument("file", type=Path, metavar="FILE.csv")
    chart.add_argument("--freeze", type=whole, default=None, metavar="N")
    chart.add_argument("--exclude", default="", metavar="LABEL,…")
    chart.add_argument("--json", action="store_true")


def _chart(args: Arguments) -> int:
    """`csq chart KIND FILE.csv`."""
    from csq_desktop.analytics.spc.chart_rows import chart_from_rows, read_rows
    from csq_desktop.analytics.spc.samples import ChartKind
    from csq_desktop.exchange.reading import textfiles

    lines, delimiter = textfiles.rows_of(args.file)
    rows = read_rows(lines, delimiter=delimiter)
    labels = next(csv.reader([args.exclude], skipinitialspace=True), [])
    exclude = {label.strip() for label in labels if label.strip()}
    chart = chart_from_rows(ChartKind(args.kind), rows, freeze=args.freeze, exclude=exclude)
    print_json(chart)
    return 0
