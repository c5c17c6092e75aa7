"""What is no part of a cell's text: signs nobody sees, and the ="…" of spreadsheet programs.

Every cell and heading of every file is cleaned as it is read, so that keys, look-ups, lists and
headings all meet the same text.
"""

import re
from collections.abc import Sequence

_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1C), 0x7F])
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
)
# A joiner between letters or pictures shapes them; anywhere else it is a leftover.
_DROPPED = re.compile(
    f"[{_UNSEEN}]"
    r"|(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])"
)
_EQUALLED = re.compile(r'\s*="((?:[^"]|"")*)"\s*', re.DOTALL)
_LEADS = tuple(
    sorted({sign.encode()[:2] for sign in "\xad\u061c\u180e\u200b\u202a\u2060\ufeff\ufff9"})
)


def cleaned(cell: str) -> str:
    """The text of a cell without what nobody sees; ="00123" is 00123."""
    if cell.isprintable() and '="' not in cell:
        return cell
    text = _DROPPED.sub("", cell)
    equalled = _EQUALLED.fullmatch(text)
    return equalled[1].replace('""', '"') if equalled else text


def cleaned_row(row: Sequence[str]) -> list[str]:
    """All cells of a row, cleaned."""
    return [cell if cell.isprintable() and '="' not in cell else cleaned(cell) for cell in row]


def maybe_unclean(text: bytes) -> bool:
    """Whether a text in UTF-8 may hold something that `cleaned` takes away; quick when not."""
    if b'="' in text or len(text.translate(None, _CONTROLS)) < len(text):
        return True
    return not text.isascii() and any(lead in text for lead in _LEADS)
