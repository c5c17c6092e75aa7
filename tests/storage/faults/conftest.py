"""Here a commit waits for the disk, as it does in a shop."""

import pytest

from tests import sparing


@pytest.fixture(autouse=True)
def _commits_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    sparing.as_shipped(monkeypatch)
