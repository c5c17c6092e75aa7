"""Several files in one: a ZIP archive as every computer opens it."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from csq_desktop.exchange.writing import saving


def save_zip(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files by their names into an archive, one after the other; whole or not at all.

    They are stored as they are: photos and PDFs are packed already.
    """
    with saving.whole(target) as part, zipfile.ZipFile(part, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
