"""A fishbone on paper: the chart, and beneath it the whys that led to each cause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.causes.facts import Why
from csq_desktop.domain.paper.charts import FishboneSpec
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.wording import date_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Chart,
    Heading,
    PaperColumn,
    PaperRow,
    PaperTable,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr, trc

_HEIGHT = 430.0  # five causes on a bone have two lines each


@dataclass(frozen=True)
class FishbonePaper:
    """What is printed: the chart, and the chain of whys of each cause by its name."""

    spec: FishboneSpec
    chains: Sequence[tuple[str, Sequence[Why]]]
    shop: Shop
    today: date


def document(paper: FishbonePaper, language: str) -> Document:
    """The page in one language."""
    with speaking(language):
        return Document(
            title=paper.spec.title,
            language=language,
            author=paper.shop.name,
            issued=paper.today,
            subject=tr("Causes"),
            furniture=Furniture(
                header_left=(paper.shop.name, paper.shop.branch_code),
                header_right=(paper.spec.title,),
                footer=(date_text(paper.today),),
            ),
            blocks=tuple(_blocks(paper)),
        )


def _blocks(paper: FishbonePaper) -> Iterator[Block]:
    yield Heading(paper.spec.title)
    yield Chart(paper.spec, _HEIGHT, " ".join(paper.spec.notes))
    columns = (
        PaperColumn(trc("column", "Step"), "right", 34.0),
        PaperColumn(trc("column", "Why")),
        PaperColumn(trc("column", "Evidence")),
    )
    for cause, whys in paper.chains:
        if whys:
            yield Heading(cause, level=2)
            steps = enumerate(whys, start=1)
            rows = tuple(PaperRow((str(n), step.why, step.evidence)) for n, step in steps)
            yield PaperTable(columns, rows)
