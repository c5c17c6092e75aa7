"""How the window may look: its languages, themes and text sizes."""

import pytest

# The fewest looks that hold every pair of a language, a theme and a text size.
IN_EVERY_LOOK = pytest.mark.parametrize(
    ("language", "mode", "percent"),
    [
        ("en", "light", 100),
        ("en", "dark", 200),
        ("zh_HK", "light", 200),
        ("zh_HK", "dark", 100),
        ("zh_CN", "light", 100),
        ("zh_CN", "dark", 200),
    ],
)
