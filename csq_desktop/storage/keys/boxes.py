"""The two tools every wrapped key is made with: derived keys (HKDF) and boxes (AES-256-GCM)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


@dataclass(frozen=True)
class SealedBox:
    """Bytes locked with AES-256-GCM; a key locks several boxes at most, so random nonces serve."""

    nonce: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


def derive(secret: bytes, label: str, salt: str, length: int = 32) -> bytes:
    """A key for one purpose (RFC 5869); the label carries its version and never changes."""
    hkdf = HKDF(SHA256(), length=length, salt=salt.encode(), info=f"csq {label}".encode())
    return hkdf.derive(secret)


def lock(key: bytes, content: bytes, context: bytes) -> SealedBox:
    """Lock the content so that it opens only with the key and in the same context."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return SealedBox(nonce, AESGCM(key).encrypt(nonce, content, context))


def unlock(key: bytes, box: SealedBox, context: bytes) -> bytes:
    """The content of the box; cryptography's InvalidTag when key, box or context is another."""
    return AESGCM(key).decrypt(box.nonce, box.sealed, context)


def canonical(facts: object) -> bytes:
    """The one text of JSON facts that checks and contexts are computed over."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def authenticate(key: bytes, facts: object) -> bytes:
    """HMAC-SHA256 over the canonical text of the facts."""
    mac = HMAC(key, SHA256())
    mac.update(canonical(facts))
    return mac.finalize()


def digest(facts: object) -> bytes:
    """SHA-256 over the canonical text of the facts: finds accidents, not forgers."""
    return hashlib.sha256(canonical(facts)).digest()
