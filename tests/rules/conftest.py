"""What takes longest begins first, so that no processor waits for it at the end."""

import pytest

from tests.rules.test_tools import test_mypy_finds_nothing_in_its_strict_mode as longest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.name != longest.__name__)
