"""A printed document: blocks in, the bytes of a PDF out, the same bytes for the same blocks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from csq_desktop.domain.paper.sheets import PrintedPages
from csq_desktop.reports.paper import finishing, layout, style, typefaces, wording
from csq_desktop.reports.paper.blocks import Block, Chart, Cover, PageBreak, Paragraph
from csq_desktop.reports.paper.furniture import (
    Furniture,
    PageCanvas,
    draw_band,
    draw_footer,
    draw_header,
)
from csq_desktop.reports.typography import fonts
from csq_desktop.texts import speaking


@dataclass(frozen=True, kw_only=True)
class Document:
    """Everything a PDF says; languages are of texts.LANGUAGES, `second` "" where there is none.

    `issued` dates the file: a day, or a moment with its zone. A document without it carries no
    date, for the clock has no place in a reprint.
    """

    title: str
    language: str = "en"
    second: str = ""
    author: str = ""
    subject: str = ""
    issued: date | None = None
    furniture: Furniture = field(default_factory=Furniture)
    blocks: tuple[Block, ...] = ()
    paper: str = "A4"

    def add(self, *more: Block) -> "Document":
        """The document with more blocks at its end."""
        return replace(self, blocks=(*self.blocks, *more))

    def pdf(self) -> PrintedPages:
        """The finished file; identical for identical documents."""
        file, built = self._laid_out()
        content = finishing.finished(file, built.canv.tree, self._facts())
        return PrintedPages.of(content, self.unwritable())

    def texts(self) -> tuple[str, ...]:
        """Every text that is printed."""
        return tuple(wording.texts((self.furniture, self.blocks)))

    def unwritable(self) -> tuple[str, ...]:
        """The characters that none of our faces has."""
        return fonts.unwritable("".join(self.texts()))

    def pages_of(self, sought: Collection[str]) -> dict[str, tuple[int, ...]]:
        """On which pages some of the texts stand; one of header or footer on the first."""
        places = {text: {1} for text in wording.texts(self.furniture) if text in sought}
        _, built = self._laid_out()
        for page, block in built.begun:
            for text in wording.texts(block):
                if text in sought:
                    places.setdefault(text, set()).add(page)
        return {text: tuple(sorted(pages)) for text, pages in places.items()}

    def _sections(self) -> list[list[Block]]:
        """The blocks between two breaks: what will most likely stand on one page."""
        sections: list[list[Block]] = [[]]
        for block in self.blocks:
            if isinstance(block, PageBreak):
                sections.append([])
            sections[-1].append(block)
        return sections

    def _laid_out(self) -> tuple[BytesIO, "_PageTemplates"]:
        """The file before its last touches, and its pages.

        On which page a chart stands is known once everything is laid out. So the sections are
        guessed to be the pages, and it is laid out once more only where they were not.
        """
        file, drawn = BytesIO(), self._fitting(self._sections())
        built = drawn._build(file)
        placed = groupby(built.begun, key=itemgetter(0))
        right = drawn._fitting([block for _, block in page] for _, page in placed)
        if right is not drawn:
            built = right._build(file := BytesIO())
        return file, built

    def _fitting(self, pages: Iterable[Sequence[Block]]) -> "Document":
        """The document whose charts fit those that stand on their page.

        Charts of one unit have one scale, and the events of each are explained there.
        """
        if sum(isinstance(block, Chart) for block in self.blocks) < 2:
            return self
        from csq_desktop.reports.charts.one_scale import on_one_scale

        scaled: dict[int, Block] = {}
        for page in pages:
            charts = [block for block in page if isinstance(block, Chart)]
            sizes = [(chart.spec, (style.WIDTH, chart.height)) for chart in charts]
            specs = on_one_scale(sizes, style.LOOK)
            for chart, spec in zip(charts, specs, strict=True):
                explained = chart.explained or chart is charts[-1]
                if (spec, explained) != (chart.spec, chart.explained):
                    scaled[id(chart)] = replace(chart, spec=spec, explained=explained)
        if not scaled:
            return self
        return replace(self, blocks=tuple(scaled.get(id(block), block) for block in self.blocks))

    def _facts(self) -> finishing.FileFacts:
        return finishing.FileFacts(
            title=self.title,
            author=self.author,
            subject=self.subject,
            language=finishing.LANGUAGE_TAGS[self.language],
            second=finishing.LANGUAGE_TAGS.get(self.second, ""),
            issued=self.issued,
        )

    def _build(self, file: BytesIO) -> "_PageTemplates":
        with speaking(self.language):
            typefaces.load()
            flows = layout.flowables(self.blocks or (Paragraph(""),))
            template = _template(file, self)
            template.build(flows, canvasmaker=partial(PageCanvas, second=self.second))
        return template


class _PageTemplates(BaseDocTemplate):
    """Knows on which page each block begins; what of a table goes over counts there too."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.begun: list[tuple[int, Block]] = []
        self._block: Block | None = None

    def handle_flowable(self, flowables: list[Any]) -> None:
        # A table that is split is drawn in parts that are not marked: they belong to what was.
        self._block = getattr(flowables[0], "block", self._block)
        super().handle_flowable(flowables)

    def afterFlowable(self, _flowable: Any) -> None:
        if self._block is not None and not any(self._block is block for _, block in self.begun):
            self.begun.append((self.page, self._block))


def _template(file: BytesIO, document: Document) -> _PageTemplates:
    return _PageTemplates(
        file,
        pagesize=tuple(side * style.PAPERS[document.paper] for side in style.PAGE),
        pageTemplates=_pages(document),
        title=document.title,
        author=document.author,
        subject=document.subject,
        creator=finishing.PROGRAM,
        producer=finishing.PROGRAM,
        lang=finishing.LANGUAGE_TAGS[document.language],
        displayDocTitle=True,
        initialFontName="HK-Regular",
        pageCompression=1,
        invariant=1,
    )


def _pages(document: Document) -> list[PageTemplate]:
    page = PageTemplate("page", [_frame(style.HEAD)], onPage=_around(document, header=True))
    if not document.blocks or not isinstance(document.blocks[0], Cover):
        return [page]
    cover = PageTemplate("cover", [_frame(style.FOOT)], onPage=_around(document, header=False))
    return [cover, page]


def _frame(top: float) -> Frame:
    size = (style.WIDTH, style.PAGE[1] - top - style.FOOT)
    return Frame(style.SIDE, style.FOOT, *size, 0, 0, 0, 0)


def _around(document: Document, *, header: bool) -> Any:
    """What to draw on a page before its text."""

    def draw(canvas: Any, template: Any) -> None:
        canvas.scale(style.PAPERS[document.paper], style.PAPERS[document.paper])
        if header:
            draw_header(canvas, document.furniture)
        draw_band(canvas, document.furniture, header=header)
        draw_footer(canvas, document.furniture, canvas.getPageNumber())

    return draw
