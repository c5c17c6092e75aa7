"""The categories that come with the program, and the key that figures of any category have."""

import hashlib
import json
import re
from functools import cache

from csq_desktop.paths import resources

_OWN = re.compile(r"own-[0-9a-f]{12}")


@cache
def listed() -> frozenset[str]:
    """The codes of the shipped categories; a complaint’s own words for one are none of them."""
    source = resources() / "lists" / "complaint_categories.json"
    return frozenset(json.loads(source.read_text("utf-8")))


@cache
def figure_key(category: str) -> str:
    """The key in the id of a category's figures: its code, or a digest of words of the shop's own.

    Ids leave the shop, and words may name somebody; some are nothing that is seen. Words that look
    like a digest get one too: as they are they would be another category's key.
    """
    if category in listed():
        return category
    words = category.encode(errors="surrogatepass")  # kept figures may be of anybody's making
    return f"own-{hashlib.sha256(words).hexdigest()[:12]}"


def kept_key(key: str) -> str:
    """The key of figures that were kept: earlier versions kept the words themselves."""
    return key if _OWN.fullmatch(key) else figure_key(key)
