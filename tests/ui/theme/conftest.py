"""The theme's tests look at the program with its style sheet."""

import pytest


@pytest.fixture(autouse=True)
def _dressed(dressed: object) -> None:
    """Every test of this folder is one of the look."""
