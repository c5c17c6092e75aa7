"""The collection statement customers are shown (PDPO, DPP1(3)), by version."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from csq_desktop import paths
from csq_desktop.domain.threefold import ThreeTexts, three_from


@dataclass(frozen=True)
class Statement:
    """One version of the collection statement: title, law, and titled paragraphs."""

    version: str
    title: ThreeTexts
    law: ThreeTexts
    parts: tuple[tuple[ThreeTexts, ThreeTexts], ...]
    marketing: ThreeTexts


def collection(shop_name: str = "") -> Statement:
    """The statement as it is shown now, in the shop's own name."""
    stored = _stored()
    values = {key: three_from(texts, key) for key, texts in stored["placeholders"].items()}
    return Statement(
        version=stored["version"],
        title=three_from(stored["title"], "title"),
        law=three_from(stored["law"], "law"),
        parts=tuple(
            (three_from(part["title"], "title"), _filled(part["text"], values, shop_name))
            for part in stored["parts"]
        ),
        marketing=_filled(stored["marketing"]["text"], values, shop_name),
    )


def version() -> str:
    """The version of the statement that is shown now."""
    return str(_stored()["version"])


@cache
def _stored() -> dict[str, Any]:
    source = paths.resources() / "statements" / "collection.json"
    stored: dict[str, Any] = json.loads(source.read_text("utf-8"))
    return stored


def _filled(texts: object, values: dict[str, ThreeTexts], shop_name: str) -> ThreeTexts:
    wording = three_from(texts, "text")
    filled = {}
    for code, text in wording.by_language.items():
        own = {key: value.said_in(code) for key, value in values.items()}
        if shop_name:
            own["shop"] = shop_name
        filled[code] = text.format_map(own)
    return ThreeTexts(**filled)
