"""A chart as a flowable: the figure drawn on the page itself, as vectors and text."""

from reportlab.platypus import Flowable

from csq_desktop.domain.charts import ChartSpec
from csq_desktop.reports import charts
from csq_desktop.reports.charts.table import as_table
from csq_desktop.reports.paper import style
from csq_desktop.reports.paper.structure import Element


def chart_text(spec: ChartSpec) -> str:
    """What a chart says in words: its title and notes, or its values where it has none."""
    words = [part for part in (spec.title, spec.subject, spec.subtitle, *spec.notes) if part]
    return "\n".join(words or (" ".join(row) for row in as_table(spec).rows))


class ChartFlowable(Flowable):
    """One chart of a size in points."""

    def __init__(
        self, spec: ChartSpec, size: tuple[float, float], element: Element, *, worded: bool = False
    ) -> None:
        super().__init__()
        self._element = element
        self._spec, self._worded = spec, worded
        self.width, self.height = size
        self.spaceBefore, self.spaceAfter = 8.0, 6.0

    def draw(self) -> None:
        """Draw the figure with its lower left corner at the origin."""
        size = (self.width, self.height)
        figure = charts.draw(self._spec, style.LOOK, size, worded=self._worded)
        from csq_desktop.reports.paper.canvas_renderer import draw_on

        with self.canv.marked(self._element):
            draw_on(self.canv, figure, self._spec.second)
