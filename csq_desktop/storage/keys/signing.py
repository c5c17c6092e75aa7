"""Signatures (Ed25519, RFC 8032): who wrote what, shown with keys that each user alone holds.

The private half of a user's key stands in the user's own slot and nowhere else. The owner key comes
of the vault's, so all supervisors hold it; it signs the register: who the users are, which public
keys are theirs, what is sealed to whom.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from csq_desktop.domain.audit.entries import grouped
from csq_desktop.storage.keys import boxes

SEED_BYTES = 32
OWNER = 0
"""The user id the owner key signs under."""
_FINGERPRINT_DIGITS = 16


@dataclass(frozen=True)
class SigningKey:
    """A private key and whose it is: a user's own, or, of user 0, the owner key."""

    user_id: int
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls, user_id: int) -> "SigningKey":
        """A new random key of a user."""
        return cls(user_id, secrets.token_bytes(SEED_BYTES))

    @cached_property
    def public(self) -> str:
        """The public half, 64 hex digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, facts: object) -> bytes:
        """The signature over the canonical text of the facts, 64 bytes."""
        return self._private.sign(boxes.canonical(facts))

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def is_signed(public: str, facts: object, signature: bytes) -> bool:
    """Whether the holder of the private half signed the canonical text of these facts."""
    try:
        _public(public).verify(signature, boxes.canonical(facts))
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _public(public: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))


def fingerprint(public: str) -> str:
    """A public key short enough to be compared by eye: 16 digits in groups of four."""
    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:_FINGERPRINT_DIGITS]
    return grouped(digits).upper()
