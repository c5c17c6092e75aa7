"""The table of packages and their licences."""

from pathlib import Path

import pytest

import licences
from csq_desktop.services.settings import licences as shipped
from csq_desktop.services.settings.licences import shipped_parts

LOCK = """\
alembic==1.20.1 \\
    --hash=sha256:aa
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:bb
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:cc
"""


def test_a_package_locked_twice_has_both_versions() -> None:
    versions = licences.locked_versions(LOCK)
    assert versions == {"alembic": "1.20.1", "numpy": "2.4.6 or 2.5.5"}


def test_what_a_package_needs_is_shipped_too_and_the_tools_are_not() -> None:
    packages = licences.runtime_packages(
        {"project": {"dependencies": ["Alembic==1.20.*", "tzdata"]}}
    )
    assert {"alembic", "mako", "markupsafe", "sqlalchemy", "tzdata"} <= packages
    assert "pytest" not in packages


def test_a_package_of_another_platform_brings_nothing_and_declares_nothing() -> None:
    only = {"project": {"dependencies": ["no-such-package; sys_platform == 'win32'"]}}
    assert licences.runtime_packages(only) == {"no-such-package"}
    assert licences.declared("no-such-package") == ""


def test_a_licence_written_by_hand_stays_and_a_declared_one_is_taken() -> None:
    table = licences.table({"pyrage": "1.4.0", "alembic": "1.20.1"}, {"pyrage": "MIT"})
    assert table.removeprefix(licences.HEAD).splitlines() == [
        "| alembic | 1.20.1 | MIT |",
        "| pyrage | 1.4.0 | MIT |",
    ]


@pytest.fixture
def listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the listing, to be spoiled."""
    copy = tmp_path / "resources" / "licences" / "THIRD_PARTY.md"
    copy.parent.mkdir(parents=True)
    copy.write_text(shipped.listing().read_text("utf-8"), "utf-8")
    monkeypatch.setattr("csq_desktop.paths.resources", lambda: tmp_path / "resources")
    return copy


@pytest.mark.parametrize(
    ("package", "row", "fault"),
    [
        ("alembic", "", "run dev.py licences"),
        ("alembic", "| alembic | 0.1 | MIT |\n", "run dev.py licences"),
        ("pyrage", "| pyrage | 1 |  |\n", "pyrage: has no licence"),
        ("mako", "| mako | 1 | BSD |\n", "mako: BSD is written, MIT is declared"),
    ],
)
def test_a_listing_that_is_not_right_is_noticed(
    listing: Path, package: str, row: str, fault: str
) -> None:
    text = listing.read_text("utf-8")
    listing.write_text(text.replace(row_of(package, text), row), "utf-8")
    assert any(fault in line for line in licences.faults())


def test_a_listing_is_mended_and_what_is_written_around_the_table_stays(listing: Path) -> None:
    text = listing.read_text("utf-8")
    listing.write_text(text.replace(row_of("alembic", text), ""), "utf-8")
    assert licences.main() == 0
    assert listing.read_text("utf-8") == text


def row_of(package: str, text: str) -> str:
    """The row of the table that names the package."""
    (row,) = (line for line in text.splitlines(keepends=True) if line.startswith(f"| {package} |"))
    return row


def test_a_new_package_without_a_declared_licence_is_asked_for(
    listing: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = {**licences.shipped_packages(), "zzz": "1.0"}
    monkeypatch.setattr(licences, "shipped_packages", lambda: locked)
    assert licences.main() == 1
    assert "zzz: has no licence" in capsys.readouterr().out


def test_the_listings_rows_are_read_without_their_heads() -> None:
    parts = {part.name: part for part in shipped_parts()}
    assert parts["Tabler Icons"].licence == "MIT"
    assert parts["sqlalchemy"].version.startswith("2.1")
    assert not {"Part", "Package", "---", ""} & set(parts)
