"""Sealing to a public key (age, X25519): anyone may seal, only the private half opens."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage
from pyrage import x25519

from csq_desktop.errors import UserError
from csq_desktop.storage.files import atomic
from csq_desktop.texts import tr


def new_identity() -> tuple[str, str]:
    """A new key pair as age writes it: (private AGE-SECRET-KEY-1…, public age1…)."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_of(identity: str) -> str:
    """The public half of a private key."""
    return str(_identity(identity).to_public())


def is_recipient(text: str) -> bool:
    """Whether the text is an age X25519 public key."""
    try:
        x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def seal(content: bytes, *recipients: str) -> bytes:
    """Seal the content so that each of the recipients can open it; UserError on a bad key."""
    return bytes(pyrage.encrypt(content, _recipients(recipients)))


def open_sealed(sealed: bytes, identity: str) -> bytes:
    """The sealed content; UserError when it is damaged or was sealed to somebody else.

    Several private keys may be given, a line each.
    """
    private = [_identity(line) for line in identity.splitlines()]
    try:
        return bytes(pyrage.decrypt(sealed, private))
    except pyrage.DecryptError as fault:
        raise _unopened() from fault


def seal_file(source: Path, target: Path, recipients: Sequence[str]) -> None:
    """Seal a file of any size piece by piece; nothing is left at the target when it fails."""
    keys = _recipients(recipients)
    with _whole_or_none(source, target) as (plain, sealed):
        pyrage.encrypt_io(plain, sealed, keys)


def open_file(source: Path, target: Path, identity: str) -> None:
    """Open a sealed file; nothing is left at the target unless its last piece was genuine.

    The target must lie in a private folder: until then it holds pieces not yet vouched for.
    """
    private = _identity(identity)
    with _whole_or_none(source, target) as (sealed, plain):
        pyrage.decrypt_io(sealed, plain, [private])


class Readable(Protocol):
    """What gives bytes piece by piece; at its end, none."""

    def read(self, size: int, /) -> bytes:
        """The next piece, at most so many bytes."""
        ...


class Writable(Protocol):
    """What takes bytes piece by piece."""

    def write(self, piece: bytes, /) -> int:
        """Take a piece; gives its length."""
        ...


def seal_stream(plain: Readable, sealed: Writable, recipients: Sequence[str]) -> None:
    """Seal whatever the one gives into the other; raises what either of them raised."""
    keys, ends = _recipients(recipients), _Ends(plain, sealed)
    try:
        pyrage.encrypt_io(ends, ends, keys)
    except pyrage.EncryptError as fault:
        raise ends.fault or _unopened() from fault


def open_stream(sealed: Readable, plain: Writable, identity: str) -> None:
    """Open a sealed stream; what was written is vouched for only when this returns.

    Raises what either of the two raised, or UserError when it is damaged or sealed to another.
    """
    private, ends = _identity(identity), _Ends(sealed, plain)
    try:
        pyrage.decrypt_io(ends, ends, [private])
    except (pyrage.DecryptError, OSError) as fault:
        raise ends.fault or _unopened() from fault


class _Ends:
    """Both ends of a stream; remembers what one of them raised, which age turns into words."""

    def __init__(self, source: Readable, target: Writable) -> None:
        self._source, self._target = source, target
        self.fault: Exception | None = None

    def read(self, size: int) -> bytes:
        """The next piece of the source."""
        with self._remembered():
            return self._source.read(size)

    def write(self, piece: bytes) -> int:
        """Hand a piece to the target."""
        with self._remembered():
            return self._target.write(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    @contextmanager
    def _remembered(self) -> Iterator[None]:
        try:
            yield
        except Exception as fault:
            self.fault = self.fault or fault
            raise


class _Output:
    """A file to write to that remembers what the system refused: age turns it into words."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.refusal: OSError | None = None

    def write(self, piece: bytes) -> int:
        """Write a piece of the file."""
        try:
            return self._file.write(piece)
        except OSError as refusal:
            self.refusal = refusal
            raise

    def flush(self) -> None:
        """Nothing waits here; the file itself is flushed when it is closed."""


@contextmanager
def _whole_or_none(source: Path, target: Path) -> Iterator[tuple[BinaryIO, _Output]]:
    """Both files opened; on any fault the target is removed and the fault told in words."""
    refusal = None
    with _reading(source) as read:
        try:
            with open(target, "wb", opener=_private) as written:
                output = _Output(written)
                try:
                    yield read, output
                finally:
                    refusal = output.refusal
        except (OSError, pyrage.EncryptError, pyrage.DecryptError) as fault:
            target.unlink(missing_ok=True)
            if refusal is None and isinstance(fault, OSError) and fault.errno is not None:
                refusal = fault
            raise (_unopened() if refusal is None else atomic.unwritten(target, refusal)) from fault
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def _reading(source: Path) -> BinaryIO:
    try:
        return source.open("rb")
    except OSError as fault:
        raise atomic.unread(source, fault) from fault


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _recipients(texts: Sequence[str]) -> list[x25519.Recipient]:
    if not texts:
        raise ValueError("sealed to nobody")
    try:
        return [x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as fault:
        text = tr("This is not a public key. It begins with age1 and has 62 letters and digits.")
        raise UserError(text) from fault


def _identity(text: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(text)
    except pyrage.IdentityError as fault:
        raise UserError(
            tr("This is not a private key. It begins with AGE-SECRET-KEY-1.")
        ) from fault


def _unopened() -> UserError:
    return UserError(tr("This file cannot be opened: it is damaged or was sealed for another."))
