"""A table as a flowable: content decides the columns, the header returns on every page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from reportlab.platypus import Flowable

from csq_desktop.domain.paper.charts import SignSpec, SparkSpec
from csq_desktop.domain.tones import Tone
from csq_desktop.reports.paper import pen, style
from csq_desktop.reports.paper.blocks import PaperBadge, PaperColumn, PaperRow, PaperTable, Tick
from csq_desktop.reports.paper.flowables import cells
from csq_desktop.reports.paper.flowables.columns import Need, share
from csq_desktop.reports.paper.flowables.text_flow import HeadingFlow
from csq_desktop.reports.paper.structure import Element
from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.texts import speaking, tr

_NOTE_GAP = 6.0
_HEAD_STEP = style.SMALL * 1.3
_TITLE_STEP = style.TEXT * style.LEADING + 2.0
_LEGEND_STEP = style.SMALL * style.LEADING
# A part of a table with fewer rows is not worth a page of its own, unless they are as high as this.
_LEAST_ROWS, _LEAST_HEIGHT = 4, 130.0
_HEADING_ROOM = 60.0  # points that a heading in two languages takes above a table
_FIRM = 84.0  # points; a column whose widest cell is no wider holds codes or dates: none is broken


class TableFlow(Flowable):
    """A table of any length; `heading` is what it stands under, `note` what stands under it.

    The note goes with the last rows, the heading is repeated on the pages it does not stand on.
    """

    def __init__(
        self,
        table: PaperTable,
        *,
        heading: HeadingFlow | None = None,
        note: Flowable | None = None,
    ) -> None:
        super().__init__()
        self.width: float = 0.0
        self._table, self._rows, self._first = table, tuple[cells.SetRow, ...](), True
        self._heading, self._note = heading, note
        self._element = Element("Table")
        self._widths: tuple[float, ...] = ()
        self._head: tuple[tuple[typeset.Line, ...], ...] = ()
        self.spaceBefore, self.spaceAfter = 6.0, 10.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Set the rows to a width; the size they take."""
        table = self._table
        if width != self.width:
            self.width = width
            self._widths = share([_need(table, i) for i in range(len(table.columns))], width)
            self._head = _head(table, self._widths)
            if self._first:
                rows = (cells.set_row(row, self._widths, table) for row in table.rows)
                self._rows = tuple(rows)
        self._note_height = 0.0
        if self._note is not None:
            self._note_height = self._note.wrapOn(self.canv, width, height)[1] + _NOTE_GAP
        self.height = self._head_height + sum(row.height for row in self._rows)
        self.height += self._note_height
        return width, self.height

    def start(self, width: float) -> float:
        """Height of the least of it that may stand at the foot of a page."""
        self.wrap(width, style.HEIGHT)
        head, tail = _enough(self._rows), _enough(self._rows[::-1])
        if len(self._rows) < head + tail and self.height <= style.HEIGHT - 1:
            return self.height
        return self._head_height + sum(row.height for row in self._rows[:head])

    def split(self, width: float, height: float) -> list[Flowable]:
        """The rows that fit under a header and the rows that follow, neither too few."""
        self.wrap(width, height)
        room, count = height - self._head_height, len(self._rows)
        most = count - _enough(self._rows[::-1])
        fitting = self._fitting(room, most)
        if fitting < _enough(self._rows) and self._does_better_on_a_page(fitting, most):
            return []
        fitting = fitting or self._fitting(room, count)
        if 0 < fitting < count:
            return self._parts(self._rows[:fitting], self._rows[fitting:])
        first = self._rows[0] if self._rows else None
        if first is None or first.height <= style.HEIGHT - self._head_height:
            return []  # it fits a page of its own: better moved there than cut
        cut = first.cut(room)
        return self._parts([cut[0]], [cut[1], *self._rows[1:]]) if cut else []

    def draw(self) -> None:
        """Draw header and rows from the top down."""
        y = self._draw_head(self.height)
        for i, row in enumerate(self._rows):
            self._draw_row(row, y, striped=self._table.striped and i % 2 == 1)
            y -= row.height
        if self._note is not None:
            self._note.drawOn(self.canv, 0, 0)

    def _does_better_on_a_page(self, fitting: int, most: int) -> bool:
        """Whether it stands whole on a page of its own, or begins there with more rows."""
        if self.height <= style.HEIGHT - 1:
            return True
        room = style.HEIGHT - self._head_height - _HEADING_ROOM
        return self._fitting(room, most) > fitting

    @property
    def _head_height(self) -> float:
        lines = max((len(lines) for lines in self._head), default=1)
        titled = self._title_height + len(self._legend_lines) * _LEGEND_STEP
        return titled + (lines * _HEAD_STEP + 2 * cells.AIR if self._is_headed else 0.0)

    @property
    def _title(self) -> typeset.Text:
        """The title, or the heading of another page; a part that goes on says so."""
        title = self._table.title
        # A table without heads explains the one above it: the heading is not that of its rows.
        if not title and self._heading and self._is_headed:
            title = self._heading.again(self.canv.getPageNumber())
        return title if self._first else _continued(title)

    @property
    def _title_lines(self) -> tuple[typeset.Line, ...]:
        title = self._title
        return typeset.lines(typeset.bold(title), style.TEXT, self.width) if title else ()

    @property
    def _legend_lines(self) -> tuple[typeset.Line, ...]:
        text = typeset.toned(self._table.legend, Tone.SOFT)
        return typeset.lines(text, style.SMALL, self.width) if self._table.legend else ()

    @property
    def _title_height(self) -> float:
        return len(self._title_lines) * _TITLE_STEP

    @property
    def _is_headed(self) -> bool:
        return any(column.title for column in self._table.columns)

    def _fitting(self, room: float, most: int) -> int:
        """How many rows fit, without leaving a group's heading alone at the foot."""
        count = 0
        for row in self._rows[: max(0, most)]:
            room -= row.height
            if room < -1e-6:
                break
            count += 1
        while count and count < len(self._rows) and self._rows[count - 1].is_group:
            count -= 1
        return count

    def _parts(self, head: Sequence[cells.SetRow], tail: Sequence[cells.SetRow]) -> list[Flowable]:
        first, rest = self._part(head), self._part(tail)
        first._first, first._note, first.spaceAfter = self._first, None, 0.0
        return [first, rest]

    def _part(self, rows: Sequence[cells.SetRow]) -> "TableFlow":
        """Rows that were split off: they come with their cells set."""
        part = TableFlow(self._table, heading=self._heading, note=self._note)
        part.width, part._widths, part._head = self.width, self._widths, self._head
        part._rows, part._first, part._element = tuple(rows), False, self._element
        return part

    @contextmanager
    def _of_the_first(self, *path: Element) -> Iterator[None]:
        """Content once; repeated on a later page it is none."""
        if not self._first:
            yield
            return
        with self.canv.marked(self._element, *path):
            yield

    def _draw_head(self, y: float) -> float:
        top = y
        with self._of_the_first(Element("Caption")):
            y = self._draw_lines(self._title_lines, style.TEXT, _TITLE_STEP, y)
            y = self._draw_lines(self._legend_lines, style.SMALL, _LEGEND_STEP, y)
        if not self._is_headed:
            return y
        left, foot = 0.0, top - self._head_height
        row = Element("TR")
        for column, lines, width in zip(self._table.columns, self._head, self._widths, strict=True):
            with self._of_the_first(row, Element("TH", scope="Column")):
                self._draw_title(column, lines, (left, foot, width))
            left += width
        pen.rule(self.canv, (0, foot, self.width, foot), style.LOOK.soft)
        return foot

    def _draw_lines(
        self, lines: Sequence[typeset.Line], size: float, step: float, top: float
    ) -> float:
        """Draw lines from the top down; where the next thing begins."""
        for i, line in enumerate(lines):
            baseline = top - size * fonts.ASCENT - i * step
            pen.words(self.canv, (0.0, baseline), line.spans, size)
        return top - len(lines) * step

    def _draw_title(
        self, column: PaperColumn, lines: Sequence[typeset.Line], box: tuple[float, float, float]
    ) -> None:
        left, foot, width = box
        pad = self._table.pad
        x = {"left": left + pad, "middle": left + width / 2}.get(column.align, left + width - pad)
        y = foot + cells.AIR + (len(lines) - 1) * _HEAD_STEP + style.SMALL * 0.2
        for line in lines:
            pen.line(self.canv, (x, y), pen.soft(line.spans), style.SMALL, column.align)
            y -= _HEAD_STEP

    def _draw_row(self, row: cells.SetRow, top: float, striped: bool) -> None:
        foot, pad = top - row.height, self._table.pad
        if row.row.highlight or striped:
            pen.fill(self.canv, style.LOOK.wash)
            self.canv.rect(0, foot, self.width, row.height, stroke=0, fill=1)
        if row.row.total:
            pen.rule(self.canv, (0, top, self.width, top), style.LOOK.soft)
        pen.rule(self.canv, (0, foot, self.width, foot))
        if row.is_group:
            path = (self._element, row.element, row.cells[0].element)
            box = (pad, top - 4.0, self.width - 2 * pad)
            cells.draw_cell(self.canv, row.cells[0], box, "left", path)
            return
        left = 0.0
        for column, cell, width in zip(self._table.columns, row.cells, self._widths, strict=True):
            path = (self._element, row.element, cell.element)
            box = (left + pad, top, width - 2 * pad)
            cells.draw_cell(self.canv, cell, box, column.align, path)
            left += width


