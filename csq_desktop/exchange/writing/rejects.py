"""The rows an import left out, in a file that can be mended and imported again."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from csq_desktop.domain.imports.plans import REJECTED, PlannedChunk
from csq_desktop.domain.paper.spreadsheets import guarded
from csq_desktop.exchange.writing.saving import whole
from csq_desktop.texts import LANGUAGES, mark, speaking, tr

ROW = mark("Row in the file")
REASON = mark("Why it was skipped")


def write(
    path: Path,
    columns: Sequence[str],
    chunks: Iterable[PlannedChunk],
    ask: Callable[[], object] | None = None,
) -> int:
    """Write every duplicate and invalid row as it stood, with its number and reason; their count.

    The two columns in front match no field, so the mended file is imported by the same mapping.
    Those of an earlier round are left out. `ask` may raise right before the file is put in its
    place, which leaves none.
    """
    places = [place for place, name in enumerate(columns) if name not in _own_headings()]
    count = 0
    with whole(path, ask) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([tr(ROW), tr(REASON), *(guarded(columns[place]) for place in places)])
        for chunk in chunks:
            for row in _rejected(chunk, places, len(columns)):
                writer.writerow(row)
                count += 1
    return count


def _rejected(chunk: PlannedChunk, places: Sequence[int], width: int) -> Iterator[list[str | int]]:
    for row, cells in zip(chunk, chunk.cells, strict=True):
        if row.verdict in REJECTED:
            shown = [cells[place] if place < len(cells) else "" for place in places]
            texts = map(guarded, [*shown, *cells[width:]])
            yield [row.number, guarded(row.reason), *texts]


def _own_headings() -> set[str]:
    headings: set[str] = set()
    for language in LANGUAGES:
        with speaking(language):
            headings |= {tr(ROW), tr(REASON)}
    return headings
