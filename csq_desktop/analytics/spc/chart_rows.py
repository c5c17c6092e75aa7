"""Control charts from plain rows, as a file or the command line gives them, to plain values."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from csq_desktop.analytics.spc.control import ControlChart, control_chart
from csq_desktop.analytics.spc.runs import RunsTest
from csq_desktop.analytics.spc.samples import ChartKind, Sample
from csq_desktop.analytics.spc.signals import listed
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

_COLUMNS = ("label", "value", "size")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"-?\d+,(?:\d{1,2}|\d{4,})")


class ChartRow(NamedTuple):
    """One line of a chart file: the count or value, and the size where the chart needs one."""

    label: str
    value: float | None
    size: float | None = None


def read_rows(
    lines: Iterable[tuple[int, Sequence[str]]], *, delimiter: str = ","
) -> list[ChartRow]:
    """Rows with the columns label, value and, where needed, size, in any order, of numbered lines.

    Without such a heading the first three columns count. An empty value is a missing one; 1,234 is
    a thousand and more, as in imports, but where semicolons part the cells and some number can be
    read in no other way, a comma parts the decimals. UserError, naming the line, for anything that
    is not a number, or could be two.
    """
    filled = [(number, cells) for number, cells in lines if any(map(str.strip, cells))]
    columns = _heading(filled[0][1]) if filled else None
    rows = filled if columns is None else filled[1:]
    places = columns or {name: at for at, name in enumerate(_COLUMNS)}
    cells = (cell.strip() for _, row in rows for cell in row)
    comma = delimiter == ";" and any(map(_DECIMAL_COMMA.fullmatch, cells))
    return [_row(number, row, places, decimal_comma=comma) for number, row in rows]


def chart_from_rows(
    kind: str,
    rows: Iterable[ChartRow | tuple[str, float | None, float | None]],
    *,
    freeze: int | None = None,
    exclude: Collection[str] | Mapping[str, str] = (),
) -> dict[str, object]:
    """A chart of kind p, u, c, xmr, mr, pprime or uprime as plain values ready for JSON.

    `value` is the count on p and u charts (then `size` is what it is divided by) and on c charts,
    the value itself on xmr. `exclude` names labels, or gives a reason for each: they are drawn,
    but enter no limits and are never beyond. UserError for no rows, an unknown kind or label.
    """
    chart_rows = [ChartRow(*row) for row in rows]
    if not chart_rows:
        raise UserError(tr("There is nothing to chart: the file has no rows."))
    samples = [
        Sample(row.label, row.value, row.size, excluded=_reason(row.label, exclude))
        for row in chart_rows
    ]
    unknown = [label for label in exclude if label not in {row.label for row in chart_rows}]
    if unknown:
        raise UserError(tr("There is no point {labels} to exclude.", labels=listed(unknown)))
    counted = sum(sample.excluded is None for sample in samples[:freeze])
    if freeze is not None and not (counted > 0 and freeze <= len(samples)):
        of = sum(sample.excluded is None for sample in samples)
        raise UserError(
            tr(
                "Limits cannot be taken from the first {n} points: {of} of the file’s "
                "points count.",
                n=freeze,
                of=of,
            )
        )
    return plain(control_chart(_kind(kind), samples, freeze=freeze))


def plain(chart: ControlChart) -> dict[str, object]:
    """The chart as plain values; `sigma_z` is there on the charts that use it."""
    facts: dict[str, object] = {"kind": str(chart.kind), "centre": chart.centre}
    if chart.kind.is_laney:
        facts["sigma_z"] = chart.sigma_z
    return facts | {
        "points": [
            {
                "label": point.label,
                "value": point.value,
                "lower": point.lower,
                "upper": point.upper,
                "size": point.size,
                "excluded": point.excluded,
            }
            for point in chart.points
        ],
        "beyond": list(chart.beyond),
        "runs": _plain_runs(chart.runs),
        "signals": [signal.text for signal in chart.signals],
        "notes": list(chart.notes),
    }


def _plain_runs(runs: RunsTest) -> dict[str, object]:
    return {
        "n_useful": runs.n_useful,
        "longest": runs.longest,
        "longest_max": runs.longest_max,
        "crossings": runs.crossings,
        "crossings_min": runs.crossings_min,
        "signal": runs.signal,
    }


def _kind(word: str) -> ChartKind:
    try:
        return ChartKind(word)
    except ValueError as error:
        kinds = listed(ChartKind)
        raise UserError(
            tr("There is no chart {kind}; choose one of {kinds}.", kind=word, kinds=kinds)
        ) from error


def _reason(label: str, exclude: Collection[str] | Mapping[str, str]) -> str | None:
    if label not in exclude:
        return None
    return exclude[label] if isinstance(exclude, Mapping) else tr("excluded by request")


def _heading(cells: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands; None when the first line is not a heading."""
    names = [cell.strip().lower() for cell in cells]
    places = {name: names.index(name) for name in _COLUMNS if name in names}
    if "label" in places and "value" in places:
        return places
    if len(names) < 2 or not _is_number(names[1].replace(",", "")):
        raise UserError(
            tr("The file needs the columns label and value; p and u charts need size too.")
        )
    return None


def _row(
    number: int, cells: Sequence[str], columns: Mapping[str, int], *, decimal_comma: bool
) -> ChartRow:
    picked = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
    if not picked.get("label"):
        raise UserError(tr("Line {number} has no label.", number=number))
    return ChartRow(
        picked["label"],
        _number(number, picked.get("value", ""), decimal_comma=decimal_comma),
        _number(number, picked.get("size", ""), decimal_comma=decimal_comma),
    )


def _number(line: int, cell: str, *, decimal_comma: bool) -> float | None:
    if not cell:
        return None
    if decimal_comma and _DECIMAL_COMMA.fullmatch(cell):
        cell = cell.replace(",", ".")
    elif _GROUPED.fullmatch(cell):
        if decimal_comma:
            raise UserError(
                tr("Line {number}: “{text}” can be read as two numbers. Write it without a comma.",
                   number=line, text=cell)
            )  # fmt: skip
        cell = cell.replace(",", "")
    if not _is_number(cell):
        raise UserError(tr("Line {number}: “{text}” is not a number.", number=line, text=cell))
    return float(cell)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell  # Python's own way of writing 1_000, and nobody else's
