"""From a passphrase to key bytes: Argon2id, its cost and the limits of that cost."""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from argon2.exceptions import HashingError
from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw

from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.texts import tr

_LOWEST = (64 * 1024, 3, 1)
_HIGHEST = (1024 * 1024, 20, 16)
_MEMORY_AIMED_AT = 256 * 1024  # more would hurt a 4 GB shop computer; then passes grow


@dataclass(frozen=True)
class KdfCost:
    """Argon2id's cost: memory 65,536 to 1,048,576 KiB, passes 3 to 20, lanes 1 to 16."""

    memory_kib: int
    passes: int
    lanes: int
    FLOOR: ClassVar["KdfCost"]

    def __post_init__(self) -> None:
        numbers = (self.memory_kib, self.passes, self.lanes)
        limits = zip(_LOWEST, numbers, _HIGHEST, strict=True)
        if not all(low <= number <= high for low, number, high in limits):
            # below the floor a thief guesses cheaply; above the ceiling signing in never ends
            raise StoreDamaged(
                tr(
                    "The key file asks for a passphrase protection that this program "
                    "does not allow: it was changed from outside this program. Restore "
                    "keys.json from a backup."
                )
            )


KdfCost.FLOOR = KdfCost(64 * 1024, 3, 4)


def calibrate(seconds: float = 1.0, *, clock: Callable[[], float] = time.perf_counter) -> KdfCost:
    """The cost that takes this computer about so many seconds, never below KdfCost.FLOOR.

    One run at the floor is timed; cost is proportional to memory × passes (RFC 9106, section 4
    prefers memory), so memory grows to 256 MiB first and then passes to 20.
    """
    started = clock()
    stretch("calibration", bytes(16), KdfCost.FLOOR)
    times = seconds / max(clock() - started, 1e-6)
    floor = KdfCost.FLOOR
    memory = int(min(max(times, 1.0) * floor.memory_kib, _MEMORY_AIMED_AT))
    passes = int(times * floor.memory_kib * floor.passes / memory)
    return KdfCost(memory, min(max(passes, floor.passes), _HIGHEST[1]), floor.lanes)


def normalised(passphrase: str) -> str:
    """The passphrase in NFC: the same keys typed on another system give the same characters."""
    return unicodedata.normalize("NFC", passphrase)


def stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """32 bytes that only the passphrase, the salt and the cost together give."""
    secret = normalised(passphrase).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            secret,
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=32,
            type=Type.ID,
            version=ARGON2_VERSION,
        )
    except HashingError as fault:
        raise UserError(
            tr(
                "Checking the passphrase needs {n} MB of free memory: close another program.",
                n=cost.memory_kib // 1024,
            )
        ) from fault
