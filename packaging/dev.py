"""Everything there is to do with a checkout, from a machine that has nothing but Python 3.11.

Each command first makes sure that the machine and `.venv` hold what the project needs.
"""

import argparse
import os
import sys
from collections.abc import Callable

import environment
import machine

Command = Callable[[list[str]], int]


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
    """run the rules of the house and every test; further words go to pytest"""
    workers = str(max(2, min(os.cpu_count() or 2, 8)))
    words = ["-n", workers, "--dist", "worksteal", "-q", *rest]
    return environment.run("-m", "pytest", *words, offscreen=True)


def lint(rest: list[str]) -> int:
    """run the rules of the house alone"""
    return environment.run("-m", "pytest", "-q", "tests/house", *rest, offscreen=True)


def bench(rest: list[str]) -> int:
    """measure every budget against its yardstick"""
    words = ["-q", "-s", "-p", "no:randomly", "-p", "no:xdist", "tests/benchmarks", *rest]
    return environment.run("-m", "pytest", *words, offscreen=True)


def trust(rest: list[str]) -> int:
    """run the fault and abuse tests in their long form (hours)"""
    return environment.run("-m", "pytest", "-m", "fault", "--thorough", *rest, offscreen=True)


def shots(rest: list[str]) -> int:
    """take a picture of every page, in both themes and all languages, into the folder named"""
    environment.run("packaging/texts.py")
    return environment.run("packaging/shots.py", *rest, offscreen=True)


def texts(rest: list[str]) -> int:
    """compile the translations and list what is missing, unused or wrong in them"""
    return environment.run("packaging/texts.py", "check", *rest)


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
    "lock": lock,
}


def main() -> int:
    """Run the command named; its exit code is the program's."""
    told = "\n".join(f"  {name:6} {command.__doc__}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py", epilog=told, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    chosen, rest = parser.parse_known_args()
    try:
        environment.prepare()
        return COMMANDS[chosen.command](rest)
    except machine.Lacking as lacking:
        print(lacking, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
