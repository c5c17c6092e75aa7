"""A run fails where its tests leave a branch out, whichever worker ran them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = """
[tool.pytest.ini_options]
markers = ["no_cover"]
[tool.slipcover]
exclude-also = ["never"]
"""
COUNTING = """
def counting(number):
    if number > 1:
        return "many"
    return "one" if number else never()

def never():
    return "none"
"""
TESTS = """
import pytest
from shop.counting import counting

@pytest.fixture
def many():
    assert counting(2) == "many"

def test_one(many):
    assert counting(1) == "one"

@pytest.mark.no_cover
def test_many_by_the_way():
    assert counting(2) == "many"
"""
MORE = """
from shop.counting import counting

def test_many():
    assert counting(2) == "many"
"""


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [("", 1, r"^shop/counting\.py .* 4$"), (MORE, 0, "^Every line and branch")],
    ids=["left out", "taken"],
)
def test_a_branch_counts_where_a_test_takes_it_itself(
    more: str, code: int, says: str, tmp_path: Path
) -> None:
    (tmp_path / "shop").mkdir()
    for name, text in {
        "pyproject.toml": PROJECT,
        "shop/counting.py": COUNTING,
        "test_counting.py": TESTS,
        "test_more.py": more,
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    words = ["-q", "-p", "xdist", "-n", "1", "-p", "tests.watching", "--every-branch=shop"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=tmp_path, env=alone, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == code, run.stdout + run.stderr
    assert re.search(says, run.stdout, re.M)
