"""The file of a case on paper: its chapters, the pictures in their place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseFilePaper,
    ChapterChart,
    ChapterFacts,
    ChapterPart,
    ChapterPicture,
    ChapterTable,
    ChapterText,
)
from csq_desktop.domain.case_files.releases import Release
from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text, moment_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Chart,
    Facts,
    Heading,
    Image,
    Note,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr, trc

_LONG = 400  # characters; more are set as paragraphs, which go over to the next page
_PICTURE = 360.0
_HIGHEST = 290.0  # two pictures stand on a page
_FISHBONE = 260.0
_DIGEST = 64  # signs of a SHA-256


@dataclass(frozen=True)
class CasePaper:
    """What is printed: the case, its chapters, what was left out, for whom it was made."""

    complaint: Complaint
    file: CaseFilePaper
    shop: Shop
    today: date
    privacy: str
    release: Release | None = None


def document(paper: CasePaper, language: str) -> Document:
    """The file in one language."""
    with speaking(language):
        title = tr("Case file {ref}", ref=paper.complaint.ref)
        whose = _whose(paper)
        return Document(
            title=title,
            language=language,
            author=paper.shop.name,
            issued=paper.today,
            subject=paper.complaint.ref,
            furniture=Furniture(
                header_left=(title, whose),
                header_right=(paper.shop.name, paper.shop.branch_code),
                footer=(whose, tr("printed on {day}", day=date_text(paper.today))),
            ),
            blocks=tuple(_blocks(paper, title)),
        )


def _whose(paper: CasePaper) -> str:
    """Whether it says who the people are; with its disclosure, so that each page leads there."""
    if paper.release is None:
        return trc("case file", "Without identities")
    return tr("With identities, disclosure {ref}", ref=paper.release.ref)


def _blocks(paper: CasePaper, title: str) -> Iterator[Block]:
    yield Heading(title)
    if paper.release is not None:
        yield Facts(tuple(_about(paper.release)))
        yield Note(paper.privacy, Tone.WARN)
    else:
        yield Note(paper.privacy)
    if paper.file.empty:  # at the end it could have a page to itself
        yield Paragraph(
            tr("Nothing recorded: {chapters}", chapters=tr(", ").join(paper.file.empty)),
            small=True,
        )
    for chapter in paper.file.chapters:
        yield from _chapter(chapter)


def _about(release: Release) -> Iterator[tuple[str, str]]:
    yield trc("case file", "Made for"), release.whom
    yield trc("case file", "Reason"), release.purpose
    made = tr(" · ").join((release.by, moment_text(release.at)))
    yield trc("case file", "Made by"), made
    yield trc("case file", "Disclosure"), release.ref


def _chapter(chapter: CaseChapter) -> Iterator[Block]:
    yield Heading(chapter.title, level=2)
    for part in chapter.parts:
        yield from _part(part)


def _part(part: ChapterPart) -> Iterator[Block]:
    match part:
        case ChapterFacts():
            yield from _facts(part)
        case ChapterTable():
            columns = tuple(map(PaperColumn, part.columns))
            yield PaperTable(columns, tuple(map(_row, part.rows)), title=part.title)
        case ChapterText():
            yield from _title(part.title)
            yield from map(Paragraph, filter(str.strip, part.text.splitlines()))
        case ChapterChart():
            yield Chart(part.spec, _FISHBONE, " ".join(part.spec.notes))
        case ChapterPicture():
            caption = tuple(filter(None, (part.caption, part.digest)))
            yield Image(part.jpeg, _PICTURE, "\n".join(caption), _HIGHEST)


def _facts(part: ChapterFacts) -> Iterator[Block]:
    yield from _title(part.title)
    short = tuple(fact for fact in part.facts if len(fact[1]) <= _LONG)
    if short:
        yield Facts(short)
    for label, value in part.facts:
        if len(value) > _LONG:
            yield from _title(label)
            yield from map(Paragraph, filter(str.strip, value.splitlines()))


def _title(title: str) -> Iterator[Block]:
    if title:
        yield Heading(title, level=3)


def _row(cells: tuple[str, ...]) -> PaperRow:
    return PaperRow(tuple(map(_cell, cells)))


def _cell(text: str) -> str:
    """A digest in two lines: no column has room for it in a row."""
    half = _DIGEST // 2
    is_digest = len(text) == _DIGEST and text.isalnum()
    return f"{text[:half]}\n{text[half:]}" if is_digest else text
