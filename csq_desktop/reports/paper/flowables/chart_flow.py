"""A chart as a flowable: the figure drawn on the page itself, as vectors and text."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from csq_desktop.domain.paper.charts import ChartSpec, TimeSpec
from csq_desktop.reports import charts
from csq_desktop.reports.charts.table import as_table
from csq_desktop.reports.paper import style
from csq_desktop.reports.paper.flowables.compound import BesideFlow
from csq_desktop.reports.paper.flowables.text_flow import HeadingFlow, RepeatedHeading, TextStyle
from csq_desktop.reports.paper.structure import Element
from csq_desktop.reports.typography import typeset

_LOW, _LEAST = 0.72, 100.0  # of its height, and points: no chart is lower


def chart_text(spec: ChartSpec) -> str:
    """What a chart says in words: its title and notes, or its values where it has none."""
    words = [part for part in (spec.title, spec.subject, spec.subtitle, *spec.notes) if part]
    return "\n".join(words or (" ".join(row) for row in as_table(spec).rows))


class ChartFlowable(Flowable):
    """One chart of a size in points; `spare` of its height it can do without at a page's foot."""

    def __init__(
        self, spec: ChartSpec, size: tuple[float, float], element: Element, *, worded: bool = False
    ) -> None:
        super().__init__()
        self._element = element
        self._spec, self._worded = spec, worded
        self.width, self._full = size
        self.height = self._full
        # Bars are compared by length on a page, and names that are rows need each their height.
        gives = max(0.0, self._full - max(_LEAST, self._full * _LOW))
        self.spare = gives if isinstance(spec, TimeSpec) else 0.0
        self.spaceBefore, self.spaceAfter = 8.0, 6.0

    def shrink(self, by: float) -> None:
        """Take so much from the full height, in points."""
        self.height = self._full - by

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the figure with its lower left corner at the origin."""
        size = (self.width, self.height)
        figure = charts.draw(self._spec, style.LOOK, size, worded=self._worded)
        from csq_desktop.reports.paper.canvas_renderer import draw_on

        with self.canv.marked(self._element):
            draw_on(self.canv, figure, self._spec.second)


class CaptionedChart(BesideFlow):
    """A chart with what stands above and under it; together they are as high as the page has room.

    On another page than its heading it has that above it once more.
    """

    def __init__(
        self,
        chart: ChartFlowable,
        around: tuple[Sequence[Flowable], Sequence[Flowable]],
        heading: HeadingFlow | None,
    ) -> None:
        self._chart, self._heading = chart, heading
        self._parts = [*around[0], chart, *around[1]]
        super().__init__([self._parts], [chart.width])

    def _above(self) -> list[Flowable]:
        title = self._heading.again(self.canv.getPageNumber()) if self._heading else ""
        return [RepeatedHeading(typeset.bold(title), TextStyle(after=0.0))] if title else []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The full size, or one that just has room."""
        self._columns = [[*self._above(), *self._parts]]
        self._chart.shrink(0.0)
        _, full = super().wrap(width, height)
        lack = full - height
        if 0 < lack <= self._chart.spare:
            self._chart.shrink(lack)
            self.height = self._set(height)
        return width, self.height

    def start(self, width: float) -> float:
        """Height of the least of it that may stand at the foot of a page."""
        return self.wrap(width, style.HEIGHT)[1] - self._chart.spare
