"""A chart as a flowable: the figure drawn on the page itself, as vectors and text."""

from reportlab.platypus import Flowable

from csq_desktop.domain.charts import ChartSpec
from csq_desktop.reports import charts
from csq_desktop.reports.paper import style


class ChartFlowable(Flowable):
    """One chart of a size in points."""

    def __init__(
        self, spec: ChartSpec, width: float, height: float, *, worded: bool = False
    ) -> None:
        super().__init__()
        self._spec, self._worded = spec, worded
        self.width, self.height = width, height
        self.spaceBefore, self.spaceAfter = 8.0, 6.0

    def draw(self) -> None:
        """Draw the figure with its lower left corner at the origin."""
        size = (self.width, self.height)
        figure = charts.draw(self._spec, style.LOOK, size, worded=self._worded)
        from csq_desktop.reports.paper.canvas_renderer import draw_on

        draw_on(self.canv, figure)
