"""A finished file that opens with a password alone."""

import unicodedata
from io import BytesIO

import pikepdf

LONGEST_PASSWORD = 127
"""Bytes of UTF-8; readers look at no more (ISO 32000-2, 7.6.4.3.2)."""


def is_too_long(password: str) -> bool:
    """Whether readers would leave out the end of the password."""
    return len(_prepared(password).encode()) > LONGEST_PASSWORD


def protected(file: bytes, password: str) -> bytes:
    """The file encrypted with AES-256 (ISO 32000-2, revision 6): nothing of it reads without it.

    The words for screen readers stay open to them once it is open. Made twice, the bytes differ.
    """
    secret = _prepared(password)
    with pikepdf.open(BytesIO(file)) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner=secret, user=secret, R=6))
    return out.getvalue()


def _prepared(password: str) -> str:
    """The password as every reader compares it, however its letters were typed (SASLprep)."""
    return unicodedata.normalize("NFKC", password)
