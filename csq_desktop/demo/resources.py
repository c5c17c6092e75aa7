"""What a demo shop is made of, as it is written in the resources."""

import json
from functools import cache
from typing import Any

from csq_desktop import paths


@cache
def resource(name: str) -> dict[str, Any]:
    """The content of one file, such as `people` or `stories`."""
    source = paths.resources() / "demo" / f"{name}.json"
    content: dict[str, Any] = json.loads(source.read_text("utf-8"))
    return content
