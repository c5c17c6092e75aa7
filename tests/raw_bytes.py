"""The bytes that stand in the files of a store once they are decrypted: free pages and logs, too.

SQLCipher 4 with a raw key: AES-256-CBC over each page but for its last 80 bytes, of which the first
16 are the vector. The first 16 bytes of a file are its salt. A log holds whole pages behind a head
of 24 bytes each.
"""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE, FileKeys

PAGE, RESERVED, VECTOR, SALT = 4096, 80, 16, 16
LOG_HEAD, FRAME_HEAD = 32, 24
SHORTEST, FEW = 6, 100


def decrypted(file: Path, key: str) -> bytes:
    """Every page of a database, those that nothing stands in any more among them."""
    content = file.read_bytes()
    pages = range(0, len(content), PAGE)
    return b"".join(_page(content[at : at + PAGE], key, first=at == 0) for at in pages)


def decrypted_log(file: Path, key: str) -> bytes:
    """Every page of a log, of commits long past too."""
    content, found = file.read_bytes(), []
    for at in range(LOG_HEAD, len(content) - FRAME_HEAD, FRAME_HEAD + PAGE):
        number = int.from_bytes(content[at : at + 4])
        page = content[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]
        found.append(_page(page, key, first=number == 1))
    return b"".join(found)


def files_of(folder: Path, keys: FileKeys) -> Iterator[tuple[str, bytes]]:
    """Every file in the folder of a store by its name: databases and logs decrypted."""
    by_name = {STORE_FILE: keys.store, VAULT_FILE: keys.vault}
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        key = by_name.get(file.name.removesuffix("-wal"))
        if key is None or file.stat().st_size == 0:
            yield file.name, file.read_bytes()
        elif file.name.endswith("-wal"):
            yield file.name, decrypted_log(file, key)
        else:
            yield file.name, decrypted(file, key)


def spelled(words: Iterable[str]) -> dict[str, tuple[bytes, ...]]:
    """The ways words may stand in a file: as they are, in JSON, in hex, compressed for PDFs."""
    return {
        word: tuple(
            {
                word.encode(),
                word.encode("utf-16-be"),
                word.encode("unicode_escape"),
                word.encode().hex().encode(),
            }
        )
        for word in words
        if word
    }


def inflated(content: bytes) -> bytes:
    """The content with each compressed stream of a PDF opened beside it."""
    opened = [content]
    for part in content.split(b"stream")[1:]:
        try:
            opened.append(zlib.decompressobj().decompress(part.lstrip(b"\r\n")))
        except zlib.error:
            continue
    return b"".join(opened)


def hits(files: Iterable[tuple[str, bytes]], words: Iterable[str]) -> list[tuple[str, str]]:
    """Which words stand in which files; many of them are looked for at once."""
    ways = [(spelling, word) for word, each in spelled(words).items() for spelling in each]
    if len(ways) < FEW:
        return [(name, word) for name, content in files for way, word in ways if way in content]
    length = min(len(spelling) for spelling, _ in ways)
    assert length >= SHORTEST, "a shorter word stands anywhere by chance"
    starts: dict[bytes, list[tuple[bytes, str]]] = {}
    for spelling, word in ways:
        starts.setdefault(spelling[:length], []).append((spelling, word))
    found = set()
    for name, content in files:
        for at in range(len(content) - length + 1):
            for spelling, word in starts.get(content[at : at + length], ()):
                if content.startswith(spelling, at):
                    found.add((name, word))
    return sorted(found)


def _page(page: bytes, key: str, *, first: bool) -> bytes:
    start = SALT if first else 0
    vector = page[-RESERVED : -RESERVED + VECTOR]
    opening = Cipher(algorithms.AES(bytes.fromhex(key)), modes.CBC(vector)).decryptor()
    return opening.update(page[start:-RESERVED]) + opening.finalize()
