"""The demo store: a believable Hong Kong shop, the same for the same seed."""

from csq_desktop.services.demo.build import DEMO_PASSPHRASES, DemoSize, DemoUser, build

__all__ = ["DEMO_PASSPHRASES", "DemoSize", "DemoUser", "build"]
