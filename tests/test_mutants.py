"""T23: of the mutants of keys, trail, redo and register, the tests notice nine in ten."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants import CHOSEN, ROOT, Mutant, mutants
from tests.tally import Tally

STORAGE, ITS_TESTS = ROOT / "csq_desktop" / "storage", ROOT / "tests" / "storage"
SHARE_KILLED = 0.9
LONGEST = 600  # seconds: a mutant that never ends is noticed too
WORKERS = 2
Tests = tuple[Path, ...]


def everything() -> list[Mutant]:
    """Every mutant of the modules that keys, trail and repair depend on."""
    files = [*STORAGE.glob("keys/*.py"), *STORAGE.glob("audit/*.py"), STORAGE / "redo.py"]
    names = sorted(file.relative_to(ROOT).with_suffix("").as_posix() for file in files)
    modules = (name.replace("/", ".") for name in names if not name.endswith("__init__"))
    return [mutant for module in modules for mutant in mutants(module)]


def own_test(mutant: Mutant) -> Path:
    """The file that tests its module alone, where there is one."""
    *folder, name = mutant.module.split(".")[2:]
    return ITS_TESTS.joinpath(*folder, f"test_{name}.py")


def circles(mutant: Mutant, *, whole: bool) -> Iterator[Tests]:
    """Tests that may notice it, the nearest first; in the short form these alone."""
    own, services = own_test(mutant), ROOT / "tests" / "services"
    if own.exists():
        yield (own,)
    if whole and own.parent != ITS_TESTS:
        yield (own.parent,)
    if whole:
        yield (ITS_TESTS, services / "stores", services / "test_users.py")


def pass_on(mutant: Mutant, tests: Tests) -> bool:
    """Whether these tests notice nothing; one that never ends has noticed it."""
    words = ["-x", "-q", "-p", "tests.mutants", "-p", "no:randomly", "-n", "0", *map(str, tests)]
    chosen = {CHOSEN: f"{mutant.module}:{mutant.number}", "PYTHONPATH": str(ROOT)}
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", *words],
            cwd=ROOT,
            env={**os.environ, **chosen},
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


@pytest.mark.fault("T23", apart=True)
@pytest.mark.parametrize("part", range(WORKERS))
def test_of_ten_mutants_nine_are_killed(
    rounds: Callable[[int, int], int], tally: Tally, part: int
) -> None:
    """In the short form a few of those whose module has tests of its own."""
    whole = bool(rounds(0, 1))
    mine = [mutant for mutant in everything() if whole or own_test(mutant).exists()][part::WORKERS]
    step = 1 if whole else len(mine) // 2
    sample = mine[step // 2 :: step]
    survivors, killers = list[str](), dict[Tests, Mutant]()
    for mutant in sample:
        tally.rounds += 1
        for tests in circles(mutant, whole=whole):
            if not pass_on(mutant, tests):
                killers[tests] = mutant
                break
        else:
            survivors.append(mutant.place)
    # Tests that fail without any mutant would kill them all.
    broken = [
        tests for tests, each in killers.items() if not pass_on(replace(each, number=0), tests)
    ]
    assert broken == []
    tally.note = f"{len(survivors)} of {len(sample)} survived: {'; '.join(survivors) or 'none'}"
    # Of a few, one may be of those that nobody could notice.
    assert len(survivors) <= max(1, len(sample) * (1 - SHARE_KILLED)), survivors
