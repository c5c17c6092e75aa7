"""One pass over a whole text file before it is read as a table: what it is and what is in it."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csq_desktop.domain.paper import spreadsheets
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells import cleaning
from csq_desktop.exchange.reading import encodings
from csq_desktop.exchange.reading.limits import FileLimits
from csq_desktop.texts import tr

_SAMPLE = 64 << 10
_LOOKED_AT = 64 << 10
_MANY_CONTROLS = 0.01
_MANY_ZEROS = 16
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_BREAK = re.compile(rb"[\r\n]")


@dataclass(frozen=True)
class Scan:
    """What one pass found.

    `lines` counts line breaks, `sample` holds lines with bytes beyond ASCII, `guarded` says that
    some cell may begin with an apostrophe before a formula sign, `unclean` that some may hold what
    nobody sees. `zero_line` is the first line with a zero byte, 0 where none has one.
    """

    sha256: str
    lines: int
    sample: bytes
    is_utf8: bool
    guarded: bool
    unclean: bool
    zero_line: int


def no_text() -> UserError:
    """The refusal of bytes that are no text."""
    return UserError(tr("The file is not a table: it contains bytes that no text has."))


def scan(path: Path, wide: str | None, limits: FileLimits) -> Scan:
    """Look at every byte of a file; `wide` names its encoding where it is UTF-16."""
    scanner = _Scanner(limits.line_bytes)
    digest = hashlib.sha256()
    for block in _blocks(path, min(1 << 20, limits.line_bytes)):
        digest.update(block)
        scanner.take(block if wide is None else scanner.narrowed(block, wide))
    return scanner.finish(digest.hexdigest())


def _blocks(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(size):
            yield block


class _Scanner:
    """Takes a file block by block and looks at it in whole lines."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._pending = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._breaks = self._controls = self._looked_at = self._zeros = self._zero_line = 0
        self._sample = bytearray()
        self._is_utf8 = True
        self._guarded = self._unclean = self._after_return = False

    def narrowed(self, block: bytes, wide: str) -> bytes:
        """A block of UTF-16 as UTF-8."""
        if self._decoder is None:
            self._decoder = codecs.getincrementaldecoder(wide)(errors="replace")
        return self._decoder.decode(block).encode("utf-8", errors="replace")

    def take(self, block: bytes) -> None:
        """Look at the next bytes of the file."""
        whole = self._pending + block
        cut = max(whole.rfind(b"\n"), whole.rfind(b"\r")) + 1
        first = _BREAK.search(whole)
        begun = first.start() if first else len(whole)
        if max(begun, len(whole) - cut) > self._longest:
            raise UserError(
                tr(
                    "A line of the file is longer than {n} bytes, so it is not a table.",
                    n=f"{self._longest:,}",
                )
            )
        self._look(whole[:cut])
        self._pending = whole[cut:]

    def _look(self, lines: bytes) -> None:
        if b"\0" in lines:
            self._count_zeros(lines)
        self._count_breaks(lines)
        if self._looked_at < _LOOKED_AT:
            self._looked_at += len(lines)
            self._controls += len(_CONTROLS.findall(lines))
        self._guarded = self._guarded or bool(spreadsheets.MAYBE_GUARDED.search(lines))
        self._unclean = self._unclean or cleaning.maybe_unclean(lines)
        if not lines.isascii():
            self._is_utf8 = self._is_utf8 and encodings.is_utf8(lines)
            self._collect(lines)

    def _count_zeros(self, lines: bytes) -> None:
        """A few zero bytes are damage of a text; many are no text."""
        self._zeros += lines.count(b"\0")
        if self._zeros > _MANY_ZEROS:
            raise no_text()
        if not self._zero_line:
            above = lines[: lines.index(b"\0")]
            self._zero_line = self._breaks + len(above.splitlines()) + (above[-1:] in b"\r\n")

    def _count_breaks(self, lines: bytes) -> None:
        """A return before a line feed is one break with it, even where a block ends between."""
        self._breaks += lines.count(b"\n")
        if b"\r" in lines:
            self._breaks += lines.count(b"\r") - lines.count(b"\r\n")
        if self._after_return and lines.startswith(b"\n"):
            self._breaks -= 1
        self._after_return = lines.endswith(b"\r")

    def _collect(self, lines: bytes) -> None:
        for line in lines.splitlines(keepends=True):
            if len(self._sample) >= _SAMPLE:
                return
            if not line.isascii():
                self._sample += line

    def finish(self, sha256: str) -> Scan:
        """What was found, once the whole file was taken."""
        self._look(self._pending)
        if self._controls > self._looked_at * _MANY_CONTROLS:
            raise no_text()
        return Scan(
            sha256=sha256,
            lines=self._breaks + bool(self._pending),
            sample=bytes(self._sample),
            is_utf8=self._is_utf8,
            guarded=self._guarded,
            unclean=self._unclean,
            zero_line=self._zero_line,
        )
