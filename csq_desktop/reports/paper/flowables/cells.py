"""A table's cells and rows after they were set to the width of their columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from csq_desktop.domain.paper.charts import SignSpec, SparkSpec
from csq_desktop.reports import charts
from csq_desktop.reports.charts.bilingual import doubled
from csq_desktop.reports.paper import pen, style
from csq_desktop.reports.paper.blocks import Cell, PaperBadge, PaperRow, PaperTable, Tick
from csq_desktop.reports.paper.structure import Element, Path
from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.texts import tr

AIR = 3.8  # above and below it
STEP = style.CELL * 1.34
TICK_SIDE = 10.0
SPARK = (70.0, 17.0)
SIGN = (14.0, 14.0)


@dataclass(frozen=True)
class SetCell:
    """A cell's lines, or the mark that stands in it instead."""

    lines: tuple[typeset.Line, ...]
    mark: Tick | SparkSpec | SignSpec | None = None
    element: Element = field(default_factory=lambda: Element("TD"))

    @property
    def height(self) -> float:
        """Height of what stands in the cell."""
        if isinstance(self.mark, SparkSpec):
            return SPARK[1]
        if isinstance(self.mark, SignSpec):
            return SIGN[1]
        return TICK_SIDE if self.mark else len(self.lines) * STEP


@dataclass(frozen=True)
class SetRow:
    """A row ready to be drawn."""

    cells: tuple[SetCell, ...]
    height: float
    row: PaperRow
    element: Element = field(default_factory=lambda: Element("TR"))

    @property
    def is_group(self) -> bool:
        """Whether it is the heading of the rows that follow."""
        return len(self.cells) == 1

    def cut(self, height: float) -> tuple["SetRow", "SetRow"] | None:
        """The row's lines that fit into a height and those that follow; None when none fit."""
        fits = int((height - 2 * AIR) / STEP)
        if fits < 1 or self.height <= height:
            return None
        head = [replace(cell, lines=cell.lines[:fits]) for cell in self.cells]
        tail = [SetCell(cell.lines[fits:], element=cell.element) for cell in self.cells]
        rest = max(len(cell.lines) for cell in tail) * STEP + 2 * AIR
        return (
            SetRow(tuple(head), fits * STEP + 2 * AIR, self.row, self.element),
            SetRow(tuple(tail), rest, self.row, self.element),
        )


def text_of(cell: Cell, bold: bool = False) -> typeset.Text:
    """The words in a cell; a mark has none."""
    if isinstance(cell, Tick | SparkSpec | SignSpec):
        return ""
    if isinstance(cell, PaperBadge):
        return (cell.span, "\n", *typeset.spans(cell.second)) if cell.second else cell.span
    return typeset.bold(cell) if bold else cell


def set_row(row: PaperRow, widths: Sequence[float], table: PaperTable) -> SetRow:
    """Break a row's cells to the columns; a group heading runs across all of them."""
    group = len(row.cells) == 1 < len(widths)
    rooms = [sum(widths)] if group else widths
    cells = tuple(
        _set_cell(cell, room - 2 * table.pad, row.total or group)
        for cell, room in zip(row.cells, rooms, strict=True)
    )
    if group:
        cells[0].element.role, cells[0].element.scope = "TH", "Row"
        cells[0].element.across = len(widths)
    tallest = max(cell.height for cell in cells)
    return SetRow(cells, max(table.least, tallest + 2 * AIR + (4.0 if group else 0.0)), row)


def _set_cell(cell: Cell, room: float, bold: bool) -> SetCell:
    if isinstance(cell, Tick | SparkSpec | SignSpec):
        return SetCell((), cell)
    return SetCell(typeset.lines(text_of(cell, bold), style.CELL, room))


def draw_cell(
    canvas: Any, cell: SetCell, box: tuple[float, float, float], align: str, path: Path
) -> None:
    """Draw a cell into `box` (left, top, width), its first line level with the others.

    The box is the column without its padding, the top that of the row; `path` is the cell's place
    in the document.
    """
    canvas.place(*path)
    if cell.mark is not None or any(line.spans for line in cell.lines):
        with canvas.marked(*path, *_mark_element(cell.mark)):
            _draw_content(canvas, cell, box, align)


def _mark_element(mark: Tick | SparkSpec | SignSpec | None) -> Path:
    """What a reader without eyes is given for a mark."""
    if isinstance(mark, Tick):
        return (Element("Span", actual="☑" if mark.ticked else "□"),)
    if isinstance(mark, SignSpec):
        title = mark.title or doubled(mark, lambda: mark.sign.label, "\n")
        return (Element("Figure", alt=title),)
    return (Element("Figure", alt=doubled(mark, lambda: _spark_text(mark), "\n")),) if mark else ()


def _spark_text(spark: SparkSpec) -> str:
    """A small chart in a sentence; its values stand elsewhere in the row, its shape only here."""
    points = {n: value for n, value in enumerate(spark.values, 1) if value is not None}
    if not points:
        return tr("Small chart without values.")
    return tr(
        "Small chart of {n} values: highest at number {high}, lowest at number {low}.",
        n=len(spark.values),
        high=max(points, key=points.__getitem__),
        low=min(points, key=points.__getitem__),
    )


def _draw_content(canvas: Any, cell: SetCell, box: tuple[float, float, float], align: str) -> None:
    left, top, width = box
    x = {"left": left, "middle": left + width / 2, "right": left + width}[align]
    if isinstance(cell.mark, Tick):
        side = TICK_SIDE
        x -= {"left": 0.0, "middle": side / 2, "right": side}[align]
        pen.tick_box(canvas, x, top - AIR - side, side, cell.mark.ticked)
    elif isinstance(cell.mark, SparkSpec):
        size = (min(width, SPARK[0]), SPARK[1])
        _draw_chart(canvas, cell.mark, (left, top - (AIR + SPARK[1])), size)
    elif isinstance(cell.mark, SignSpec):
        x -= {"left": 0.0, "middle": SIGN[0] / 2, "right": SIGN[0]}[align]
        _draw_chart(canvas, cell.mark, (x, top - (AIR + SIGN[1])), SIGN)
    y = top - AIR - STEP / 2 - style.CELL * fonts.CAP_HEIGHT / 2
    for line in cell.lines:
        back = {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
        pen.words(canvas, (x - back * line.width, y), line.spans, style.CELL)
        y -= STEP


def _draw_chart(
    canvas: Any,
    spec: SparkSpec | SignSpec,
    place: tuple[float, float],
    size: tuple[float, float],
) -> None:
    figure = charts.draw(spec, style.LOOK, size, worded=False)
    from csq_desktop.reports.paper.canvas_renderer import draw_on

    canvas.saveState()
    canvas.translate(*place)
    draw_on(canvas, figure)
    canvas.restoreState()
