"""Who may read a clock of the computer; everybody else is handed the time by its caller."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.rules.tree import ROOT, none_of, place, python_files, tree

Asks = Callable[[ast.AST, dict[str, str]], bool]
PLACES = ("csq_desktop", "db", "packaging", "tests")
DATES = {
    "csq_desktop.clock.computer_clock",
    *(f"datetime.datetime.{name}" for name in ("now", "today", "utcnow")),
    "datetime.date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "asctime")),
    "time.strftime",
    *(f"pandas.Timestamp.{name}" for name in ("now", "today", "utcnow")),
    *(f"PySide6.QtCore.{name}" for name in ("QDate.currentDate", "QTime.currentTime")),
    "PySide6.QtCore.QDateTime.currentDateTime",
    "PySide6.QtCore.QDateTime.currentDateTimeUtc",
    "PySide6.QtCore.QDateTime.currentSecsSinceEpoch",
    "PySide6.QtCore.QDateTime.currentMSecsSinceEpoch",
}
FILE_AGES = {"st_mtime", "st_mtime_ns", "st_ctime", "st_ctime_ns", "getmtime", "getctime"}
IN_THE_MACHINES_ZONE = {"datetime.datetime.fromtimestamp", "datetime.date.fromtimestamp"}
SECONDS = {
    *(f"time.{name}" for name in ("monotonic", "monotonic_ns", "perf_counter", "clock_gettime")),
    "time.perf_counter_ns",
    "time.process_time",
    "csq_desktop.clock.running_seconds",
}
IN_TEXTS = re.compile(
    r"\bdatetime\.now\(|\bdate\.today\(|\btime\.time\(|\butcnow\(|CURRENT_(TIMESTAMP|DATE|TIME)\b"
    r"|\b(date|datetime|strftime|julianday|unixepoch)\(\s*[^()]*'now'"
)
WORTH_A_LOOK = re.compile(
    r"\b(datetime|date|Timestamp|time)\.(now|today|utcnow|time)\b"
    r"|\bimport time\b|\bfrom time import"
    r"|computer_clock|running_seconds|\bcurrent(Date|Time|Secs|MSecs)|astimezone\(\)"
    r"|\bfromtimestamp\(|[cm]time(_ns)?\b|\bCURRENT_|'now'"
)
"""What every reader of a clock has in its text; reading the trees of all files takes far longer."""

WALL_CLOCK = {
    "csq_desktop/clock.py": "the one reader",
    "csq_desktop/app.py": "hands it to the window",
    "csq_desktop/cli.py": "hands it to every command",
    "csq_desktop/ui/shell/lock.py": "how long nobody was there, the machine's sleep included",
    "csq_desktop/exchange/reading/tables.py": "a file's age is compared with its own, a look later",
    "packaging/shot_scenes.py": "a picture, not a test",
    "packaging/shot_stage.py": "pictures of the demo shop as somebody sees it who makes it today",
    "packaging/texts.py": "ages of files are compared with each other",
    "tests/rules/test_clocks.py": "names what nobody may read",
    "tests/packaging/test_catalogues.py": "ages of files are compared with each other",
    "tests/storage/audit/test_chain.py": "a file's age is compared with its own, a look later",
    "tests/test_clock.py": "tests the one reader",
}
"""Places that may ask for the date, the age of a file, or the zone of the machine, and why."""

STOPWATCH = {
    "csq_desktop/clock.py": "the reader of how long the computer has been on",
    "csq_desktop/services/packs/packs.py": "how long a pack takes, for its log",
    "csq_desktop/storage/keys/kdf.py": "how long a passphrase takes on this computer",
    "csq_desktop/storage/keys/waits.py": "waits that nobody shortens by setting the date",
    "csq_desktop/storage/store.py": "the trail is anchored once a minute of work",
    "csq_desktop/ui/customers/reveal_strip.py": "five minutes that nobody lengthens by the date",
    "csq_desktop/ui/shell/lock.py": "how long nobody was there",
    "csq_desktop/ui/tasks.py": "how long a task takes before somebody is told that it does",
    "packaging/shot_stage.py": "gives up a picture that never settles",
    "tests/benchmarks": "measures",
    "tests/exchange/mutations.py": "no file keeps the reader busy for long",
    "tests/exchange/reading/test_fuzzed_files.py": "no file keeps the reader busy for long",
    "tests/services/stores/test_stores.py": "a store in use is refused at once",
    "tests/storage/faults/fork_server.py": "kills a child after a while",
    "tests/storage/files/test_lock.py": "a store in use is refused at once",
    "tests/storage/test_store.py": "a minute of work has passed",
    "tests/test_clock.py": "tests the reader",
    "tests/ui/test_waiting.py": "a short task shows nothing",
}
"""Places that may measure seconds, and why; they never learn the date."""


def _names(module: ast.Module) -> dict[str, str]:
    """What the names that a module imports stand for."""
    imported = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                imported[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return imported


def _full_name(node: ast.AST, imported: dict[str, str]) -> str:
    """The dotted name of what is read, from the top of its package; empty for anything else."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = _full_name(node.value, imported)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _asks_the_date(node: ast.AST, imported: dict[str, str]) -> bool:
    name = _full_name(node, imported)
    if name in DATES or (isinstance(node, ast.Attribute) and node.attr in FILE_AGES):
        return True
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return IN_TEXTS.search(node.value) is not None
    if isinstance(node, ast.Call):
        alone = len(node.args) < 2 and not node.keywords
        into_zone = isinstance(node.func, ast.Attribute) and node.func.attr == "astimezone"
        return (into_zone and not node.args and not node.keywords) or (
            alone and _full_name(node.func, imported) in IN_THE_MACHINES_ZONE
        )
    return False


