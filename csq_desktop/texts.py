"""Translation: one gettext catalogue for window, printed pages and command line."""

import gettext
import locale
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache

from csq_desktop import paths

LANGUAGES = ("en", "zh_HK", "zh_CN")
LANGUAGE_NAMES = {"en": "English", "zh_HK": "繁體中文", "zh_CN": "简体中文"}
_DOMAIN = "csq"
# What stands between quotation marks cannot end them: its own are the single ones, as in print.
_QUOTED_VALUE = re.compile(r"([“「])\{(\w+)[^{}]*\}[”」]")
_INNER_MARKS = {
    "“": str.maketrans("“‟„〝”〞″＂", "‘‘‘‘’’’’"),
    "「": str.maketrans("「」", "『』"),
}

_chosen = "en"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@dataclass(frozen=True)
class Saying:
    """What a sentence was made of: the English text and its values, or sentences set in a row."""

    text: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    n: int | None = None
    context: str = ""
    parts: tuple[str, ...] = ()


_listener: ContextVar[Callable[[str, Saying], None] | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Callable[[str, Saying], None]) -> Iterator[None]:
    """Tell the listener of every sentence made inside the block, in this thread only."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def set_language(code: str) -> None:
    """Choose the language of the whole program; one of LANGUAGES."""
    global _chosen
    if code not in LANGUAGES:
        raise ValueError(code)
    _chosen = code


def language() -> str:
    """The language texts come in now."""
    return _spoken.get() or _chosen


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Give texts in another language inside the block, in this thread only."""
    if code not in LANGUAGES:
        raise ValueError(code)
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


def system_language() -> str:
    """The one of LANGUAGES nearest to the system's own."""
    name = _system_locale().replace("-", "_")
    if name.startswith(("zh_CN", "zh_SG", "zh_Hans", "Chinese (Simplified)")):
        return "zh_CN"
    return "zh_HK" if name.startswith(("zh", "Chinese")) else "en"


def _system_locale() -> str:
    """The locale named by the environment, as gettext reads it, else by the system."""
    named = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    try:
        return next(filter(None, named), None) or locale.getlocale()[0] or ""
    except ValueError:  # a name the locale module does not know
        return ""


def mark(text: str, _context: str = "", /) -> str:
    """Mark a text for translation where it stands; translate it later with tr (or trc)."""
    return text


def tr(text: str, /, **values: object) -> str:
    """The text in the user's language, its {placeholders} filled in."""
    translated = _catalogue(language()).gettext(text) if text else ""
    sentence = _filled(translated, values)
    if (listener := _listener.get()) is not None:
        listener(sentence, Saying(text, values))
    return sentence


def trn(singular: str, plural: str, n: int, /, **values: object) -> str:
    """The singular or plural text for n things, with {n} and other placeholders filled in.

    The number is written with thousands apart, such as 1,234, unless a value named `n` says how.
    """
    translated = _catalogue(language()).ngettext(singular, plural, n)
    sentence = _filled(translated, {"n": f"{n:,}"} | values)
    if (listener := _listener.get()) is not None:
        listener(sentence, Saying(singular, values, plural=plural, n=n))
    return sentence


def trc(context: str, text: str, /, **values: object) -> str:
    """The text translated in a named context, for words that mean several things."""
    translated = _catalogue(language()).pgettext(context, text)
    sentence = _filled(translated, values)
    if (listener := _listener.get()) is not None:
        listener(sentence, Saying(text, values, context=context))
    return sentence


def _filled(pattern: str, values: Mapping[str, object]) -> str:
    """The pattern with its values; a name between quotation marks cannot speak outside them."""
    if not values:
        return pattern
    inner = {
        name: value.translate(_INNER_MARKS[opening])
        for opening, name in _quoted_values(pattern)
        if isinstance(value := values.get(name), str)
    }
    return pattern.format(**(dict(values) | inner))


@cache
def _quoted_values(pattern: str) -> tuple[tuple[str, str], ...]:
    return tuple(_QUOTED_VALUE.findall(pattern))


def joined(sentences: Iterable[str]) -> str:
    """Sentences one behind the other; Chinese sets no blank between them."""
    parts = tuple(each for each in sentences if each)
    paragraph = ("" if language().startswith("zh") else " ").join(parts)
    if (listener := _listener.get()) is not None and len(parts) > 1:
        listener(paragraph, Saying(parts=parts))
    return paragraph


def said(saying: Saying) -> str:
    """A sentence made again, in the user's language, of what it was made of."""
    translated, values = _translated(saying, language()), dict(saying.values)
    if saying.n is not None:
        values = {"n": f"{saying.n:,}"} | values
    return _filled(translated, values)


def has(saying: Saying) -> bool:
    """Whether the program has such a text, so that the catalogues translate it."""
    translated = _translated(saying, LANGUAGES[1]) if saying.text else ""
    return translated not in ("", saying.text, saying.plural)


def _translated(saying: Saying, code: str) -> str:
    catalogue = _catalogue(code)
    if saying.n is not None:
        return catalogue.ngettext(saying.text, saying.plural, saying.n)
    if saying.context:
        return catalogue.pgettext(saying.context, saying.text)
    return catalogue.gettext(saying.text)


_PARSER_WORDS = (
    mark("usage: "),
    mark("positional arguments"),
    mark("options"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("expected one argument"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("the following arguments are required: %s"),
    mark("unrecognized arguments: %s"),
)
"""What argparse says, by the words it looks up."""


@contextmanager
def said_by_argparse() -> Iterator[None]:
    """Inside the block argparse says its own sentences from our catalogue too.

    It asks gettext, which goes by the environment; a LANGUAGE set for it alone would also be heard
    by the C library, which keeps for good what it said once.
    """
    import argparse

    words = vars(argparse)
    before = words["_"]
    words["_"] = tr
    try:
        yield
    finally:
        words["_"] = before


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    folder = paths.resources() / "i18n"
    return gettext.translation(_DOMAIN, str(folder), languages=[code], fallback=True)
