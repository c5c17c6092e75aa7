"""The public poster of a month: every pledge with what was promised and what was achieved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, Status, Unit, target_text
from csq_desktop.domain.pledges.facts import Tally
from csq_desktop.domain.pledges.months import PledgeDetail
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.domain.words.wording import count_text, date_text, month_text
from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.documents.pledge_notice import counted_text, result_text
from csq_desktop.reports.paper.blocks import (
    Beside,
    Block,
    Cards,
    Heading,
    Lead,
    PaperCard,
    Paragraph,
    Together,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.finishing import page_count
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import tr, trc

_TONES = {Status.MET: Tone.GOOD, Status.MISSED: Tone.BAD}


@dataclass(frozen=True)
class PosterPledge:
    """A pledge's month, and what was changed in the shop because of it."""

    detail: PledgeDetail
    changed: ThreeTexts = ThreeTexts()

    @property
    def goal(self) -> str:
        """What was promised, as a share of the cases."""
        terms = self.detail.version.terms
        return tr("at least {value}", value=target_text(terms.standard_share, Unit.SHARE))


@dataclass(frozen=True)
class PledgePoster:
    """All pledges of a month; `until` is the last day counted."""

    month: Month
    until: date
    shop: Shop
    pledges: tuple[PosterPledge, ...]
    published: date

    @property
    def tally(self) -> Tally:
        """How many pledges were met."""
        return Tally.of([pledge.detail.status for pledge in self.pledges])


def pdf(poster: PledgePoster, languages: Languages, paper: str = "A4") -> bytes:
    """The finished poster; A3 is the same enlarged."""
    return fitted(poster, languages, paper)[1]


def fitted(poster: PledgePoster, languages: Languages, paper: str = "A4") -> tuple[Document, bytes]:
    """Large where all pledges have room on one page, else closer; and its file."""
    large = document(poster, languages, paper)
    file = large.pdf()
    if page_count(file) == 1:
        return large, file
    close = document(poster, languages, paper, is_close=True)
    return close, close.pdf()


def document(
    poster: PledgePoster, languages: Languages, paper: str = "A4", *, is_close: bool = False
) -> Document:
    """The poster; close together, a pledge's figures stand beside its words."""
    return languages.document(partial(_document, poster, paper, is_close))


def _document(poster: PledgePoster, paper: str, is_close: bool, language: str) -> Document:
    month = month_text(poster.month)
    pledge_block = _close if is_close else _large
    return Document(
        title=_title(poster),
        language=language,
        author=poster.shop.name,
        issued=poster.published,
        subject=month,
        furniture=Furniture(
            header_left=(tr("Our service pledges"), month),
            header_right=(poster.shop.name, poster.shop.branch_code),
            footer=(tr("Published on {day}", day=date_text(poster.published)),),
        ),
        blocks=(*_opening(poster), *map(pledge_block, poster.pledges)),
        paper=paper,
    )


def _title(poster: PledgePoster) -> str:
    month = month_text(poster.month)
    return tr("Our service pledges in {month}: {tally}", month=month, tally=poster.tally.text)


def _opening(poster: PledgePoster) -> Iterator[Block]:
    yield Heading(_title(poster))
    yield Lead(counted_text(poster.month, poster.until))


def _large(pledge: PosterPledge) -> Block:
    return Together(
        (
            _heading(pledge),
            Cards((_promised(pledge), *_results(pledge))),
            *_owned_up(pledge),
            *_changed(pledge),
        )
    )


def _close(pledge: PosterPledge) -> Block:
    goal = tr("{label}: {value}", label=tr("Our pledge"), value=pledge.goal)
    left = (_heading(pledge), Paragraph(goal), *_changed(pledge))
    return Beside((left, (Cards(_results(pledge)),)), (0.46, 0.54))


def _heading(pledge: PosterPledge) -> Heading:
    return Heading(pledge.detail.version.terms.wording.text, level=2)


def _promised(pledge: PosterPledge) -> PaperCard:
    terms = pledge.detail.version.terms
    return PaperCard(
        tr("Our pledge"),
        tr("≥ {share}", share=target_text(terms.standard_share, Unit.SHARE)),
        terms.standard.text,
    )


def _results(pledge: PosterPledge) -> tuple[PaperCard, PaperCard]:
    """What was achieved and what of: both a dash where nothing was counted."""
    figure, status = pledge.detail.figure, pledge.detail.status
    return (
        PaperCard(
            tr("We achieved"),
            figure.text if figure is not None else "–",
            pledge.detail.verdict.result.word,  # a met standard beside “not met” needs its reason
            _TONES.get(status, Tone.PLAIN),
        ),
        PaperCard(
            trc("notice", "Met / counted"),
            _counts(figure) if figure is not None and figure.n else "–",
        ),
    )


def _counts(figure: Figure) -> str:
    """How many of how many, the same in every language."""
    return f"{count_text(figure.numerator or 0)} / {count_text(figure.denominator or 0)}"


def _owned_up(pledge: PosterPledge) -> Iterator[Block]:
    if pledge.detail.status is Status.MISSED:
        yield Paragraph(result_text(pledge.detail))


def _changed(pledge: PosterPledge) -> Iterator[Block]:
    if pledge.changed:
        yield Paragraph(tr("What we changed: {text}", text=pledge.changed.text))
