"""The demo store: a believable Hong Kong shop, the same for the same seed."""

from csq_desktop.services.demo.build import (
    DEMO_PASSPHRASES,
    FOLDER,
    DemoSize,
    DemoUser,
    build,
    signed_in,
)

__all__ = ["DEMO_PASSPHRASES", "FOLDER", "DemoSize", "DemoUser", "build", "signed_in"]
