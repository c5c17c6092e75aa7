"""The style sheet: resources/style/window.qss with colours and sizes put in."""

import re
from functools import cache

from PySide6.QtCore import QDir

from csq_desktop import paths
from csq_desktop.ui.theme.tokens import Colours

_COLOUR = re.compile(r"@(\w+)")
_SIZE = re.compile(r"px\((\d+)\)")


def sheet(colours: Colours, *, dark: bool, percent: int) -> str:
    """The whole style sheet of one theme at one text size (100 to 200%)."""
    QDir.setSearchPaths("style", [str(paths.resources() / "style")])
    text = _SIZE.sub(lambda match: f"{scaled(int(match[1]), percent)}px", _template())
    text = text.replace("@theme", "dark" if dark else "light")
    return _COLOUR.sub(lambda match: str(getattr(colours, match[1])), text)


def scaled(size: int, percent: int) -> int:
    """A size in pixels at this text size, rounded to whole pixels."""
    return (size * percent + 50) // 100


@cache
def _template() -> str:
    return (paths.resources() / "style" / "window.qss").read_text("utf-8")
