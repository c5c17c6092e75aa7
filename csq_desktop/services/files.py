"""Files a user asked for: written whole or not at all."""

from pathlib import Path

from csq_desktop.exchange.writing import saving


def save(target: Path, content: bytes) -> None:
    """Write a file where the user chose; a UserError says why it could not be, and none is left."""
    with saving.whole(target) as part:
        part.write_bytes(content)
