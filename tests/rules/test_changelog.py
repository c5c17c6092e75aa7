"""The changelog says the same things in three languages, each on a line of its own."""

import re

from tests.rules.tree import ROOT

_CHANGE = re.compile(r"- \*\*")


def test_every_change_stands_in_three_languages_on_a_line_of_its_own() -> None:
    text = (ROOT / "resources" / "CHANGELOG.md").read_text("utf-8")
    glued = [line for line in text.splitlines() if _CHANGE.search(line, 1)]
    assert not glued
    for version in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        blocks = [block for block in version.split("\n\n") if block.startswith("- ")]
        numbers = [len(_CHANGE.findall(block)) for block in blocks]
        assert len(numbers) == 3
        assert len(set(numbers)) == 1
