"""Where things lie."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from csq_desktop import paths


@pytest.fixture
def _root_is_looked_up_again() -> Iterator[None]:
    paths.program_root.cache_clear()
    yield
    paths.program_root.cache_clear()


def test_a_checkout_keeps_resources_and_history_beside_the_package() -> None:
    assert paths.resources() == Path(paths.__file__).parent.parent / "resources"
    assert (paths.resources() / "i18n").is_dir()
    assert paths.migrations().name == "db"
    assert paths.migrations().parent == paths.resources().parent


@pytest.mark.usefixtures("_root_is_looked_up_again")
def test_a_frozen_program_looks_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"
    assert paths.migrations() == tmp_path / "db"


@pytest.mark.parametrize("folder", [paths.user_config, paths.user_state, paths.demo_folder])
def test_a_users_folder_is_made_when_missing(folder: Callable[[], Path]) -> None:
    assert folder().is_dir()
    assert folder() == folder()


@pytest.mark.parametrize(
    ("variable", "folder"),
    [
        ("XDG_CONFIG_HOME", paths.user_config),
        ("XDG_STATE_HOME", paths.user_state),
        ("XDG_DATA_HOME", paths.demo_folder),
    ],
)
def test_a_users_folder_that_cannot_be_made_is_named_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, folder: Callable[[], Path]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(variable, str(tmp_path / "file" / "own"))
    assert tmp_path / "file" in folder().parents


def test_settings_left_overs_and_the_made_up_shop_do_not_share_a_folder() -> None:
    folders = {paths.user_config(), paths.user_state(), paths.demo_folder()}
    assert len(folders) == 3


def test_the_made_up_shop_does_not_lie_in_the_project() -> None:
    assert paths.program_root() not in paths.demo_folder().parents


def test_new_stores_are_offered_among_the_users_documents() -> None:
    offered = paths.default_stores_folder()
    assert offered.name == "CSQ"
    assert offered.is_absolute()
