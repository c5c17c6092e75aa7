"""A shop with five records of two persons."""

import pytest

from tests.factory import Furnish
from tests.services.duplicates import merge_case


@pytest.fixture
def furnish() -> Furnish:
    return merge_case.furnish
