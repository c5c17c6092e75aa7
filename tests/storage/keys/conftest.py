"""A key file made once a module, and a copy of it for each test."""

from pathlib import Path

import pytest

from csq_desktop.storage.keys.key_file import KeyFile
from tests.storage.keys.key_file_case import NewKeyFile, make


@pytest.fixture(scope="module")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> NewKeyFile:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def file(new_file: NewKeyFile, tmp_path: Path) -> KeyFile:
    path = tmp_path / "keys.json"
    path.write_bytes(new_file.text)
    return KeyFile.load(path)
