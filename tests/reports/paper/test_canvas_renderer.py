"""matplotlib's drawing orders on a PDF page, those our own charts do not give included."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from csq_desktop.reports import charts
from csq_desktop.reports.paper import typefaces
from tests.reports.pages import rendered


@pytest.fixture
def figure() -> Any:
    """An empty figure of 200 by 100 points."""
    charts.prepare()
    from matplotlib.figure import Figure

    return Figure((200 / 72, 100 / 72), dpi=72)


def page(figure: Any) -> bytes:
    from csq_desktop.reports.paper.canvas_renderer import draw_on

    typefaces.load()
    file = BytesIO()
    canvas = Canvas(file, (200, 100), invariant=1, pageCompression=0)
    draw_on(canvas, figure)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def operators(pdf: bytes) -> str:
    contents = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


def test_an_ordinary_plot_with_axes_is_drawn_whole(figure: Any) -> None:
    axes = figure.add_axes((0.15, 0.2, 0.8, 0.7))
    axes.plot([1, 2, 3], [3, 1, 2], marker="o", label="投訴 complaints")
    axes.scatter([1, 2], [2, 2], s=30, c=["#b3261e", "#0f6e84"])
    axes.legend(loc="upper right")
    pdf = page(figure)
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "投訴 complaints" in text
    assert "1.0" in text
    assert rendered(pdf).getextrema()[0] < 100


def test_the_figures_own_ground_is_left_to_the_page(figure: Any) -> None:
    figure.patch.set_facecolor("#000000")
    assert rendered(page(figure)).getextrema() == (255, 255)


def test_a_shape_is_clipped_to_what_it_may_cover(figure: Any) -> None:
    from matplotlib.patches import Circle, Rectangle

    window = Rectangle((50, 0), 50, 100, transform=None)
    disc = Circle((50, 50), 40, facecolor="#000000", transform=None)
    figure.add_artist(disc)
    disc.set_clip_path(window)
    drawn = rendered(page(figure))
    assert drawn.crop((0, 0, 48, 100)).getextrema() == (255, 255)
    assert drawn.crop((55, 40, 85, 60)).getextrema() == (0, 0)


def test_curves_of_second_degree_keep_their_form(figure: Any) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    arch = Path([(20, 20), (100, 160), (180, 20)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    figure.add_artist(PathPatch(arch, facecolor="none", edgecolor="#000000", transform=None))
    drawn = rendered(page(figure))
    top = min(y for y in range(100) if drawn.crop((0, y, 200, y + 1)).getextrema()[0] < 200)
    assert top == pytest.approx(100 - 90, abs=2)  # halfway to the control point: (20 + 160) / 2


def test_dashes_and_opacity_are_kept(figure: Any) -> None:
    from matplotlib.lines import Line2D

    line = Line2D([10, 190], [50, 50], color="#0f6e8480", linewidth=2, transform=None)
    line.set_linestyle((1, (3, 2)))
    figure.add_artist(line)
    pdf = page(figure)
    assert "[6 4] 2.0 d" in operators(pdf)
    assert b"/CA .50" in pdf or b"/CA 0.50" in pdf


def test_a_pale_fill_is_pale_on_paper(figure: Any) -> None:
    from matplotlib.patches import Rectangle

    shape = Rectangle((0, 0), 200, 100, facecolor="#000000", alpha=0.25, transform=None)
    figure.add_artist(shape)
    darkest, lightest = rendered(page(figure)).crop((20, 20, 180, 80)).getextrema()
    assert darkest == lightest == pytest.approx(191, abs=2)


def test_what_has_no_colour_is_not_drawn(figure: Any) -> None:
    from matplotlib.patches import Rectangle

    figure.add_artist(Rectangle((0, 0), 9, 9, facecolor="none", edgecolor="none", transform=None))
    assert " re" not in operators(page(figure))
    assert rendered(page(figure)).getextrema() == (255, 255)


def test_turned_and_bold_text_is_text(figure: Any) -> None:
    figure.text(0.1, 0.1, "upright", rotation=90, weight="bold")
    figure.text(0.5, 0.5, "two\nlines", weight=700, ha="center")
    pdf = page(figure)
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "upright" in text.replace("\n", "")
    assert "lines" in text
    assert b"NotoSansHK-Bold" in pdf
    assert "0 1 -1 0" in operators(pdf)
