"""The figures an issued pack printed: as plain values, and the code that proves them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from csq_desktop.domain.indicators.figures import MonthFigures


def plain(month_figures: MonthFigures) -> dict[str, object]:
    """The figures of a month as plain values: what a later reader compares with."""
    balance = {name: v for name, v in asdict(month_figures.balance).items() if name != "month"}
    return {
        "month": str(month_figures.month),
        "balance": balance,
        "figures": [asdict(figure) for figure in month_figures.figures],
    }


def figures_code(printed: Mapping[str, object], sequence: int, head: str) -> str:
    """The code of a pack's figures and of the end of the trail they were taken at: 64 hex digits.

    SHA-256 of canonical JSON: keys in order, no blanks, UTF-8. A PDF cannot print a hash of itself;
    this one can be printed in it, and computed again from what the store keeps.
    """
    content = {"figures": printed, "trail": {"sequence": sequence, "head": head}}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
