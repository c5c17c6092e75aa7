"""A chart as the pixels of a picture, for whoever shows pictures."""

from typing import Any

from csq_desktop.domain.paper.charts import ChartPicture, ChartSpec
from csq_desktop.reports import charts
from csq_desktop.reports.typography.look import Look


def picture(
    spec: ChartSpec, look: Look, size: tuple[int, int], *, ratio: float, worded: bool
) -> ChartPicture:
    """The chart in `size` logical pixels, drawn with `ratio` pixels of the screen to each."""
    figure = charts.draw(spec, look, size, worded=worded)
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure.set_dpi(72 * ratio)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    return ChartPicture(width, height, bytes(canvas.buffer_rgba()))
