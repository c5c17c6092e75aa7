"""The fault and abuse tests, T1 to T23, as one table of what they counted."""

from __future__ import annotations  # an older Python must get as far as being told

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import environment

ROWS = {
    "T1": "killed at random while saving",
    "T2": "killed inside every write",
    "T3": "power cut: unsynced writes gone, torn, in another order",
    "T4": "no room on the disk",
    "T5": "I/O error at every call",
    "T6": "out of memory",
    "T7": "killed during re-key, migration, backup, restore",
    "T8": "two programs, many threads",
    "T9": "flipped bits",
    "T10": "log flipped, cut or removed",
    "T11": "earlier pages and files put back",
    "T12": "cut, lengthened, pages swapped",
    "T13": "the trail changed",
    "T14": "the clock set wrong",
    "T15": "hostile files",
    "T16": "wrong passphrases",
    "T17": "erasure",
    "T18": "identities outside the encrypted files",
    "T19": "memory after the lock",
    "T20": "restored with the sheet alone",
    "T21": "old schemas upgraded, failing at each step",
    "T22": "soak",
    "T23": "mutants of the code that survive its tests",
}
COUNTS = ("rounds", "lost", "partial", "undetected", "unopenable")
# A test of the long form takes as long as it takes; the limit of ordinary ones would end it.
LONG = ["--thorough", "-o", "faulthandler_timeout=86400"]
_ROW = re.compile(r"T\d+")


def run(rest: list[str]) -> int:
    """Run the rows named, or all, and print the table; the code is 1 when anything went wrong."""
    rows = [word for word in rest if _ROW.fullmatch(word)]
    if unknown := [row for row in rows if row not in ROWS]:
        print(f"There is no row {', '.join(unknown)}; they are T1 to T23.")
        return 2
    further = [word for word in rest if word not in rows and word != "--short"]
    length = [] if "--short" in rest else LONG
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tally.json"
        chosen = ["-m", "fault", f"--rows={','.join(rows)}", f"--tally={file}", *length]
        parallel = ["-n", "2", "--dist", "worksteal", "-q", "-p", "no:randomly"]
        words = ["-m", "pytest", *parallel, *_files(rows), *chosen, *further]
        code = environment.run(*words, offscreen=True)
        counted = json.loads(file.read_text("utf-8")) if file.exists() else {}
    print(table(counted.get("rows", {}), thorough=bool(length)))
    return code


def _files(rows: list[str]) -> list[str]:
    """Files with tests of these rows: collecting all others would take longer than a short run."""
    words = tuple(f'"{row}"' for row in rows) or ("mark.fault(",)
    tests = sorted((environment.ROOT / "tests").rglob("test_*.py"))
    texts = {path: path.read_text("utf-8") for path in tests}
    return [
        str(path.relative_to(environment.ROOT))
        for path, text in texts.items()
        if "mark.fault(" in text and any(word in text for word in words)
    ]


def table(rows: dict[str, dict[str, Any]], *, thorough: bool) -> str:
    """One line a row, whether it was run or not, and what there is to say about them below."""
    length = "long" if thorough else "short"
    head = ("row", f"fault ({length} form)", *COUNTS, "seconds", "")
    lines = [head, *(_line(name, rows.get(name)) for name in ROWS)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    texts = [" ".join(_cells(line, widths)).rstrip() for line in lines]
    notes = [f"{name}: {note}" for name in ROWS for note in _notes(rows.get(name, {}))]
    return "\n".join([*texts, "", *notes]).rstrip()


def _line(name: str, row: dict[str, Any] | None) -> tuple[str, ...]:
    if row is None:
        return (name, ROWS[name], *[""] * len(COUNTS), "", "not run")
    counts = [f"{row[count]:,}" for count in COUNTS]
    return (name, ROWS[name], *counts, f"{row['seconds']:,.0f}", "FAILED" if row["failed"] else "")


def _cells(line: tuple[str, ...], widths: list[int]) -> list[str]:
    """Numbers stand at the right of their columns, words at the left."""
    last = len(widths) - 1
    return [
        text.rjust(width) if 1 < at < last else text.ljust(width)
        for at, (text, width) in enumerate(zip(line, widths, strict=True))
    ]


def _notes(row: dict[str, Any]) -> list[str]:
    notes = list(row.get("notes", []))
    if row.get("controls"):
        notes.append(f"controls: {row['controls_lost']:,} of {row['controls']:,} lost, as expected")
    return [*notes, *(f"failed: {test}" for test in row.get("failed", []))]
