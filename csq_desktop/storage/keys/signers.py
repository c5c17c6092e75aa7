"""Who signs the audit trail: the public keys of its users, and while each of them serves.

A key serves from one edition of the register to another, and each signature says under which
edition it was made. Editions only rise along the trail, so a leaver's key signs nothing more.
"""

from dataclasses import dataclass, replace

from csq_desktop.storage.keys.signing import OWNER, SigningKey


@dataclass(frozen=True)
class Signer:
    """A user's public key; it signs from the edition `since` on, and before `until`."""

    user_id: int
    public: str
    since: int
    until: int | None = None

    def serves(self, edition: int) -> bool:
        """Whether the key signs under this edition."""
        return self.since <= edition and (self.until is None or edition < self.until)

    def facts(self) -> list[object]:
        """The signer as it stands in keys.json."""
        return [self.user_id, self.public, self.since, self.until]


@dataclass(frozen=True)
class Signers:
    """Every key that signs or signed; entries are signed from the one numbered `begun` on.

    Nobody signs while `begun` is 0. `requested` are keys that no supervisor has confirmed yet.
    """

    begun: int = 0
    confirmed: tuple[Signer, ...] = ()
    requested: tuple[Signer, ...] = ()

    def fitting(self, user_id: int, edition: int) -> tuple[Signer, ...]:
        """The keys that a user may have signed with under an edition."""
        confirmed = self._of(user_id)
        if any(each.since <= edition for each in confirmed):
            # From then on no requested key stands in: anybody can request one for a colleague.
            return tuple(each for each in confirmed if each.serves(edition))
        return tuple(
            each for each in self.requested if each.user_id == user_id and each.serves(edition)
        )

    def every(self, user_id: int) -> list[str]:
        """Every public key of a user that a supervisor ever confirmed."""
        return [each.public for each in self._of(user_id)]

    def is_confirmed(self, signer: Signer) -> bool:
        """Whether a supervisor vouches for the key."""
        return signer in self.confirmed

    def is_confirmed_of(self, user_id: int) -> bool:
        """Whether the user signs with a key that a supervisor vouches for."""
        return any(each.until is None for each in self._of(user_id))

    @property
    def owner(self) -> str:
        """The owner's public key, as it stands here; empty before the first signature."""
        return next((each.public for each in self._of(OWNER) if each.until is None), "")

    def begin(self, owner: SigningKey, sequence: int, edition: int) -> "Signers":
        """Have entries signed from this one on, unless that was begun before."""
        return self if self.begun else Signers(sequence).with_key(owner, edition)

    def with_key(self, key: SigningKey, edition: int) -> "Signers":
        """The signers from an edition on, with this key as the only one its user signs with."""
        signers = self.without(key.user_id, edition)
        added = Signer(key.user_id, key.public, edition)
        return replace(signers, confirmed=(*signers.confirmed, added))

    def with_request(self, key: SigningKey, edition: int) -> "Signers":
        """The signers with a key that its user asks a supervisor to confirm."""
        others = [each for each in self.requested if each.user_id != key.user_id]
        asked = Signer(key.user_id, key.public, edition)
        return replace(self, requested=(*others, asked))

    def with_confirmed(self, user_id: int, edition: int) -> "Signers":
        """The signers with what a user asked for confirmed, from when it was asked for on."""
        (asked,) = (
            # Whoever asked has written this, so it ends only when a supervisor says so.
            replace(each, until=None)
            for each in self.requested
            if each.user_id == user_id
        )
        signers = self.without(user_id, edition)
        requested = tuple(each for each in self.requested if each.user_id != user_id)
        return replace(signers, confirmed=(*signers.confirmed, asked), requested=requested)

    def without(self, user_id: int, edition: int) -> "Signers":
        """The signers from an edition on, when a user signs no more."""
        confirmed, requested = (
            tuple(
                replace(each, until=edition)
                if each.user_id == user_id and each.until is None
                else each
                for each in signers
            )
            for signers in (self.confirmed, self.requested)
        )
        return replace(self, confirmed=confirmed, requested=requested)

    def none_left(self, edition: int) -> "Signers":
        """The signers from an edition on, when all keys are changed."""
        signers = self
        for each in (*self.confirmed, *self.requested):
            signers = signers.without(each.user_id, edition)
        return signers

    def _of(self, user_id: int) -> list[Signer]:
        return [each for each in self.confirmed if each.user_id == user_id]


@dataclass(frozen=True)
class UserRegister:
    """What the audit trail has to know of keys.json: its signers, and the register's edition.

    `supervisors` are the users of that role, leavers too, and the recovery sheet's.
    """

    signers: Signers = Signers()
    edition: int = 0
    supervisors: frozenset[int] = frozenset({OWNER})

    def signer(self, user_id: int) -> Signer | None:
        """The key that a user signs with now, confirmed or not."""
        return next(iter(self.signers.fitting(user_id, self.edition)), None)

    def asks(self, user_id: int) -> bool:
        """Whether the user signs with a key that no supervisor has confirmed yet."""
        signer = self.signer(user_id)
        return signer is not None and not self.signers.is_confirmed(signer)
