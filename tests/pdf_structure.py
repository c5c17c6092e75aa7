"""The structure of a printed PDF, as a screen reader would walk it, and what is wrong with it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf

from tests import pdf_text

_PAINTING = frozenset(
    (
        "f",
        "F",
        "f*",
        "B",
        "B*",
        "b",
        "b*",
        "S",
        "s",
        "Do",
        "sh",
        "INLINE IMAGE",
        "Tj",
        "TJ",
        "'",
        '"',
    )
)
_ITSELF = {"Table": {"TR", "Caption"}, "TR": {"TH", "TD"}, "L": {"LI"}, "LI": {"Lbl", "LBody"}}
_CODE = re.compile(r"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")


@dataclass
class Node:
    """An element: its role, what it says of itself, and its parts in reading order."""

    role: str
    alt: str
    actual: str
    text: str
    language: str
    columns: int
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *roles: str) -> list["Node"]:
        return [node for node in self.walk() if node.role in roles]


@dataclass
class _Page:
    """What a page's drawing orders say: text of each mark, text of artifacts, what has no role."""

    marks: dict[int, str] = field(default_factory=dict)
    artifacts: str = ""
    roleless: int = 0


class Structure:
    """The tree of a file and the faults found while it was read."""

    def __init__(self, pdf: bytes) -> None:
        self.faults: list[str] = []
        self.reading: list[tuple[int, int]] = []  # page and number of each mark in reading order
        with pikepdf.open(BytesIO(pdf)) as opened:
            self._places = {page.obj.objgen: i for i, page in enumerate(opened.pages)}
            self._drawn = [_drawn(page) for page in opened.pages]
            root = opened.Root.StructTreeRoot
            self._parents = _parents(root)
            self._linked: list[tuple[Any, Any]] = []  # each Link's element and its place
            self.root = self._node(root.K[0])
            self._check_links(opened, root)
            self.version = opened.pdf_version
            self.language = str(opened.Root.Lang)
        self._check_pages()
        self._check_tree()
        self._check_text(pdf)

    def text(self) -> str:
        """All that is content, in reading order."""
        return "".join(self._drawn[page].marks[number] for page, number in self.reading)

    def _node(self, element: Any) -> Node:
        node = Node(
            str(element.S)[1:],
            str(element.get("/Alt", "")),
            str(element.get("/ActualText", "")),
            "",
            str(element.get("/Lang", "")),
            int(element.get("/A", {}).get("/ColSpan", 1)),
        )
        for kid in element.get("/K", []):
            if isinstance(kid, int) or kid.get("/Type") == pikepdf.Name.MCR:
                self._read_mark(element, kid, node)
            elif kid.get("/Type") == pikepdf.Name.OBJR:
                self._linked.append((element.objgen, kid.Obj.objgen))
            else:
                if kid.P.objgen != element.objgen:
                    self.faults.append(f"{kid.S} names another parent")
                node.children.append(self._node(kid))
        return node

    def _read_mark(self, element: Any, kid: Any, node: Node) -> None:
        page = self._places[(element if isinstance(kid, int) else kid).Pg.objgen]
        number = int(kid if isinstance(kid, int) else kid.MCID)
        self.reading.append((page, number))
        if self._parents[page][number] != element.objgen:
            self.faults.append(f"page {page + 1}: mark {number} belongs to two elements")
        node.text += self._drawn[page].marks.get(number, "")

    def _check_links(self, opened: pikepdf.Pdf, root: Any) -> None:
        """Every place that can be clicked belongs to one Link and says where it leads."""
        numbers = list(root.ParentTree.Nums)
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for page in opened.pages:
            for place in page.get("/Annots", []):
                owner = owners.get(int(place.get("/StructParent", -1)))
                if owner is None or (owner.objgen, place.objgen) not in self._linked:
                    self.faults.append("a link without its element")
                elif not str(place.get("/Contents", "")):
                    self.faults.append("a link without words")

    def _check_pages(self) -> None:
        for i, page in enumerate(self._drawn):
            if page.roleless:
                self.faults.append(f"page {i + 1}: {page.roleless} strokes without a role")
            read = [number for place, number in self.reading if place == i]
            if read != sorted(page.marks):
                self.faults.append(f"page {i + 1}: reading order {read}")

    def _check_tree(self) -> None:
        for node in self.root.walk():
            roles = {child.role for child in node.children}
            if not roles <= _ITSELF.get(node.role, roles):
                self.faults.append(f"{node.role} holds {roles}")
        for figure in self.root.all("Figure"):
            if not figure.alt.strip():
                self.faults.append("a figure without a sentence")
        for table in self.root.all("Table"):
            widths = {sum(c.columns for c in row.children) for row in table.all("TR")}
            if len(widths) != 1:
                self.faults.append(f"a table with rows of {widths} cells")
        levels = [0, *(int(h.role[1]) for h in self.root.all("H1", "H2", "H3"))]
        if any(below > above + 1 for above, below in pairwise(levels)):
            self.faults.append(f"headings skip levels: {levels}")

    def _check_text(self, pdf: bytes) -> None:
        for i, (page, text) in enumerate(zip(self._drawn, pdf_text.pages(pdf), strict=True)):
            tagged = Counter("".join((*page.marks.values(), page.artifacts)).split())
            if _letters(tagged.elements()) != _letters(text.split()):
                self.faults.append(f"page {i + 1}: the text of the tags is not that of the page")


