"""What is read from our files once and shared by all who ask for it."""

from importlib import import_module
from inspect import signature

import pytest

MODULES = (
    "domain.complaints.categories",
    "domain.privacy.free_text",
    "domain.imports.list_lines",
    "domain.words.names",
    "services.customers.statements",
    "services.today.due",
)


@pytest.mark.parametrize("name", MODULES)
def test_nobody_changes_what_is_read_once(name: str) -> None:
    module = import_module(f"csq_desktop.{name}")
    shared = [
        function
        for function in vars(module).values()
        if hasattr(function, "cache_info") and not signature(function).parameters
    ]
    assert shared
    for function in shared:
        assert function() == function.__wrapped__()
