"""What fault and abuse tests count, row by row, for the table of `dev.py trust`.

A test that is marked `fault("T9")` counts its rounds, and what went wrong in them, with the fixture
`tally`. It fails when anything was counted. A control (`control=True`) shows that the fault is a
real one: it fails when nothing was.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from trust import COUNTS, ROWS

WORD = "tally"


@dataclass
class Tally:
    """What one test did: how often it tried, and how often which fault came of it."""

    rounds: int = 0
    lost: int = 0
    partial: int = 0
    undetected: int = 0
    unopenable: int = 0
    note: str = ""  # what the table has to say about it

    @property
    def faults(self) -> int:
        return self.lost + self.partial + self.undetected + self.unopenable

    @contextmanager
    def counting(self, name: str) -> Iterator[None]:
        """Whatever fails in here is a fault of this name; it still fails."""
        try:
            yield
        except Exception:
            setattr(self, name, getattr(self, name) + 1)
            raise

    @contextmanager
    def round(self, name: str) -> Iterator[None]:
        """One try; what fails in it is a fault of this name."""
        self.rounds += 1
        with self.counting(name):
            yield

    def require(self, *, control: bool) -> None:
        """Fail unless the test tried, and nothing went wrong; in a control, something has to."""
        assert self.rounds, "no round was counted"
        assert bool(self.faults) is control, self


@dataclass
class Row:
    """The tests of one row together."""

    rounds: int = 0
    lost: int = 0
    partial: int = 0
    undetected: int = 0
    unopenable: int = 0
    seconds: float = 0.0
    controls: int = 0  # rounds of controls
    controls_lost: int = 0
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, counted: dict[str, Any], *, control: bool) -> None:
        if control:
            self.controls += counted["rounds"]
            self.controls_lost += sum(counted[name] for name in COUNTS[1:])
        else:
            for name in COUNTS:
                setattr(self, name, getattr(self, name) + counted[name])
        if counted["note"] and counted["note"] not in self.notes:
            self.notes.append(counted["note"])


class Table:
    """Collects from every test, whichever worker ran it, and writes all rows at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self._file: str | None = config.getoption("--tally")
        self._thorough = bool(config.getoption("--thorough"))
        self._rows: dict[str, Row] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        place = dict(report.user_properties).get(WORD)
        if not isinstance(place, dict):
            return
        row = self._rows.setdefault(place["row"], Row())
        row.seconds += report.duration
        if report.when == "call":
            row.add(place, control=place["control"])
        if report.failed:
            row.failed.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._file and not hasattr(session.config, "workerinput"):
            rows = {name: asdict(row) for name, row in self._rows.items()}
            written = {"thorough": self._thorough, "rows": rows}
            Path(self._file).write_text(json.dumps(written), "utf-8")


def add_options(parser: pytest.Parser) -> None:
    parser.addoption("--tally", help="write what the fault tests counted into this file, as JSON")
    parser.addoption("--rows", default="", help="of the fault tests, run these rows alone: T3,T9")


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the fault tests of other rows and of other systems; refuse one without a row.

    Those marked `apart=True` take too long for every run: they are run by `dev.py trust` alone.
    """
    rows = {name for name in config.getoption("--rows").split(",") if name}
    counts = bool(config.getoption("--tally"))
    chosen = [item for item in items if _is_chosen(item, rows, counts=counts)]
    if len(chosen) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen
    for item in chosen:
        if item.get_closest_marker("fault"):
            place(item, Tally())  # the reports of a test whose fixtures fail name its row too


def _is_chosen(item: pytest.Item, rows: set[str], *, counts: bool) -> bool:
    mark = item.get_closest_marker("fault")
    if mark is None:
        return True
    if not (mark.args and mark.args[0] in ROWS and WORD in getattr(item, "fixturenames", ())):
        raise pytest.UsageError(f"{item.nodeid}: a fault test names its row, and counts")
    return (
        mark.kwargs.get("only", sys.platform) == sys.platform
        and (counts or not mark.kwargs.get("apart"))
        and (not rows or mark.args[0] in rows)
    )


def require(item: pytest.Item, tally: Tally) -> None:
    """What every fault test asserts in the end."""
    tally.require(control=_is_control(item))


def place(item: pytest.Item, tally: Tally) -> None:
    """Hand what a test counted to its reports."""
    mark = item.get_closest_marker("fault")
    assert mark is not None
    counted = {**asdict(tally), "row": mark.args[0], "control": _is_control(item)}
    item.user_properties[:] = [(WORD, counted)]


def _is_control(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("fault")
    return mark is not None and bool(mark.kwargs.get("control"))
