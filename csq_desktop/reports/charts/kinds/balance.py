"""Balance chart: from the number at the start to the number at the end, step by step."""

from collections.abc import Iterator
from itertools import pairwise

from csq_desktop.domain.paper.charts import BalanceSpec, Bar
from csq_desktop.domain.words.wording import labelled
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.kinds import columns
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import DOTTED, Ink, Sheet, leading


def draw(sheet: Sheet, spec: BalanceSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    look = sheet.look
    steps = list(_steps(spec))
    slot = area.width / len(steps)
    upward = own_scale(sheet, spec, area).shared(spec.per_unit)
    box = area._replace(bottom=upward.start, top=upward.end)
    half = min(slot * 0.34, look.text * 4.5)
    for i, step in enumerate(steps):
        middle = box.left + (i + 0.5) * slot
        _column(sheet, step, (middle, half), upward)
        _number(sheet, spec, (i, len(steps)), (middle, step, upward))
        columns.write_name(sheet, middle, box.bottom, (step[0].label, slot))
    for i, ((_, _, level), _) in enumerate(pairwise(steps)):
        middle = box.left + (i + 0.5) * slot
        y = upward.at(level)
        joint = [(middle + half, y), (middle + slot - half, y)]
        sheet.line(joint, look.soft, look.stroke * 0.5, DOTTED)
    columns.floor_line(sheet, box, upward.at(0.0))


def own_scale(sheet: Sheet, spec: BalanceSpec, area: Box) -> scale.Scale:
    """The scale upwards where the chart is alone: its highest column has all the height."""
    steps = list(_steps(spec))
    foot = columns.foot_of(sheet, [bar.label for bar, _, _ in steps], area.width / len(steps))
    low, high = scale.from_zero((value for _, *ends in steps for value in ends), spec.unit)
    top = area.top - leading(sheet.look.text) * 1.3
    return scale.Scale(low, high, area.bottom + foot, top)


Step = tuple[Bar, float, float]


def _steps(spec: BalanceSpec) -> Iterator[Step]:
    """Every column with the level it begins and ends at."""
    yield spec.start, 0.0, spec.start.value
    level = spec.start.value
    for bar in spec.changes:
        yield bar, level, level + bar.value
        level += bar.value
    yield spec.end, 0.0, spec.end.value


def _column(sheet: Sheet, step: Step, place: tuple[float, float], upward: scale.Scale) -> None:
    bar, start, end = step
    middle, half = place
    low, high = sorted((upward.at(start), upward.at(end)))
    high = max(high, low + sheet.look.stroke * 0.5)
    sheet.bar(Box(middle - half, low, middle + half, high), bar.meaning)


def _number(
    sheet: Sheet, spec: BalanceSpec, at: tuple[int, int], placed: tuple[float, Step, scale.Scale]
) -> None:
    """The number above its column, with a sign where it is a change."""
    look = sheet.look
    middle, (bar, start, end), upward = placed
    text = scale.value_text(bar.value, spec.unit)
    if 0 < at[0] < at[1] - 1 and bar.value > 0:
        text = f"+{text}"
    y = upward.at(max(start, end))
    sheet.words((middle, y + look.text * 0.5), text, Ink(look.text, look.ink, True), "middle")
    sheet.spot((middle, y), labelled(bar.label, text))