def faults(pdf: bytes) -> list[str]:
    """What a reader without eyes would stumble over."""
    return Structure(pdf).faults


def _letters(parts: Any) -> "Counter[str]":
    return Counter(char for char in "".join(parts) if char.isprintable())


def _parents(root: Any) -> dict[int, list[Any]]:
    numbers = list(root.ParentTree.Nums)
    return {
        int(key): [owner.objgen for owner in owners]
        for key, owners in zip(numbers[::2], numbers[1::2], strict=True)
        if isinstance(owners, pikepdf.Array)
    }


def _drawn(page: pikepdf.Page) -> _Page:
    drawn = _Page()
    _read(page, page.Resources, drawn, [])
    return drawn


def _read(content: Any, resources: Any, drawn: _Page, within: list[int | None]) -> None:
    """Follow drawing orders; `within` is the stack of marks, None for an artifact."""
    codes: dict[int, str] = {}
    orders: Any = pikepdf.parse_content_stream(content)
    for operands, operator in orders:
        order = str(operator)
        if order in ("BDC", "BMC"):
            number = operands[1].get("/MCID") if order == "BDC" else None
            within.append(None if number is None else int(number))
            if number is not None:
                drawn.marks[int(number)] = ""
        elif order == "EMC":
            within.pop()
        elif order == "Tf":
            codes = _codes(resources.Font[str(operands[0])])
        if order in _PAINTING and not within:
            drawn.roleless += 1
        if order in ("Tj", "'", '"'):
            _write(drawn, within, "".join(codes[code] for code in bytes(operands[-1])))
        elif order == "Do":
            form = resources.XObject[str(operands[0])]
            if form.Subtype == pikepdf.Name.Form:
                _read(form, form.Resources, drawn, within)


def _write(drawn: _Page, within: list[int | None], text: str) -> None:
    if within and within[-1] is not None:
        drawn.marks[within[-1]] += text
    else:
        drawn.artifacts += text


def _codes(font: Any) -> dict[int, str]:
    return _characters(font.ToUnicode.read_bytes())


@lru_cache(64)  # a page changes to and fro between a few faces
def _characters(to_unicode: bytes) -> dict[int, str]:
    # Behind it stand the codes themselves; before it only which codes there are.
    cmap = to_unicode.decode("ascii").partition("beginbfchar")[2]
    return {
        int(code, 16): bytes.fromhex(target).decode("utf-16-be")
        for code, target in _CODE.findall(cmap)
    }
