"""Reading a stranger's PDF: what is none, too large or locked is one sentence."""

import base64
import zlib
from pathlib import Path

import pikepdf
import pytest

from csq_desktop.errors import Cancelled, UserError
from csq_desktop.exchange.reading.pdfs import LARGEST_PDF, read_pdf


def test_a_pdf_says_what_it_is_about_and_its_number(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"], pdf.docinfo["/Author"] = "報告", "Nora"
        pdf.save(file, deterministic_id=True)
    read = read_pdf(file)
    assert (read.subject, read.author, len(read.number)) == ("報告", "Nora", 32)
    assert read.content == file.read_bytes()


def test_a_locked_or_broken_pdf_says_nothing(tmp_path: Path) -> None:
    locked, broken = tmp_path / "locked.pdf", tmp_path / "broken.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = "Secret"
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u", R=6))
    broken.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 9)
    for file in (locked, broken):
        assert (read_pdf(file).subject, read_pdf(file).author) == ("", "")
        assert read_pdf(file).needs_password is (file == locked)


ABOUT = b"3 0 << /Subject (Bomb) >>"
FULL = zlib.compress(ABOUT + b" " * LARGEST_PDF, 9)


def lzw(plain: bytes) -> bytes:
    """Each letter as its own code of nine bits, after one that empties the table."""
    codes = [code for letter in plain for code in (256, letter)] + [257]
    bits = "".join(f"{code:09b}" for code in codes)
    return int(bits.ljust(-len(bits) // 8 * -8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


@pytest.mark.parametrize(
    ("filters", "stream", "subject"),
    [
        (b"/FlateDecode", zlib.compress(ABOUT), "Bomb"),
        (b"/ASCIIHexDecode", ABOUT.hex().encode() + b">", "Bomb"),  # unpacks to less than it is
        (b"/FlateDecode", FULL, ""),
        (b"[/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(ABOUT)), ""),
        (b"/LZWDecode", lzw(ABOUT), ""),
        (b"/#4cZW", lzw(ABOUT), ""),
        (b"/ASCII85Decode", base64.a85encode(ABOUT) + b"~>", ""),
        (b"/RunLengthDecode", bytes([len(ABOUT) - 1]) + ABOUT + b"\x80", ""),
        (b"/RL", bytes([len(ABOUT) - 1]) + ABOUT + b"\x80", ""),
        (b"6 0 R", zlib.compress(ABOUT), ""),
    ],
)
def test_a_small_file_cannot_fill_the_memory(
    tmp_path: Path, filters: bytes, stream: bytes, subject: str
) -> None:
    """What it says of itself lies in a stream that may unpack to more than any pack has."""
    parts = [
        b"%PDF-1.5\n",
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Count 1 /Kids [<< /Type /Page /MediaBox [0 0 9 9] >>] >>\n"
        b"endobj\n",
        b"4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter %s /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\n" % (filters, len(stream), stream),
        b"6 0 obj\n/FlateDecode\nendobj\n",
    ]
    starts = [sum(map(len, parts[:at])) for at in range(1, 6)]
    places = [(0, 0), (1, starts[0]), (1, starts[1]), (2, 4), (1, starts[2]), (1, starts[4])]
    places.append((1, starts[3]))
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + b"\0" for kind, at in places)
    parts.append(
        b"5 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Info 3 0 R /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(table), table, starts[4])
    )
    (file := tmp_path / "bomb.pdf").write_bytes(b"".join(parts))
    assert file.stat().st_size < 100_000
    assert read_pdf(file).subject == subject


def test_what_is_too_large_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(LARGEST_PDF + 1)
    with pytest.raises(
        UserError, match=r"“huge\.pdf” is too large for a review pack: more than 4 MB"
    ):
        read_pdf(huge)


def test_reading_can_be_ended_between_its_parts(tmp_path: Path) -> None:
    def cancel(*_share: float) -> None:
        raise Cancelled("enough")

    (file := tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(Cancelled):
        read_pdf(file, cancel)


def test_a_file_that_may_not_be_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "denied")

    (file := tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UserError, match="another program has it open"):
        read_pdf(file)
