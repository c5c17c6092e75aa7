"""What a demo shop's customers handed in: a till slip, its blacked-out copy, a photo, an e-mail."""

import io
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from csq_desktop.demo.resources import resource
from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.evidence.blacking import Area, PagePixels
from csq_desktop.domain.evidence.facts import NewEvidence
from csq_desktop.services.complaints import views
from csq_desktop.services.evidence import blacking, evidence, picking

if TYPE_CHECKING:
    from PIL import Image

_SIZE = (560, 720)
_HEAD = "From: customer@example.hk\nDate: Wed, 18 Nov 2026 20:15:00 +0800\n\n"
_NAME = Area(40, 150, 330, 100)  # and the telephone beneath it


def add_files(session: Session, language: str) -> None:
    """Give the newest open complaint its files; a shop without one has none."""
    for line in views.first_lines(session, Filter(), 1):
        notes = {key: texts[language] for key, texts in resource("evidence").items()}
        files = (
            (_slip(), NewEvidence("receipt", notes["slip"])),
            (_goods(), NewEvidence("goods", notes["goods"], shows_people=False)),
            ((_HEAD + notes["mail_text"]).encode(), NewEvidence("email", notes["mail"])),
        )
        slip, *_ = (
            added
            for content, new in files
            for added in evidence.add(session, line.id, [picking.of_bytes(content)], new)
        )
        copy = blacking.blacked_out(evidence.look_at(session, slip), {0: (_NAME,)}, _no_page)
        blacking.add_copy(session, slip, copy, notes["slip"])


def _slip() -> bytes:
    """A till slip with somebody's name on it."""
    from PIL import Image, ImageDraw, ImageFont

    drawn = Image.new("RGB", _SIZE, "#fbfaf5")
    pen = ImageDraw.Draw(drawn)
    lines = (
        "SHAM SHUI PO STORE", "18 Nov 2026   17:42", "", "Member: CHAN TAI MAN", "Tel 9123 4567",
        "", "1 x Rice cooker 1.8 L      498.00", "1 x Warranty 2 years        60.00", "",
        "TOTAL HKD                 558.00", "VISA **** 4412",
    )  # fmt: skip
    for place, line in enumerate(lines):
        pen.text((48, 40 + place * 42), line, "#222222", font=ImageFont.load_default(26))
    return _png(drawn)


def _goods() -> bytes:
    """The goods with what is wrong with them."""
    from PIL import Image, ImageDraw

    drawn = Image.new("RGB", (640, 480), "#d9e2e4")
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((150, 120, 490, 400), fill="#f7f7f2", outline="#69757a", width=6)
    pen.rectangle((260, 80, 380, 130), fill="#69757a")
    pen.line((210, 250, 290, 300, 270, 350, 340, 390), fill="#b3261e", width=7)
    return _png(drawn)


def _png(drawn: "Image.Image") -> bytes:
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


def _no_page(_pdf: bytes, _number: int) -> PagePixels:
    raise AssertionError  # none of the files is a PDF
