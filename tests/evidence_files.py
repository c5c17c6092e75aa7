"""Files that tests hand in as evidence: pictures, PDFs, office files, e-mails."""

import io
import zipfile

import pikepdf
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

MAIL = b"From: chan@example.hk\r\nDate: Mon, 5 Oct 2026 09:00:00 +0800\r\n\r\nPlease refund."
SECRET = "CHAN TAI MAN 9123 4567"


def picture(
    form: str = "JPEG", size: tuple[int, int] = (320, 240), *, secret: int = 0, **how: object
) -> bytes:
    """A picture with a dark mark at 80,80 to 160,120 whose look the number decides."""
    drawn = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(drawn)
    pen.line((0, 0, *size), fill="red", width=5)
    for step in range(8):
        if secret >> step & 1:
            pen.rectangle((80 + step * 10, 80, 88 + step * 10, 119), fill="navy")
    written = io.BytesIO()
    drawn.save(written, form, **how)
    return written.getvalue()


def pdf(pages: int = 2, text: str = SECRET) -> bytes:
    """A PDF with a layer of text on each page."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(300, 400), invariant=1)
    for number in range(pages):
        canvas.drawString(40, 300, f"{text} {number + 1}")
        canvas.showPage()
    if not pages:
        pikepdf.new().save(written)
    else:
        canvas.save()
    return written.getvalue()


def locked_pdf() -> bytes:
    """A PDF that opens with a password alone."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1))) as document:
        document.save(written, encryption=pikepdf.Encryption(user="u", owner="o"))
    return written.getvalue()


def office(*parts: str) -> bytes:
    """A zipped file with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for part in parts:
            file.writestr(part, "<xml/>")
    return written.getvalue()
