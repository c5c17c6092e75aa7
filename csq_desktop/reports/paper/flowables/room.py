"""Page breaks that are decided by measuring what follows."""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from csq_desktop.reports.paper import style
from csq_desktop.reports.paper.blocks import Lead
from csq_desktop.reports.paper.flowables.panels import CardsFlow
from csq_desktop.reports.paper.flowables.text_flow import HeadingFlow, SecondHeadingFlow

_BETWEEN = 16.0  # points between two sections on one page
_MUCH = 0.25  # of a page: with so much left, a section begins here though it ends on the next


_WHITE = 0.4  # of a page: rather than so much, a heading has its figures or its lead alone beneath


class HeadingRoom(CondPageBreak):
    """Stands before a heading: goes to the next page unless what it announces begins here."""

    following: Sequence[Flowable] = ()
    is_last = False  # the last section stays on one page: it is signed
    _SPACETRANSFER = True  # ReportLab: the space above it counts in that of the heading beneath

    def __init__(self) -> None:
        super().__init__(0.0)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """No height of its own; the page is left when the room does not do."""
        is_new = height >= style.HEIGHT - 1
        self.height = 0.0 if is_new or self._begins(width, height) else style.HEIGHT
        return self._asked(width, height)

    def _begins(self, width: float, room: float) -> bool:
        """Whether what it announces can begin in the room that the page has left."""
        if _start(self, self.following, width) <= room:
            return True
        return room >= style.HEIGHT * _WHITE and _opening(self, self.following, width) <= room

    def _asked(self, width: float, height: float) -> tuple[float, float]:
        taken: tuple[float, float] = super().wrap(width, height)
        return taken


class SectionRoom(HeadingRoom):
    """Stands before a section: goes to the next page unless all of it has room here."""

    _SPACETRANSFER = False

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The space to the section before, where both stand on one page."""
        self.height = 0.0
        if height >= style.HEIGHT - 1:
            return 0.0, 0.0
        room = height - _BETWEEN
        if not self._begins(width, room) and _whole(self, self.following, width) > room:
            self.height = style.HEIGHT
            return self._asked(width, height)
        return 0.0, _BETWEEN

    def _begins(self, width: float, room: float) -> bool:
        """Whether it begins here though it ends on the next page."""
        has_much = not self.is_last and room >= style.HEIGHT * _MUCH
        return has_much and super()._begins(width, room)


class CoverRoom(SectionRoom):
    """Stands after a first page: goes to the next, but for what goes over as any section does."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """No height of its own on the first page, which is left."""
        if self.canv.getPageNumber() > 1:
            return super().wrap(width, height)
        self.height = style.HEIGHT
        return self._asked(width, height)


def announce(flows: Sequence[Flowable]) -> None:
    """Tell each of these breaks what follows it, up to the next page."""
    for at, flow in enumerate(flows):
        if isinstance(flow, HeadingRoom):
            end = at + 1
            while end < len(flows) and not isinstance(flows[end], SectionRoom | PageBreak):
                end += 1
            flow.following, flow.is_last = flows[at + 1 : end], end == len(flows)


def _start(asking: Flowable, following: Sequence[Flowable], width: float) -> float:
    """Height of headings, cards and leads that follow, and of the least that stands beneath."""
    height, space = 0.0, 0.0
    for flow in following:
        if isinstance(flow, HeadingRoom):
            continue
        height += max(space, flow.getSpaceBefore())
        space = flow.getSpaceAfter()
        if not _announces(flow):
            least: float = height + _least(asking, flow, width)
            return min(least, style.HEIGHT - 1)
        height += _height(asking, flow, width)
    return height


def _opening(asking: Flowable, following: Sequence[Flowable], width: float) -> float:
    """Height of the headings that follow, with the cards or the lead beneath them."""
    height = space = 0.0
    for flow in following:
        if isinstance(flow, HeadingRoom):
            continue
        height += float(max(space, flow.getSpaceBefore())) + _height(asking, flow, width)
        space = flow.getSpaceAfter()
        if isinstance(flow, CardsFlow) or _is_lead(flow):
            return height
        if not _announces(flow):
            break
    return style.HEIGHT


def _is_lead(flow: Flowable) -> bool:
    return isinstance(getattr(flow, "block", None), Lead)


def _announces(flow: Flowable) -> bool:
    """Whether it stands alone without what follows: a heading, its cards, the lead of its page."""
    return _is_lead(flow) or isinstance(flow, HeadingFlow | SecondHeadingFlow | CardsFlow)


def _whole(asking: Flowable, following: Sequence[Flowable], width: float) -> float:
    height, space = 0.0, 0.0
    for flow in following:
        if not isinstance(flow, HeadingRoom):
            height += max(space, flow.getSpaceBefore()) + _height(asking, flow, width)
            space = flow.getSpaceAfter()
    return height


def _least(asking: Flowable, flow: Flowable, width: float) -> float:
    start = getattr(flow, "start", None)
    if start is None:
        return _height(asking, flow, width)
    flow.canv = asking.canv
    try:
        return float(start(width))
    finally:
        del flow.canv


def _height(asking: Flowable, flow: Flowable, width: float) -> float:
    height: float = flow.wrapOn(asking.canv, width, style.HEIGHT)[1]
    return height
