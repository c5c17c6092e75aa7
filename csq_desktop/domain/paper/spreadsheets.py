"""Text that a spreadsheet would run as a formula: guarded on the way out, bared on the way in.

A cell whose text begins with = + - @ (or their full-width forms), a tab or a line break gets
one apostrophe in front (OWASP, CSV injection). Texts that already begin with apostrophes before
such a sign get one more, so that taking exactly one away always gives the first text back.
A telephone number gets none: a plus, digits and blanks compute nothing.
"""

import re

_CORE = r"(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
_DANGEROUS = re.compile(rf"'*{_CORE}")
_GUARDED = re.compile(rf"'+{_CORE}")
_TELEPHONE = re.compile(r"\+[0-9](?: ?[0-9]){7,17}")
MAYBE_GUARDED = re.compile(rb"'[=+\-@'\s\x80-\xff]")


def guarded(text: str) -> str:
    """The text as it may stand in a CSV cell without becoming a formula."""
    dangerous = _DANGEROUS.match(text) and not _TELEPHONE.fullmatch(text)
    return f"'{text}" if dangerous else text


def bared(cell: str) -> str:
    """The text a guarded cell stands for; any other cell as it is."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
