"""Children to kill: forked in a moment from a process that has imported everything already.

A child runs a function of some test module. What it tells with `tell` is on its pipe even when it
is killed right after: whatever it wrote, it had done.
"""

import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120.0  # seconds: no child takes that long
Job = Callable[..., object]


def tell(word: object = "") -> None:
    """Tell the test something; its first word says that the child begins. In a child only."""
    os.write(1, f"{word}\n".encode())


class Children:
    """The server, as the tests use it: one child at a time."""

    def __init__(self, *imported: str) -> None:
        code = "import sys; from tests.storage.faults.fork_server import serve; serve(sys.argv[1:])"
        self._server = subprocess.Popen(
            [sys.executable, "-c", code, *imported],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._orders, self._answers = _open(self._server.stdin), _open(self._server.stdout)
        self._buffer = b""

    def run(self, job: Job, *arguments: object) -> list[str]:
        """Let a child run to its end; gives the lines it wrote."""
        self._begin(job, arguments)
        return self._until_end(PATIENCE)

    def seconds(self, job: Job, *arguments: object) -> float:
        """How long a child works after its first word."""
        self._begin(job, arguments)
        self._line(PATIENCE)
        started = time.monotonic()
        self._until_end(PATIENCE)
        return time.monotonic() - started

    def killed(self, job: Job, *arguments: object, after: float, lines: int = 0) -> list[str]:
        """Kill a child so many seconds after its first word and that many lines; gives the lines.

        Counting lines first makes sure that something was done, however slow the machine is.
        """
        child = self._begin(job, arguments)
        self._line(PATIENCE)
        words = [self._line(PATIENCE) for _ in range(lines)]
        assert "" not in words, words
        end = time.monotonic() + after
        while (line := self._line(end - time.monotonic())) and not line.startswith("ended"):
            words.append(line)
        if not line:
            with suppress(ProcessLookupError):  # it came to its end in this very moment
                os.kill(child, signal.SIGKILL)
            words += self._until_end(PATIENCE, killed=True)
        return words

    def struck(self, job: Job, *arguments: object) -> list[str]:
        """Let a child run until it ends or kills itself; gives the lines after its first."""
        self._begin(job, arguments)
        return self._until_end(PATIENCE, killed=True)[1:]

    def close(self) -> None:
        """Send the server home."""
        self._orders.close()
        self._server.wait(PATIENCE)
        self._answers.close()

    def _begin(self, job: Job, arguments: tuple[object, ...]) -> int:
        order = [job.__module__, job.__name__, *arguments]
        self._orders.write(json.dumps(order, default=str).encode() + b"\n")
        word, number = self._line(PATIENCE).split()
        assert word == "child"
        return int(number)

    def _until_end(self, seconds: float, *, killed: bool = False) -> list[str]:
        words: list[str] = []
        while not (line := self._line(seconds)).startswith("ended"):
            assert line, f"silent for {seconds} s after {words}"
            words.append(line)
        assert line in ("ended 0", f"ended -{signal.SIGKILL}" if killed else "ended 0"), line
        return words

    def _line(self, seconds: float) -> str:
        """The next line, or nothing when none comes in so many seconds."""
        end = time.monotonic() + seconds
        while b"\n" not in self._buffer:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return ""
            piece = self._answers.read(65_536)
            assert piece, "the server is gone"
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode() or " "


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def serve(imported: list[str]) -> None:
    """Fork a child for every order on standard input, and tell of its beginning and its end."""
    for module in imported:
        importlib.import_module(module)
    for order in sys.stdin.buffer:
        module, name, *arguments = json.loads(order)
        job = getattr(importlib.import_module(module), name)
        announced, announce = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(announced, 1)
            _work(job, arguments)
        tell(f"child {child}")
        os.write(announce, b".")
        _, status = os.waitpid(child, 0)
        for end in (announced, announce):
            os.close(end)
        tell(f"ended {os.waitstatus_to_exitcode(status)}")


def _work(job: Job, arguments: list[object]) -> None:
    code = 1
    try:
        job(*arguments)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
