"""Teaching the libraries our faces: no look at the machine's own, nothing left behind."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from csq_desktop.reports.typography.once import once

ROOT = Path(__file__).parents[3]


def run(script: str, home: Path) -> str:
    """What a fresh process with an empty home prints."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    environment.pop("MPLCONFIGDIR", None)
    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
    ).stdout.strip()


def test_charts_know_our_four_faces_and_leave_nothing_in_the_users_folders(tmp_path: Path) -> None:
    script = (
        "from csq_desktop.reports import charts; charts.prepare();"
        "from matplotlib.font_manager import fontManager as f; import os;"
        "print(sorted((e.name, e.weight) for e in f.ttflist), os.environ.get('MPLCONFIGDIR'))"
    )
    assert run(script, tmp_path) == (
        "[('Noto Sans HK', 400), ('Noto Sans HK', 700), "
        "('Noto Sans SC', 400), ('Noto Sans SC', 700)] None"
    )
    assert list(tmp_path.rglob("*matplotlib*")) == []


def test_a_folder_of_settings_the_user_chose_stays_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    from csq_desktop.reports.charts import typefaces

    monkeypatch.setenv("MPLCONFIGDIR", "chosen")
    with typefaces.empty_font_list():
        assert os.environ["MPLCONFIGDIR"] != "chosen"
    assert os.environ["MPLCONFIGDIR"] == "chosen"


def test_typefaces_are_loaded_once_though_two_threads_ask_for_them() -> None:
    begun, other = threading.Event(), threading.Event()
    loads: list[str] = []

    @once
    def load(name: str) -> str:
        loads.append(name)
        begun.set()
        other.wait(0.1)  # a second call meanwhile would end this at once
        return name

    def ask_again() -> None:
        begun.wait()
        load("HK")
        other.set()

    second = threading.Thread(target=ask_again)
    second.start()
    assert load("HK") == "HK"
    second.join()
    assert loads == ["HK"]


def test_the_font_list_is_that_of_the_library_in_use() -> None:
    from csq_desktop.reports import charts
    from csq_desktop.reports.charts import typefaces

    charts.prepare()
    from matplotlib.font_manager import FontManager

    assert FontManager.__version__ == typefaces.FONT_LIST_VERSION


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("csq_desktop.reports.charts", "matplotlib"),
        ("csq_desktop.domain.paper.charts", "numpy"),
        ("csq_desktop.reports.charts.table", "matplotlib"),
        ("csq_desktop.reports.typography.look", "matplotlib"),
        ("csq_desktop.reports.paper.blocks", "reportlab"),
        ("csq_desktop.reports.paper.blocks", "matplotlib"),
        ("csq_desktop.reports.paper.document", "matplotlib"),
    ],
)
def test_what_is_declared_costs_no_heavy_import(module: str, heavy: str, tmp_path: Path) -> None:
    script = f"import {module}, sys; print({heavy!r} in sys.modules)"
    assert run(script, tmp_path) == "False"


def test_text_beyond_the_first_plane_keeps_its_code_and_a_narrow_mark_is_read_as_a_mark() -> None:
    from csq_desktop.reports.paper import typefaces

    cmap = "1 beginbfchar\n<00> <0000>\n<01> <282E2>\n<02> <10F019>\nendbfchar"
    assert typefaces.in_utf16(cmap).split("\n") == [
        "1 beginbfchar", "<00> <0000>", "<01> <D860DEE2>", "<02> <2019>", "endbfchar",
    ]  # fmt: skip
