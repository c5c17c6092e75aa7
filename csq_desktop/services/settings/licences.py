"""What others made and the program ships: names, versions and licences."""

from dataclasses import dataclass
from pathlib import Path

from csq_desktop import paths


@dataclass(frozen=True)
class ShippedPart:
    """A font, an icon set or a package; the licence is an SPDX expression where there is one."""

    name: str
    version: str
    licence: str


def listing() -> Path:
    """The one list: people read it as it is, the About page shows it."""
    return paths.resources() / "licences" / "THIRD_PARTY.md"


def shipped_parts() -> tuple[ShippedPart, ...]:
    """Every row of the listing's tables, in its order."""
    lines = listing().read_text("utf-8").splitlines()
    rows = [_cells(line) for line in lines if line.startswith("| ")]
    return tuple(ShippedPart(*row[:3]) for row in rows if row[1:3] != ["Version", "Licence"])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
