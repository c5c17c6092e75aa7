"""Broken and hostile files: whatever their bytes, they are read or refused, quickly."""

import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.errors import UserError
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.exchange.matching.planning import Lookups, Plan
from csq_desktop.exchange.matching.proposals import propose
from csq_desktop.exchange.photos import jpeg_of
from csq_desktop.exchange.reading.compound import Compound, with_stream
from csq_desktop.exchange.reading.limits import FileLimits
from csq_desktop.exchange.reading.opening import open_table
from csq_desktop.exchange.writing import rejects
from tests.exchange.made_files import CHINESE, Rows, csv_text, ods_file, xls_file, xlsx_file
from tests.exchange.matching.plans import HONG_KONG, NOW
from tests.tally import Tally

pytestmark = pytest.mark.fault("T15")
LONG = 60
Rounds = Callable[[str], Iterator[int]]
ROUNDS = {"text": 300, "parts": 150, "records": 100, "packages": 100}
LIMITS = FileLimits(cell_box=200_000, unpacked_bytes=4 << 20)
ROWS: Rows = [
    ["No", "Received", "Phone", "Paid", "Words"],
    ["A1", datetime.fromisoformat("2026-11-20 09:00"), 91234567, 12.5, "等候時間過長"],
    ["A2", datetime.fromisoformat("2026-11-21 10:30"), 92345678, -3, "=1+1"],
]
PIECES = [
    b'"', b"'", b",", b"\t", b";", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xff\xfe", b"\xfe\xff",
    b"\xef\xbb\xbf", b"=1+1", b"sep=", b"\x1a", b"\x80", b"\xa1\x40", b"\x81\x30\x81\x30", b"<",
    b">", b'r="XFD1048576"', b"99999999999", b"-1", b"1e999", b"nan", b"&#0;", b"\xed\xa0\x80",
    b"\xf0\x9f",
    b"31/02/2026", b"2026-11-22T25:61", b"\xe2\x80\xae", b"(12", b"+852", b"9" * 400, b"''''=",
]  # fmt: skip


