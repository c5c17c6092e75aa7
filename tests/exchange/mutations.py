"""The case files changed at random: `python -m tests.exchange.mutations --rounds 20000`.

Whatever the bytes, a file is read or refused in a sentence, within seconds. Every row becomes
something; a row that was not touched is what it was, or it is said why not; and what is stored of
a cell is the cell, or something is said of its row.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from csq_desktop.domain.imports.plans import PlannedRow, RowVerdict
from csq_desktop.domain.imports.tables import Table
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.values import is_nothing
from csq_desktop.exchange.matching.planning import Lookups, Plan
from csq_desktop.exchange.reading.limits import FileLimits
from csq_desktop.exchange.reading.opening import open_table
from tests.exchange.case_files import CASES, CaseFile
from tests.exchange.matching.plans import HONG_KONG, NOW

SECONDS = 5
LIMITS = FileLimits(cell_box=200_000, unpacked_bytes=4 << 20)
TEXTS = ("name", "reference", "their_reference")
PIECES = [
    b'"', b'"', b'""', b'\\"', b' "', b'",', b',"', b"'", b",", b"\t", b";", b"|", b"\r", b"\n",
    b"\r\n", b"\0", b"\x1a", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\x8b", b"\xe2\x80\x8f",
    b"\xc2\xa0", b"=", b'="1"', b"=1+1", b"NULL", b"NaT", b"\\N", b"0000-00-00", b"12.0", b"1E+18",
    b"#REF!", b"sep=;\n", b"31/02/2026", b"99999999999999990", b"\xa1\x40", b"\x80",
    b"\xed\xa0\x80", b"\xf0\x9f", b"9" * 400,
]  # fmt: skip


@dataclass(frozen=True)
class _Read:
    """What became of a file: its table, its rows, and the cells of each."""

    table: Table
    rows: Sequence[PlannedRow]
    cells: Sequence[Sequence[str]]
    keys: tuple[str, ...]


def read(path: Path, case: CaseFile) -> _Read:
    """The plan of a file; its verdicts are as many as its rows."""
    table = open_table(path, limits=LIMITS)
    plan = Plan(table, case.mapping, Lookups(), zone=HONG_KONG, now=NOW)
    rows: list[PlannedRow] = []
    cells: list[Sequence[str]] = []
    for chunk in plan.chunks():
        rows += chunk
        cells += chunk.cells
    counts = plan.summary().counts
    assert sum(counts.values()) == len(rows) == sum(len(chunk.rows) for chunk in table.chunks())
    assert set(counts) <= set(RowVerdict)
    return _Read(table, rows, cells, plan.keys)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with some put in, taken out, changed or doubled, or with lines moved."""
    made = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(made) + 1)
        match chance.randrange(8):
            case 0:
                made[place : place + 1] = bytes([chance.randrange(256)])
            case 1 | 2 | 3:
                made[place:place] = chance.choice(PIECES)
            case 4:
                del made[place : place + chance.randint(1, 20)]
            case 5:
                made[place:place] = made[place : place + chance.randint(1, 40)]
            case 6:
                lines = bytes(made).splitlines(keepends=True)
                lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines or [b"\n"]))
                made = bytearray(b"".join(lines))
            case _:
                del made[chance.randrange(len(made) + 1) :]
    return bytes(made)


def unexplained(
    before: _Read, after: _Read, case: CaseFile, untouched: Collection[str]
) -> list[str]:
    """What changed without a word; `untouched` are the lines that stand in both files."""
    found = _cells_not_stored(after, case)
    if _told_of_all(before, after):
        return found
    original = {tuple(cells): row for cells, row in zip(before.cells, before.rows, strict=True)}
    seen = set()
    for cells, row in zip(after.cells, after.rows, strict=True):
        seen.add(tuple(cells))
        old = original.get(tuple(cells))
        if old is not None and row.values != old.values and not row.reasons:
            found.append(f"row {row.number} was {old.values} and is {row.values}")
    delimiter = after.table.delimiter or ""
    explained = [
        _without_marks(delimiter.join(cells))
        for cells, row in zip(after.cells, after.rows, strict=True)
        if row.reasons
    ]
    for cells in original.keys() - seen - {after.table.columns}:  # these stand above the rows
        line = delimiter.join(cells)
        plain = _without_marks(line)
        if line in untouched and not any(plain in text for text in explained):
            found.append(f"the row {cells} is gone")
    return found


def _without_marks(text: str) -> str:
    return text.replace('"', "")


def _told_of_all(before: _Read, after: _Read) -> bool:
    """Whether the file was taken for another one, which is shown before anything is kept."""
    old, new = before.table, after.table
    return (
        (old.columns, old.delimiter, old.encoding, old.sheet)
        != (new.columns, new.delimiter, new.encoding, new.sheet)
        or new.damaged
        or old.notes != new.notes
    )


def _cells_not_stored(after: _Read, case: CaseFile) -> list[str]:
    """Texts that are stored otherwise than they stand in the file, though nothing is said."""
    found = []
    sources = [(after.keys.index(key), after.table.columns.index(column))
               for key, column in case.mapping.sources if key in TEXTS]  # fmt: skip
    for cells, row in zip(after.cells, after.rows, strict=True):
        for key, column in sources:
            text = cells[column].strip() if column < len(cells) else ""
            value = row.values[key]
            if not row.reasons and value != text and (value or not is_nothing(text)):
                found.append(f"row {row.number}: {text!r} is stored as {value!r}")
    return found


def tried(case: CaseFile, raw: bytes, path: Path) -> str:
    """What became of a changed case file: "read" or "refused"; an AssertionError if it is wrong."""
    whole = case.make(path)
    before, lines = read(whole, case), set(whole.read_bytes().splitlines())
    path.write_bytes(raw)
    begun = time.monotonic()
    try:
        after = read(path, case)
    except UserError as refusal:
        if len(refusal.text) < 10 or "{" in refusal.text.split("“")[0]:
            raise AssertionError(refusal.text) from refusal
        return "refused"
    finally:
        if time.monotonic() - begun > SECONDS:
            raise AssertionError(f"it took more than {SECONDS} s")
    untouched = {_decoded(line, after.table) for line in lines & set(raw.splitlines())}
    problems = unexplained(before, after, case, untouched)
    assert not problems, problems
    return "read"


def _decoded(line: bytes, table: Table) -> str:
    return line.decode(table.encoding or "utf-8", errors="replace")


def run(rounds: Iterable[int], folder: Path) -> Counter[str]:
    """How many of so many changed files were read, and how many refused."""
    outcomes: Counter[str] = Counter()
    names = list(CASES)
    for turn in rounds:
        chance = random.Random(f"mutation {turn}")
        case = CASES[chance.choice(names)]
        path = folder / "file"
        raw = mutated(case.make(path).read_bytes(), chance)
        try:
            outcomes[tried(case, raw, path)] += 1
        except Exception as error:
            raise AssertionError(f"round {turn}: {raw[:1000]!r}") from error
    return outcomes


def main() -> None:
    """Change so many files, and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = run(range(wishes.first, wishes.first + wishes.rounds), Path(folder))
    sys.stdout.write(f"{dict(outcomes)}\n")


if __name__ == "__main__":
    main()