def _measures_seconds(node: ast.AST, imported: dict[str, str]) -> bool:
    return _full_name(node, imported) in SECONDS


@cache
def _worth_a_look() -> list[Path]:
    files = python_files(*PLACES)
    return [path for path in files if WORTH_A_LOOK.search(path.read_text("utf-8"))]


def _readers(path: Path, asks: Asks) -> list[str]:
    imported = _names(tree(path))
    return [place(path, node) for node in ast.walk(tree(path)) if asks(node, imported)]


def _against(asks: Asks, allowed: dict[str, str]) -> tuple[list[str], set[str]]:
    """Readers that are not allowed, and places that are allowed and read nothing."""
    forbidden, in_use = [], set()
    for path in _worth_a_look():
        name = path.relative_to(ROOT).as_posix()
        home = next(
            (folder for folder in allowed if name == folder or name.startswith(f"{folder}/")), None
        )
        readers = _readers(path, asks)
        if home is None:
            forbidden += readers
        elif readers:
            in_use.add(home)
    return forbidden, allowed.keys() - in_use


@pytest.mark.parametrize(
    ("asks", "allowed"), [(_asks_the_date, WALL_CLOCK), (_measures_seconds, STOPWATCH)]
)
def test_a_clock_is_read_in_few_places_and_handed_to_all_others(
    asks: Asks, allowed: dict[str, str]
) -> None:
    readers, idle = _against(asks, allowed)
    none_of(readers)
    none_of(f"{name} reads no clock any more: take it off the list" for name in idle)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime, UTC\nnow = datetime.now(UTC)",
        "import datetime as dt\nday = dt.date.today()",
        "from datetime import date\ndef due(today=date.today): ...",
        "import time\nstamp = time.time()",
        "from time import time as stamp\nseconds = stamp()",
        "import time\ntext = time.strftime('%Y')",
        "from PySide6.QtCore import QDate\nfield.setDate(QDate.currentDate())",
        "from csq_desktop.clock import computer_clock\nstore.open(source=computer_clock)",
        "from csq_desktop import clock\nclock.computer_clock()",
        "from datetime import datetime\nlocal = datetime.fromtimestamp(seconds)",
        "local = moment.astimezone()",
        "import os\nage = os.stat(path).st_mtime",
        "session.execute(\"SELECT date('now')\")",
        "column = 'made_at INTEGER DEFAULT CURRENT_TIMESTAMP'",
        "program = 'import datetime; print(datetime.datetime.now())'",
    ],
)
def test_whoever_asks_the_date_in_any_way_is_seen(source: str) -> None:
    assert WORTH_A_LOOK.search(source)
    module = ast.parse(source)
    assert any(_asks_the_date(node, _names(module)) for node in ast.walk(module))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime, UTC\nmoment = datetime.fromtimestamp(seconds, UTC)",
        "local = moment.astimezone(zone)",
        "now = desk.now()",
        "today = context.today()",
        "words = tr('Right now nothing is due.')",
        "due = date(2026, 11, 22)",
    ],
)
def test_whoever_is_handed_the_time_is_left_alone(source: str) -> None:
    module = ast.parse(source)
    assert not any(_asks_the_date(node, _names(module)) for node in ast.walk(module))
