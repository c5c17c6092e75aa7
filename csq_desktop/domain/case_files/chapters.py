"""What the file of a case consists of: chapters of facts, tables, texts, pictures and charts.

Each feature declares its own in `services/<noun>/case_file.py`, a function
`chapters(session, source)` that gives `CaseChapter`s in the language spoken when it is called.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.paper.charts import FishboneSpec

Change: TypeAlias = Callable[[str], str]


class Verbatim(str):
    """What is printed as it stands, also where identities are left out: a time, a code, a hash.

    Digits of a hash could be taken for a telephone number, and a day in May for somebody's name.
    """

    __slots__ = ()


@dataclass(frozen=True)
class CaseSource:
    """What a file is made of: the case, and whether it says who the people in it are."""

    complaint: Complaint
    is_identified: bool = False


@dataclass(frozen=True)
class ChapterFacts:
    """Labels and values; the title says which of several records they are."""

    facts: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True)
class ChapterTable:
    """Rows under their columns' titles; the last column takes the room that is left."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class ChapterText:
    """What somebody wrote, line by line."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class ChapterChart:
    """A fishbone."""

    spec: FishboneSpec


@dataclass(frozen=True)
class ChapterPicture:
    """A picture (a JPEG of pixels alone) in its place, with the SHA-256 of the file it is of."""

    jpeg: bytes
    caption: str
    digest: str = ""


ChapterPart: TypeAlias = ChapterFacts | ChapterTable | ChapterText | ChapterChart | ChapterPicture


@dataclass(frozen=True)
class CaseChapter:
    """One part of the file; `place` orders the chapters. Without parts nothing was recorded."""

    title: str
    place: int
    parts: tuple[ChapterPart, ...] = ()


@dataclass(frozen=True)
class CaseFilePaper:
    """A file whole: the chapters that say something in their order, and titles of the others."""

    chapters: tuple[CaseChapter, ...]
    empty: tuple[str, ...]


def arranged(chapters: Iterable[CaseChapter]) -> CaseFilePaper:
    """The chapters in their order; those without anything by their titles."""
    in_order = sorted(chapters, key=lambda chapter: chapter.place)
    return CaseFilePaper(
        tuple(chapter for chapter in in_order if chapter.parts),
        tuple(chapter.title for chapter in in_order if not chapter.parts),
    )


def texts_of(chapters: Iterable[CaseChapter]) -> tuple[str, ...]:
    """Every text in which somebody may be named; the words of labels and columns are ours."""
    texts: list[str] = []

    def noted(text: str) -> str:
        texts.append(text)
        return text

    list(reworded(chapters, noted))
    return tuple(texts)


def reworded(chapters: Iterable[CaseChapter], change: Change) -> Iterator[CaseChapter]:
    """The chapters with each such text changed."""
    for chapter in chapters:
        yield replace(chapter, parts=tuple(_changed(part, change) for part in chapter.parts))


def _changed(part: ChapterPart, change: Change) -> ChapterPart:
    match part:
        case ChapterFacts():
            facts = tuple((label, _text(value, change)) for label, value in part.facts)
            return ChapterFacts(facts, _text(part.title, change))
        case ChapterTable():
            rows = tuple(tuple(_text(cell, change) for cell in row) for row in part.rows)
            return ChapterTable(part.columns, rows, _text(part.title, change))
        case ChapterText():
            return ChapterText(_text(part.text, change), _text(part.title, change))
        case ChapterPicture():
            return replace(part, caption=_text(part.caption, change))
    return ChapterChart(_drawn(part.spec, change))


def _drawn(spec: FishboneSpec, change: Change) -> FishboneSpec:
    branches = tuple(
        replace(
            branch,
            causes=tuple(replace(each, text=_text(each.text, change)) for each in branch.causes),
        )
        for branch in spec.branches
    )
    return replace(spec, branches=branches)


def _text(text: str, change: Change) -> str:
    return text if not text or isinstance(text, Verbatim) else change(text)
