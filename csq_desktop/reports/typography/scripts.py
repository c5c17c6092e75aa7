"""Which stretches of a line stand in which language, where a line has words of two."""

import re
from itertools import groupby

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\uffef\U00020000-\U0003ffff]")
_ENGLISH = re.compile("[A-Za-z\u00c0-\u024f]")


def stretches(text: str, first: str, second: str) -> tuple[tuple[str, str], ...]:
    """A line cut where its language changes: (language, piece), "" for the `first` language.

    English and Chinese are told apart by their letters; numbers and signs go with the words before
    them. Two kinds of Chinese cannot be told apart: such a line is all in the first.
    """
    if not second or "en" not in (first, second):
        return (("", text),)
    chinese = second if first == "en" else first
    spoken: list[tuple[str, str]] = []
    before = ""
    for char in text:
        if _CHINESE.match(char):
            before = chinese
        elif _ENGLISH.match(char):
            before = "en"
        spoken.append((before, char))
    opening = next((code for code, _ in spoken if code), first)
    return tuple(
        ("" if code == first else code, "".join(char for _, char in piece))
        for code, piece in groupby(
            ((code or opening, char) for code, char in spoken), key=lambda part: part[0]
        )
    )
