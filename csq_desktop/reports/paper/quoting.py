"""A person's words inside a sentence: said again in another language, they are quoted in short.

Nobody translates them, so of two sentences that say the same they are what both share. The first
has them whole; in the second, beneath it, their beginning and … stand for them, as a short title
does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.reports.typography.typeset import Text, TextSpan

_CHINESE = "\u3400-\u9fff\uf900-\ufaff"
_WORD = f"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*|[{_CHINESE}]"
_TOKEN = re.compile(rf"{_WORD}|\d+|\s+|.", re.DOTALL)
_IS_WORD = re.compile(_WORD)
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
# In letters, of which a Chinese character is worth two. What is shorter, such as most names, stays.
_LONG, _LEAST_WORDS, _KEPT = 18, 3, 10


def in_short(first: Text, second: Text, languages: tuple[str, str]) -> tuple[TextSpan, ...]:
    """The second text with the words that it shares with the first quoted by their beginning.

    Texts in two kinds of Chinese share Chinese words that nobody wrote: those stay.
    """
    whole, alike = typeset.plain(first), "en" not in languages
    return tuple(
        replace(span, text=_shortened(whole, fonts.as_read(span.text), alike))
        for span in typeset.spans(second)
    )


def _shortened(whole: str, text: str, alike: bool) -> str:
    tokens, at, parts = _TOKEN.findall(text), 0, []
    while at < len(tokens):
        end = _end_of_shared(whole, tokens, at) if _IS_WORD.match(tokens[at]) else at
        shared = tokens[at:end]
        if _is_long(shared, alike):
            parts.append(_beginning(shared))
            at = end
        else:
            parts.append(tokens[at])
            at += 1
    return "".join(parts)


def _end_of_shared(whole: str, tokens: Sequence[str], start: int) -> int:
    """Behind the last word or number of what both texts have from a token on."""
    run, end = "", start
    for at in range(start, len(tokens)):
        run += tokens[at]
        if run not in whole:
            break
        if tokens[at].isalnum() or _IS_WORD.match(tokens[at]):
            end = at + 1
    return end


def _is_long(tokens: Sequence[str], alike: bool) -> bool:
    words = [token for token in tokens if _IS_WORD.match(token)]
    if alike:
        words = [word for word in words if not _IS_CHINESE.match(word)]
    return len(words) >= _LEAST_WORDS and sum(map(_letters, words)) >= _LONG


def _letters(token: str) -> int:
    return 2 if _IS_CHINESE.match(token) else len(token)


def _beginning(tokens: Sequence[str]) -> str:
    letters, kept = 0, ""
    for token in tokens:
        kept += token
        letters += _letters(token) if _IS_WORD.match(token) else 0
        if letters >= _KEPT:
            break
    return kept + ("……" if _IS_CHINESE.match(kept[-1]) else "…")
