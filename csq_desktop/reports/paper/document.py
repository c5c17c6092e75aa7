"""A printed document: blocks in, the bytes of a PDF out, the same bytes for the same blocks."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from csq_desktop.domain.wording import HONG_KONG
from csq_desktop.reports.paper import layout, style, typefaces
from csq_desktop.reports.paper.blocks import Block, Cover, Paragraph
from csq_desktop.reports.paper.furniture import (
    Furniture,
    PageCanvas,
    draw_footer,
    draw_header,
)
from csq_desktop.texts import speaking

_LANGUAGE_TAGS = {"en": "en-HK", "zh_HK": "zh-Hant-HK", "zh_CN": "zh-Hans-CN"}


@dataclass(frozen=True, kw_only=True)
class Document:
    """Everything a PDF says; `language` is one of texts.LANGUAGES, `issued` dates the file.

    A document without `issued` carries a fixed date, for the clock has no place in a reprint.
    """

    title: str
    language: str = "en"
    author: str = ""
    subject: str = ""
    issued: datetime | None = None
    furniture: Furniture = field(default_factory=Furniture)
    blocks: tuple[Block, ...] = ()

    def add(self, *more: Block) -> "Document":
        """The document with more blocks at its end."""
        return replace(self, blocks=(*self.blocks, *more))

    def pdf(self) -> bytes:
        """The finished file; identical for identical documents."""
        file = BytesIO()
        with speaking(self.language):
            typefaces.load()
            flows = layout.flowables(self.blocks or (Paragraph(""),))
            _template(file, self).build(flows, canvasmaker=PageCanvas)
        return file.getvalue()


def _template(file: BytesIO, document: Document) -> BaseDocTemplate:
    return BaseDocTemplate(
        file,
        pagesize=style.PAGE,
        pageTemplates=_pages(document),
        title=document.title,
        author=document.author,
        subject=document.subject,
        creator="CSQ Desktop",
        producer="CSQ Desktop",
        lang=_LANGUAGE_TAGS[document.language],
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
        # reportlab makes the canvas by itself: its first page is the first chance to reach it.
        if canvas.getPageNumber() == 1:
            _date(canvas, document)
        if header:
            draw_header(canvas, document.furniture)
        draw_footer(canvas, document.furniture, canvas.getPageNumber())

    return draw


def _date(canvas: Any, document: Document) -> None:
    if document.issued is not None:
        stamp = document.issued.astimezone(HONG_KONG).strftime("D:%Y%m%d%H%M%S+08'00'")
        canvas.setDateFormatter(lambda *_: stamp)