def broken(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, put in, taken out or doubled."""
    made = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                made[place:place] = chance.choice(PIECES)
            case 2:
                del made[place : place + chance.randint(1, 40)]
            case 3:
                made[place:place] = made[place : place + chance.randint(1, 60)]
            case _:
                del made[chance.randrange(len(made) + 1) :]
    return bytes(made)


def taken_in(path: Path, kind: ImportKind, folder: Path) -> None:
    """Everything the dry run of an import does with a file."""
    table = open_table(path, limits=LIMITS)
    proposal = propose(table, kind)
    plan = Plan(table, proposal.mapping, Lookups(), zone=HONG_KONG, now=NOW)
    rejects.write(folder / "rejects.csv", table.columns, plan.chunks())
    summary = plan.summary()
    assert summary.rows <= table.estimate + 1
    assert mapping_files.mapping_of(mapping_files.text_of(proposal.mapping)) == proposal.mapping


def assert_is_a_sentence(refusal: UserError) -> None:
    assert len(refusal.text) > 10
    assert "{" not in refusal.text.split("“")[0]


def run(
    folder: Path, turns: Iterator[int], make: Callable[[random.Random], bytes], seed: int
) -> int:
    """Import so many made files; the number that were read. Anything but a refusal fails."""
    path, read = folder / "fuzzed", 0
    for turn in turns:
        chance = random.Random(f"{seed}/{turn}")
        raw = make(chance)
        path.write_bytes(raw)
        kind = chance.choice(list(ImportKind))
        begun = time.monotonic()
        try:
            taken_in(path, kind, folder)
            read += 1
        except UserError as refusal:
            assert_is_a_sentence(refusal)
        except Exception as error:
            raise AssertionError(f"round {seed}/{turn}: {raw[:2000]!r}") from error
        assert time.monotonic() - begun < 5, f"round {seed}/{turn} took long"
    return read


@pytest.fixture
def rounds(request: pytest.FixtureRequest, tally: Tally) -> Rounds:
    times = LONG if request.config.getoption("--thorough") else 1

    def counted(kind: str) -> Iterator[int]:
        for turn in range(ROUNDS[kind] * times):
            tally.rounds += 1
            yield turn

    return counted


def test_broken_text_files_are_read_or_refused(
    tmp_path: Path, rounds: Rounds, tally: Tally
) -> None:
    texts = [
        csv_text(rows, delimiter).encode(encoding)
        for rows in (CHINESE, ROWS)
        for delimiter in ",;\t"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "big5hkscs", "gb18030")
    ]
    read = run(tmp_path, rounds("text"), lambda chance: broken(chance.choice(texts), chance), 1)
    assert read > tally.rounds / 10


@pytest.mark.parametrize("line", ['a","c', '1,"a', '"",""",x', '1,""",', '\\"'])
def test_a_file_of_nothing_but_open_marks_takes_no_longer_than_its_size(
    tmp_path: Path, tally: Tally, line: str
) -> None:
    tally.rounds += 1
    path = tmp_path / "a.csv"
    path.write_text("No,Name,Phone,Note\n" + f"{line}\n" * 10_000)
    begun = time.monotonic()
    assert sum(len(chunk.rows) for chunk in open_table(path).chunks()) >= 5_000
    assert time.monotonic() - begun < 5


def test_workbooks_with_broken_parts_are_read_or_refused(tmp_path: Path, rounds: Rounds) -> None:
    xlsx = xlsx_file(tmp_path / "a.xlsx", {"S": ROWS, "T": CHINESE}).read_bytes()
    ods = ods_file(tmp_path / "a.ods", ROWS).read_bytes()

    def make(chance: random.Random) -> bytes:
        raw = io.BytesIO(chance.choice([xlsx, ods]))
        made = io.BytesIO()
        with zipfile.ZipFile(raw) as book, zipfile.ZipFile(made, "w") as out:
            parts = [name for name in book.namelist() if name.endswith((".xml", ".rels"))]
            chosen = {chance.choice(parts) for _ in range(2)}
            for name in book.namelist():
                content = book.read(name)
                out.writestr(name, broken(content, chance) if name in chosen else content)
        return made.getvalue()

    assert run(tmp_path, rounds("parts"), make, 2) > 0


def test_old_workbooks_with_broken_records_are_read_or_refused(
    tmp_path: Path, rounds: Rounds
) -> None:
    raw = xls_file(tmp_path / "a.xls", ROWS).read_bytes()
    ((_, book),) = [one for one in Compound(raw).streams() if one[0] == "Workbook"]

    def make(chance: random.Random) -> bytes:
        return with_stream("Workbook", broken(book, chance))

    assert run(tmp_path, rounds("records"), make, 3) > 0


def test_broken_packages_are_read_or_refused(tmp_path: Path, rounds: Rounds) -> None:
    whole = [
        xlsx_file(tmp_path / "a.xlsx", {"S": ROWS}).read_bytes(),
        ods_file(tmp_path / "a.ods", ROWS).read_bytes(),
        xls_file(tmp_path / "a.xls", ROWS).read_bytes(),
    ]
    run(tmp_path, rounds("packages"), lambda chance: broken(chance.choice(whole), chance), 4)


def test_broken_photos_and_mappings_are_read_or_refused(tally: Tally) -> None:
    from PIL import Image

    photos = []
    for kind in ("JPEG", "PNG", "WEBP"):
        made = io.BytesIO()
        Image.effect_noise((40, 30), 80).convert("RGB").save(made, kind)
        photos.append(made.getvalue())
    mapping = (
        b'{"kind": "customers", "columns": {"No": "reference"}, "values": {"name": {"a": "b"}}}'
    )
    for turn in range(300):
        chance = random.Random(f"5/{turn}")
        for raw, read in (
            (broken(chance.choice(photos), chance), jpeg_of),
            (broken(mapping, chance), lambda raw: mapping_files.mapping_of(raw.decode("latin-1"))),
        ):
            tally.rounds += 1
            try:
                assert read(raw)
            except UserError as refusal:
                assert_is_a_sentence(refusal)
