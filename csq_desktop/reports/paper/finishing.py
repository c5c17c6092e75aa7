"""What a page kit cannot write by itself: structure tree, XMP, colours, page labels, version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from csq_desktop import paths
from csq_desktop.domain.words.wording import HONG_KONG
from csq_desktop.reports.paper.structure import Element, LinkMark, PageMark

PROGRAM = "CSQ Desktop"
LANGUAGE_TAGS = {"en": "en-HK", "zh_HK": "zh-Hant-HK", "zh_CN": "zh-Hans-CN"}
"""The languages as RFC 5646 has them."""
_VERSION = "1.7"
_PROFILE = "sRGB built-in"  # as the profile calls itself


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """What a file says of itself; languages as in RFC 5646, `second` "" where there is none."""

    title: str
    author: str
    subject: str
    language: str
    second: str
    issued: date | None


def finished(file: BytesIO, tree: Element, facts: FileFacts) -> bytes:
    """The file with all that makes it readable without eyes; same in, same out."""
    with pikepdf.open(file) as pdf:
        _Tree(pdf, facts).write(tree)
        _describe(pdf, facts)
        _open_with_outline(pdf)
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        pdf.Root.OutputIntents = Array([_output_intent(pdf)])
        out = BytesIO()
        pdf.save(
            out,
            min_version=_VERSION,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def page_count(file: bytes) -> int:
    """How many pages a finished file has."""
    with pikepdf.open(BytesIO(file)) as pdf:
        return len(pdf.pages)


def joined(files: Iterable[bytes]) -> bytes:
    """Finished files one behind the other, for the printer.

    What makes each readable without eyes is of one file alone, and stays with that.
    """
    whole = pikepdf.new()
    for content in files:
        with pikepdf.open(BytesIO(content)) as pdf:
            whole.pages.extend(pdf.pages)
    for page in whole.pages:
        for key in ("/StructParents", "/Annots"):
            if key in page.obj:
                del page.obj[key]
    out = BytesIO()
    whole.save(
        out,
        min_version=_VERSION,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


class _Tree:
    """Writes the elements and which stretch of which page belongs to which."""

    def __init__(self, pdf: pikepdf.Pdf, facts: FileFacts) -> None:
        self._pdf, self._facts = pdf, facts
        self._pages = [page.obj for page in pdf.pages]
        # By page and by number there: the element of each mark.
        self._owners: list[list[pikepdf.Object]] = [[] for _ in self._pages]
        self._links: list[pikepdf.Object] = []  # the element of each link

    def write(self, tree: Element) -> None:
        """Hang the tree into the catalogue."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array([self._written(tree, root)])
        numbers = Array()
        for i, (page, owners) in enumerate(zip(self._pages, self._owners, strict=True)):
            page.StructParents = i
            page.Tabs = Name.S
            numbers.append(i)
            numbers.append(self._pdf.make_indirect(Array(owners)))
        for i, link in enumerate(self._links, start=len(self._pages)):
            numbers.append(i)
            numbers.append(link)
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self._pages) + len(self._links)
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _written(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        node = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent)
        )
        self._qualify(node, element)
        page = next((part.page for part in element.parts if isinstance(part, PageMark)), 0)
        if page:
            node.Pg = self._pages[page - 1]
        kids = [self._kid(part, node, page) for part in element.parts]
        if kids:
            node.K = Array(kids)
        return node

    def _kid(
        self, part: Element | PageMark | LinkMark, node: pikepdf.Object, page: int
    ) -> pikepdf.Object | int:
        if isinstance(part, Element):
            return self._written(part, node)
        if isinstance(part, LinkMark):
            return self._linked(part, node)
        # Marks are numbered in the order they are drawn, which is the order of the tree.
        self._owners[part.page - 1].append(node)
        if part.page == page:
            return part.number
        return Dictionary(Type=Name.MCR, Pg=self._pages[part.page - 1], MCID=part.number)

    def _linked(self, part: LinkMark, node: pikepdf.Object) -> pikepdf.Object:
        """What can be clicked belongs to its element, and says in words where it leads."""
        page = self._pages[part.page - 1]
        place = page.Annots[part.number]
        place.StructParent = len(self._pages) + len(self._links)
        place.Contents = node.Alt
        self._links.append(node)
        return Dictionary(Type=Name.OBJR, Pg=page, Obj=place)

    def _qualify(self, node: pikepdf.Object, element: Element) -> None:
        if element.alt:
            node.Alt = String(element.alt)
        if element.actual:
            node.ActualText = String(element.actual)
        if element.language:
            node.Lang = String(LANGUAGE_TAGS[element.language])
        table = Dictionary(O=Name.Table)
        if element.scope:
            table.Scope = Name(f"/{element.scope}")
        if element.across > 1:
            table.ColSpan = element.across
        if len(table) > 1:
            node.A = table


def _describe(pdf: pikepdf.Pdf, facts: FileFacts) -> None:
    """Title, author and dates, in the old place and in XMP alike."""
    for key in ("/CreationDate", "/ModDate", "/Trapped", "/Keywords"):
        if key in pdf.docinfo:
            del pdf.docinfo[key]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:format"] = "application/pdf"
        xmp["dc:title"] = facts.title
        xmp["dc:language"] = {facts.language, facts.second} - {""}
        xmp["pdf:Producer"] = xmp["xmp:CreatorTool"] = PROGRAM
        if facts.author:
            xmp["dc:creator"] = [facts.author]
        if facts.subject:
            xmp["dc:description"] = facts.subject
        if facts.issued:
            pdf.docinfo.CreationDate = pdf.docinfo.ModDate = String(_pdf_date(facts.issued))
            xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = _xmp_date(facts.issued)


def _pdf_date(day: date) -> str:
    if isinstance(day, datetime):
        return day.astimezone(HONG_KONG).strftime("D:%Y%m%d%H%M%S+08'00'")
    return day.strftime("D:%Y%m%d")


def _xmp_date(day: date) -> str:
    if isinstance(day, datetime):
        return day.astimezone(HONG_KONG).isoformat(timespec="seconds")
    return day.isoformat()


def _open_with_outline(pdf: pikepdf.Pdf) -> None:
    if "/Outlines" in pdf.Root and len(pdf.pages) > 1:
        pdf.Root.PageMode = Name.UseOutlines


def _output_intent(pdf: pikepdf.Pdf) -> Dictionary:
    """Which red is meant: that of sRGB."""
    profile = pikepdf.Stream(pdf, (paths.resources() / "colour" / "srgb.icc").read_bytes())
    profile.N = 3
    profile.Alternate = Name.DeviceRGB
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_PROFILE),
        Info=String(_PROFILE),
        DestOutputProfile=pdf.make_indirect(profile),
    )
