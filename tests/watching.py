"""A plugin (`-p tests.watching`) that fails a run whose tests leave a branch of a layer out.

SlipCover puts probes into the modules of a layer as they are imported. What listens to Python
itself, as coverage.py does before 3.12, slows every call of every library down: by half for
tests of services, where the probes take a seventh.
"""

import io
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pytest

P = ParamSpec("P")
R = TypeVar("R")

NAME = "branch-watch"
EVERY_TIME = -2  # a probe's threshold: it notes each time it is passed, not the first alone
OF_WORKER = "branches_taken"


def paused(config: pytest.Config) -> AbstractContextManager[None]:
    """Watch no branch meanwhile, where any is watched at all."""
    watch = config.pluginmanager.getplugin(NAME)
    return nullcontext() if watch is None else watch.paused()


def unwatched(config: pytest.Config, call: Callable[P, R]) -> Callable[P, R]:
    """A function whose inner life belongs to no layer that is watched."""

    @wraps(call)
    def with_pause(*args: P.args, **options: P.kwargs) -> R:
        with paused(config):
            return call(*args, **options)

    return with_pause


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-branch",
        action="append",
        default=[],
        metavar="FOLDER",
        help="fail when the tests leave a line or a branch of this folder out",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begin before anything of the project is imported."""
    folders = early_config.known_args_namespace.every_branch
    if folders:
        early_config.pluginmanager.register(Watch(early_config, folders), NAME)


class Watch:
    """What was run of some folders, in this process and in the workers that it started."""

    def __init__(self, config: pytest.Config, folders: list[str]) -> None:
        import slipcover
        from slipcover.config import read_config

        self.config = config
        self.probes = slipcover.Slipcover(
            branch=True,
            source=folders,
            d_miss_threshold=EVERY_TIME,
            exclude_also=read_config(config.rootpath / "pyproject.toml")["exclude-also"],
        )
        slipcover.ImportManager(self.probes, slipcover.FileMatcher(sources=folders)).__enter__()
        self.of_workers: list[dict[str, Any]] = []
        self.left_out = ""

    @contextmanager
    def paused(self) -> Iterator[None]:
        counted, self.probes.newly_seen = self.probes.newly_seen, defaultdict(set)
        try:
            yield
        finally:
            self.probes.newly_seen = counted
            if sys.version_info >= (3, 12):
                sys.monitoring.restart_events()  # there a probe is passed once and then gone

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Iterator[None]:
        """A branch is tested where a test looks at what it does, not where it prepares itself."""
        with self.paused():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        with self.paused() if item.get_closest_marker("no_cover") else nullcontext():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        outcome = yield
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput[OF_WORKER] = json.dumps(self.probes.get_coverage())
        else:
            self.left_out = self._left_out()
            session.testsfailed += bool(self.left_out)
        return outcome

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker that died has said nothing; its tests have failed anyway."""
        output = getattr(node, "workeroutput", {})
        self.of_workers += [json.loads(output[OF_WORKER])] if OF_WORKER in output else []

    def _left_out(self) -> str:
        """A table of the files of which something was not run; empty when everything was."""
        from slipcover import merge_coverage, print_coverage

        taken = self.probes.get_coverage()
        for other in self.of_workers:
            merge_coverage(taken, other)
        if taken["summary"]["percent_covered"] == 100:
            return ""
        table = io.StringIO()
        print_coverage(taken, outfile=table, skip_covered=True)
        return table.getvalue()

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            terminalreporter.section("lines and branches that no test takes", red=True)
            terminalreporter.write(self.left_out)
        else:
            terminalreporter.write_line("Every line and branch of the watched layers was taken.")
