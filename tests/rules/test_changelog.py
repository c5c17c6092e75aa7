"""The changelog says the same things in three languages, each on a line of its own."""

import re
from itertools import pairwise

from tests.rules.tree import ROOT

_CHANGE = re.compile(r"- \*\*")


def test_every_change_stands_in_three_languages_on_a_line_of_its_own() -> None:
    text = (ROOT / "resources" / "CHANGELOG.md").read_text("utf-8")
    assert [line for line in text.splitlines() if _CHANGE.search(line, 1)] == []
    newest = text.split("\n## ")[1]
    blocks = [block for block in newest.split("\n\n") if block.startswith("- ")]
    english, *others = [len(_CHANGE.findall(block)) for block in blocks]
    assert others == [english, english]


def test_no_change_is_said_twice() -> None:
    lines = (ROOT / "resources" / "CHANGELOG.md").read_text("utf-8").splitlines()
    changes = sorted(line for line in lines if _CHANGE.match(line))
    assert [short for short, long in pairwise(changes) if long.startswith(short)] == []
