"""Workbooks that are written row by row: whole or not at all, and texts never become formulas."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from csq_desktop.exchange.writing.saving import scratch, whole

if TYPE_CHECKING:
    from xlsxwriter import Workbook


@contextmanager
def workbook_at(
    path: Path, now: datetime, ask: Callable[[], object] | None = None
) -> "Iterator[Workbook]":
    """A workbook that takes the path's place only when all went well; it says it was made `now`.

    Only one row waits in memory: the others lie in a private folder beside the file, never in the
    temporary folder, which may be on another disk than the one chosen. `ask` may raise right before
    the file is put in its place, which leaves none.
    """
    import xlsxwriter

    with whole(path, ask) as part, scratch(path) as folder, part.open("wb") as file:
        options = {
            "constant_memory": True,
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        book = xlsxwriter.Workbook(file, options)
        book.set_properties({"created": now.astimezone(UTC)})  # else the computer's clock
        try:
            yield book
            _close(book)
        except BaseException:
            for sheet in book.worksheets():  # their files stay locked else on Windows
                with suppress(OSError):
                    sheet.row_data_fh.close()
            raise


def _close(book: "Workbook") -> None:
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:  # the library's own word for what the disk refused
        raise error.__context__ or error from None
