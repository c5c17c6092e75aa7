"""Sentences kept as what they were made of, so that each reader reads them in the own language.

What the program writes down of a failure is read later, by others. The sentence is made where the
fault shows; whoever keeps it listens from outside, and keeps in its place the English text that it
was translated from and the values that it was filled with.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias

from csq_desktop import texts
from csq_desktop.errors import UserError

Account: TypeAlias = str | dict[str, object]
"""A sentence as it is kept: what it was made of, or its words where nobody heard it made."""
_DEEPEST = 5  # sentences within sentences: whoever holds the store's key may write anything


class Listener:
    """Remembers what the sentences it hears are made of."""

    def __init__(self) -> None:
        self._sayings: dict[str, texts.Saying] = {}

    def hear(self, sentence: str, saying: texts.Saying) -> None:
        """Remember what a sentence was made of."""
        self._sayings[sentence] = saying

    def account(self, sentence: str) -> Account:
        """The sentence as it is to be kept."""
        return self._account(sentence, 0)

    def _account(self, sentence: str, depth: int) -> Account:
        saying = self._sayings.get(sentence)
        if saying is None or depth > _DEEPEST:
            return sentence
        if saying.parts:
            return {"parts": [self._account(part, depth + 1) for part in saying.parts]}
        values = {name: self._account(str(v), depth + 1) for name, v in saying.values.items()}
        facts = {"text": saying.text, "plural": saying.plural, "context": saying.context}
        return {name: fact for name, fact in (facts | {"values": values}).items() if fact} | (
            {} if saying.n is None else {"n": saying.n}
        )


@contextmanager
def listening() -> Iterator[Listener]:
    """Hear the sentences that are made inside the block, in this thread."""
    listener = Listener()
    with texts.heard_by(listener.hear):
        yield listener


def account_of(sentence: Callable[[], str]) -> Account:
    """A sentence that is made on the spot, as it is to be kept."""
    with listening() as listener:
        return listener.account(sentence())


@contextmanager
def account_kept() -> Iterator[None]:
    """Give a UserError that leaves the block an account of its sentence, for whoever keeps it."""
    with listening() as listener:
        try:
            yield
        except UserError as error:
            error.account = error.account or listener.account(error.text)
            raise


def retold(account: object) -> str:
    """A kept sentence in the reader's language; of what this program did not keep, its words."""
    return _retold(account, 0)


def _retold(account: object, depth: int) -> str:
    if isinstance(account, str):
        return account
    if not isinstance(account, Mapping) or depth > _DEEPEST:
        return ""
    parts, values = account.get("parts"), account.get("values")
    if isinstance(parts, list):
        return texts.joined(_retold(part, depth + 1) for part in parts)
    filled = (
        {str(name): _retold(value, depth + 1) for name, value in values.items()}
        if isinstance(values, Mapping)
        else {}
    )
    return _said(account, filled)


def _said(account: Mapping[object, object], values: Mapping[str, str]) -> str:
    """The text said again; one that the program does not have is shown as it is, not filled."""
    text, plural, context = (str(account.get(name, "")) for name in ("text", "plural", "context"))
    n = account.get("n")
    saying = texts.Saying(text, values, plural, n if type(n) is int else None, context)
    try:
        return texts.said(saying) if texts.has(saying) else text
    except (KeyError, IndexError, ValueError):  # the values of another text
        return text
