"""Charts from specs: one spec, one figure, the same on screen and on paper."""

from typing import TYPE_CHECKING

from csq_desktop.domain.paper.charts import ChartSpec
from csq_desktop.reports.typography.look import Look

if TYPE_CHECKING:
    from csq_desktop.reports.charts.sheet import ChartFigure


def prepare() -> None:
    """Import matplotlib with our typefaces only; call it before anything else imports it."""
    from csq_desktop.reports.charts import typefaces

    typefaces.load()


def draw(
    spec: ChartSpec, look: Look, size: tuple[float, float], *, worded: bool = True
) -> "ChartFigure":
    """The spec as a matplotlib figure without a canvas.

    `size` is width and height in points on paper or logical pixels on screen (72 to the inch of the
    figure); with `worded` the title stands above the chart and the notes beneath it.
    """
    prepare()
    from csq_desktop.reports.charts import figure

    return figure.draw(spec, look, size, worded=worded)
