"""The keys of a store: the one door the rest of the program comes in by."""

from csq_desktop.storage.kdf import KdfCost, calibrate
from csq_desktop.storage.key_file import KeyFile
from csq_desktop.storage.keyring import Keyring
from csq_desktop.storage.slots import NewSlot, Slot

__all__ = ["KdfCost", "KeyFile", "Keyring", "NewSlot", "Slot", "calibrate"]
