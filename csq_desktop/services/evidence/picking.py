"""Files from outside, before they are added: read once, and looked at by their content."""

from collections.abc import Sequence
from pathlib import Path

from csq_desktop.domain.evidence.facts import LARGEST_BYTES, CheckedFile, OpenedFile, check_size
from csq_desktop.errors import UserError
from csq_desktop.exchange.evidence import kinds
from csq_desktop.texts import tr

MOST_AT_ONCE = 10
MOST_BYTES_AT_ONCE = 60 << 20
"""Of files added together: they are in memory until they are saved."""


def read_files(paths: Sequence[Path]) -> tuple[CheckedFile, ...]:
    """The files at some paths; a UserError names the first that cannot be evidence."""
    if len(paths) > MOST_AT_ONCE:
        raise UserError(tr("Add {n} files at a time at most.", n=MOST_AT_ONCE))
    files = tuple(map(_read, paths))
    check_together(files)
    return files


def of_bytes(content: bytes, stem: str = "") -> CheckedFile:
    """What was pasted, looked at in the same way."""
    check_size(len(content))
    kind, pages = kinds.looked_at(content)
    return CheckedFile(content, kind, stem, pages)


def check_together(files: Sequence[CheckedFile]) -> None:
    """A UserError for more than can be added at a time."""
    if len(files) > MOST_AT_ONCE:
        raise UserError(tr("Add {n} files at a time at most.", n=MOST_AT_ONCE))
    if sum(len(file.content) for file in files) > MOST_BYTES_AT_ONCE:
        raise UserError(
            tr("Together these files are larger than {n} MB.", n=MOST_BYTES_AT_ONCE >> 20)
        )


def _read(path: Path) -> CheckedFile:
    if not path.is_file():  # a pipe would be waited for without end
        raise UserError(tr("“{name}” is not a file. Choose a file.", name=path.name))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UserError(tr("“{name}” could not be read.", name=path.name)) from error
    try:
        return of_bytes(content, path.stem)
    except UserError as error:
        raise UserError(tr("“{name}”: {fault}", name=path.name, fault=error.text)) from error


def text_of(opened: OpenedFile) -> str:
    """The text of an e-mail or a text file, to be read as it is: nothing in it is followed."""
    return kinds.read_text(opened.content) or ""
