"""What the program ships of others, as the About page lists it."""

from csq_desktop.services.settings import licences


def test_fonts_icons_and_packages_are_listed_with_their_licences() -> None:
    parts = {part.name: part for part in licences.shipped_parts()}
    assert len(parts) > 20
    assert parts["sqlalchemy"].licence == "MIT"
    assert all(part.licence for part in parts.values())
    assert not any(
        part.name in ("Name", "Package") or "---" in part.name for part in parts.values()
    )
