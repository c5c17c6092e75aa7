"""The cover as a flowable: who, what and when, on a page of its own."""

from reportlab.platypus import Flowable

from csq_desktop.domain.tones import Tone
from csq_desktop.reports.paper import pen, style
from csq_desktop.reports.paper.blocks import Cover
from csq_desktop.reports.paper.structure import Element, paragraph
from csq_desktop.reports.typography import fonts, typeset

_LABEL = 130.0
_STEP = style.TEXT * 1.5


class CoverFlow(Flowable):
    """The cover; it takes all the height there is."""

    def __init__(self, cover: Cover) -> None:
        super().__init__()
        self._cover = cover

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The whole frame."""
        self.width, self.height = width, height - 1
        return self.width, self.height

    def draw(self) -> None:
        """Draw from the top down; the remark stands at the foot."""
        canvas, cover = self.canv, self._cover
        pen.fill(canvas, style.LOOK.accent)
        canvas.rect(0, self.height - 5, 64, 5, stroke=0, fill=1)
        over = typeset.shortened(cover.over, style.HEADING, self.width)
        with canvas.marked(*paragraph()):
            pen.line(canvas, (0, self.height - 34), pen.soft(over), style.HEADING)
        y = self.height - 190
        canvas.begin_part(fonts.clean(cover.title).replace("\n", " "), 1, self.height)
        with canvas.marked(Element("H1")):
            y = self._lines(typeset.TextSpan(cover.title, bold=True), style.COVER, y)
        with canvas.marked(Element("P", is_second=True)):
            y = self._lines(typeset.TextSpan(cover.second, tone=Tone.SOFT), style.TITLE, y - 2)
        self._facts(y - 34)
        remark = typeset.lines(cover.remark, style.SMALL, self.width) if cover.remark else ()
        y = 4 + len(remark) * style.SMALL * style.LEADING
        with canvas.marked(*paragraph()):
            for line in remark:
                y -= style.SMALL * style.LEADING
                pen.words(canvas, (0.0, y), line.spans, style.SMALL, Tone.SOFT)

    def _lines(self, text: typeset.TextSpan, size: float, y: float) -> float:
        for line in typeset.lines(text, size, self.width) if text.text else ():
            pen.words(self.canv, (0, y - size * fonts.ASCENT), line.spans, size)
            y -= size * 1.3
        return y

    def _facts(self, y: float) -> None:
        pen.rule(self.canv, (0, y + 12, self.width, y + 12))
        facts = Element("L")
        for label, value in self._cover.facts:
            fact = Element("LI")
            baseline = y - style.TEXT * fonts.ASCENT
            name = typeset.shortened(label, style.TEXT, _LABEL - 8)
            with self.canv.marked(facts, fact, Element("Lbl")):
                pen.line(self.canv, (0, baseline), pen.soft(name), style.TEXT)
            with self.canv.marked(facts, fact, Element("LBody")):
                for line in typeset.lines(value, style.TEXT, self.width - _LABEL):
                    pen.words(
                        self.canv, (_LABEL, y - style.TEXT * fonts.ASCENT), line.spans, style.TEXT
                    )
                    y -= _STEP
            y -= 5
