"""Teaching matplotlib the bundled typefaces, and no others."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from csq_desktop import memory
from csq_desktop.reports.typography import fonts
from csq_desktop.reports.typography.once import once

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

FONT_LIST_VERSION = "3.11.0"  # FontManager.__version__ of the matplotlib in use
_NAMES = {"HK": "Noto Sans HK", "SC": "Noto Sans SC"}


@once
def load() -> None:
    """Import matplotlib with a font list of our four files.

    Left alone, the first import looks through every font of the machine and keeps the list in
    the user's cache: seconds at the first chart, and a file that outlives the program.
    """
    memory.ask_for_numpy()
    with empty_font_list():
        from matplotlib import font_manager, rcParams
    for name in fonts.FILES:
        font_manager.fontManager.addfont(fonts.file_of(name))
    rcParams["text.hinting"] = "no_hinting"  # widths as on paper
    rcParams["font.family"] = list(_NAMES.values())


@contextmanager
def empty_font_list() -> Iterator[None]:
    """A folder of settings with an empty font list, for the length of the import."""
    before = os.environ.get("MPLCONFIGDIR")
    with TemporaryDirectory(prefix="csq-") as folder:
        Path(folder, f"fontlist-v{FONT_LIST_VERSION}.json").write_text(_font_list())
        os.environ["MPLCONFIGDIR"] = folder
        try:
            yield
        finally:
            del os.environ["MPLCONFIGDIR"]
            if before is not None:
                os.environ["MPLCONFIGDIR"] = before


def _font_list() -> str:
    return json.dumps(
        {
            "__class__": "FontManager",
            "_version": FONT_LIST_VERSION,
            "_FontManager__default_weight": "normal",
            "default_size": None,
            "defaultFamily": {"ttf": _NAMES["HK"], "afm": "Helvetica"},
            "afmlist": [],
            "ttflist": [],
        }
    )


@cache
def of(first: str, second: str, size: float, bold: bool) -> "FontProperties":
    """matplotlib's description of a face of ours, the second family standing in for the first."""
    from matplotlib.font_manager import FontProperties

    families = [_NAMES[first], _NAMES[second]]
    return FontProperties(family=families, weight=700 if bold else 400, size=size)
