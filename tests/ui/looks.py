"""How the window may look: its languages, themes and text sizes."""

import pytest

# Every language, both themes, both text sizes; English, whose texts are the longest, is large.
IN_EVERY_LOOK = pytest.mark.parametrize(
    ("language", "mode", "percent"),
    [("en", "light", 200), ("zh_HK", "dark", 200), ("zh_CN", "light", 100)],
)
