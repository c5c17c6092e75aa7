"""Everything there is to do with a checkout, from a machine that has nothing but Python 3.11.

Each command first makes sure that the machine and `.venv` hold what the project needs.
Without a command, the commands are listed and nothing else happens.
"""

import os
import sys
from collections.abc import Callable

import environment
import machine
import trust as fault_tests

Command = Callable[[list[str]], int]

RULES = "tests/rules"
COVERED = ("analytics", "domain", "services")  # the layers whose own tests take every branch
PASSED, WRONG_USAGE, NO_TESTS = 0, 2, 5  # exit codes; the last one is pytest's


def demo(rest: list[str]) -> int:
    """open the program on a made-up shop; without a display, make the shop and print its pack"""
    environment.run("packaging/texts.py")
    return environment.run("-m", "csq_desktop", *_demo_words(), *rest)


def _demo_words() -> list[str]:
    """How the program is asked for its demonstration; it makes the shop once, where it is missing.

    Both lie in the user's own folder (`paths.demo_folder`). `--demo` opens the window signed in;
    `demo` prints last month's pack and says where shop and pack are.
    """
    return ["--demo"] if machine.has_display() else ["demo"]


def test(rest: list[str]) -> int:
    """check format, lint, types, layers and texts, then run every other test"""
    if _names_tests(rest):
        return _pytest(*rest)
    logic = [f"tests/{layer}" for layer in COVERED]
    others = [f"--ignore={folder}" for folder in (RULES, *logic)]
    allowed = {PASSED, NO_TESTS} if rest else {PASSED}  # `-k word` may choose none of a group
    codes: list[int] = []
    for words in ([RULES], [*logic, *([] if rest else _every_branch())], others):
        codes.append(_pytest(*words, *rest))
        if codes[-1] not in allowed:
            return codes[-1]
    return min(codes)


def _every_branch() -> list[str]:
    """How pytest is told to fail where the tests of a layer leave one of its branches out."""
    layers = [f"--every-branch=csq_desktop/{layer}" for layer in COVERED]
    return ["-p", "tests.watching", *layers]


def _names_tests(words: list[str]) -> bool:
    """Whether one of the words is a file or folder, so that nothing else is to be run."""
    places = [word.partition("::")[0] for word in words if not word.startswith("-")]
    return any(place and (environment.ROOT / place).exists() for place in places)


def _pytest(*words: str) -> int:
    """Run pytest on every processor; its exit code is 5 where no test was chosen.

    The order is shuffled, in the same way each time; `--randomly-seed=N` gives another one.
    """
    workers = str(max(2, min(os.cpu_count() or 2, 8)))
    parallel = ["-n", workers, "--dist", "worksteal", "-q", "--randomly-seed=1"]
    return environment.run("-m", "pytest", *parallel, *words, offscreen=True)


def lint(rest: list[str]) -> int:
    """check format, lint, types, layers and texts alone"""
    return _pytest(RULES, *rest)


def bench(rest: list[str]) -> int:
    """measure every budget against its yardstick"""
    words = ["-q", "-s", "-p", "no:randomly", "-p", "no:xdist", "tests/benchmarks", *rest]
    return environment.run("-m", "pytest", *words, offscreen=True)


def trust(rest: list[str]) -> int:
    """run the fault and abuse tests, for hours, and print their table; --short takes minutes"""
    return fault_tests.run(rest)


def shots(rest: list[str]) -> int:
    """take a picture of every page, in both themes and all languages, into the folder named"""
    environment.run("packaging/texts.py")
    return environment.run("packaging/shots.py", *rest, offscreen=True)


def texts(rest: list[str]) -> int:
    """compile the translations and list what is missing, unused or wrong in them"""
    return environment.run("packaging/texts.py", "check", *rest)


def licences(rest: list[str]) -> int:
    """write the packages of requirements.lock and their licences into THIRD_PARTY.md"""
    return environment.run("packaging/licences.py", *rest)


def lock(rest: list[str]) -> int:
    """bring requirements.lock up to date with pyproject.toml; needs the program uv"""
    return environment.relock(rest)


COMMANDS: dict[str, Command] = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "bench": bench,
    "trust": trust,
    "shots": shots,
    "texts": texts,
    "licences": licences,
    "lock": lock,
}


def main(words: list[str]) -> int:
    """Run the command that the first word names; its exit code is the program's."""
    name, *rest = words or ["--help"]
    if name in ("-h", "--help"):
        print(_usage())
        return PASSED
    if name not in COMMANDS:
        print(f"There is no command {name}.\n\n{_usage()}", file=sys.stderr)
        return WRONG_USAGE
    try:
        environment.prepare()
        return COMMANDS[name](rest)
    except machine.Lacking as lacking:
        print(lacking, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _usage() -> str:
    commands = "\n".join(f"  {name:8}  {command.__doc__}" for name, command in COMMANDS.items())
    return (
        "usage: python3 packaging/dev.py COMMAND [words for the program that it starts]\n\n"
        f"{commands}\n\n"
        "Examples: test tests/domain -x, test -k lifecycle, trust --short T3 T9, shots FOLDER"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
