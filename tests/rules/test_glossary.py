"""One word for one concept, in all three languages: the glossary's other words are not used."""

import json
import re
from collections.abc import Iterator
from functools import cache

import pytest

import texts as catalogues
from tests.rules.glossary import GLOSSARY, Wrong
from tests.rules.tree import ROOT, none_of, place, python_files

STATISTICS = re.compile(
    r"(?:control limit|sigma|Wilson|confidence|standard deviation|cent(?:re|er) line"
    r"|normal variation|margin of error)",
    re.IGNORECASE,
)

Said = tuple[str, str]
"""Where a text stands, and the text."""


@cache
def said(language: str) -> tuple[Said, ...]:
    """Every text a user reads in this language: of the catalogue, of help, and of the lists."""
    everything = (*_translated(language), *_help(language), *_listed(language))
    return tuple((where, re.sub(r"\{\w*\}", "{}", text)) for where, text in everything)


def _translated(language: str) -> Iterator[Said]:
    merged = catalogues.merge(catalogues.LANGUAGES[0] if language == "en" else language)
    for message in merged.catalog:
        if message.id:
            texts = catalogues.wording if language == "en" else catalogues.strings
            where = f"{merged.sources[catalogues.key_of(message)]}: {catalogues.key_of(message)}"
            yield from ((where, text) for text in texts(message))


def _help(language: str) -> Iterator[Said]:
    for path in sorted((ROOT / "resources/help" / language).glob("*.md")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
            yield f"help/{language}/{path.name}:{number}", line.replace("*", "")


def _listed(language: str) -> Iterator[Said]:
    for folder in ("checklists", "lists", "pledges", "statements"):
        for path in sorted((ROOT / "resources" / folder).glob("*.json")):
            for text in _of_language(json.loads(path.read_text("utf-8")), language):
                yield f"{folder}/{path.name}", text


def _of_language(value: object, language: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(text := value.get(language), str):
            yield text
        for inner in value.values():
            yield from _of_language(inner, language)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_language(inner, language)


def pattern(wrong: Wrong, language: str) -> re.Pattern[str]:
    bounds = language == "en" and re.match(r"\w|\(\?:", wrong.never)
    return re.compile(rf"\b(?:{wrong.never})\b" if bounds else wrong.never, re.IGNORECASE)


@pytest.mark.parametrize("language", GLOSSARY)
def test_words_not_to_be_used_are_not_used(language: str) -> None:
    none_of(
        f"{where}: {match[0]!r}, say {wrong.say!r}: {text}"
        for wrong in GLOSSARY[language]
        for where, text in said(language)
        if not where.startswith(wrong.spared)
        and (match := pattern(wrong, language).search(_without(text, wrong.allowed)))
    )


@pytest.mark.parametrize("language", GLOSSARY)
def test_what_is_allowed_is_still_said(language: str) -> None:
    everything = "\n".join(text for _, text in said(language))
    none_of(
        f"{language}: {phrase}"
        for wrong in GLOSSARY[language]
        for phrase in wrong.allowed
        if phrase.casefold() not in everything.casefold()
    )


@pytest.mark.parametrize("language", GLOSSARY)
def test_a_wrong_word_would_be_seen(language: str) -> None:
    """No pattern is too narrow for what it forbids: the word itself is found in a sentence."""
    for wrong in GLOSSARY[language]:
        if re.fullmatch(r"[\w -]+", wrong.never):
            assert pattern(wrong, language).search(f"… {wrong.never} …"), wrong


def test_the_window_itself_says_no_statistics() -> None:
    """They come with a chart's or a verdict's own words, which stand behind “Details”."""
    files = [*python_files("csq_desktop/ui"), ROOT / "csq_desktop/domain/audit/wording.py"]
    none_of(
        f"{place(path)}: {match[0]}"
        for path in files
        if (match := STATISTICS.search(path.read_text("utf-8")))
    )


def _without(text: str, phrases: tuple[str, ...]) -> str:
    for phrase in phrases:
        text = re.sub(re.escape(phrase), "", text, flags=re.IGNORECASE)
    return text
