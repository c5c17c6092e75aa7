"""Charts for the screen: a spec as a picture, or as a table of its numbers."""

from dataclasses import dataclass

from csq_desktop.domain.paper.charts import ChartPicture, ChartSpec, ChartTable


@dataclass(frozen=True)
class Screen:
    """Light or dark, the size of text in percent, and how many pixels a logical one has."""

    dark: bool = False
    percent: int = 100
    ratio: float = 1.0


def picture(
    spec: ChartSpec, size: tuple[int, int], screen: Screen, *, worded: bool
) -> ChartPicture:
    """The chart in `size` logical pixels; with `worded` its title and notes stand around it."""
    from csq_desktop.reports.charts import raster
    from csq_desktop.reports.typography import look

    chosen = (look.DARK if screen.dark else look.LIGHT).larger(screen.percent / 100)
    return raster.picture(spec, chosen, size, ratio=screen.ratio, worded=worded)


def numbers(spec: ChartSpec) -> ChartTable:
    """The numbers of a chart, for those who cannot see it or want to copy them."""
    from csq_desktop.reports.charts.table import as_table

    return as_table(spec)
