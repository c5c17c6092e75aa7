"""The opened keys of one store, as long as somebody is signed in."""

import secrets
from dataclasses import dataclass, field, replace
from functools import cached_property

from csq_desktop.storage.keys import boxes, sealing
from csq_desktop.storage.keys.signing import OWNER, SigningKey

KEY_BYTES = 32


@dataclass(frozen=True)
class Keyring:
    """Master key of a store and, for roles that see identities, vault key and backup identity.

    `pending` holds the keys of a re-key that was begun and not yet verified; `retired` the audit
    keys of earlier master keys, each with the last audit sequence it stands for. `signer` is the
    user's own key; the recovery sheet has none. `trusted_owner` is the public owner key as the
    user's own slot has it: 64 hex digits, or none in a slot from before there were signatures.
    Keyrings that open the same are equal, whoever signs with them.
    """

    store_id: str
    master: bytes = field(repr=False)
    vault: bytes | None = field(default=None, repr=False)
    backup_identity: str | None = field(default=None, repr=False)
    pending: "Keyring | None" = field(default=None, repr=False)
    retired: tuple[tuple[int, bytes], ...] = field(default=(), repr=False)
    signer: SigningKey | None = field(default=None, repr=False, compare=False)
    trusted_owner: str = field(default="", repr=False, compare=False)

    @property
    def store_key(self) -> str:
        """store.db's raw key, 64 hex digits."""
        return self._from_master("store.db key 1").hex()

    @property
    def vault_key(self) -> str | None:
        """vault.db's raw key, 64 hex digits; None for roles that may not see identities."""
        if self.vault is None:
            return None
        return boxes.derive(self.vault, "vault.db key 1", self.store_id).hex()

    @cached_property
    def audit_key(self) -> bytes:
        """The key new audit rows are chained with, 32 bytes."""
        return self._from_master("audit key 1")

    @property
    def signing_seed(self) -> bytes:
        """The Ed25519 seed bundles are signed with, 32 bytes."""
        return self._from_master("signing seed 1")

    @property
    def master_mac_key(self) -> bytes:
        """The key that authenticates keys.json as a whole, 32 bytes."""
        return self._from_master("key file mac 1")

    @property
    def own_signer(self) -> SigningKey:
        """The user's own key to sign with; ValueError where nobody has given the user one."""
        if self.signer is None:
            raise ValueError("no key to sign with")
        return self.signer

    @cached_property
    def owner(self) -> SigningKey | None:
        """The key that signs the register; None for roles that may not see identities."""
        if self.vault is None:
            return None
        return SigningKey(OWNER, boxes.derive(self.vault, "owner signing 1", self.store_id))

    @property
    def owner_public(self) -> str:
        """The public half of the owner key; empty where this user was never given it."""
        return self.trusted_owner if self.owner is None else self.owner.public

    @property
    def register_mac_key(self) -> bytes | None:
        """What authenticated the register before it was signed; only supervisors hold it."""
        if self.vault is None:
            return None
        return boxes.derive(self.vault, "register mac 1", self.store_id)

    def store_keys(self) -> list[str]:
        """Keys store.db may be under: the one in use and, while a re-key is pending, the next."""
        return [ring.store_key for ring in self._both()]

    def vault_keys(self) -> list[str]:
        """Keys vault.db may be under; empty for roles that may not see identities."""
        return [ring.vault_key for ring in self._both() if ring.vault_key is not None]

    def audit_key_at(self, sequence: int) -> bytes:
        """The key of the audit row with this sequence, through every re-key so far."""
        for last_sequence, key in self.retired:
            if sequence <= last_sequence:
                return key
        return self.audit_key

    def after_rekey(self, last_sequence: int) -> "Keyring":
        """The pending keys as the keys in use; audit rows up to last_sequence keep their key."""
        if self.pending is None:
            raise ValueError("no re-key was begun")
        retired = (*self.retired, (last_sequence, self.audit_key))
        return replace(self.pending, retired=retired, signer=self.signer)

    def _both(self) -> "list[Keyring]":
        return [self] if self.pending is None else [self, self.pending]

    def _from_master(self, label: str) -> bytes:
        return boxes.derive(self.master, label, self.store_id)


def fresh(store_id: str) -> Keyring:
    """A full set of new random keys."""
    identity, _recipient = sealing.new_identity()
    return Keyring(
        store_id, secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES), identity
    )
