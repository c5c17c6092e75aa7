"""The table a file holds, whatever its format: headings, and rows of text in chunks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from csq_desktop.domain.imports.rows import Reason
from csq_desktop.texts import mark, trc

SAMPLE_ROWS = 500


class FileEncoding(StrEnum):
    """An encoding that text files come in, by its name in Python."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    BIG5 = "big5hkscs"
    GB18030 = "gb18030"
    WESTERN = "cp1252"

    @property
    def label(self) -> str:
        return trc("encoding", _ENCODINGS[self])

    @classmethod
    def family_of(cls, name: str) -> str:
        """The encoding that a variant such as utf-8-sig belongs to; the name itself if none."""
        return next((each.value for each in cls if name.startswith(each)), name)


class RowChunk(NamedTuple):
    """Some rows as they stand in the file, blank ones left out, with their numbers from 1.

    `faults` are what is wrong with the writing of some, by their place in the chunk.
    """

    numbers: Sequence[int]
    rows: list[list[str]]
    faults: Mapping[int, Reason] = MappingProxyType({})


@dataclass(frozen=True)
class Table:
    """A file opened for reading; reading it again starts at the first row again.

    `encoding` and `delimiter` are None for spreadsheets, `sheets` is empty for text. `estimate`
    is the number of rows below the headings, exact but for line breaks inside cells and blank
    lines. `heading_cells` are the cells of the headings' row, its empty end included, 0 where that
    is not known. `above` are the lines above the headings, without their empty cells. `damaged`
    says that some bytes could not be read and stand as �. `sha256` is the file's, so that a plan
    can be held to the very same file later; `stamp` is its size in bytes and time of change in
    nanoseconds, None for rows that were pasted.
    """

    path: Path
    columns: tuple[str, ...]
    chunks: Callable[[], Iterator[RowChunk]]
    estimate: int
    sha256: str
    stamp: tuple[int, int] | None
    encoding: str | None = None
    encoding_sure: bool = True
    delimiter: str | None = None
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    damaged: bool = False
    heading_cells: int = 0
    above: frozenset[tuple[str, ...]] = frozenset()
    notes: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its number."""
        for chunk in self.chunks():
            yield from zip(chunk.numbers, chunk.rows, strict=True)

    def sample(self, rows: int = SAMPLE_ROWS) -> list[list[str]]:
        """The first rows, each as wide as the headings."""
        width = len(self.columns)
        return [fitted(row, width) for _, row in islice(self.rows(), rows)]


def fitted(row: list[str], width: int) -> list[str]:
    """The row cut or filled up to a width."""
    return row[:width] + [""] * (width - len(row))


_ENCODINGS = {
    FileEncoding.UTF_8: mark("Unicode (UTF-8)", "encoding"),
    FileEncoding.UTF_16: mark("Unicode (UTF-16)", "encoding"),
    FileEncoding.BIG5: mark("Chinese, traditional (Big5-HKSCS)", "encoding"),
    FileEncoding.GB18030: mark("Chinese, simplified (GB 18030)", "encoding"),
    FileEncoding.WESTERN: mark("Western European (Windows)", "encoding"),
}
