"""A large store for every benchmark, and the table of ratios printed at the end.

CSQ_BENCH_ROWS sets how many complaints the store holds (1,000,000 unless said otherwise; a fifth
as many customers); CSQ_BENCH_STORE keeps the store in a folder between runs.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from csq_desktop.demo import build as demo
from csq_desktop.domain.users import Role
from csq_desktop.services.imports import imports
from csq_desktop.services.stores import stores
from csq_desktop.storage.store import Store
from tests.benchmarks import ratios
from tests.factory import DEMO_NOW, FixedClock

assert imports  # loaded before the window's library looks at every import
ROWS = int(os.environ.get("CSQ_BENCH_ROWS", "1000000"))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    saved_store = os.environ.get("CSQ_BENCH_STORE")
    home = Path(saved_store) if saved_store else tmp_path_factory.mktemp("large")
    folder = home / f"Large {ROWS}.csq"
    if not folder.exists():
        draft = folder.with_name("draft.csq")
        shutil.rmtree(draft, ignore_errors=True)
        demo.build(draft, demo.DemoSize(60, ROWS // 5, ROWS), now=DEMO_NOW)
        draft.rename(folder)
    return folder


@pytest.fixture(scope="session")
def store(large: Path) -> Iterator[Store]:
    with demo.signed_in(large, FixedClock(DEMO_NOW)) as opened:
        yield opened


@pytest.fixture(scope="session")
def supervisor(large: Path) -> int:
    return next(user.id for user in stores.people(large) if user.role is Role.SUPERVISOR)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section(f"ratios at {ROWS:,} complaints")
    for line in ratios.table():
        terminalreporter.write_line(line)
