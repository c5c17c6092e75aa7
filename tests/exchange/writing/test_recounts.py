"""The workbook of a recount: texts are dead, and a printed number is read as it was printed."""

import errno
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import xlsxwriter

from csq_desktop.analytics.indicators.live_formulas import LiveFigure
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Unit
from csq_desktop.errors import NoSpace
from csq_desktop.exchange.writing.recounts import (
    HEAD_LINE,
    RecountBook,
    RecountLine,
    RecountRow,
    printed_number,
    write_recount,
)
from tests.exchange.writing.test_exports import PAYLOADS

NOON, ZONE = datetime(2026, 10, 5, 4, tzinfo=UTC), ZoneInfo("Asia/Hong_Kong")


@pytest.mark.parametrize("stage", ["rows", "whole"])
def test_a_full_disk_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """The library has an error of its own for what the disk refuses at the end."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def rows() -> Iterator[RecountRow]:
        yield RecountRow("received", 202609)
        if stage == "rows":
            refuse()

    if stage == "whole":
        monkeypatch.setattr(xlsxwriter.Workbook, "_store_workbook", refuse)
    target = tmp_path / "a.xlsx"
    book = RecountBook("Shop", Month(2026, 9), rows(), lambda *_: iter(()), target, NOON, ZONE)
    with pytest.raises(NoSpace, match="disk is full"):
        write_recount(book)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("96.2%", Unit.SHARE, (0.962, 0.001)),
        ("96.95%", Unit.SHARE, (0.9695, 0.0001)),
        ("HK$1,234.50", Unit.CENTS, (1234.5, 0.01)),
        ("HK$1,234", Unit.CENTS, (1234, 1)),
        ("−HK$5", Unit.CENTS, (-5, 1)),
        ("3.8 日", Unit.DAYS, (3.8, 0.1)),
        ("1,204", Unit.COUNT, (1204, 1)),
        ("—", Unit.COUNT, None),
    ],
)
def test_a_printed_number_is_read_as_it_was_printed(
    text: str, unit: Unit, number: tuple[float, float] | None
) -> None:
    assert printed_number(text, unit) == (None if number is None else pytest.approx(number))


def test_no_text_becomes_a_live_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    lines = [
        RecountLine(
            Figure(text, text, Unit.COUNT, Better.NEITHER, 1.0), Month(2026, 9), LiveFigure("1"), 10
        )
        for text in PAYLOADS
    ]
    rows = [RecountRow(text, 202609, text, reference=text) for text in PAYLOADS]
    book = RecountBook("=1+1", Month(2026, 9), rows, lambda *_: iter(lines), path, NOON, ZONE)
    assert write_recount(book) == len(PAYLOADS)
    figures, counted = openpyxl.load_workbook(path).worksheets
    live = {cell.coordinate for row in figures.iter_rows() for cell in row if cell.data_type == "f"}
    own = {f"{column}{HEAD_LINE + 1 + at}" for column in "HM" for at in range(len(PAYLOADS))}
    assert live == own | {"D3"}
    labels = [figures[f"B{HEAD_LINE + 1 + at}"].value for at in range(len(PAYLOADS))]
    written = [text.replace("\r", "_x000D_") for text in PAYLOADS]  # as XML has to write it
    assert labels == written
    assert not [cell for row in counted.iter_rows() for cell in row if cell.data_type == "f"]
    assert [cell.value for cell in counted["G"][1:]] == written
    assert [cell.value for cell in counted[1]][3:] == [
        "Number", "Amount (HK$)", "Days, age or score", "Reference",
    ]  # fmt: skip
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower()]
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]