def _enough(rows: Sequence[cells.SetRow]) -> int:
    """How many of the rows make a part of a table that is worth a page."""
    height = 0.0
    for count, row in enumerate(rows[:_LEAST_ROWS], start=1):
        height += row.height
        if height >= _LEAST_HEIGHT:
            return count
    return min(len(rows), _LEAST_ROWS)


def _continued(title: typeset.Text) -> typeset.Text:
    """The title of a part that goes on, in each of its languages."""
    again = tuple(span for span in typeset.spans(title) if span.language)
    parts: list[typeset.TextSpan] = []
    if own := typeset.own(title):
        parts.append(typeset.TextSpan(tr("{title} (continued)", title=own)))
    if again:
        with speaking(again[0].language):
            words = tr("{title} (continued)", title=typeset.plain(again))
        parts += [typeset.TextSpan("\n"), replace(again[0], text=words)]
    return tuple(parts)


def _head(table: PaperTable, widths: Sequence[float]) -> tuple[tuple[typeset.Line, ...], ...]:
    return tuple(
        typeset.lines(typeset.bold(column.title), style.SMALL, width - 2 * table.pad)
        for column, width in zip(table.columns, widths, strict=True)
    )


def _need(table: PaperTable, index: int) -> Need:
    """What a column asks for, from its title and all its cells."""
    column = table.columns[index]
    title = typeset.bold(column.title)
    # Headings of groups run across all columns and ask for no width.
    rows = [row for row in table.rows if len(row.cells) > 1 or len(table.columns) == 1]
    extents = [_extent(row, index) for row in rows]
    natural = max([typeset.widest_line(title, style.SMALL), *(wide for wide, _ in extents)])
    least = max([typeset.widest_word(title, style.SMALL), *(word for _, word in extents)])
    pad = 2 * table.pad
    grows = column.align == "left"
    widest = max((wide for wide, _ in extents), default=0.0)
    judged = any(isinstance(row.cells[index], PaperBadge) for row in rows)
    firm = widest + pad if judged or not grows or widest <= _FIRM else 0.0
    return Need(natural + pad, min(natural, least) + pad, column.width, grows, firm)


def _extent(row: PaperRow, index: int) -> tuple[float, float]:
    cell: Any = row.cells[index]
    if isinstance(cell, SparkSpec):
        return cells.SPARK[0], cells.SPARK[0]
    if isinstance(cell, SignSpec):
        return cells.SIGN[0], cells.SIGN[0]
    if isinstance(cell, Tick):
        return cells.TICK_SIDE, cells.TICK_SIDE
    text = cells.text_of(cell, row.total)
    return typeset.widest_line(text, style.CELL), typeset.widest_word(text, style.CELL)
