"""A chart as a table of its numbers, for readers who cannot see it or want to copy it."""

from functools import singledispatch

from csq_desktop.domain.paper import charts as specs
from csq_desktop.domain.paper.charts import ChartTable, ChartUnit
from csq_desktop.domain.words import wording
from csq_desktop.reports.charts.scale import value_text
from csq_desktop.texts import tr, trc


def _text(value: float | None, unit: ChartUnit, target: float | None = None) -> str:
    return wording.UNKNOWN if value is None else value_text(value, unit, target)


@singledispatch
def as_table(spec: specs.ChartSpec) -> ChartTable:
    """The numbers of a chart; a sparkline stands in a table already and has none of its own."""
    return ChartTable((), ())


@as_table.register
def _(spec: specs.ControlSpec) -> ChartTable:
    columns = (
        trc("chart", "Period"),
        trc("chart", "Value"),
        trc("chart", "Average"),
        trc("chart", "Lower control limit"),
        trc("chart", "Upper control limit"),
        trc("chart", "Note"),
    )
    rows = tuple(_control_row(point, spec) for point in spec.points)
    return _with_events(ChartTable(columns, rows), spec)


def _with_events(table: ChartTable, spec: specs.TimeSpec) -> ChartTable:
    """The table with a column of what happened in the time of each row, where anything did."""
    if not spec.events:
        return table
    happened = (
        tr("; ").join(event.line for event in spec.events_at(place))
        for place in range(len(table.rows))
    )
    rows = tuple((*row, words) for row, words in zip(table.rows, happened, strict=True))
    return ChartTable((*table.columns, trc("chart", "Events")), rows)


def _control_row(point: specs.ControlPoint, spec: specs.ControlSpec) -> tuple[str, ...]:
    levels = [_text(number, spec.unit, spec.goal) for number in (point.value, point.centre)]
    limits = [_text(number, spec.unit) for number in (point.lower, point.upper)]
    remarks = [trc("chart", "unusual")] if point.signal else []
    remarks += [trc("chart", "excluded")] if point.excluded else []
    remarks += [point.remark] if point.remark else []
    label = f"{point.label} {point.group}".strip()
    return (label, *levels, *limits, tr(", ").join(remarks))


@as_table.register
def _(spec: specs.ParetoSpec) -> ChartTable:
    return _bars(spec.bars, spec.unit)


@as_table.register
def _(spec: specs.FishboneSpec) -> ChartTable:
    columns = (trc("chart", "Kind of cause"), trc("chart", "Cause"), trc("chart", "Cases"))
    rows = tuple(
        (branch.label, cause.text, "" if cause.count is None else str(cause.count))
        for branch in spec.branches
        for cause in branch.causes
    )
    return ChartTable(columns, rows)


@as_table.register
def _(spec: specs.AgeingSpec) -> ChartTable:
    return _bars(spec.bars, spec.unit)


@as_table.register
def _(spec: specs.BalanceSpec) -> ChartTable:
    return _bars((spec.start, *spec.changes, spec.end), spec.unit)


def _bars(bars: tuple[specs.Bar, ...], unit: ChartUnit) -> ChartTable:
    columns = (trc("chart", "Item"), trc("chart", "Value"), trc("chart", "Note"))
    return ChartTable(columns, tuple((bar.label, _text(bar.value, unit), bar.note) for bar in bars))


@as_table.register
def _(spec: specs.TrendSpec) -> ChartTable:
    groups = spec.groups or tuple("" for _ in spec.labels)
    rows = tuple(
        (
            f"{label} {group}".strip(),
            *(_text(line.values[i], spec.unit, spec.goal) for line in spec.series),
        )
        for i, (label, group) in enumerate(zip(spec.labels, groups, strict=True))
    )
    columns = (trc("chart", "Period"), *(line.name for line in spec.series))
    return _with_events(ChartTable(columns, rows), spec)


@as_table.register
def _(spec: specs.TargetsSpec) -> ChartTable:
    columns = (
        trc("chart", "Item"),
        trc("chart", "Value"),
        trc("chart", "95% CI low"),
        trc("chart", "95% CI high"),
        trc("chart", "Target"),
        trc("chart", "Result"),
    )
    rows = tuple(
        (
            row.label,
            _text(row.value, spec.unit, row.target),
            *(_text(n, spec.unit) for n in (row.low, row.high, row.target)),
            row.word,
        )
        for row in spec.rows
    )
    return ChartTable(columns, rows)


@as_table.register
def _(spec: specs.SectionsSpec) -> ChartTable:
    columns = (
        trc("chart", "Section"),
        trc("chart", "Score"),
        trc("chart", "Scored items"),
        spec.before_label or trc("chart", "Before"),
        trc("chart", "Critical failures"),
    )
    rows = tuple(
        (
            row.label,
            _text(row.share, ChartUnit.SHARE),
            row.counted,
            _text(row.before, ChartUnit.SHARE),
            wording.count_text(row.critical),
        )
        for row in spec.rows
    )
    return ChartTable(columns, rows)


@as_table.register
def _(spec: specs.FunnelSpec) -> ChartTable:
    columns = (
        trc("chart", "Item"),
        spec.size_label or trc("chart", "Sample size"),
        trc("chart", "Value"),
        trc("chart", "Note"),
    )
    rows = tuple(
        (
            point.label,
            value_text(point.size, ChartUnit.COUNT),
            value_text(point.value, spec.unit),
            trc("chart", "unusual") if point.signal else "",
        )
        for point in spec.points
    )
    return ChartTable(columns, rows)
