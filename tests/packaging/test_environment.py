"""The project's own Python environment."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import environment
import machine


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose environment is this test's own interpreter."""
    venv = tmp_path / ".venv"
    venv.mkdir()
    (venv / "pyvenv.cfg").write_text("version = 3.11", "utf-8")
    (tmp_path / "requirements.lock").write_text("one==1", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n[tool.pytest]\n", "utf-8")
    for name, place in {"ROOT": "", "VENV": ".venv", "LOCK": "requirements.lock"}.items():
        monkeypatch.setattr(environment, name, tmp_path / place)
    monkeypatch.setattr(environment, "STAMP", venv / "set-up.stamp")
    monkeypatch.setattr(environment, "COMPILED", venv / "compiled")
    monkeypatch.setattr(environment, "python", lambda: Path(sys.executable))
    monkeypatch.setattr(machine, "complete", lambda: None)
    return tmp_path


@pytest.fixture
def installed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time the packages were installed."""
    times: list[int] = []
    monkeypatch.setattr(environment, "_install", lambda: times.append(1))
    return times


def test_the_first_start_installs_and_the_second_does_not(
    installed: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    environment.prepare()
    environment.prepare()
    assert len(installed) == 1
    assert capsys.readouterr().out.count("setting up") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("requirements.lock", "one==2"),
        ("pyproject.toml", "[project]\nnew = 1\n[tool.pytest]\n"),
        (".venv/pyvenv.cfg", "version = 3.12"),
        (".venv/set-up.stamp", "half"),
    ],
)
def test_a_change_of_what_was_installed_installs_again(
    checkout: Path, installed: list[int], name: str, content: str
) -> None:
    environment.prepare()
    (checkout / name).write_text(content, "utf-8")
    environment.prepare()
    assert len(installed) == 2


def test_a_change_of_a_tools_settings_installs_nothing(
    checkout: Path, installed: list[int]
) -> None:
    environment.prepare()
    (checkout / "pyproject.toml").write_text("[project]\n[tool.pytest]\nx = 1\n", "utf-8")
    environment.prepare()
    assert len(installed) == 1


def test_an_installation_that_fails_is_tried_again_at_the_next_start(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise machine.Lacking("no network")

    monkeypatch.setattr(environment, "_install", fails)
    for _ in range(2):
        with pytest.raises(machine.Lacking):
            environment.prepare()
    assert not environment.STAMP.exists()


def test_an_environment_whose_python_is_gone_is_made_anew(
    checkout: Path, installed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> None:
        if "venv" not in command:
            raise FileNotFoundError
        commands.append(command)

    environment.prepare()
    monkeypatch.setattr(environment, "python", lambda: checkout / "gone")
    monkeypatch.setattr(subprocess, "run", run)
    environment.prepare()
    assert len(installed) == 2
    assert commands[0][1:3] == ["-m", "venv"]


LOCK = """\
setuptools-extra==1.0 \\
    --hash=sha256:aa
setuptools==84.2.1 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
six==1.17.0 \\
    --hash=sha256:dd
"""


def test_one_package_is_taken_from_the_lock_with_all_its_hashes() -> None:
    taken = environment.locked("setuptools", LOCK)
    assert taken == ("setuptools==84.2.1 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n")


def test_every_package_of_the_lock_is_in_one_of_its_halves() -> None:
    lock = (Path(__file__).parents[2] / "requirements.lock").read_text("utf-8")
    first, second = environment.halves(lock)
    lines = [line for line in lock.splitlines() if not line.startswith("#")]
    assert sorted([*first.splitlines(), *second.splitlines()]) == sorted(lines)
    both = [re.findall(r"^(\S+==\S+)", half, re.M) for half in (first, second)]
    assert abs(len(both[0]) - len(both[1])) <= 1
    assert environment.halves(LOCK)[0] == environment.locked("setuptools-extra", LOCK)


@pytest.mark.parametrize("fault", [0, 1])
def test_an_installation_of_which_a_half_fails_has_failed(checkout: Path, fault: int) -> None:
    calls = [["-c", f"raise SystemExit({number == fault})"] for number in (0, 1)]
    with pytest.raises(machine.Lacking):
        environment.pip(*calls)


def test_the_build_tool_is_in_the_projects_own_lock() -> None:
    lock = (Path(__file__).parents[2] / "requirements.lock").read_text("utf-8")
    assert environment.locked("setuptools", lock).count("--hash=sha256:") >= 1
    with pytest.raises(KeyError):
        environment.locked("no-such-package", lock)


@pytest.mark.parametrize("code", [0, 3])
def test_an_exit_code_is_passed_on(checkout: Path, code: int) -> None:
    assert environment.run("-c", f"raise SystemExit({code})") == code


def test_without_a_display_programs_run_offscreen(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = "import os, sys; sys.exit(os.environ.get('QT_QPA_PLATFORM') != 'offscreen')"
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(machine, "has_display", lambda: True)
    assert environment.run("-c", asks) == 1
    assert environment.run("-c", asks, offscreen=True) == 0
    monkeypatch.setattr(machine, "has_display", lambda: False)
    assert environment.run("-c", asks) == 0


def test_what_runs_keeps_its_compiled_files_inside_the_environment(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asks = (
        "import sys; "
        f"sys.exit(sys.dont_write_bytecode or sys.pycache_prefix != {str(environment.COMPILED)!r})"
    )
    assert environment.run("-c", asks) == 0


def test_the_lock_is_worked_out_with_uv_and_holds_no_address(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(shutil, "which", lambda name, path=None: f"there/{name}")
    monkeypatch.setattr(subprocess, "run", run)
    assert environment.relock(["--upgrade"]) == 0
    (command,) = ran
    assert {"--generate-hashes", "--no-emit-index-url", "--universal"} <= set(command)
    assert command[-1] == "--upgrade"
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    with pytest.raises(machine.Lacking, match="uv"):
        environment.relock([])
