"""Headings of columns as words."""

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN = re.compile(r"[\s_\-./:()（）：]+")


def plain_heading(name: str) -> str:
    """A heading as words: `ServiceRequestNum` and `service_request_num` become the same."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", name))
    return " ".join(_BETWEEN.sub(" ", spaced).casefold().split())
