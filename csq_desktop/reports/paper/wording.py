"""What a printed document says: the texts of its blocks, without their looks."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import chain, groupby

from csq_desktop.reports.paper.blocks import PaperRow, TextSpan
from csq_desktop.texts import LANGUAGES


def texts(part: object) -> Iterator[str]:
    """Every text of a block, a cell or a chart; one that is set in several weights is whole."""
    if isinstance(part, str):
        if part and not isinstance(part, Enum) and part not in LANGUAGES:
            yield part
    elif isinstance(part, TextSpan):
        yield part.text
    elif isinstance(part, PaperRow):
        for cell in part.cells:
            yield from texts(cell)
    elif isinstance(part, tuple):
        yield from _wholes(part) if _is_set_in_weights(part) else chain(*map(texts, part))
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def _is_set_in_weights(parts: tuple[object, ...]) -> bool:
    spans = [part for part in parts if isinstance(part, TextSpan)]
    return bool(spans) and all(isinstance(part, str | TextSpan) for part in parts)


def _wholes(parts: tuple[object, ...]) -> Iterator[str]:
    """What is said in each language; across two languages nothing belongs together."""
    for _, stretch in groupby(parts, key=lambda part: getattr(part, "language", "")):
        yield " ".join(chain(*map(texts, stretch)))
