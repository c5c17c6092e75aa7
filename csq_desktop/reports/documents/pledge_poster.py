"""The public poster of a month: every pledge with what was promised and what was achieved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges.facts import Tally
from csq_desktop.domain.pledges.months import PledgeDetail
from csq_desktop.domain.shop import Shop
from csq_desktop.domain.threefold import ThreeTexts
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.wording import date_text, month_text
from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.documents.pledge_notice import result_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Cards,
    Cell,
    Heading,
    Lead,
    PaperBadge,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    Text,
    TextSpan,
    Together,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.finishing import page_count
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr, trc

_TONES = {Status.MET: Tone.GOOD, Status.MISSED: Tone.BAD}


@dataclass(frozen=True)
class PosterPledge:
    """A pledge's month, and what was changed in the shop because of it."""

    detail: PledgeDetail
    changed: ThreeTexts = ThreeTexts()

    @property
    def goal(self) -> str:
        """What was promised, as a share of the cases."""
        figure = self.detail.figure
        return figure.goal if figure is not None else ""


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
    """Large on one page where all pledges have room, else as a table; A3 is the same enlarged."""
    file = document(poster, languages, paper).pdf()
    if page_count(file) == 1:
        return file
    return document(poster, languages, paper, is_table=True).pdf()


def document(
    poster: PledgePoster, languages: Languages, paper: str = "A4", *, is_table: bool = False
) -> Document:
    """The poster with cards for each pledge, or with all of them in a table."""
    with speaking(languages.first):
        month = month_text(poster.month)
        body = _table if is_table else _large
        return Document(
            title=_title(poster),
            language=languages.first,
            second=languages.second,
            author=poster.shop.name,
            issued=poster.published,
            subject=month,
            furniture=Furniture(
                header_left=(tr("Our service pledges"), month),
                header_right=(poster.shop.name, poster.shop.branch_code),
                footer=(tr("Published on {day}", day=date_text(poster.published)),),
            ),
            blocks=(
                *_opening(poster, languages),
                *body(poster, languages),
            ),
            paper=paper,
        )


def _title(poster: PledgePoster) -> str:
    month = month_text(poster.month)
    return tr("Our service pledges in {month}: {tally}", month=month, tally=poster.tally.text)


def _opening(poster: PledgePoster, spoken: Languages) -> Iterator[Block]:
    yield Heading(_title(poster), spoken.again(lambda: _title(poster)))
    yield Lead(spoken.both(lambda: _period(poster), "\n"))


def _period(poster: PledgePoster) -> str:
    """From which day to which was counted, and of a month that is not over, that it is not."""
    days = {"first": date_text(poster.month.first_day), "last": date_text(poster.until)}
    if poster.until < poster.month.last_day:
        return tr("Counted from {first} to {last}; the month is not over.", **days)
    return tr("Counted from {first} to {last}.", **days)


def _large(poster: PledgePoster, spoken: Languages) -> Iterator[Block]:
    for pledge in poster.pledges:
        wording = pledge.detail.version.terms.wording
        yield Together(
            (
                Heading(wording.text, spoken.second_text(wording), level=2),
                _cards(pledge, spoken),
                *_said(pledge, spoken),
            )
        )


def _cards(pledge: PosterPledge, spoken: Languages) -> Cards:
    terms, figure, status = pledge.detail.version.terms, pledge.detail.figure, pledge.detail.status
    return Cards(
        (
            PaperCard(
                spoken.both(lambda: tr("Our pledge")),
                spoken.both(lambda: pledge.goal) or "–",
                spoken.both(lambda: terms.standard.text),
            ),
            PaperCard(
                spoken.both(lambda: tr("We achieved")),
                figure.text if figure is not None else "–",
                spoken.both(lambda: status.label),
                _TONES.get(status, Tone.PLAIN),
            ),
            PaperCard(
                spoken.both(lambda: trc("notice", "Counted")),
                figure.counts if figure is not None and figure.n else "–",
                spoken.both(lambda: trc("notice", "met, of all cases counted")),
            ),
        )
    )


def _said(pledge: PosterPledge, spoken: Languages) -> Iterator[Block]:
    """What is owned up to, and what was changed; nothing where the cards say it all."""
    if pledge.detail.status is Status.MISSED:
        yield Paragraph(spoken.both(lambda: result_text(pledge.detail), "\n"))
    if pledge.changed:
        yield Paragraph(
            (
                TextSpan(spoken.both(lambda: tr("What we changed:")), bold=True),
                " ",
                spoken.both(lambda: pledge.changed.text, "\n"),
            )
        )


def _table(poster: PledgePoster, spoken: Languages) -> Iterator[Block]:
    columns = (
        PaperColumn(spoken.both(lambda: trc("notice", "Pledge"))),
        PaperColumn(spoken.both(lambda: tr("Our pledge")), width=88.0),
        PaperColumn(spoken.both(lambda: tr("We achieved")), width=92.0),
        PaperColumn(spoken.both(lambda: trc("notice", "Counted")), "right", 84.0),
    )
    yield PaperTable(columns, tuple(_row(pledge, spoken) for pledge in poster.pledges))


def _row(pledge: PosterPledge, spoken: Languages) -> PaperRow:
    figure, wording = pledge.detail.figure, pledge.detail.version.terms.wording
    words: list[TextSpan | str] = [TextSpan(wording.text, bold=True)]
    second = spoken.second_text(wording)
    if second:
        words.append(f"\n{second}")
    if pledge.changed:
        label = spoken.both(lambda: tr("What we changed:"))
        words.append(f"\n{label} {spoken.both(lambda: pledge.changed.text)}")
    achieved: Text = figure.text if figure is not None else "–"
    return PaperRow(
        (
            tuple(words),
            spoken.both(lambda: pledge.goal, "\n") or "–",
            _judged(pledge, achieved, spoken),
            figure.counts if figure is not None and figure.n else "–",
        )
    )


def _judged(pledge: PosterPledge, achieved: Text, spoken: Languages) -> Cell:
    status = pledge.detail.status
    words = spoken.both(lambda: status.label, "\n")
    return PaperBadge(f"{achieved}\n{words}", _TONES.get(status, Tone.SOFT))
