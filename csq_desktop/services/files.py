"""Files a user asked for: written whole or not at all."""

from pathlib import Path

from csq_desktop.errors import UserError
from csq_desktop.exchange.writing import saving
from csq_desktop.reports.paper import protecting
from csq_desktop.texts import tr


def save(target: Path, content: bytes) -> None:
    """Write a file where the user chose; a UserError says why it could not be, and none is left."""
    with saving.whole(target) as part:
        part.write_bytes(content)


def save_protected(target: Path, pdf: bytes, password: str) -> None:
    """Write a PDF that opens with a password alone; the password is kept nowhere."""
    if protecting.is_too_long(password):
        raise UserError(tr("PDF readers take no password as long as that. Choose a shorter one."))
    save(target, protecting.protected(pdf, password))
