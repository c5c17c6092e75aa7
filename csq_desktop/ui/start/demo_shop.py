"""The demo shop: where it lies, and the passphrases that are no secret there."""

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from csq_desktop import paths
from csq_desktop.clock import TimeSource
from csq_desktop.domain.users import Role, User
from csq_desktop.texts import language

if TYPE_CHECKING:
    from csq_desktop.services.stores.opened import OpenStore

NAME = "Demo shop.csq"
_DRAFT = ".unfinished.csq"
Progress = Callable[..., None]


def folder() -> Path:
    """The folder of the demo store, whether it is there yet or not."""
    return paths.demo_folder() / NAME


def is_demo(place: Path) -> bool:
    """Whether a store is the demo."""
    return place.name == NAME and place == folder()


def passphrases(people: Sequence[User]) -> dict[int, str]:
    """The passphrase of each of the demo's users, by id."""
    from csq_desktop.demo.build import DEMO_PASSPHRASES

    return {user.id: DEMO_PASSPHRASES[user.role] for user in people}


def opened(progress: Progress, *, source: TimeSource) -> "OpenStore":
    """The demo store, signed in as its supervisor; made first if it does not exist."""
    from csq_desktop.demo import build as demo
    from csq_desktop.services.stores import stores

    if not folder().exists():
        _make(progress, source())
    first = next(user for user in stores.people(folder()) if user.role is Role.SUPERVISOR)
    return stores.open(folder(), first.id, demo.DEMO_PASSPHRASES[first.role], source=source)


def _make(progress: Progress, now: datetime) -> None:
    """Make it under a draft name first, so that a kill leaves no half-made shop."""
    from csq_desktop.demo import build as demo

    draft = folder().with_name(_DRAFT)
    shutil.rmtree(draft, ignore_errors=True)
    try:
        demo.build(
            draft,
            demo.DemoSize(),
            language(),
            lambda what, done, of: progress(done, max(of, 1), what),
            now=now,
        )
        os.rename(draft, folder())
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
