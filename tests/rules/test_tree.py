"""What is in the project's tree, and what is not."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.rules.tree import ROOT, none_of, place, tracked

TOP = {"pyproject.toml", "README.md", "CONTRIBUTING.md", "requirements.lock", "LICENSE"}
TOP |= {"csq_desktop", "resources", "db", "tests", "packaging"}
PLAIN = {".py", ".toml", ".md", ".po", ".json", ".lock", ".sh", ".qss", ".svg", ".csv", ".txt"}
PLAIN |= {".ini", ".mako", ".nsi", ".spec", ".desktop", ".html", ".yml", ""}
MACHINE = re.compile(r"(?<![\w.}>-])/(tmp|work|root|home|Users)/[\w.-]+|\b[A-Z]:\\\\?Users\b")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|crates\.io|extra-index|(?<!emit-)find-links|://[^/]*@"
)
ADDRESS = re.compile(r"https?://")
NAMES_OF_FORMATS = re.compile(r"https?://(www\.w3\.org|schemas\.|ns\.adobe\.com|purl\.org)")
SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}|BEGIN [A-Z ]*PRIVATE KEY")


def _lines(*, endings: set[str]) -> Iterator[tuple[Path, int, str]]:
    for path in tracked():
        if path.suffix in endings and path.name != "test_tree.py":
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                yield path, number, line


def test_the_top_level_holds_nothing_unexpected() -> None:
    top_names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top_names if not name.startswith(".")} - TOP == set()


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    named = [
        f"{place(path, number)} {line.strip()[:80]}"
        for path, number, line in _lines(endings=PLAIN)
        if MACHINE.search(line)
    ]
    none_of(named)


def test_no_file_names_a_registry_or_holds_a_secret() -> None:
    named = [
        f"{place(path, number)} {line.strip()[:80]}"
        for path, number, line in _lines(endings=PLAIN)
        if REGISTRY.search(line) or SECRET.search(line)
    ]
    none_of(named)


def test_the_program_and_its_set_up_hold_no_address() -> None:
    held = [
        f"{place(path, number)} {line.strip()[:80]}"
        for path, number, line in _lines(endings={".py", ".toml", ".lock", ".sh", ".ini"})
        if path.parts[len(ROOT.parts)] != "tests" and ADDRESS.search(NAMES_OF_FORMATS.sub("", line))
    ]
    none_of(held)


def test_every_locked_package_has_a_version_and_hashes() -> None:
    packages = (ROOT / "requirements.lock").read_text("utf-8").split("\n    --hash=")[:-1]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    starts = re.findall(r"^[a-z0-9][\w.-]*==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", lock, re.M)
    assert len(starts) == len(re.findall(r"^[a-z]", lock, re.M))
    assert len(packages) > len(starts) > 50


def test_plain_files_end_in_one_newline_and_hold_no_tabs_or_trailing_blanks() -> None:
    untidy = [
        place(path)
        for path in tracked()
        if path.suffix in {".py", ".toml", ".md", ".qss"}
        and (text := path.read_text("utf-8"))
        and (not text.endswith("\n") or text.endswith("\n\n") or re.search(r"[ \t]+$", text, re.M))
    ]
    none_of(untidy)
