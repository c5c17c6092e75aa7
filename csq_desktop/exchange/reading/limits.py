"""How much of a stranger's file is taken in before it is refused."""

from dataclasses import dataclass

from csq_desktop.errors import UserError
from csq_desktop.texts import tr

CHUNK_ROWS = 2_000


@dataclass(frozen=True)
class FileLimits:
    """Caps on one import file; sizes in bytes, `cell_box` in cells of a sheet's used rectangle.

    A sheet is read as a full rectangle of 32 bytes a cell, so two far corners in a file of two
    kilobytes would ask for hundreds of gigabytes: the rectangle is measured before it is read.
    """

    text_bytes: int = 1 << 30
    pasted_bytes: int = 64 << 20
    sheet_bytes: int = 256 << 20
    line_bytes: int = 1 << 20
    unpacked_bytes: int = 2 << 30
    parts: int = 5_000
    rows: int = 5_000_000
    columns: int = 1_000
    cell_box: int = 40_000_000


LIMITS = FileLimits()


def too_many_rows(limits: FileLimits) -> UserError:
    """The refusal of a file with too many rows."""
    return UserError(
        tr("The file has more than {n} rows. Split it and import the parts.", n=f"{limits.rows:,}")
    )


def too_many_columns(limits: FileLimits) -> UserError:
    """The refusal of a file with too many columns."""
    return UserError(
        tr("The file has more than {n} columns. Keep those you need.", n=f"{limits.columns:,}")
    )
